import CStretches

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

    /// Finds the bars whose signals open or close a position, in turn, where all is long or cash.
    ///
    /// Entry and exit on one bar cancel each other; an entry while a position is held does
    /// nothing, nor does an exit while none is.
    ///
    /// - Parameters:
    ///   - end: Signals from here on are not heard.
    ///   - places: Takes the bars; grown where it is too short.
    ///   - widely: Whether the processor may be asked for what only newer ones have.
    /// - Returns: How many there are.
    /// - Complexity: a few operations for each sixty-four bars and each trade.
    func trades(until end: Int, into places: inout [Int32], widely: Bool) -> Int {
        if places.count < count + 8 { places = [Int32](repeating: 0, count: count + 8) }
        return places.withUnsafeMutableBufferPointer { places in
            if widely {
                return almanac_trades(
                    entries.baseAddress, exits.baseAddress, end, places.baseAddress)
            }
            var found = 0
            var before: UInt64 = 0
            for word in 0..<(max(0, end) + 63) / 64 {
                let (said, unsaid) = (entries[word], exits[word])
                let (begins, stays) = (said & ~unsaid, ~(unsaid & ~said))
                // The sum carries each beginning on through the bars on which it stays.
                let held = (((begins &+ stays &+ before) ^ stays) | begins) & stays
                var turns = held ^ (held &<< 1 | before)
                before = held &>> 63
                let left = end &- word &<< 6
                if left < 64 { turns &= (1 &<< UInt64(truncatingIfNeeded: left)) &- 1 }
                // Four are written at once, and those that are not there written over: a branch
                // for each would be as good as random.
                let after = found &+ turns.nonzeroBitCount
                repeat {
                    for place in 0..<4 {
                        places[found &+ place] = Int32(
                            truncatingIfNeeded: word &<< 6 &+ turns.trailingZeroBitCount)
                        turns &= turns &- 1
                    }
                    found &+= 4
                } while turns != 0
                found = after
            }
            return found
        }
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
