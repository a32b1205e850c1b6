import JSONSchema

/// Takes keys and personal data out of text before it leaves, or is shown.
///
/// Finds keys by the forms that services give them and by what stands before them, addresses of
/// mail, telephone numbers in international form, account numbers (IBAN) and card numbers that
/// pass their check digit. What has no form of its own, such as a person's name, is not found.
package enum Redaction {
    /// The text without keys and personal data, each replaced by its kind in brackets.
    package static func everything(in text: String) -> String {
        personal.reduce(keys(in: text)) { replace($1, in: $0) }
    }

    /// The text without keys.
    package static func keys(in text: String) -> String {
        secrets.reduce(text) { replace($1, in: $0) }
    }

    private struct Rule: Sendable {
        var kind: String
        var pattern: Pattern?
        var accepts: @Sendable (String) -> Bool

        init(
            _ kind: String, _ source: String,
            accepts: @escaping @Sendable (String) -> Bool = { _ in true }
        ) {
            self.kind = kind
            pattern = try? Pattern(source)
            self.accepts = accepts
        }
    }

    private static let secrets: [Rule] = [
        Rule("key", "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,20000}(?:-----END[^-]*-----)?"),
        Rule("key", #"\b(?:sk|pk|rk|gsk|xai)[-_][A-Za-z0-9_-]{16,300}"#),
        Rule(
            "key", #"\b(?:gh[pousr]_|github_pat_|glpat-|apify_api_|hf_|fc-)[A-Za-z0-9_-]{16,300}"#),
        Rule("key", #"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"#),
        Rule("key", #"\bAIza[0-9A-Za-z_-]{30,60}"#),
        Rule("key", #"\bxox[abeoprs]-[A-Za-z0-9-]{10,300}"#),
        Rule(
            "key", #"\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}"#),
        Rule("key", #"(?i)\bbearer[ \t]+[A-Za-z0-9._~+/=-]{12,2000}"#),
        Rule(
            "key",
            #"(?i)\b(?:api[_-]?key|access[_-]?token|secret|passwd|password)["']?[ \t]{0,3}[:=]"#
                + #"[ \t]{0,3}["']?[^\s"',;]{8,300}"#
        ),
    ]

    private static let personal: [Rule] = [
        Rule(
            "mail",
            #"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}\b"#),
        Rule("account", #"\b[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b"#) {
            isIBAN($0)
        },
        Rule("card", #"\b[0-9](?:[ -]?[0-9]){12,18}\b"#) { isCard($0) },
        Rule("telephone", #"(?<![0-9A-Za-z])(?:\+|00)[1-9](?:[ ().-]{0,2}[0-9]){7,14}\b"#),
    ]

    private static func replace(_ rule: Rule, in text: String) -> String {
        guard let pattern = rule.pattern,
            let matches = try? pattern.matches(in: text, atMost: 100_000)
        else { return "[withheld]" }
        guard !matches.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var from = 0
        for match in matches {
            guard let range = match.ranges.first ?? nil,
                rule.accepts(String(decoding: bytes[range], as: UTF8.self))
            else { continue }
            out += bytes[from..<range.lowerBound]
            out += "[\(rule.kind)]".utf8
            from = range.upperBound
        }
        return String(decoding: out + bytes[from...], as: UTF8.self)
    }

    /// ISO/IEC 7812-1, annex B: the check digit of card numbers.
    private static func isCard(_ text: String) -> Bool {
        let digits = text.compactMap(\.wholeNumberValue)
        guard digits.first != 0 else { return false }
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let doubled = place % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// ISO 13616-1: the check digits of account numbers.
    private static func isIBAN(_ text: String) -> Bool {
        let compact = text.utf8.filter { $0 != UInt8(ascii: " ") }
        var remainder = 0
        for byte in compact.dropFirst(4) + compact.prefix(4) {
            if byte <= UInt8(ascii: "9") {
                remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            } else {
                remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            }
        }
        return remainder == 1
    }
}
