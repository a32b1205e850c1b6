/// What kind of value a field holds.
package struct ReadKind: Sendable, Hashable {
    /// The kind of one value.
    package enum Base: String, Sendable { case date, url, number, minutes, quantity, text }

    package var base: Base
    /// Whether a record holds several values of the field.
    package var isList: Bool

    /// Reads a kind as it is written, such as `date` or `list of text`.
    package init?(_ text: String) {
        isList = text.hasPrefix("list of ")
        guard let base = Base(rawValue: isList ? String(text.dropFirst(8)) : text) else {
            return nil
        }
        self.base = base
    }
}

/// How a value is had from the string that holds it.
///
/// Patterns are those that the values known so far have; they are kept by the field.
enum Derivation: Sendable, Hashable {
    case whole
    /// A part between delimiters, from the end where the index is negative.
    case segment(delimiter: Int, index: Int)
    /// What follows the first delimiter.
    case rest(delimiter: Int)
    /// What stands before the last delimiter.
    case beforeLast(delimiter: Int)
    /// What stands in the last brackets.
    case bracketed
    /// What stands before the last brackets.
    case beforeBracket
    /// The match of a learned pattern.
    case pattern(index: Int)
    /// What remains without the first match of a learned pattern of another field.
    case date(index: Int)
    /// The first address inside a longer string.
    case link
    /// All strings of the column with a separator between them.
    case joined(separator: Int)

    static let separators = [", ", ",", "; ", " | ", " "]

    static let delimiters = [
        ", ", " - ", " \u{2013} ", " | ", ": ", "; ", " \u{2014} ", " / ", " (",
    ]

    /// Every derivation that can give a value of a kind, simplest first.
    static func all(_ base: ReadKind.Base) -> [Derivation] {
        switch base {
        case .date: [.date(index: 0), .date(index: 1), .date(index: -1)]
        case .url: [.whole, .link]
        case .number, .minutes, .quantity: [.whole]
        case .text:
            [.whole, .pattern(index: 0), .pattern(index: 1), .bracketed, .beforeBracket]
                + delimiters.indices.flatMap { delimiter in
                    [
                        .segment(delimiter: delimiter, index: 0),
                        .segment(delimiter: delimiter, index: 1),
                        .segment(delimiter: delimiter, index: 2),
                        .segment(delimiter: delimiter, index: -1),
                        .segment(delimiter: delimiter, index: -2),
                        .rest(delimiter: delimiter), .beforeLast(delimiter: delimiter),
                    ]
                }
        }
    }

    /// The value that a string gives, where it gives one.
    func value(of text: String, _ base: ReadKind.Base, _ field: Reading) -> ReadValue? {
        switch base {
        case .date:
            return date(of: DateScanner.dates(in: text, dayFirst: field.dayFirst))
        case .url: return Self.address(self == .link ? Self.link(in: text) : text)
        case .number, .quantity: return NumberScanner.first(in: text)
        case .minutes: return NumberScanner.minutes(in: text)
        case .text:
            guard let found = part(of: text, field) else { return nil }
            let key = PlainText.plain(found)
            if !field.dropped.isEmpty, key.hasPrefix(field.dropped),
                let space = found.firstIndex(of: " ")
            {
                let rest = String(found[found.index(after: space)...])
                return ReadValue(key: PlainText.plain(rest), text: rest)
            }
            return key.isEmpty ? nil : ReadValue(key: key, text: found)
        }
    }

    /// The sign without which a string gives no value, as a bit of ``signs(of:)``; nil where any
    /// string may.
    func neededSign(_ base: ReadKind.Base) -> UInt32? {
        switch (base, self) {
        case (.date, _): 1 << 9
        case (.url, .link): 1 << 11
        case (.text, .bracketed), (.text, .beforeBracket): 1 << 10
        case (.text, .segment(let delimiter, _)), (.text, .rest(let delimiter)),
            (.text, .beforeLast(let delimiter)):
            1 << UInt32(delimiter)
        default: nil
        }
    }

    /// What a string holds of delimiters, digits, brackets and starts of addresses, one bit for
    /// each, and one more, so that it is never zero.
    static func signs(of text: String) -> UInt32 {
        var signs: UInt32 = 1 << 31
        for (index, delimiter) in delimiters.enumerated()
        where text.firstPlace(of: delimiter) != nil {
            signs |= 1 << UInt32(index)
        }
        if text.utf8.contains(where: { (0x30...0x39).contains($0) }) { signs |= 1 << 9 }
        if hasBracket(text) { signs |= 1 << 10 }
        if text.firstPlace(of: "http") != nil || text.firstPlace(of: "'/") != nil {
            signs |= 1 << 11
        }
        return signs
    }

    /// Whether it reads all fields of a kind alike, whatever was learned of them.
    func isAlike(_ base: ReadKind.Base, _ field: Reading) -> Bool {
        switch (base, self) {
        case (.date, _), (.text, .pattern): false
        case (.text, _): field.dropped.isEmpty
        default: true
        }
    }

