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
        let words = text.split { $0 == " " || $0 == "\u{A0}" || $0 == "\n" || $0 == "\t" }
        var kinds: [WordKind] = []
        var count = 0
        for word in words {
            let kind = WordKind(word)
            if kind == .wholeDate { count += 1 }
            kinds.append(kind)
            let end = kinds.count
            guard end >= 3, kind == .year else { continue }
            let last = (kinds[end - 3], kinds[end - 2])
            if last == (.word, .day) || last == (.day, .word) { count += 1 }
        }
        return count
    }

    /// What a word may be in a date.
    private enum WordKind {
        case wholeDate, year, day, word, other

        init(_ word: Substring) {
            let trimmed = word.utf8.drop { !WordKind.isPart($0) }
            let bytes = Array(trimmed)
            var end = bytes.count
            while end > 0, !WordKind.isPart(bytes[end - 1]) { end -= 1 }
            let core = bytes[..<end]
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

    /// Whether a word is a size such as `184K` or a time such as `12:20:09`.
    private static func isSizeOrTime(_ word: some StringProtocol) -> Bool {
        if word.first == "T", word.contains(":") { return true }
        let rest = word.drop { $0.isNumber || $0 == "." || $0 == ":" }.lowercased()
        return ["k", "kb", "mb", "gb", "m"].contains(rest) || rest.isEmpty && word.contains(":")
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
