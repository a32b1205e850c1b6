/// Signals as one bit a bar, which is how a sweep makes them.
///
/// They mean what ``Signals`` mean. The words are read while a run lasts and are not kept.
///
/// - Shape: a word for each sixty-four bars, the first bar in the lowest bit; bits beyond the last
///   bar are not read.
/// - Look-ahead: the bit of bar *t* may use what is known at its close and nothing later.
public struct PackedSignals {
    /// The number of bars.
    public var count: Int
    /// Bars on which a long position is wanted.
    public var entries: UnsafeBufferPointer<UInt64>
    /// Bars on which a long position is no longer wanted.
    public var exits: UnsafeBufferPointer<UInt64>
    /// Bars on which a short position is wanted; `nil` for a strategy without short signals.
    public var shortEntries: UnsafeBufferPointer<UInt64>?
    /// Bars on which a short position is no longer wanted.
    public var shortExits: UnsafeBufferPointer<UInt64>?
    /// The fraction of equity to commit at an entry, fees included; none is all of it.
    public var size = Signals.Level.none
    /// The loss, as a fraction of the entry price, at which a position is closed.
    public var stopLoss = Signals.Level.none
    /// The profit, as a fraction of the entry price, at which a position is closed.
    public var takeProfit = Signals.Level.none
    /// The distance, as a fraction, from the best price since entry at which a position is closed.
    public var trailingStop = Signals.Level.none

    /// Makes signals; without stops and with all cash unless told otherwise.
    public init(
        count: Int, entries: UnsafeBufferPointer<UInt64>, exits: UnsafeBufferPointer<UInt64>,
        shortEntries: UnsafeBufferPointer<UInt64>? = nil,
        shortExits: UnsafeBufferPointer<UInt64>? = nil
    ) {
        self.count = count
        self.entries = entries
        self.exits = exits
        self.shortEntries = shortEntries
        self.shortExits = shortExits
    }

    /// Whether entries and exits are taken for short ones; see ``ExecutionSettings/Direction``.
    func readsAsShort(_ direction: ExecutionSettings.Direction) -> Bool {
        direction == .short && shortEntries == nil && shortExits == nil
    }

    /// Whether there is neither a size nor a stop.
    var isBare: Bool {
        guard case .none = size, case .none = stopLoss, case .none = takeProfit,
            case .none = trailingStop
        else { return false }
        return true
    }

    /// The sizes and stops without the flags.
    var levels: Signals {
        Signals(
            entries: [], exits: [], size: size, stopLoss: stopLoss, takeProfit: takeProfit,
            trailingStop: trailingStop)
    }
}

extension Signals {
    /// Whether entries and exits are taken for short ones; see ``ExecutionSettings/Direction``.
    func readsAsShort(_ direction: ExecutionSettings.Direction) -> Bool {
        direction == .short && shortEntries == nil && shortExits == nil
    }
}
