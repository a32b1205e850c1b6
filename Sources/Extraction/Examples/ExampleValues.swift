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
    /// The values themselves.
    let texts: [[[String]]]

    /// Takes the records as texts of each field.
    package init(_ fields: [WantedField], _ records: [[String: [String]]]) {
        self.fields = fields
        texts = records.map { record in fields.map { record[$0.name] ?? [] } }
        keys = texts.map { record in
            zip(fields, record).map { field, texts in
                texts.map { Self.key($0, field.type.base) }
            }
        }
    }

    /// Takes the records as documents.
    package init(_ fields: [WantedField], documents: [JSONObject]) {
        self.fields = fields
        texts = documents.map { document in
            fields.map { Self.texts(of: document[$0.name]) }
        }
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

    /// Whether a key that was read is of a known value, whose writer may have lost spaces.
    static func gives(_ read: String, _ known: String, _ base: FieldType.Base) -> Bool {
        match(read, known, base) || base == .text && PlainText.isSame(read, known)
    }

    /// Whether two lists of keys are of the same values.
    static func match(_ left: [String], _ right: [String], _ base: FieldType.Base) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { match($0, $1, base) }
    }

    /// The largest share of a field's values that a recipe may leave out.
    private static let missingShare = 0.05

    /// Whether a run gave these records, in any order: no value that differs and hardly one missing
    /// of the fields that its recipe has, and no other record unless more are allowed.
    ///
    /// - Complexity: O(records) where the orders are the same, else up to their square.
    package func agree(with result: RecipeResult, allowingMore: Bool = false) -> Bool {
        guard count > 0, result.records.count >= count,
            allowingMore || result.records.count == count
        else { return false }
        let places = result.fieldNames.enumerated().compactMap { place, name in
            fields.firstIndex { $0.name == name }.map { (place: place, field: $0) }
        }
        let read = result.records.map { record in
            places.map { Self.keys(of: record.values[$0.place]?.value, fields[$0.field].type.base) }
        }
        let fieldsRead = places.map(\.field)
        var missing = Array(repeating: 0, count: fields.count)
        var isTaken = Array(repeating: false, count: read.count)
        var next = 0
        for known in keys {
            let wanted = places.map { known[$0.field] }
            // Most often the next one is it; else the one that lacks least.
            var best: (row: Int, lacking: Int)?
            for offset in read.indices {
                let row = (next + offset) % read.count
                guard !isTaken[row], let lacking = lacking(read[row], wanted, fieldsRead)
                else { continue }
                if lacking < best?.lacking ?? .max { best = (row, lacking) }
                if lacking == 0 { break }
            }
            guard let best else { return false }
            isTaken[best.row] = true
            next = best.row + 1
            for (place, value) in zip(places, read[best.row])
            where value.isEmpty && !known[place.field].isEmpty {
                missing[place.field] += 1
            }
        }
        return missing.allSatisfy { Double($0) <= Self.missingShare * Double(count) }
    }

    /// How many values a record lacks that are known; nil where one differs.
    private func lacking(_ read: [[String]], _ known: [[String]], _ at: [Int]) -> Int? {
        var count = 0
        for ((own, wanted), field) in zip(zip(read, known), at) {
            if own.isEmpty, !wanted.isEmpty {
                count += 1
            } else if own.count != wanted.count
                || !zip(own, wanted).allSatisfy({
                    Self.gives($0, $1, fields[field].type.base)
                })
            {
                return nil
            }
        }
        return count
    }
}
