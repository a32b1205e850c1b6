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
    /// What becomes of the dividends among ``actions``.
    public var dividends = DividendTreatment.reinvested
    /// The dividends that are paid in cash, oldest first, once ``actions`` have been applied.
    var payments: [Payment] = []
    /// From which closes on a unit of the prices is how many shares, once ``actions`` have been
    /// applied; one before the first.
    var shareCounts: [ShareCount] = []
    /// Where the data came from, as one line.
    public var source: String
    /// What was noticed when it was read: skipped rows, repeated rows and so on.
    public var notes: [String]

    /// What becomes of dividends on raw prices.
    public enum DividendTreatment: String, Sendable, CaseIterable {
        /// Each buys more of the instrument: prices are the worth of what a share has become.
        case reinvested = "reinvest"
        /// Each is paid in cash to whoever holds the instrument: prices fall on the ex-date.
        case paid = "cash"
    }

    /// A dividend paid in cash.
    struct Payment: Sendable, Equatable {
        /// The close of the row on which it is paid.
        var close: Timestamp
        /// The amount for one unit of what the prices stand for.
        var perUnit: Double
    }

    /// How many shares of its time a unit of the prices is.
    struct ShareCount: Sendable, Equatable {
        /// The close of the first row for which it holds.
        var close: Timestamp
        var shares: Double
    }

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
        let reinvests = dividends == .reinvested
        let held = actions.heldPrices(frame, closes: closes, reinvestingDividends: reinvests)
        var result = self
        result.frame = held.frame
        result.actions = nil
        result.payments = held.payments.map {
            Payment(close: closes[$0.row], perUnit: $0.perUnit)
        }
        for (row, shares) in held.shares.enumerated()
        where shares != (result.shareCounts.last?.shares ?? 1) {
            result.shareCounts.append(ShareCount(close: closes[row], shares: shares))
        }
        result.notes.append(
            "\(held.splits) splits and \(held.dividends) dividends apply as each became known; "
                + "prices are the worth of one share of the first bar, "
                + (reinvests ? "dividends reinvested" : "dividends paid in cash"))
        return result
    }
}
