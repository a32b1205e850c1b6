extension Frame {
    /// The names of the columns, in their order.
    public var columnNames: [String] { columns.map(\.name) }

    /// The position of a column, where the frame has it.
    public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

    /// The rows of a range, which must lie inside the frame.
    public subscript(rows: Range<Int>) -> Frame {
        if rows == times.indices { return self }
        return Frame(
            times: Array(times[rows]),
            knownAt: knownAt.map { Array($0[rows]) },
            columns: columns.map { NamedColumn(name: $0.name, values: Array($0.values[rows])) })
    }

    /// Returns the given rows in the given order.
    public func gathering(_ rows: [Int32]) -> Frame {
        Frame(
            times: rows.map { times[Int($0)] },
            knownAt: knownAt.map { known in rows.map { known[Int($0)] } },
            columns: columns.map { column in
                NamedColumn(
                    name: column.name, values: rows.map { column.values[Int($0)] })
            })
    }

    /// Whether the rows ascend by time and, for equal times, by the moment they became known.
    public var isSorted: Bool {
        guard count > 1 else { return true }
        for row in 1..<count where precedes(row, row - 1) { return false }
        return true
    }

    /// Returns the rows by time, then by the moment they became known; equal rows keep their order.
    ///
    /// - Complexity: O(n) where they are in order already, else O(n log n).
    public func sorted() -> Frame {
        if isSorted { return self }
        let order = (0..<Int32(count)).sorted { left, right in
            if precedes(Int(left), Int(right)) { return true }
            return !precedes(Int(right), Int(left)) && left < right
        }
        return gathering(order)
    }

    /// Returns the frame without repeated rows, and how many were dropped.
    ///
    /// Repeated rows are those with equal time and equal `knownAt`; the last one wins. The frame
    /// must be sorted.
    ///
    /// - Complexity: O(n); no copy where nothing repeats.
    public func deduplicated() -> (frame: Frame, dropped: Int) {
        precondition(isSorted, "the frame is sorted")
        var kept: [Int32] = []
        var dropped = 0
        for row in 0..<count {
            let isRepeated = row + 1 < count && !precedes(row, row + 1)
            if isRepeated {
                if dropped == 0 { kept.append(contentsOf: 0..<Int32(row)) }
                dropped += 1
            } else if dropped > 0 {
                kept.append(Int32(row))
            }
        }
        return dropped == 0 ? (self, 0) : (gathering(kept), dropped)
    }

    /// The number of missing values in each column, in the order of the columns.
    public var missingCounts: [(column: String, missing: Int)] {
        columns.map { ($0.name, Frame.missingCount(of: $0.values)) }
    }

    /// The number of NaN values.
    static func missingCount(of values: [Double]) -> Int {
        var missing = 0
        for value in values where value.isNaN { missing += 1 }
        return missing
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        if times[left] != times[right] { return times[left] < times[right] }
        guard let knownAt else { return false }
        return knownAt[left] < knownAt[right]
    }
}
