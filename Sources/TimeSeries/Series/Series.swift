public import AlmanacCore

/// A bitemporal series: each value carries what time it is about and when it became known.
///
/// Nothing is ever overwritten: a correction is another row with the same `time` and a later
/// `knownAt`, so that the series can be read as it stood at any moment.
public struct Series: Sendable, Equatable {
    /// The time that each row is about, in order of arrival.
    public private(set) var times: [Timestamp]
    /// The moment from which anyone could know each row.
    public private(set) var knownAt: [Timestamp]
    /// The value of each row.
    public private(set) var values: Column

    /// Makes a series; `times`, `knownAt` and `values` must be equally long.
    public init(times: [Timestamp], knownAt: [Timestamp], values: Column) {
        precondition(times.count == knownAt.count, "as many known moments as times")
        precondition(times.count == values.count, "as many values as times")
        self.times = times
        self.knownAt = knownAt
        self.values = values
    }

    /// Makes an empty series of the kind of an empty column.
    public init(empty values: Column) {
        self.init(times: [], knownAt: [], values: values)
    }

    /// The number of rows, corrections included.
    public var count: Int { times.count }

    /// Adds a value or, where `time` is there already, a correction of it.
    ///
    /// - Throws: `validation_error` when the value is of another kind than the series' values.
    public mutating func append(
        time: Timestamp, knownAt moment: Timestamp, value: Column.Value
    ) throws(AlmanacError) {
        guard values.append(value) else {
            throw AlmanacError(
                .validation, "a value of another kind cannot join this series",
                details: ["value": .string("\(value)"), "row": .integer(count)],
                suggestion: "keep numbers, booleans and strings in series of their own")
        }
        times.append(time)
        knownAt.append(moment)
    }

    /// The series as it stood at a moment: the latest known version of each time, oldest time
    /// first.
    ///
    /// Of the rows with `knownAt` at or before the moment, each time keeps the one with the
    /// greatest `knownAt`; among equal ones the last to arrive.
    ///
    /// - Complexity: O(n log n).
    public func asOf(_ moment: Timestamp) -> Series {
        let visible = (0..<Int32(count)).filter { knownAt[Int($0)] <= moment }
        let order = visible.sorted { left, right in
            let (a, b) = (Int(left), Int(right))
            if times[a] != times[b] { return times[a] < times[b] }
            if knownAt[a] != knownAt[b] { return knownAt[a] < knownAt[b] }
            return a < b
        }
        var rows: [Int32] = []
        rows.reserveCapacity(order.count)
        for row in order {
            if let last = rows.last, times[Int(last)] == times[Int(row)] { rows.removeLast() }
            rows.append(row)
        }
        return Series(
            times: rows.map { times[Int($0)] }, knownAt: rows.map { knownAt[Int($0)] },
            values: values.gathering(rows))
    }

    /// The row that counts at a moment: the latest version of the greatest time known by then.
    ///
    /// - Complexity: O(n).
    public func latestRow(asOf moment: Timestamp) -> Int? {
        var best: Int?
        for row in 0..<count where knownAt[row] <= moment {
            guard let current = best else {
                best = row
                continue
            }
            if (times[row], knownAt[row]) >= (times[current], knownAt[current]) { best = row }
        }
        return best
    }

    /// The series as a frame of one column, for a join; booleans count 1 and 0, strings are
    /// refused.
    ///
    /// - Throws: `schema_mismatch_error` for a series of strings.
    public func frame(column name: String) throws(AlmanacError) -> Frame {
        let numbers: [Double]
        switch values {
        case .numbers(let values): numbers = values
        case .booleans(let bits): numbers = (0..<bits.count).map { bits[$0] ? 1 : 0 }
        case .strings:
            throw AlmanacError(
                .schemaMismatch, "column '\(name)' holds text where numbers are needed",
                details: ["column": .string(name)],
                suggestion: "turn the text into a number or a category's code first")
        }
        return Frame(
            times: times, knownAt: knownAt,
            columns: [Frame.NamedColumn(name: name, values: numbers)]
        ).sorted()
    }
}
