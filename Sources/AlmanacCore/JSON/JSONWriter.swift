extension JSON {
    /// The value as JSON text.
    ///
    /// Numbers are written with the fewest digits that read back as the same value; whole numbers
    /// below 2^53 without a fraction. The same value always gives the same bytes.
    /// - Parameter pretty: Whether to indent by two spaces and break lines.
    public func text(pretty: Bool = false) -> String {
        var out = ""
        write(into: &out, indent: pretty ? 0 : nil)
        return out
    }

    private func write(into out: inout String, indent: Int?) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .number(let value): out += JSON.text(of: value)
        case .string(let text): JSON.writeQuoted(text, into: &out)
        case .array(let elements):
            JSON.writeGroup("[", "]", count: elements.count, into: &out, indent: indent) {
                out, index, inner in
                elements[index].write(into: &out, indent: inner)
            }
        case .object(let object):
            let members = object.members
            JSON.writeGroup("{", "}", count: members.count, into: &out, indent: indent) {
                out, index, inner in
                JSON.writeQuoted(members[index].key, into: &out)
                out += inner == nil ? ":" : ": "
                members[index].value.write(into: &out, indent: inner)
            }
        }
    }

    /// The shortest text that reads back as the same number, or `null` where JSON has none.
    public static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(.towardZero), value.magnitude < 9_007_199_254_740_992 {
            return value == 0 ? "0" : String(Int(value))
        }
        return "\(value)"
    }

    private static func writeGroup(
        _ open: String, _ close: String, count: Int, into out: inout String, indent: Int?,
        element: (inout String, Int, Int?) -> Void
    ) {
        out += open
        for index in 0..<count {
            if index > 0 { out += "," }
            if let indent { out += "\n" + String(repeating: "  ", count: indent + 1) }
            element(&out, index, indent.map { $0 + 1 })
        }
        if let indent, count > 0 { out += "\n" + String(repeating: "  ", count: indent) }
        out += close
    }

    private static func writeQuoted(_ text: String, into out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
