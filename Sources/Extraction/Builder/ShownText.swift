/// What a page shows, for asking whether a text stands there.
///
/// Only letters and digits are compared, in lower case, wherever lines are broken.
struct ShownText {
    private let bytes: [UInt8]
    private let title: [UInt8]

    init(_ page: PageReader) {
        var bytes: [UInt8] = []
        // What a style hides, a script may show.
        if let document = page.document {
            var hiddenUntil = 0
            for index in 0..<document.nodeCount where index >= hiddenUntil {
                let record = document.nodes[index]
                if record.isText {
                    bytes += Self.folded(document.text(record.start, record.count))
                } else if record.isElement, ElementRole.of(record).contains(.hidden) {
                    hiddenUntil = Int(record.end)
                }
            }
        }
        self.bytes = bytes
        let title = (try? Selector("title")).map(page.all)?.first
        self.title = title.flatMap { page.document?.textContent(of: $0) }.map(Self.folded) ?? []
    }

    /// Whether a text stands on the page; a text without letters and digits does.
    /// - Complexity: O(length of the page's text) on most texts.
    func holds(_ text: String) -> Bool {
        Self.holds(bytes, Self.folded(text))
    }

    /// Whether a text stands in the page's title.
    func titleHolds(_ text: String) -> Bool { Self.holds(title, Self.folded(text)) }

    /// Whether two lists have the same letters, or items of which most hold each other's letters:
    /// one of them may number its items, leave amounts out or run items together.
    static func tellTheSame(_ shown: [String], _ data: [String]) -> Bool {
        let letters = [shown, data].map { texts in
            texts.map { folded($0).filter { $0 &- 0x30 >= 10 } }.filter { !$0.isEmpty }
        }
        let whole = letters.map { Array($0.joined()) }
        guard let most = whole.map(\.count).max(), let least = whole.map(\.count).min(),
            least * 2 >= most
        else { return false }
        if least * 20 >= most * 17, holds(whole[0], whole[1]) || holds(whole[1], whole[0]) {
            return true
        }
        if leading(shown) > leading(data), haveSameWords(shown, data) { return true }
        guard letters[0].count == letters[1].count else { return false }
        let same = zip(letters[0], letters[1]).count { holds($0, $1) || holds($1, $0) }
        if same * 5 >= letters[0].count * 4 { return true }
        // The page may say more of each, such as the same amount in another unit.
        guard shown.count == data.count else { return false }
        let more = zip(shown, data).count { Set(words($1)).isSubset(of: words($0)) }
        return more * 5 >= data.count * 4
    }

    /// How many texts start with an amount.
    private static func leading(_ texts: [String]) -> Int {
        texts.count { $0.first?.isNumber ?? false }
    }

    /// Whether nearly all words of the shorter list stand in the other one, in whatever order.
    private static func haveSameWords(_ left: [String], _ right: [String]) -> Bool {
        let words = [left, right].map { $0.flatMap(Self.words) }
        // In longer texts the order says something.
        guard words[0].count <= 10 * left.count else { return false }
        var rest = words[1].reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let common = words[0].count { word in
            guard let count = rest[word], count > 0 else { return false }
            rest[word] = count - 1
            return true
        }
        return common * 20 >= min(words[0].count, words[1].count) * 17
    }

    /// Runs of letters and runs of digits, in lower case.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var last = 0
        for letter in text.lowercased().withPlainFractions {
            let kind = letter.isNumber ? 1 : letter.isLetter ? 2 : 0
            if kind != 0, kind == last {
                words[words.count - 1].append(letter)
            } else if kind != 0 {
                words.append(String(letter))
            }
            last = kind
        }
        return words
    }

    private static func holds(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        var at = 0
        while at + wanted.count <= bytes.count {
            guard let found = bytes[at...].firstIndex(of: first),
                found + wanted.count <= bytes.count
            else { return false }
            if bytes[found..<found + wanted.count].elementsEqual(wanted) { return true }
            at = found + 1
        }
        return false
    }

    private static func folded(_ text: String) -> [UInt8] { text.foldedLetters }
}

extension String {
    /// The letters and digits of the text, in lower case.
    var foldedLetters: [UInt8] {
        lowercased().unicodeScalars.reduce(into: []) { bytes, scalar in
            if let plain = Self.fractions[scalar] {
                bytes += Array(plain.utf8)
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                bytes += Array(String(scalar).utf8)
            }
        }
    }

    /// The text with a fraction that is one sign written with several.
    var withPlainFractions: String {
        unicodeScalars.contains { Self.fractions[$0] != nil }
            ? unicodeScalars.reduce(into: "") { text, scalar in
                if let digits = Self.fractions[scalar] {
                    text += digits.prefix(1) + "/" + digits.dropFirst()
                } else {
                    text.unicodeScalars.append(scalar)
                }
            } : self
    }

    /// Fractions that are one sign, as they are written with several.
    private static let fractions: [Unicode.Scalar: String] = [
        "½": "12", "¼": "14", "¾": "34", "⅓": "13", "⅔": "23", "⅛": "18", "⅜": "38", "⅝": "58",
        "⅞": "78", "⅕": "15", "⅙": "16",
    ]
}
