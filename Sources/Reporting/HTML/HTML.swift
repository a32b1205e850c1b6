/// A piece of HTML in which whatever was interpolated is escaped unless it is HTML itself.
///
/// The literal parts of a page are written by its author, the rest comes from data, so that
/// forgetting to escape is not possible: a `String` only gets in as text.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Takes text that is HTML, a script or a style as it is.
    init(trusted text: String) { self.text = text }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    /// The pieces behind each other, with a line break after each.
    static func lines(_ pieces: [HTML]) -> HTML {
        HTML(trusted: pieces.reduce(into: "") { $0 += $1.text + "\n" })
    }

    /// A sentence whose dates do not break at the ends of lines.
    static func sentence(_ text: String) -> HTML {
        var html: HTML = ""
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 { html += " " }
            let digits = word.utf8.prefix(10).map { $0 >= 0x30 && $0 <= 0x39 }
            let isDate = digits == Self.datePattern
            html += isDate ? "<span class=\"whole\">\(String(word))</span>" : "\(String(word))"
        }
        return html
    }

    /// Where a date has digits: `2024-01-31`.
    private static let datePattern = [
        true, true, true, true, false, true, true, false, true, true,
    ]

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        mutating func appendInterpolation(_ value: HTML) { text += value.text }
        mutating func appendInterpolation(_ values: [HTML]) {
            for value in values { text += value.text }
        }
    }

    /// Text for an element's content or a quoted attribute; hidden characters are written out.
    static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in SafeText.block(value).unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
