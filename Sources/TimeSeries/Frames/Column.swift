/// The values of one series: numbers, booleans or strings.
public enum Column: Sendable, Equatable {
    /// Numbers in one contiguous array; NaN is missing.
    case numbers([Double])
    /// Booleans, which are never missing.
    case booleans(BitColumn)
    /// Strings, interned; a negative code is missing.
    case strings(StringColumn)

    /// One value of a column, as it is added or read.
    public enum Value: Sendable, Equatable {
        /// A number; NaN is missing.
        case number(Double)
        /// A boolean.
        case boolean(Bool)
        /// A string; `nil` is missing.
        case string(String?)
    }

    /// The number of rows.
    public var count: Int {
        switch self {
        case .numbers(let values): values.count
        case .booleans(let bits): bits.count
        case .strings(let strings): strings.count
        }
    }

    /// The number of missing values: NaN among numbers, absent strings.
    public var missingCount: Int {
        switch self {
        case .numbers(let values): Frame.missingCount(of: values)
        case .booleans: 0
        case .strings(let strings): strings.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
        }
    }

    /// The value of a row; the row must exist.
    public subscript(row: Int) -> Value {
        switch self {
        case .numbers(let values): .number(values[row])
        case .booleans(let bits): .boolean(bits[row])
        case .strings(let strings): .string(strings[row])
        }
    }

    /// Returns the given rows in the given order.
    public func gathering(_ rows: [Int32]) -> Column {
        switch self {
        case .numbers(let values): .numbers(rows.map { values[Int($0)] })
        case .booleans(let bits): .booleans(BitColumn(rows.lazy.map { bits[Int($0)] }))
        case .strings(let strings): .strings(strings.gathering(rows))
        }
    }

    /// Adds a value at the end and returns whether its kind is the column's.
    public mutating func append(_ value: Value) -> Bool {
        // The column lets go of its storage while a row is added: a second owner would make each
        // addition copy the whole column.
        switch value {
        case .number(let number):
            guard case .numbers(var values) = self else { return false }
            self = .numbers([])
            values.append(number)
            self = .numbers(values)
        case .boolean(let boolean):
            guard case .booleans(var bits) = self else { return false }
            self = .numbers([])
            bits.append(boolean)
            self = .booleans(bits)
        case .string(let string):
            guard case .strings(var strings) = self else { return false }
            self = .numbers([])
            strings.append(string)
            self = .strings(strings)
        }
        return true
    }
}