    /// The one of a string's dates that is meant.
    func date(of dates: [String]) -> ReadValue? {
        guard case .date(let index) = self else { return nil }
        let at = index < 0 ? dates.count + index : index
        guard dates.indices.contains(at), index >= 0 || dates.count > 2 else { return nil }
        return ReadValue(key: dates[at], text: dates[at])
    }

    private func part(of text: String, _ field: Reading) -> String? {
        switch self {
        case .whole: return text
        case .segment(let delimiter, let index):
            let parts = text.pieces(between: Self.delimiters[delimiter], limit: 40)
            guard parts.count > 1 else { return nil }
            let at = index < 0 ? parts.count + index : index
            guard parts.indices.contains(at), index >= 0 || at > 0 else { return nil }
            return Self.trimmed(parts[at])
        case .rest(let delimiter):
            guard let range = text.firstPlace(of: Self.delimiters[delimiter]) else { return nil }
            return Self.trimmed(text[range.upperBound...])
        case .beforeLast(let delimiter):
            let parts = text.pieces(between: Self.delimiters[delimiter], limit: 40)
            guard parts.count > 1 else { return nil }
            return Self.trimmed(parts.dropLast().joined(separator: Self.delimiters[delimiter])[...])
        case .bracketed:
            guard Self.hasBracket(text), let open = text.lastIndex(of: "("),
                let close = text[open...].firstIndex(of: ")")
            else { return nil }
            return Self.trimmed(text[text.index(after: open)..<close])
        case .beforeBracket:
            guard Self.hasBracket(text), let open = text.lastIndex(of: "(") else { return nil }
            return Self.trimmed(text[..<open])
        case .pattern(let index): return field.match(in: text, index: index)
        case .joined: return text
        case .date, .link: return nil
        }
    }

    private static func hasBracket(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "("))
    }

    private static let edges: Set<Character> = [" ", ",", ";", "\u{2013}", "-", "|", "\u{A0}"]

    private static func trimmed(_ text: Substring) -> String? {
        var text = text
        while let first = text.first, edges.contains(first) { text.removeFirst() }
        while let last = text.last, edges.contains(last) { text.removeLast() }
        // A bracket whose other half was cut off belongs to what was cut off.
        if text.last == ")", !text.utf8.contains(UInt8(ascii: "(")) { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }

    private static func address(_ text: String?) -> ReadValue? {
        guard let text, text.utf8.count > 2, !text.hasPrefix("#"), !text.hasPrefix("mailto:"),
            !text.hasPrefix("tel:"), !text.hasPrefix("javascript:"), !text.hasPrefix("data:"),
            text.utf8.contains(where: { "/.?".utf8.contains($0) })
        else { return nil }
        let key = PlainText.address(text)
        return key.utf8.count > 2 ? ReadValue(key: key, text: text) : nil
    }

    private static func link(in text: String) -> String? {
        guard let range = text.firstPlace(of: "http") ?? text.firstPlace(of: "'/") else {
            return nil
        }
        let stops: Set<Character> = ["'", "\"", ")", " ", "<", ">"]
        let start =
            text[range.lowerBound] == "'" ? text.index(after: range.lowerBound) : range.lowerBound
        let link = text[start...].prefix { !stops.contains($0) }
        return link.endIndex == text.endIndex && start == text.startIndex ? nil : String(link)
    }
}

/// What reading a field's strings needs to know besides the derivation.
struct Reading: Sendable {
    var dayFirst = false
    /// Patterns of the values known so far, most frequent first.
    var patterns: [TextShape] = []

    /// Whether a match that another follows closely is none: in the strings learned from none was
    /// wanted.
    var isAlone = true
    /// A first word, with its space, that the wanted values never have where the page has it.
    var dropped = ""

    /// A match of the patterns in a text, in order of place.
    ///
    /// Nil where another follows so closely that both may be one value.
    func match(in text: String, index: Int) -> String? {
        let found = TextShape.matches(of: patterns, in: text, upTo: index + 2)
        guard found.indices.contains(index) else { return nil }
        let match = found[index]
        guard isAlone, let range = text.firstPlace(of: match) else { return match }
        let rest = text[range.upperBound...]
        if let next = rest.first, !next.isWhitespace, !",;:)|]>\u{2013}\u{2014}.".contains(next) {
            return nil
        }
        if found.indices.contains(index + 1), let next = rest.firstPlace(of: found[index + 1]),
            rest[..<next.lowerBound].utf8.count <= 12
        {
            return nil
        }
        let joints = ["&", " & ", ", and ", " and ", "; "]
        if joints.contains(where: { joint in
            rest.hasPrefix(joint) && rest.dropFirst(joint.count).first?.isNumber ?? false
        }) {
            return nil
        }
        return match
    }
}
