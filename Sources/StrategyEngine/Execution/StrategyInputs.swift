import AlmanacCore
public import TimeSeries

/// The aligned columns that a strategy runs on.
public struct StrategyInputs: Sendable {
    /// The start of each bar.
    public var times: [Timestamp]
    private var columns: [String: [String: [Double]]] = [:]

    /// Makes inputs without columns.
    public init(times: [Timestamp]) {
        self.times = times
    }

    /// The number of bars.
    public var count: Int { times.count }

    /// The values of a slot's column, one for each bar; setting a column of another length is a
    /// programming error.
    public subscript(slot: String, column: String) -> [Double]? {
        get { columns[slot]?[column] }
        set {
            precondition(newValue.map { $0.count == times.count } ?? true)
            columns[slot, default: [:]][column] = newValue
        }
    }

    /// Every column, in the order of the names.
    var allColumns: [(slot: String, name: String, values: [Double])] {
        columns.keys.sorted().flatMap { slot in
            (columns[slot] ?? [:]).sorted { $0.key < $1.key }.map { (slot, $0.key, $0.value) }
        }
    }

    /// The values of a slot's column.
    /// - Throws: A `schema_mismatch_error` where there is no such column.
    func required(_ slot: String, _ column: String) throws(AlmanacError) -> [Double] {
        if let values = self[slot, column] { return values }
        throw AlmanacError(
            .schemaMismatch, "slot '\(slot)' has no column '\(column)'",
            details: ["slot": .string(slot), "column": .string(column)],
            suggestion: "bind the slot to data that has the column")
    }
}
