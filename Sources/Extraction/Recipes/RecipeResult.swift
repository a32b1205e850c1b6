public import AlmanacCore

/// What a recipe read from one page.
public struct RecipeResult: Sendable {
    /// The names of the fields, in the recipe's order.
    public let fieldNames: [String]
    /// The records, in the page's order.
    public var records: [ExtractedRecord] = []
    /// The rows that are no records, with the rule that each broke.
    public var badRows: [BadRow] = []
    /// The values that were left out of records, with the rule that each broke.
    public var withheld: [WithheldValue] = []
    /// How many places looked like records, good and bad.
    public var rowCount = 0
    /// Whether so many known records came in a row that the listing is read far enough.
    public var hasReachedKnown = false
    /// What leads to the next page; nil at the end of the listing or without a rule.
    public var next: NextPage?

    /// Leaves out the values of fields that nothing on a changed page bears out.
    package mutating func withhold(unconfirmed names: [String]) {
        for place in fieldNames.indices where names.contains(fieldNames[place]) {
            for index in records.indices {
                guard let value = records[index].values[place] else { continue }
                records[index].values[place] = nil
                withheld.append(
                    WithheldValue(
                        row: records[index].row, field: fieldNames[place], rule: "confirmation",
                        reason: "the page changed, and nothing else on it confirms the value",
                        text: value.text))
            }
        }
    }

    /// What leads to the next page.
    public enum NextPage: Sendable, Equatable {
        /// The address of a link.
        case address(WebURL)
        /// What the next request's parameter is.
        case cursor(String)
    }

    /// A row that is no record.
    public struct BadRow: Sendable, Equatable {
        /// Its place among the rows of the page, counted from 0.
        public let row: Int
        /// The field whose value broke a rule.
        public let field: String
        /// The rule: `required`, `type`, `pattern`, `minimum`, `maximum`, `vocabulary`, `order`,
        /// `agreement`, `cells` for a row of delimited text with more values than the heading has
        /// names, `schema` where whoever runs the recipe checks records by one, and `confirmation`
        /// where the page changed.
        public let rule: String
        /// Why, for a person.
        public let reason: String
        /// What could be read of the row.
        public let values: JSONObject

        /// Makes a bad row.
        package init(row: Int, field: String, rule: String, reason: String, values: JSONObject) {
            (self.row, self.field, self.rule) = (row, field, rule)
            (self.reason, self.values) = (reason, values)
        }
    }

    /// A value that was left out.
    public struct WithheldValue: Sendable, Equatable {
        /// The place of its row among the rows of the page, counted from 0.
        public let row: Int
        /// The field.
        public let field: String
        /// The rule, by the names that bad rows have.
        public let rule: String
        /// Why, for a person.
        public let reason: String
        /// The text that stood there.
        public let text: String
    }
}

/// One record as a recipe read it.
public struct ExtractedRecord: Sendable {
    /// Its place among the rows of the page, counted from 0.
    public let row: Int
    /// The record's element, or the first of its elements; nil where it is not markup.
    public let element: Node?
    /// The values in the order of the recipe's fields; nil where there is none.
    public var values: [ExtractedValue?]
    /// The values of the identity fields as one text; nil where one is missing or none is asked.
    public var identity: String?
}

/// One value, and where it came from.
public struct ExtractedValue: Sendable, Equatable {
    /// The typed value.
    public let value: JSON
    /// The text that it was read from; the texts of a list stand on lines of their own.
    public let text: String
    /// Which of the field's places yielded it, counted from 0.
    public let place: Int
    /// The element or text in the page; nil where it came from data or the address.
    public let node: Node?
}

extension RecipeResult {
    /// A record as an object of its values, without those that are missing.
    public func object(of record: ExtractedRecord) -> JSONObject {
        var object = JSONObject()
        for (name, value) in zip(fieldNames, record.values) { object[name] = value?.value }
        return object
    }

    /// Records, bad rows and withheld values as one document.
    public var json: JSON {
        var object: JSONObject = [
            "records": .array(records.map { .object(self.object(of: $0)) }),
            "rows": .integer(rowCount),
            "bad_rows": .array(
                badRows.map {
                    [
                        "row": .integer($0.row), "field": .string($0.field),
                        "rule": .string($0.rule), "reason": .string($0.reason),
                        "values": .object($0.values),
                    ]
                }),
            "withheld": .array(
                withheld.map {
                    [
                        "row": .integer($0.row), "field": .string($0.field),
                        "rule": .string($0.rule), "reason": .string($0.reason),
                        "text": .string($0.text),
                    ]
                }),
        ]
        switch next {
        case .address(let url): object["next"] = ["address": .string(url.description)]
        case .cursor(let text): object["next"] = ["cursor": .string(text)]
        case nil: break
        }
        return .object(object)
    }
}
