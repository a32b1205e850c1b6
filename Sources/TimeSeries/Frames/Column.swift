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
        switch (consume self, value) {
        case (.numbers(var values), .number(let number)):
            values.append(number)
            self = .numbers(values)
        case (.booleans(var bits), .boolean(let boolean)):
            bits.append(boolean)
            self = .booleans(bits)
        case (.strings(var strings), .string(let string)):
            strings.append(string)
            self = .strings(strings)
        case (let unchanged, _):
            self = unchanged
            return false
        }
        return true
    }
}
