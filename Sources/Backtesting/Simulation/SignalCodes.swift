/// The signals of each bar in one byte, with conflicts already resolved.
///
/// The low four bits are what is left to act on; the next three say what was dropped. A byte of
/// zero is a bar on which nothing was said.
struct SignalCodes {
    /// One byte for each bar.
    private(set) var codes: [UInt8] = []

    static let longEntry: UInt8 = 1
    static let longExit: UInt8 = 2
    static let shortEntry: UInt8 = 4
    static let shortExit: UInt8 = 8
    static let acting: UInt8 = 15
    static let entryExitConflict: UInt8 = 16
    static let directionConflict: UInt8 = 32
    static let directionNotAllowed: UInt8 = 64

    /// Encodes signals in place of those that were there before, reusing their memory.
    mutating func encode(_ signals: Signals, direction: ExecutionSettings.Direction) {
        let count = signals.entries.count
        if codes.count != count { codes = LongColumn.filled(0, count: count) }
        let readAsShort =
            direction == .short && signals.shortEntries == nil && signals.shortExits == nil
        codes.withUnsafeMutableBufferPointer { codes in
            Self.spread(signals.entries, to: readAsShort ? Self.shortEntry : Self.longEntry, codes)
            Self.merge(signals.exits, readAsShort ? Self.shortExit : Self.longExit, codes)
            if let entries = signals.shortEntries { Self.merge(entries, Self.shortEntry, codes) }
            if let exits = signals.shortExits { Self.merge(exits, Self.shortExit, codes) }
            Self.resolve(codes, direction: direction)
        }
    }

    private static func spread(
        _ flags: [Bool], to bit: UInt8, _ codes: UnsafeMutableBufferPointer<UInt8>
    ) {
        flags.withUnsafeBytes { flags in
            for bar in 0..<codes.count { codes[bar] = flags[bar] &* bit }
        }
    }

    private static func merge(
        _ flags: [Bool], _ bit: UInt8, _ codes: UnsafeMutableBufferPointer<UInt8>
    ) {
        flags.withUnsafeBytes { flags in
            for bar in 0..<codes.count { codes[bar] |= flags[bar] &* bit }
        }
    }

    /// Cancels entry against exit of one direction, then long against short entry.
    ///
    /// Bit arithmetic without branches, so that the loop runs on whole vectors.
    private static func resolve(
        _ codes: UnsafeMutableBufferPointer<UInt8>, direction: ExecutionSettings.Direction
    ) {
        let allowed: UInt8 =
            switch direction {
            case .both: acting
            case .long: longEntry | longExit
            case .short: shortEntry | shortExit
            }
        let refusedEntries: UInt8 = ~allowed & (longEntry | shortEntry)
        for bar in 0..<codes.count {
            let raw = codes[bar]
            let refused = raw & refusedEntries
            var code = raw & allowed
            let conflict = code & (code >> 1) & 5
            code &= ~(conflict | conflict << 1)
            let both = code & (code >> 2) & 1
            code &= ~(both | both << 2)
            let anyConflict = (conflict | conflict >> 2) & 1
            let anyRefused = (refused | refused >> 2) & 1
            codes[bar] = code | anyConflict << 4 | both << 5 | anyRefused << 6
        }
    }

    /// How many bars say something else than the bar before, and not nothing: about as many orders
    /// as the signals make where there are no stops.
    var changeCount: Int {
        codes.withUnsafeBufferPointer { codes in
            var total = 0
            var start = 1
            while start < codes.count {
                // Counts of a byte, so that the loop runs on whole vectors of bars.
                let end = Swift.min(start + 128, codes.count)
                var count: UInt8 = 0
                for bar in start..<end {
                    let isChanged: UInt8 = codes[bar] != codes[bar &- 1] ? 1 : 0
                    count &+= isChanged & (codes[bar] != 0 ? 1 : 0)
                }
                total += Int(count)
                start = end
            }
            return total + 1
        }
    }

    /// What a code says was dropped before anything acted.
    static func notes(of code: UInt8) -> SignalNotes {
        var notes: SignalNotes = []
        if code & entryExitConflict != 0 { notes.insert(.entryExitConflict) }
        if code & directionConflict != 0 { notes.insert(.directionConflict) }
        if code & directionNotAllowed != 0 { notes.insert(.directionNotAllowed) }
        return notes
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first index from one on whose byte is not zero, or the count where there is none.
    @inline(__always)
    func firstSignal(from start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(self)
        var index = start
        while index &+ 8 <= count {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            if word != 0 { return index &+ word.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, self[index] == 0 { index &+= 1 }
        return index
    }
}
