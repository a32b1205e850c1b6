import AlmanacCore

/// Turns the texts of one field into typed values, a whole column at a time.
///
/// The column decides what one text leaves open, such as which of two numbers is the day.
struct FieldValueReader {
    let field: RecipeField
    let page: SourcePage

    /// The value of each text; nil where it cannot be read as the field's type.
    func values(of column: [String]) -> [JSON?] { column.map(value) }

    private func value(_ text: String) -> JSON? {
        switch field.type.base {
        case .text: return text.isEmpty ? nil : .string(text)
        case .number: return SimpleValues.number(text).map { .number($0) }
        case .integer:
            return SimpleValues.number(text).flatMap { Int(exactly: $0) }.map { .integer($0) }
        case .date: return SimpleValues.date(text).map { .string($0) }
        case .datetime: return SimpleValues.date(text).map { .string($0) }
        case .url:
            guard let url = page.baseURL.map({ $0.resolving(text) }) ?? WebURL(text) else {
                return page.baseURL == nil && !text.isEmpty ? .string(text) : nil
            }
            return .string(url.description)
        case .boolean:
            return ["true": .bool(true), "false": .bool(false)][text.lowercased()]
        case .money:
            return SimpleValues.number(text).map { ["amount": .number($0), "currency": .null] }
        case .quantity:
            return SimpleValues.number(text).map { ["number": .number($0), "unit": .null] }
        case .minutes: return SimpleValues.number(text).map { .number($0) }
        }
    }
}

/// Values in their plainest forms.
enum SimpleValues {
    static func number(_ text: String) -> Double? {
        let kept = text.filter { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        return Double(kept)
    }

    static func date(_ text: String) -> String? {
        let formats = [
            "YYYY-MM-DD", "M/D/YYYY", "M/D/YY", "M-D-YYYY", "MMMM D, YYYY", "D MMMM YYYY",
            "M.D.YYYY",
        ]
        let trimmed = text.trimmed
        for format in formats {
            if let date = DateFormat.read(trimmed, format) { return date }
        }
        return trimmed.count > 10 && trimmed.dropFirst(10).first == "T"
            ? DateFormat.read(String(trimmed.prefix(10)), "YYYY-MM-DD") : nil
    }
}

/// A day of the calendar as text.
enum CalendarDay {
    static func text(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
