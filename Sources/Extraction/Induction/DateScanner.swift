/// Finds calendar dates in text, in the forms that pages use.
enum DateScanner {
    private static let months: [String: Int] = {
        let names = [
            ["january", "jan", "enero", "janvier", "januar", "gennaio", "januari"],
            ["february", "feb", "febrero", "février", "februar", "febbraio", "februari"],
            ["march", "mar", "marzo", "mars", "märz", "maart"],
            ["april", "apr", "abril", "avril", "aprile"],
            ["may", "mayo", "mai", "maggio", "mei"],
            ["june", "jun", "junio", "juin", "juni", "giugno"],
            ["july", "jul", "julio", "juillet", "juli", "luglio"],
            ["august", "aug", "agosto", "août", "augustus"],
            ["september", "sep", "sept", "septiembre", "septembre", "settembre"],
            ["october", "oct", "octubre", "octobre", "oktober", "ottobre"],
            ["november", "nov", "noviembre", "novembre"],
            ["december", "dec", "diciembre", "décembre", "dezember", "dicembre"],
        ]
        var table: [String: Int] = [:]
        for (index, row) in names.enumerated() {
            for name in row { table[name] = index + 1 }
        }
        return table
    }()

    private enum Token {
        case number(Int, digits: Int)
        case month(Int)
        /// Punctuation between numbers: one character of `/-.`.
        case mark(UInt8)
        case comma
        case word
    }

    private static let tokenLimit = 600

    /// The dates of a text as `yyyy-mm-dd`, in order.
    static func dates(in text: String, dayFirst: Bool = false) -> [String] {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return [] }
        let tokens = tokens(text)
        var found: [String] = []
        var at = 0
        while at + 2 < tokens.count {
            if let (date, length) = date(tokens[at...], dayFirst) {
                found.append(date)
                at += length
            } else {
                at += 1
            }
        }
        return found
    }

    private static func date(
        _ tokens: ArraySlice<Token>, _ dayFirst: Bool
    ) -> (String, Int)? {
        let at = tokens.startIndex
        func token(_ offset: Int) -> Token? {
            at + offset < tokens.endIndex ? tokens[at + offset] : nil
        }
        switch token(0) {
        case .month(let month):
            guard case .number(let day, let digits) = token(1), digits <= 2 else { return nil }
            var next = 2
            while true {
                if case .comma = token(next) {
                    next += 1
                } else if case .mark(UInt8(ascii: "-")) = token(next) {
                    next += 1
                } else {
                    break
                }
            }
            guard case .number(let year, 4) = token(next) else { return nil }
            return make(year, month, day).map { ($0, next + 1) }
        case .number(let first, let digits):
            if case .mark(let mark) = token(1) {
                if case .number(let second, let secondDigits) = token(2),
                    case .mark(mark) = token(3), case .number(let third, let thirdDigits) = token(4)
                {
                    if digits == 4, secondDigits <= 2, thirdDigits <= 2 {
                        return make(first, second, third).map { ($0, 5) }
                    }
                    guard digits <= 2, secondDigits <= 2, thirdDigits == 4 || thirdDigits == 2
                    else { return nil }
                    if case .mark(mark) = token(5) { return nil }
                    let year = thirdDigits == 4 ? third : third < 70 ? 2000 + third : 1900 + third
                    let isDayFirst = first > 12 || dayFirst && second <= 12
                    return make(
                        year, isDayFirst ? second : first, isDayFirst ? first : second
                    ).map { ($0, 5) }
                }
                if case .month(let month) = token(2), digits <= 2, case .mark(mark) = token(3),
                    case .number(let year, let yearDigits) = token(4)
                {
                    guard yearDigits == 4 || yearDigits == 2 else { return nil }
                    return make(yearDigits == 4 ? year : 2000 + year, month, first).map { ($0, 5) }
                }
            }
            guard digits <= 2 else { return nil }
            var next = 1
            if case .word = token(next) { next += 1 }
            guard case .month(let month) = token(next) else { return nil }
            next += 1
            if case .comma = token(next) {
                next += 1
            } else if case .word = token(next) {
                next += 1
            }
            guard case .number(let year, 4) = token(next) else { return nil }
            return make(year, month, first).map { ($0, next + 1) }
        default: return nil
        }
    }

    private static func make(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1800...2199).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// The month that a word names; most words are told apart by their length and first letter.
    private static func month(_ word: ArraySlice<UInt8>) -> Int? {
        guard (3...12).contains(word.count), let first = word.first, initials.contains(first) else {
            return nil
        }
        return months[String(decoding: word, as: UTF8.self)]
    }

    private static let initials = Set(months.keys.compactMap(\.utf8.first))
    /// Endings of numbers, and the space that may not break.
    private static let ignored = ["st", "nd", "rd", "th", "\u{A0}"].map { ArraySlice($0.utf8) }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        let bytes = Array(text.lowercased().utf8.prefix(PageTree.textLimit))
        var at = 0
        while at < bytes.count, tokens.count < tokenLimit {
            let byte = bytes[at]
            let start = at
            if (0x30...0x39).contains(byte) {
                var value = 0
                while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
                    value = min(value * 10 + Int(bytes[at] - 0x30), 1_000_000)
                    at += 1
                }
                tokens.append(.number(value, digits: at - start))
            } else if (0x61...0x7A).contains(byte) || byte > 0x7F {
                while at < bytes.count, (0x61...0x7A).contains(bytes[at]) || bytes[at] > 0x7F {
                    at += 1
                }
                if let month = month(bytes[start..<at]) {
                    tokens.append(.month(month))
                    if at < bytes.count, bytes[at] == UInt8(ascii: ".") { at += 1 }
                } else if !ignored.contains(where: { $0 == bytes[start..<at] }) {
                    tokens.append(.word)
                }
            } else {
                // A dash between spaces parts words; it joins no numbers.
                let isParting =
                    byte == UInt8(ascii: "-") && at > 0 && bytes[at - 1] == 0x20
                    && at + 1 < bytes.count && bytes[at + 1] == 0x20
                if byte == UInt8(ascii: ",") || isParting {
                    tokens.append(.comma)
                } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: ".")
                {
                    tokens.append(.mark(byte))
                }
                if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") { tokens.append(.word) }
                at += 1
            }
        }
        return tokens
    }
}
