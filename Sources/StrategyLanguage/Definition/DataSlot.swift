public import TimeSeries

/// One entry of a strategy's `data_schema`: a named input that is bound to a symbol at run time.
public struct DataSlot: Sendable, Hashable {
    /// The slot's name.
    public var name: String
    /// How often its data comes.
    public var frequency: Frequency
    /// The columns that the code may use.
    public var columns: [String]
    /// How long a value is carried forward, in nanoseconds; `nil` for ever.
    public var maxAge: Int64?
    /// The least quality, 0 to 1, that rows must have to reach the strategy; `nil` lets all in.
    public var leastQuality: Double?
    /// What the slot holds.
    public var summary: String

    /// Makes a slot.
    public init(
        name: String, frequency: Frequency, columns: [String], maxAge: Int64? = nil,
        leastQuality: Double? = nil, summary: String = ""
    ) {
        self.name = name
        self.frequency = frequency
        self.columns = columns
        self.maxAge = maxAge
        self.leastQuality = leastQuality
        self.summary = summary
    }
}
