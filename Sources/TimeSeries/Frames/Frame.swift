/// Named columns over one time axis, oldest row first.
///
/// `times` is what each row is about (a bar's start), `knownAt` the moment from which anyone could
/// know the row, where the source tells; bars without it are known at their close.
public struct Frame: Sendable {
    /// The time of each row.
    public var times: [Timestamp]
    /// When each row became known, or `nil` where every row is known at its bar's close.
    public var knownAt: [Timestamp]?
    /// The columns, in the order of their source; each as long as `times`.
    public var columns: [NamedColumn]

    /// One column and its name.
    public struct NamedColumn: Sendable {
        /// The name, in lower case as strategies write it.
        public var name: String
        /// The values, one for each row; NaN is missing.
        public var values: [Double]

        /// Makes a named column.
        public init(name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// Makes a frame; every column must be as long as `times`.
    public init(times: [Timestamp], knownAt: [Timestamp]? = nil, columns: [NamedColumn]) {
        precondition(columns.allSatisfy { $0.values.count == times.count })
        precondition(knownAt.map { $0.count == times.count } ?? true)
        self.times = times
        self.knownAt = knownAt
        self.columns = columns
    }

    /// The number of rows.
    public var count: Int { times.count }

    /// The values of a column, where the frame has it.
    public subscript(column: String) -> [Double]? {
        columns.first { $0.name == column }?.values
    }
}
