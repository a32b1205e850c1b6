package import AlmanacCore

/// One row of an answer: values by position.
///
/// Each reader says which type it expects; anything else is an `internal_error` that names the
/// column, since the statement and its reader stand side by side in one repository.
package struct Row: Sendable {
    /// The columns' names, shared by all rows of an answer.
    package let columns: [String]
    /// The values, one for each column.
    package let values: [SQLValue]

    package init(columns: [String], values: [SQLValue]) {
        precondition(columns.count == values.count, "a row has one value for each column")
        self.columns = columns
        self.values = values
    }

    /// The value of a column, of whatever kind; null where the answer has no such column.
    package subscript(_ index: Int) -> SQLValue {
        values.indices.contains(index) ? values[index] : .null
    }

    /// The integer in a column.
    package func integer(_ index: Int) throws(AlmanacError) -> Int64 {
        guard case .integer(let value) = self[index] else { throw misfit(index, "an integer") }
        return value
    }

    /// The integer in a column, or nil for null.
    package func optionalInteger(_ index: Int) throws(AlmanacError) -> Int64? {
        try self[index] == .null ? nil : integer(index)
    }

    /// The truth value in a column, kept as 0 or 1.
    package func bool(_ index: Int) throws(AlmanacError) -> Bool {
        guard case .integer(let value) = self[index], value == 0 || value == 1 else {
            throw misfit(index, "0 or 1")
        }
        return value == 1
    }

    /// The truth value in a column, or nil for null.
    package func optionalBool(_ index: Int) throws(AlmanacError) -> Bool? {
        try self[index] == .null ? nil : bool(index)
    }

    /// The number in a column as a double; an integer counts too, because SQLite stores whole
    /// doubles as integers in places.
    package func real(_ index: Int) throws(AlmanacError) -> Double {
        switch self[index] {
        case .real(let value): return value
        case .integer(let value): return Double(value)
        default: throw misfit(index, "a number")
        }
    }

    /// The number in a column, or nil for null.
    package func optionalReal(_ index: Int) throws(AlmanacError) -> Double? {
        try self[index] == .null ? nil : real(index)
    }

    /// The text in a column.
    package func text(_ index: Int) throws(AlmanacError) -> String {
        guard case .text(let value) = self[index] else { throw misfit(index, "text") }
        return value
    }

    /// The text in a column, or nil for null.
    package func optionalText(_ index: Int) throws(AlmanacError) -> String? {
        try self[index] == .null ? nil : text(index)
    }

    /// The bytes in a column.
    package func blob(_ index: Int) throws(AlmanacError) -> [UInt8] {
        guard case .blob(let value) = self[index] else { throw misfit(index, "bytes") }
        return value
    }

    /// The bytes in a column, or nil for null.
    package func optionalBlob(_ index: Int) throws(AlmanacError) -> [UInt8]? {
        try self[index] == .null ? nil : blob(index)
    }

    private func misfit(_ index: Int, _ expected: String) -> AlmanacError {
        guard columns.indices.contains(index) else {
            return AlmanacError(
                .internalError, "a row of \(columns.count) columns has no column \(index)",
                details: ["columns": .array(columns.map(JSON.string))])
        }
        return AlmanacError(
            .internalError,
            "column \(columns[index]) holds \(values[index].kindName), expected \(expected)",
            details: ["column": .string(columns[index]), "index": .integer(index)])
    }
}
