import TimeSeries

/// What has been read of a sentence so far.
struct SentenceDraft: Equatable, Sendable {
    /// The symbols that the sentence says to trade, in reading order without repeats.
    var traded: [String] = []
    /// The symbols that texts speak of, of which the first is traded where none else is.
    var spokenOf: [String] = []
    var entry: Condition?
    var exit: Exit?
    var shortEntry: Condition?
    var shortExit: Exit?
    /// Whether the entry is that of a strategy called by its name.
    var isNamed = false
    /// Whether the entry is how a source that was named is usually traded; a rule may follow.
    var isUsual = false
    /// Whether it is held while the entry holds, whatever else ends it.
    var holdsWhile = false
    /// Whether what ends longs was told with a word that ends shorts too.
    var exitsEither = false
    /// A strategy over the weights of several symbols, in place of conditions.
    var template: PortfolioTemplate?
    /// Whether shorts mirror the longs.
    var isLongAndShort = false

    var stopLoss: StopDistance?
    var takeProfit: StopDistance?
    var trailingStop: StopDistance?
    var size: Double?
    /// How much each entry commits, where that is no part of the equity.
    var tradeSize: TradeSize?
    /// The most exposure, as a multiple of the equity.
    var leverage: Double?

    var frequency: Frequency?
    var executionPrice: String?
    /// Whether days of trading are named by the closes between which it is in, not by the days on
    /// which it is held.
    var isInFromClose = false
    /// A part of the calendar that the title names, which what is described besides lies in.
    var titledSpan: CalendarSpan?
    /// When alone positions may begin, whatever else is said.
    var calendarFilters: [Condition] = []
    /// Whether those say when positions may end, too.
    var filtersExits = false
    /// Whether orders are to fill at the next close, as they do where there are no opens.
    var fillsAtNextClose = false
    /// Whether orders are to fill at the open of a day of the week, given on the day before.
    var fillsAtOpenOfDay = false
    var period = SentenceReading.Period()
    /// Whether the edges of the period were named one after the other, so that each can change.
    var namesEdgesApart = false
    var cash: Double?
    var fees: Double?
    var fixedFees: Double?
    var slippage: Double?

    /// The verbs seen without a condition, so that a refusal can say what is missing.
    var saysBuy = false
    var saysSell = false
    var saysShort = false
    var saysHold = false
    /// Whether the exit is given to the stops alone ("exit only by the stop").
    var exitsByStopsOnly = false

    /// Whether the strategy follows somebody into whatever they buy, so that no symbol is named.
    var followsAnySymbol = false

    /// How many conditions later words added to the entry; they are the last of a conjunction.
    var addedFilters = 0

    /// What was taken for granted, in reading order.
    var assumptions: [String] = []

    /// Whether a stop or a target ends positions besides their exit.
    var hasStop: Bool { stopLoss != nil || takeProfit != nil || trailingStop != nil }

    /// How a position ends.
    enum Exit: Equatable, Sendable {
        case condition(Condition)
        /// The reverse of the entry, in so many words ("and vice versa").
        case opposite
    }

    /// How a source of texts is usually traded.
    static let usualTexts =
        "sentiment runs from -1 to 1; it buys above 0.1 and sells when it turns"

    /// Notes an assumption once.
    mutating func assume(_ text: String) {
        if !assumptions.contains(text) { assumptions.append(text) }
    }
}
