/// Every slot of a strategy on one time axis, each value where it could first be known.
public struct AlignedData: Sendable {
    /// The label of each bar: the start of the traded slot's bar, or of the last one in it.
    public var times: [Timestamp]
    /// When each bar closes, by which its row of every slot was known; ascends where the clock
    /// does.
    public var closes: [Timestamp]
    /// The frequency of the bars.
    public var barFrequency: Frequency
    /// How many bars at the start only warm windows up and belong to no result.
    public var warmupBars: Int
    /// The slots, in the order of the request.
    public var slots: [AlignedSlot]

    /// The number of bars, those that warm up included.
    public var count: Int { times.count }

    /// The slot of a name, where there is one.
    public subscript(slot: String) -> AlignedSlot? { slots.first { $0.name == slot } }
}

/// One slot's columns on the axis, and what was done to its rows.
public struct AlignedSlot: Sendable {
    /// The slot's name.
    public var name: String
    /// The columns, each with one value for each bar; NaN is missing.
    public var columns: [Frame.NamedColumn]
    /// What a result should say about the slot's data.
    public var notes: Notes

    /// The row that each bar shows, where the request asks for it; nil for the traded slot.
    public var rows: [ShownRow]?

    /// A row of a joined slot that a bar of the axis shows.
    public struct ShownRow: Sendable, Equatable {
        /// The row's number among the slot's rows in the order of time, or -1 before the first.
        public var number: Int
        /// The row's label: the start of its bar, or of the last one in it.
        public var start: Timestamp
        /// When the row was known: for bars without a moment of their own, their close.
        public var known: Timestamp
    }

    /// The values of a column, where the slot has it.
    public subscript(column: String) -> [Double]? {
        columns.first { $0.name == column }?.values
    }

    /// What was found in a slot's rows, and what became of them.
    public struct Notes: Sendable, Equatable {
        /// The number of rows that were given.
        public var sourceRows = 0
        /// The number of repeated rows that were dropped, the last of each kept.
        public var duplicateRows = 0
        /// Whether the rows had to be sorted.
        public var wasUnsorted = false
        /// The frequency of the rows as they are, whatever the schema declares.
        public var sourceFrequency = Frequency.day1
        /// Whether the rows were made into bars of the execution frequency.
        public var wasAggregated = false
        /// How many traded bars are known only from rows that came after their close.
        public var lateRows = 0
        /// How many superseded versions of traded bars were passed over.
        public var supersededRows = 0
        /// How many bars of the axis have no row of this slot to show.
        public var barsWithoutRow = 0
    }
}
