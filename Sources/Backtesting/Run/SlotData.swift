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
    /// The splits and dividends of raw prices; they apply as each became known.
    public var actions: CorporateActionLedger?
    /// Where the data came from, as one line.
    public var source: String
    /// What was noticed when it was read: skipped rows, repeated rows and so on.
    public var notes: [String]

    /// Makes a slot's data.
    public init(
        slot: String, symbol: String, frame: Frame, calendar: TradingCalendar,
        isAdjusted: Bool = false, actions: CorporateActionLedger? = nil, source: String,
        notes: [String] = []
    ) {
        self.slot = slot
        self.symbol = symbol
        self.frame = frame
        self.calendar = calendar
        self.isAdjusted = isAdjusted
        self.actions = actions
        self.source = source
        self.notes = notes
    }
}

extension SlotData {
    /// The data with its splits and dividends applied as each became known.
    func applyingActions(frequency: Frequency) -> SlotData {
        guard let actions else { return self }
        let closes = calendar.closes(ofBarsStarting: frame.times, frequency: frequency)
        let held = actions.heldPrices(frame, closes: closes)
        var result = self
        result.frame = held.frame
        result.actions = nil
        result.notes.append(
            "\(held.splits) splits and \(held.dividends) dividends apply as each became known; "
                + "prices are the worth of one share of the first bar, dividends reinvested")
        return result
    }
}
