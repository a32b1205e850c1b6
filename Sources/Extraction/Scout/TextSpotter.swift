/// Finds dates and codes in texts by the form of their words.
///
/// Spotting only proposes; the pattern that a recipe captures with, and reading the value, decide.
enum TextSpotter {
    /// What captures the first date that stands in a text.
    ///
    /// Words stand for months of any language; whether they are is seen when the value is read.
    static let datePattern =
        #"(?<![\d/.-])("#
        + [
            #"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"#, #"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"#,
            #"\p{L}{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?\s*,?\s+\d{4}"#,
            #"\d{1,2}(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?\p{L}{3,12}\.?,?[\s-]+(?:de\s+)?\d{4}"#,
        ].joined(separator: "|") + #")(?![\d/-])"#

    /// Whether a text holds something that has the form of a date.
    static func holdsDate(_ text: String) -> Bool { dateCount(text) > 0 }

    /// How many things in a text have the form of a date.
    static func dateCount(_ text: String) -> Int {
        guard text.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return 0 }
        let bytes = Array(text.utf8)
        var before = (WordKind.other, WordKind.other)
        var count = 0
        var start = 0
        for end in 0...bytes.count {
            guard end == bytes.count || isGap(bytes, end) else { continue }
            if end > start {
                let kind = WordKind(bytes[start..<end])
                if kind == .wholeDate { count += 1 }
                if kind == .year, before == (.word, .day) || before == (.day, .word) { count += 1 }
                before = (before.1, kind)
            }
            start = end + 1
        }
        return count
    }

    /// Whether a byte parts words: a space, also one that may not break, a tab, the end of a line.
    private static func isGap(_ bytes: [UInt8], _ at: Int) -> Bool {
        switch bytes[at] {
        case 0x20, 0x09: true
        case 0x0A: at == 0 || bytes[at - 1] != 0x0D
        case 0xC2: at + 1 < bytes.count && bytes[at + 1] == 0xA0
        case 0xA0: at > 0 && bytes[at - 1] == 0xC2
        default: false
        }
    }

    /// What a word may be in a date.
    private enum WordKind {
        case wholeDate, year, day, word, other

        init(_ word: ArraySlice<UInt8>) {
            var core = word.drop { !WordKind.isPart($0) }
            while let last = core.last, !WordKind.isPart(last) { core.removeLast() }
            let digitCount = core.count { $0 &- 0x30 < 10 }
            if digitCount == 0 {
                self = core.count >= 3 && core.count <= 14 ? .word : .other
            } else if digitCount == core.count {
                let isYear = core.count == 4 && Self.isYear(core)
                self = isYear ? .year : core.count <= 2 ? .day : .other
            } else if core.count <= 4, digitCount <= 2, core.first.map({ $0 &- 0x30 < 10 }) ?? false
            {
                self = .day
            } else {
                self = WordKind.isWholeDate(core) ? .wholeDate : .other
            }
        }

        private static func isPart(_ byte: UInt8) -> Bool {
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
        }

        /// Four digits from 1000 to 2999.
        private static func isYear(_ digits: ArraySlice<UInt8>) -> Bool {
            digits.first.map { "12".utf8.contains($0) } ?? false
        }

        /// Whether a byte is a vowel or part of a letter beyond ASCII, as months have one.
        private static func isVowel(_ byte: UInt8) -> Bool {
            byte >= 0x80 || "aeiouy".utf8.contains(byte | 0x20)
        }

        /// Three parts between equal separators, or an ISO date with a time behind.
        private static func isWholeDate(_ bytes: ArraySlice<UInt8>) -> Bool {
            let date = bytes.split(separator: UInt8(ascii: "T"), maxSplits: 1).first ?? bytes
            for separator in [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")] {
                let parts = date.split(separator: separator)
                guard parts.count == 3 else { continue }
                let digits = parts.map { part in part.allSatisfy { $0 &- 0x30 < 10 } }
                let isMonthWord = !digits[1] && parts[1].count >= 3
                guard digits[0], digits[2], digits[1] || isMonthWord,
                    digits[1] || parts[1].contains(where: isVowel),
                    zip(parts, digits).allSatisfy({ !$1 || $0.count != 4 || isYear($0) })
                else { return false }
                let sizes = parts.map(\.count)
                return sizes[0] <= 2 && (sizes[2] == 4 || sizes[2] == 2)
                    || sizes[0] == 4 && sizes[2] <= 2
            }
            return false
        }
    }

    /// Whether a word is a code: short, with a digit, and with more than digits or more than two.
    static func isCode(_ word: some StringProtocol) -> Bool {
        let count = word.utf8.count
        guard count >= 3, count <= 30 else { return false }
        var digits = 0
        for byte in word.utf8 {
            if byte &- 0x30 < 10 {
                digits += 1
            } else if !((byte | 0x20) &- 0x61 < 26 || "-/.:_(),".utf8.contains(byte)) {
                return false
            }
        }
        return digits >= 2 && !isSizeOrTime(word) && dateCount(String(word)) == 0
    }

    /// Whether a word of ASCII is a size such as `184K` or a time such as `12:20:09`.
    private static func isSizeOrTime(_ word: some StringProtocol) -> Bool {
        let hasColon = word.utf8.contains(UInt8(ascii: ":"))
        if hasColon, word.utf8.first == UInt8(ascii: "T") { return true }
        let rest = word.utf8.drop { $0 &- 0x30 < 10 || $0 == 0x2E || $0 == 0x3A }
        guard !rest.isEmpty else { return hasColon }
        return sizes.contains { $0.elementsEqual(rest.lazy.map { $0 | 0x20 }) }
    }

    private static let sizes = ["k", "kb", "mb", "gb", "m"].map { Array($0.utf8) }

    /// A code, and its form as a pattern.
    struct SpottedCode {
        var text: String
        var form: String
    }

    /// The first code among the words of a text.
    static func firstCode(in text: String) -> SpottedCode? {
        guard text.utf8.count(where: { $0 &- 0x30 < 10 }) >= 2 else { return nil }
        for word in text.words(alsoBetween: ",;()[]") {
            let core = word.hasSuffix(".") || word.hasSuffix(":") ? word.dropLast() : word
            if isCode(core) { return SpottedCode(text: String(core), form: form(of: core)) }
        }
        return nil
    }

    /// The form of a code as a pattern: runs of digits and letters, other characters as they are.
    static func form(of word: some StringProtocol) -> String {
        var pattern = ""
        var last: Character?
        for character in word {
            let kind: Character =
                character.isNumber ? "d" : character.isLetter ? "a" : character
            defer { last = kind }
            if kind == last, kind == "d" || kind == "a" { continue }
            switch kind {
            case "d": pattern += #"\d+"#
            case "a": pattern += #"[A-Za-z]+"#
            default:
                if "\\^$.|?*+()[]{}".contains(kind) { pattern += "\\" }
                pattern.append(kind)
            }
        }
        return pattern
    }
}
