package import TimeSeries

/// What becomes of times that passed while no scheduler ran.
package enum MisfirePolicy: String, Sendable, CaseIterable {
    /// They are left out.
    case skip
    /// Of several that are due when a scheduler looks, the latest stands for all.
    case once
    /// Each is made up for.
    case all
}

/// Where a schedule stands: the one time that it waits for.
///
/// A value: `ticks` says what comes due and where the schedule stands afterwards. The time only
/// moves forward, so a machine's clock that is set back makes nothing come due twice.
package struct SchedulePosition: Sendable, Equatable {
    /// The next time to come due; `nil` where there is none any more.
    package var next: Timestamp?

    /// Makes a position.
    package init(next: Timestamp?) {
        self.next = next
    }

    /// A time is missed when it is noticed later than this after it came due.
    package static let graceNanoseconds = 60 * Timestamp.nanosecondsPerSecond
    /// How many times one look at a schedule makes up for at most; the next look goes on.
    package static let ticksAtOnce = 500

    /// The times that come due now, oldest first; moves the position past them.
    ///
    /// - Parameter following: The next time of the recurrence after a moment.
    package mutating func ticks(
        misfire: MisfirePolicy, at now: Timestamp, following: (Timestamp) -> Timestamp?
    ) -> [Timestamp] {
        var due: [Timestamp] = []
        while let tick = next, tick <= now {
            let isMissed = now.nanoseconds - tick.nanoseconds > Self.graceNanoseconds
            switch misfire {
            case .all:
                if due.count == Self.ticksAtOnce { return due }
                due.append(tick)
            case .once: due = [tick]
            case .skip: if !isMissed { due.append(tick) }
            }
            if isMissed && misfire != .all {
                // Nothing between here and the grace period counts for more than its last time.
                next = latest(from: tick, missedAt: now, following)
            } else {
                next = following(tick)
            }
        }
        return due
    }

    /// The last time of a recurrence that is missed, or the first that is not, after a missed one.
    ///
    /// Halves the span instead of walking it, so that years of minutes cost a few steps.
    private func latest(
        from tick: Timestamp, missedAt now: Timestamp, _ following: (Timestamp) -> Timestamp?
    ) -> Timestamp? {
        let edge = now.advanced(byNanoseconds: -Self.graceNanoseconds)
        var low = tick
        guard var found = following(tick) else { return nil }
        guard found < edge else { return found }
        // `low` always has a time after it and before the edge.
        low = found
        var high = edge
        while high.nanoseconds - low.nanoseconds > Timestamp.nanosecondsPerSecond {
            let middle = Timestamp(
                nanoseconds: low.nanoseconds + (high.nanoseconds - low.nanoseconds) / 2)
            if let next = following(middle), next < edge {
                found = next
                low = max(middle, next)
            } else {
                high = middle
            }
        }
        return found
    }
}
