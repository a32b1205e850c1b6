/// What the signals of a bar come down to, given the position that they meet.
struct SignalIntent {
    /// Whether a position is to be opened, or reversed where an opposite one is held.
    let enters: Bool
    /// Whether the position held is to be closed and nothing opened.
    let leaves: Bool
    /// Whether the order buys.
    let buys: Bool
    /// What was said without effect.
    let notes: SignalNotes

    /// Whether there is an order at all.
    var acts: Bool { enters || leaves }

    /// Reads a bar's code; an entry goes before an exit, which is then part of the reversal.
    @inline(__always)
    init(_ code: SignalCode, held: Double) {
        let wantsLong = code.contains(.longEntry)
        let wantsShort = code.contains(.shortEntry)
        let leavesLong = code.contains(.longExit)
        let leavesShort = code.contains(.shortExit)
        let opensLong = wantsLong && held <= 0
        let opensShort = wantsShort && held >= 0
        let closes = (leavesLong && held > 0) || (leavesShort && held < 0)
        enters = opensLong || opensShort
        leaves = closes && !enters
        buys = opensLong || (leaves && held < 0)

        var notes = code.notes
        if (leavesLong && held <= 0) || (leavesShort && held >= 0) {
            notes.insert(.nothingToExit)
        }
        if (wantsLong && held > 0) || (wantsShort && held < 0) { notes.insert(.alreadyInPosition) }
        if closes, enters { notes.insert(.exitWithinReversal) }
        self.notes = notes
    }
}
