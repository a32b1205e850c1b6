/// Finds the first number of a text, and durations in minutes.
enum NumberScanner {
    /// The first number, with thousands set apart by commas and decimals by a point.
    static func first(in text: String) -> ReadValue? {
        guard text.utf8.count < 200 else { return nil }
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(where: { (0x30...0x39).contains($0) }) else {
            return nil
        }
        var digits = ""
        var at = start
        var hasPoint = false
        while at < bytes.count {
            let byte = bytes[at]
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            if (0x30...0x39).contains(byte) {
                digits.unicodeScalars.append(Unicode.Scalar(byte))
            } else if byte == UInt8(ascii: "."), !hasPoint, (0x30...0x39).contains(next) {
                hasPoint = true
                digits += "."
            } else if byte == UInt8(ascii: ","), (0x30...0x39).contains(next) {
                // Three digits after a comma are thousands, others a decimal part.
                let group = bytes[(at + 1)...].prefix { (0x30...0x39).contains($0) }.count
                if group != 3 {
                    if hasPoint { break }
                    hasPoint = true
                    digits += "."
                }
            } else {
                break
            }
            at += 1
        }
        guard let number = Double(digits), number.isFinite else { return nil }
        return value(number)
    }

    /// Whether the first number of a text has no sign and can be read in one way wherever it comes
    /// from.
    static func isPlain(in text: String) -> Bool {
        let isDigit = { (character: Character) in character.isASCII && character.isNumber }
        guard let start = text.firstIndex(where: isDigit) else { return false }
        // A dash between words is no sign, nor one behind a letter or a digit.
        let before = text[..<start].reversed().drop { "$€£¥ ".contains($0) }
        if let sign = before.first, "-−(".contains(sign) {
            let next = before.dropFirst().first
            if sign == "(" || next == nil || next == " " { return false }
        }
        var marks: [Character] = []
        var groups = [0]
        var at = start
        while at < text.endIndex {
            let character = text[at]
            let next = text.index(after: at)
            if isDigit(character) {
                groups[groups.count - 1] += 1
            } else if ".,' \u{A0}\u{202F}".contains(character), next < text.endIndex,
                isDigit(text[next])
            {
                marks.append(character)
                groups.append(0)
            } else {
                break
            }
            at = next
        }
        // "5 of 10" and "12 2024" are two numbers, "12 345" may be one.
        if let space = marks.firstIndex(where: { " '\u{A0}\u{202F}".contains($0) }) {
            if groups[space + 1] == 3 { return false }
            (marks, groups) = (Array(marks[..<space]), Array(groups[...space]))
        }
        guard let last = marks.last else { return true }
        if marks.count == 1 { return last == "." || groups[1] != 3 || groups[0] <= 3 }
        // A point after commas is a decimal one; several points, or a comma after one, are not.
        return !marks.dropLast().contains(".")
    }

    /// A duration in minutes: ISO 8601, hours and minutes in words, or a bare number of minutes.
    static func minutes(in text: String) -> ReadValue? {
        guard text.utf8.count < 120 else { return nil }
        let bytes = Array(text.lowercased().utf8)
        let isPeriod =
            bytes.first == UInt8(ascii: "p") && bytes.count > 2
            && (bytes[1] == UInt8(ascii: "t") || (0x30...0x39).contains(bytes[1]))
        var total = 0.0
        var hasUnit = false
        var number: Double?
        var at = 0
        while at < bytes.count {
            let start = at
            if (0x30...0x39).contains(bytes[at]) {
                while at < bytes.count, (0x30...0x39).contains(bytes[at]) || bytes[at] == 0x2E {
                    at += 1
                }
                if number != nil, !hasUnit { return nil }
                number = Double(String(decoding: bytes[start..<at], as: UTF8.self))
            } else if (0x61...0x7A).contains(bytes[at]) {
                while at < bytes.count, (0x61...0x7A).contains(bytes[at]) { at += 1 }
                let word = String(decoding: bytes[start..<at], as: UTF8.self)
                guard let count = number else { continue }
                if let unit = unit(word, isPeriod) {
                    total += count * unit
                    hasUnit = true
                    number = nil
                }
            } else {
                at += 1
            }
        }
        if !hasUnit, let count = number, bytes.count < 8 { return value(count) }
        guard hasUnit, number == nil || !isPeriod else { return nil }
        return value(total.rounded(.up))
    }

    private static func unit(_ word: String, _ isPeriod: Bool) -> Double? {
        if isPeriod { return ["d": 1440, "dt": 1440, "h": 60, "m": 1, "s": 1.0 / 60][word] }
        for (prefix, minutes) in [
            ("min", 1.0), ("hour", 60), ("hr", 60), ("stund", 60), ("heure", 60), ("ora", 60),
            ("ore", 60), ("hora", 60), ("tim", 60), ("day", 1440), ("dag", 1440), ("uur", 60),
            ("std", 60),
        ] where word.hasPrefix(prefix) {
            return minutes
        }
        return word == "h" ? 60 : word == "m" ? 1 : nil
    }

    private static func value(_ number: Double) -> ReadValue {
        let isWhole = number == number.rounded() && abs(number) < 1e15
        let text = isWhole ? String(Int(number)) : "\((number * 1e6).rounded() / 1e6)"
        return ReadValue(key: text, text: text)
    }
}
