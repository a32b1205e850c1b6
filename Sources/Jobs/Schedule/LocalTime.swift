internal import TimeSeries

/// When the clocks of a place show a time.
enum LocalTime: Equatable {
    case once(Timestamp)
    case twice(first: Timestamp, second: Timestamp)
    /// Clocks jump over it; the moment is that of the jump.
    case skipped(change: Timestamp)
}

extension TimeZoneRule {
    /// When the clocks show what a timestamp shows in UTC.
    func occurrences(of local: Timestamp) -> LocalTime {
        let standard = local.advanced(
            byNanoseconds: -Int64(standardOffsetSeconds) * Timestamp.nanosecondsPerSecond)
        if daylightSaving.isEmpty { return .once(standard) }
        let daylight = standard.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
        let showsDaylight = offsetSeconds(at: daylight) != standardOffsetSeconds
        let showsStandard = offsetSeconds(at: standard) == standardOffsetSeconds
        switch (showsDaylight, showsStandard) {
        case (true, true): return .twice(first: daylight, second: standard)
        case (true, false): return .once(daylight)
        case (false, true): return .once(standard)
        case (false, false): return .skipped(change: change(after: daylight, upTo: standard))
        }
    }

    /// The first moment of daylight time between one of standard time and one of daylight time.
    private func change(after standard: Timestamp, upTo daylight: Timestamp) -> Timestamp {
        var before = standard.nanoseconds / Timestamp.nanosecondsPerSecond
        var after = daylight.nanoseconds / Timestamp.nanosecondsPerSecond
        while after - before > 1 {
            let middle = before + (after - before) / 2
            let moment = Timestamp(nanoseconds: middle * Timestamp.nanosecondsPerSecond)
            if offsetSeconds(at: moment) == standardOffsetSeconds {
                before = middle
            } else {
                after = middle
            }
        }
        return Timestamp(nanoseconds: after * Timestamp.nanosecondsPerSecond)
    }
}
