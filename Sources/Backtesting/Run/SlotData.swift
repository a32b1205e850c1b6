public import TimeSeries

/// The data that is bound to one slot of a strategy, and where it came from.
public struct SlotData: Sendable {
    /// The slot's name in the strategy's `data_schema`.
    public var slot: String
    /// What the data is called: a symbol or a file's name.
    public var symbol: String
    /// The rows.
    public var frame: Frame
    /// The market's calendar, which decides when bars close.
    public var calendar: TradingCalendar
    /// Whether prices are adjusted for splits and dividends.
    public var isAdjusted: Bool
    /// Where the data came from, as one line.
    public var source: String
    /// What was noticed when it was read: skipped rows, repeated rows and so on.
    public var notes: [String]

    /// Makes a slot's data.
    public init(
        slot: String, symbol: String, frame: Frame, calendar: TradingCalendar,
        isAdjusted: Bool = false, source: String, notes: [String] = []
    ) {
        self.slot = slot
        self.symbol = symbol
        self.frame = frame
        self.calendar = calendar
        self.isAdjusted = isAdjusted
        self.source = source
        self.notes = notes
    }
}
