import AlmanacCore

/// The time axis that the traded slot gives, with that slot's own columns on it.
struct TradedAxis {
    var times: [Timestamp]
    var closes: [Timestamp]
    var warmupBars: Int
    var slot: AlignedSlot

    init(_ traded: AlignmentRequest.Slot, request: AlignmentRequest) throws(AlmanacError) {
        let target = request.executionFrequency
        var rows = try PreparedRows(traded, keepsAllColumns: request.keepsAllColumns)
        if traded.frequency.isObservation {
            rows.spacing = BarSpacing(declared: target, times: rows.frame.times)
            rows.notes.sourceFrequency = rows.spacing.frequency
        }
        let spacing = rows.spacing
        guard spacing.length <= target.nominalNanoseconds else {
            throw tooFine(target, slot: traded.name, spacing: spacing)
        }
        rows.keepFirstKnown(clock: traded.clock)
        var bars = rows.frame
        var closes: [Timestamp]?
        if spacing.isFiner(than: target) {
            let resampled = bars.resampled(to: target, spacing: spacing, clock: traded.clock)
            bars = resampled.frame
            closes = resampled.closes
            rows.notes.wasAggregated = true
        }
        let isIntraday = spacing.frequency.isShorterThanDay
        let kept = cut(bars.times, request: request) { time in
            traded.clock.day(ofBarStarting: time, isIntraday: isIntraday)
        }
        bars = bars[kept.rows]
        times = bars.times
        self.closes =
            closes.map { Array($0[kept.rows]) }
            ?? bars.times.map { spacing.close(of: $0, clock: traded.clock) }
        warmupBars = kept.warmup
        slot = AlignedSlot(name: traded.name, columns: bars.columns, notes: rows.notes)
    }
}

extension PreparedRows {
    /// Keeps one version of each bar: the latest that was known at its close, else the first known.
    ///
    /// A bar's own data counts as known at its close, so a bar that only came later still counts,
    /// as it was first published; a correction that came after the close does not.
    fileprivate mutating func keepFirstKnown(clock: MarketClock) {
        guard let known = frame.knownAt else { return }
        var kept: [Int32] = []
        kept.reserveCapacity(frame.count)
        var row = 0
        while row < frame.count {
            let time = frame.times[row]
            let close = spacing.close(of: time, clock: clock)
            var chosen = row
            if known[row] > close { notes.lateRows += 1 }
            while row < frame.count, frame.times[row] == time {
                if known[row] <= close { chosen = row }
                row += 1
            }
            kept.append(Int32(chosen))
        }
        notes.supersededRows = frame.count - kept.count
        if notes.supersededRows > 0 { frame = frame.gathering(kept) }
        frame.knownAt = nil
    }
}

/// The rows between `from` and `to`, with those that warm up, and how many those are.
private func cut(
    _ times: [Timestamp], request: AlignmentRequest, day: (Timestamp) -> Int
) -> (rows: Range<Int>, warmup: Int) {
    func first(where isReached: (Timestamp) -> Bool) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if isReached(times[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
    let lower: Int
    switch request.from {
    case nil: lower = 0
    case .day(let edge): lower = first { day($0) >= edge }
    case .moment(let edge): lower = first { $0 >= edge }
    }
    let upper: Int
    switch request.to {
    case nil: upper = times.count
    case .day(let edge): upper = first { day($0) > edge }
    case .moment(let edge): upper = first { $0 > edge }
    }
    guard lower < upper else { return (lower..<lower, 0) }
    let start: Int
    switch request.warmup {
    case .bars(let bars): start = max(0, lower - min(max(0, bars), lower))
    case .duration(let duration):
        let earliest = times[lower].advanced(byNanoseconds: -max(0, nanoseconds(duration)))
        start = min(lower, first { $0 >= earliest })
    }
    return (start..<upper, lower - start)
}

private func tooFine(_ target: Frequency, slot: String, spacing: BarSpacing) -> AlmanacError {
    let possible = Frequency.executable.filter { $0.nominalNanoseconds >= spacing.length }
    let own = spacing.frequency.rawValue
    return AlmanacError(
        .validation,
        "the strategy runs at \(target.rawValue), finer than the \(own) bars of slot '\(slot)'",
        details: [
            "parameter": "execution_frequency", "value": .string(target.rawValue),
            "slot": .string(slot), "data_frequency": .string(own),
            "bar_seconds": .integer(Int(spacing.length / 1_000_000_000)),
            "possible": .array(possible.map { .string($0.rawValue) }),
        ],
        suggestion: possible.first.map {
            "Set execution_frequency to \($0.rawValue), or bind finer data to '\(slot)'."
        } ?? "bind finer data to '\(slot)'")
}
