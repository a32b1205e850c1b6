/// Booleans packed sixty-four to a word; there is no missing value.
public struct BitColumn: Sendable, Equatable {
    /// The number of rows.
    public private(set) var count: Int
    private var words: [UInt64]

    /// Makes an empty column.
    public init() {
        count = 0
        words = []
    }

    /// Makes a column of the given values, in order.
    public init(_ values: some Sequence<Bool>) {
        self.init()
        for value in values { append(value) }
    }

    /// Adds a row at the end.
    public mutating func append(_ value: Bool) {
        let bit = UInt64(count & 63)
        if bit == 0 { words.append(0) }
        if value { words[words.count - 1] |= 1 << bit }
        count += 1
    }

    /// The value of a row; the row must exist.
    public subscript(row: Int) -> Bool {
        get {
            precondition(row >= 0 && row < count, "row is inside the column")
            return words[row >> 6] & (1 << UInt64(row & 63)) != 0
        }
        set {
            precondition(row >= 0 && row < count, "row is inside the column")
            let mask: UInt64 = 1 << UInt64(row & 63)
            if newValue { words[row >> 6] |= mask } else { words[row >> 6] &= ~mask }
        }
    }

    /// The number of rows that are true.
    public var trueCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The rows that are true, ascending.
    public var trueRows: [Int] {
        var rows: [Int] = []
        rows.reserveCapacity(trueCount)
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                rows.append(index << 6 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
        return rows
    }
}
