/// What a strategy wants at the close of each bar.
///
/// - Shape: every array that is given has one value for each bar of the market.
/// - Look-ahead: element *t* may use what is known at the close of bar *t* and nothing later.
public struct Signals: Sendable {
    /// Bars on which a long position is wanted.
    public var entries: [Bool]
    /// Bars on which a long position is no longer wanted.
    public var exits: [Bool]
    /// Bars on which a short position is wanted; `nil` for a strategy without short signals.
    public var shortEntries: [Bool]?
    /// Bars on which a short position is no longer wanted.
    public var shortExits: [Bool]?
    /// The fraction of equity to commit at an entry, fees included; none is all of it.
    public var size: Level
    /// The loss, as a fraction of the entry price, at which a position is closed.
    public var stopLoss: Level
    /// The profit, as a fraction of the entry price, at which a position is closed.
    public var takeProfit: Level
    /// The distance, as a fraction, from the best price since entry at which a position is closed.
    public var trailingStop: Level

    /// A number that is absent, the same on every bar, or sampled at the signal's bar.
    public enum Level: Sendable, Equatable {
        case none
        case scalar(Double)
        /// One value for each bar; NaN on a bar is absent there.
        case series([Double])
    }

    /// Makes signals; without stops and with all cash unless told otherwise.
    public init(
        entries: [Bool], exits: [Bool], shortEntries: [Bool]? = nil, shortExits: [Bool]? = nil,
        size: Level = .none, stopLoss: Level = .none, takeProfit: Level = .none,
        trailingStop: Level = .none
    ) {
        self.entries = entries
        self.exits = exits
        self.shortEntries = shortEntries
        self.shortExits = shortExits
        self.size = size
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.trailingStop = trailingStop
    }
}
