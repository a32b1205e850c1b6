/// Finds which known values stand in texts, as a whole or as a part between other words.
struct HeldKeys {
    private let keys: WantedKeys
    private let isAddress: Bool
    /// The keys by their first words.
    private var byWord: [String: [String]] = [:]

    init(_ keys: [String], _ base: FieldType.Base) {
        isAddress = base == .url
        self.keys = WantedKeys(keys, isAddress ? .url : .text)
        guard !isAddress else { return }
        for key in Set(keys).sorted() where key.utf8.count >= 3 {
            guard let word = PlainText.words(key).first else { continue }
            byWord[word, default: []].append(key)
        }
    }

    /// The keys of which a text holds the values, the longest first.
    func keys(in text: String) -> [String] {
        if isAddress { return keys.match(PlainText.address(text)).map { [$0] } ?? [] }
        let plain = PlainText.plain(text)
        if keys.all.contains(plain) { return [plain] }
        var found: [String] = []
        for word in PlainText.words(plain) {
            for key in byWord[word] ?? [] where !found.contains(key) {
                if ExamplePart(of: key, in: plain) != nil { found.append(key) }
            }
        }
        return found.sorted {
            $0.utf8.count != $1.utf8.count ? $0.utf8.count > $1.utf8.count : $0 < $1
        }
    }
}

/// A text parted by a known value that stands in it between other words.
struct ExamplePart {
    var before: String
    var value: String
    var after: String

    /// Looks for the first place where a value stands whose plain form is known.
    init?(of key: String, in text: String) {
        let letters = Array(text)
        let folded = letters.map(Self.folded)
        let wanted = key.map(Self.folded)
        guard !wanted.isEmpty, wanted.count <= folded.count else { return nil }
        for start in 0...(folded.count - wanted.count) where folded[start] == wanted[0] {
            let end = start + wanted.count
            guard folded[start..<end].elementsEqual(wanted),
                start == 0 || !Self.isJoined(folded[start - 1], folded[start]),
                end == folded.count || !Self.isJoined(folded[end - 1], folded[end])
            else { continue }
            before = String(letters[..<start])
            value = String(letters[start..<end])
            after = String(letters[end...])
            return
        }
        return nil
    }

    private static func isJoined(_ left: Character, _ right: Character) -> Bool {
        (left.isLetter || left.isNumber) && (right.isLetter || right.isNumber)
    }

    private static func folded(_ letter: Character) -> Character {
        if letter.isASCII {
            return letter == "`" ? "'" : letter.isWhitespace ? " " : Character(letter.lowercased())
        }
        if letter.isWhitespace { return " " }
        let plain = PlainText.plain(String(letter))
        return plain.count == 1 ? plain.first ?? letter : letter
    }
}
