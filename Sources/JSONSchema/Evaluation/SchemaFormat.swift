import AlmanacCore

/// The formats that are checked where formats are asserted; others are never faults.
enum SchemaFormat: String, CaseIterable {
    case date
    case time
    case dateTime = "date-time"
    case duration
    case email
    case hostname
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case uuid
    case regex
    case jsonPointer = "json-pointer"

    /// Whether a text has the format.
    ///
    /// - Source: JSON Schema Validation 2020-12, section 7.3, and the documents it names.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .date: return Self.isDate(text[...])
        case .time: return Self.isTime(text[...])
        case .dateTime:
            guard let mark = text.firstIndex(where: { $0 == "T" || $0 == "t" || $0 == " " }) else {
                return false
            }
            return text[mark] != " " && Self.isDate(text[..<mark])
                && Self.isTime(text[text.index(after: mark)...])
        case .ipv6: return Self.isIPv6(text)
        case .regex: return (try? Pattern(text, dialect: .ecmaScript)) != nil
        default:
            guard let pattern = Self.patterns[self] else { return true }
            return (try? pattern.matches(text)) ?? false
        }
    }

    private static let octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
    private static let atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    private static let uriRest =
        "(//([A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2}|\\[[0-9A-Fa-f:.]+\\])*)?"
        + "([A-Za-z0-9\\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*"
        + "(\\?([A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
        + "(#([A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?$"

    private static let patterns: [SchemaFormat: Pattern] = {
        let sources: [SchemaFormat: String] = [
            .duration: "^P(?=.)(\\d+W|(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?)$",
            .email:
                "^(?=.{3,254}$)(\(atom)(\\.\(atom))*"
                + "|\"[^\"\\\\\\r\\n]*\")@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\\[[0-9A-Fa-f:.IPv]+\\])$",
            .hostname: "^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",
            .ipv4: "^\(octet)(\\.\(octet)){3}$",
            .uri: "^[A-Za-z][A-Za-z0-9+.\\-]*:" + uriRest,
            .uriReference: "^([A-Za-z][A-Za-z0-9+.\\-]*:)?" + uriRest,
            .uuid: "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
            .jsonPointer: "^(/([^~/]|~[01])*)*$",
        ]
        return sources.compactMapValues { try? Pattern($0) }
    }()

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }) else {
            return nil
        }
        return Int(text)
    }

    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], digits: 4),
            let month = number(parts[1], digits: 2), let day = number(parts[2], digits: 2),
            (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return (1...length).contains(day)
    }

    /// `hh:mm:ss`, perhaps a fraction, and `Z` or an offset; a second of 60 only at 23:59 in UTC.
    private static func isTime(_ text: Substring) -> Bool {
        guard let zone = text.lastIndex(where: { "Zz+-".contains($0) }) else { return false }
        var offset = 0
        if text[zone] == "Z" || text[zone] == "z" {
            guard text.index(after: zone) == text.endIndex else { return false }
        } else {
            let parts = text[text.index(after: zone)...].split(
                separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let hour = number(parts[0], digits: 2),
                let minute = number(parts[1], digits: 2), hour < 24, minute < 60
            else { return false }
            offset = (text[zone] == "-" ? -1 : 1) * (hour * 60 + minute)
        }
        let parts = text[..<zone].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], digits: 2),
            let minute = number(parts[1], digits: 2), hour < 24, minute < 60
        else { return false }
        let second = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard second.count <= 2, let whole = number(second[0], digits: 2), whole <= 60 else {
            return false
        }
        if second.count == 2 {
            guard !second[1].isEmpty, number(second[1], digits: second[1].utf8.count) != nil else {
                return false
            }
        }
        return whole < 60 || (hour * 60 + minute - offset + 2 * 1_440) % 1_440 == 1_439
    }

    private static func isIPv6(_ text: String) -> Bool {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, text.utf8.count <= 45 else { return false }
        var count = 0
        if let last = parts.last, last.contains(".") {
            guard SchemaFormat.ipv4.accepts(last) else { return false }
            parts.removeLast()
            count = 2
            if parts.last == "" { parts.append("") }
        }
        let gaps = text.split(separator: "::", omittingEmptySubsequences: false).count - 1
        guard gaps <= 1, !text.contains(":::") else { return false }
        if gaps == 0 || !text.hasPrefix("::"), parts.first == "" { return false }
        if gaps == 0 || !text.hasSuffix("::"), count == 0, parts.last == "" { return false }
        for part in parts where !part.isEmpty {
            guard part.utf8.count <= 4, part.utf8.allSatisfy(Self.isHexadecimal) else {
                return false
            }
            count += 1
        }
        return gaps == 1 ? count <= 7 : count == 8
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 5
    }
}
