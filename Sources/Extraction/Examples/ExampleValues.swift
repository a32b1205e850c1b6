package import AlmanacCore

/// Values known to be right on a page, record by record, and how others are compared with them.
///
/// Comparison leaves out what writing alone decides: case, kinds of quotes and spaces, the host of
/// an address, the precision of a moment.
package struct ExampleValues: Sendable {
    /// The fields, in the order in which ``keys`` has them.
    package let fields: [WantedField]
    /// For each record what the values of each field are compared by; none where it has none.
    let keys: [[[String]]]

    /// Takes the records as texts of each field.
    package init(_ fields: [WantedField], _ records: [[String: [String]]]) {
        self.fields = fields
        keys = records.map { record in
            fields.map { field in
                (record[field.name] ?? []).map { Self.key($0, field.type.base) }
            }
        }
    }

    /// Takes the records as documents.
    package init(_ fields: [WantedField], documents: [JSONObject]) {
        self.fields = fields
        keys = documents.map { document in
            fields.map { field in
                Self.keys(of: document[field.name], field.type.base)
            }
        }
    }

    /// How many records there are.
    package var count: Int { keys.count }

    /// What a run's values of a field are compared by.
    static func keys(of value: JSON?, _ base: FieldType.Base) -> [String] {
        switch value {
        case nil, .null?: []
        case .array(let elements)?: elements.flatMap { keys(of: $0, base) }
        case .object(let object)?:
            keys(of: object["number"] ?? object["amount"] ?? object["value"], base)
        case .string(let text)?: text.isEmpty ? [] : [key(text, base)]
        case .bool(let flag)?: [flag ? "true" : "false"]
        case .integer(let number)?: [JSON.text(of: Double(number))]
        case .number(let number)?: [JSON.text(of: number)]
        }
    }

    /// A value as texts: one for each of its elements, a quantity by its number.
    static func texts(of value: JSON?) -> [String] {
        switch value {
        case nil, .null?: []
        case .string(let text)?: text.isEmpty ? [] : [text]
        case .array(let elements)?: elements.flatMap { texts(of: $0) }
        case .object(let object)?:
            texts(of: object["number"] ?? object["amount"] ?? object["value"])
        case .bool(let flag)?: [flag ? "true" : "false"]
        case .integer(let number)?: [String(number)]
        case .number(let number)?: [JSON.text(of: number)]
        }
    }

    static func key(_ text: String, _ base: FieldType.Base) -> String {
        switch base {
        case .date: String(text.prefix(10))
        case .datetime: String(text.prefix(16))
        case .url: PlainText.address(text)
        case .number, .integer, .minutes, .money:
            Double(text).map(JSON.text(of:)) ?? NumberScanner.first(in: text)?.key
                ?? PlainText.plain(text)
        case .quantity: NumberScanner.first(in: text)?.key ?? PlainText.plain(text)
        case .text, .boolean: PlainText.plain(text)
        }
    }

    /// Whether two keys of a field are of one value.
    static func match(_ left: String, _ right: String, _ base: FieldType.Base) -> Bool {
        left == right || base == .url && RecipeInducer.matches(left, right, .url)
    }

    /// Whether two lists of keys are of the same values.
    static func match(_ left: [String], _ right: [String], _ base: FieldType.Base) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { match($0, $1, base) }
    }

    /// The largest share of a field's values that a recipe may leave out.
    private static let missingShare = 0.05

    /// Whether a run gave these records and nothing else: as many in the same order, no value that
    /// differs, and hardly one missing, of the fields that its recipe has.
    package func agree(with result: RecipeResult) -> Bool {
        guard result.records.count == count, count > 0 else { return false }
        for (place, name) in result.fieldNames.enumerated() {
            guard let field = fields.firstIndex(where: { $0.name == name }) else { continue }
            let base = fields[field].type.base
            var missing = 0
            for (record, known) in zip(result.records, keys) {
                let read = Self.keys(of: record.values[place]?.value, base)
                if read.isEmpty, !known[field].isEmpty {
                    missing += 1
                } else if !Self.match(read, known[field], base) {
                    return false
                }
            }
            if Double(missing) > Self.missingShare * Double(count) { return false }
        }
        return true
    }
}
