/// The signals of sixty-four bars, a bit for each bar and kind, with conflicts resolved.
///
/// The first bar has the lowest bit. Bits beyond the last bar of a run are 0.
struct SignalWord {
    /// What is left to act on.
    private(set) var longEntries: UInt64
    private(set) var longExits: UInt64
    private(set) var shortEntries: UInt64
    private(set) var shortExits: UInt64
    /// Where an entry and an exit of one direction cancelled each other.
    private(set) var entryExitConflicts: UInt64
    /// Where a long and a short entry cancelled each other.
    private(set) var directionConflicts: UInt64
    /// Where the direction of an entry is switched off.
    private(set) var refusals: UInt64
    /// Where any of these is set.
    private(set) var any: UInt64

    /// Cancels entry against exit of one direction, then long against short entry.
    @inline(__always)
    init(
        longEntries: UInt64, longExits: UInt64, shortEntries: UInt64, shortExits: UInt64,
        direction: ExecutionSettings.Direction
    ) {
        let allowsLong: UInt64 = direction == .short ? 0 : ~0
        let allowsShort: UInt64 = direction == .long ? 0 : ~0
        refusals = (longEntries & ~allowsLong) | (shortEntries & ~allowsShort)
        let longConflicts = longEntries & longExits & allowsLong
        let shortConflicts = shortEntries & shortExits & allowsShort
        entryExitConflicts = longConflicts | shortConflicts
        let buys = longEntries & allowsLong & ~longConflicts
        let sells = shortEntries & allowsShort & ~shortConflicts
        directionConflicts = buys & sells
        self.longEntries = buys & ~sells
        self.shortEntries = sells & ~buys
        self.longExits = longExits & allowsLong & ~longConflicts
        self.shortExits = shortExits & allowsShort & ~shortConflicts
        any =
            refusals | entryExitConflicts | directionConflicts | self.longEntries
            | self.shortEntries | self.longExits | self.shortExits
    }

    /// Sixty-four bars on which nothing is said.
    static let silent = SignalWord(
        longEntries: 0, longExits: 0, shortEntries: 0, shortExits: 0, direction: .both)

    /// The bars that say something to act on, and not the same as the bar before.
    func changes(after word: SignalWord) -> UInt64 {
        func differences(_ bits: UInt64, _ before: UInt64) -> UInt64 {
            bits ^ (bits << 1 | before >> 63)
        }
        let acting = longEntries | longExits | shortEntries | shortExits
        return acting
            & (differences(longEntries, word.longEntries)
                | differences(longExits, word.longExits)
                | differences(shortEntries, word.shortEntries)
                | differences(shortExits, word.shortExits))
    }

    /// The signals of one bar; empty for most.
    @inline(__always)
    func code(bit: Int) -> SignalCode {
        let shift = UInt64(truncatingIfNeeded: bit)
        guard (any &>> shift) & 1 != 0 else { return SignalCode() }
        let acting =
            (longEntries &>> shift) & 1 | ((longExits &>> shift) & 1) << 1
            | ((shortEntries &>> shift) & 1) << 2 | ((shortExits &>> shift) & 1) << 3
        let dropped =
            (entryExitConflicts &>> shift) & 1 | ((directionConflicts &>> shift) & 1) << 1
            | ((refusals &>> shift) & 1) << 2
        return SignalCode(rawValue: UInt8(truncatingIfNeeded: acting | dropped << 4))
    }
}

/// The signals of one bar with conflicts resolved: what is left to act on, and what was dropped.
struct SignalCode: OptionSet {
    let rawValue: UInt8

    static let longEntry = SignalCode(rawValue: 1)
    static let longExit = SignalCode(rawValue: 2)
    static let shortEntry = SignalCode(rawValue: 4)
    static let shortExit = SignalCode(rawValue: 8)
    static let entryExitConflict = SignalCode(rawValue: 16)
    static let directionConflict = SignalCode(rawValue: 32)
    static let directionNotAllowed = SignalCode(rawValue: 64)

    /// What was dropped before anything acted.
    var notes: SignalNotes {
        var notes: SignalNotes = []
        if contains(.entryExitConflict) { notes.insert(.entryExitConflict) }
        if contains(.directionConflict) { notes.insert(.directionConflict) }
        if contains(.directionNotAllowed) { notes.insert(.directionNotAllowed) }
        return notes
    }
}
