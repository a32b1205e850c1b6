/// Which expected bars a series lacks, and where it lacks the most in a row.
public struct GapReport: Sendable, Equatable {
    /// The number of bars that should exist.
    public var expected: Int
    /// The number of expected bars that exist.
    public var present: Int
    /// The number of distinct bars that exist although none was expected.
    public var unexpected: Int
    /// The longest gaps, longest first; equally long ones oldest first.
    public var longest: [Gap]

    /// A run of expected bars that are all missing.
    public struct Gap: Sendable, Equatable {
        /// The start of the first missing bar.
        public var first: Timestamp
        /// The start of the last missing bar.
        public var last: Timestamp
        /// The number of missing bars.
        public var bars: Int

        /// Makes a gap.
        public init(first: Timestamp, last: Timestamp, bars: Int) {
            self.first = first
            self.last = last
            self.bars = bars
        }
    }

    /// The number of expected bars that are missing.
    public var missing: Int { expected - present }

    /// Compares the bars that exist with those that should, both by their starts.
    ///
    /// - Parameters:
    ///   - times: The starts of the bars that exist, ascending; repeats count once.
    ///   - expectedStarts: The starts of the bars that should exist, strictly ascending and
    ///     finite, for example a calendar's sessions or `regularStarts`.
    ///   - limit: How many gaps to list.
    /// - Complexity: O(n + m + g log g) for g gaps.
    public init(
        times: [Timestamp], expectedStarts: some Sequence<Timestamp>, longest limit: Int = 10
    ) {
        var gaps: [Gap] = []
        var open: Gap?
        var row = 0
        expected = 0
        present = 0
        unexpected = 0
        func skipRepeats() {
            let time = times[row]
            while row < times.count, times[row] == time { row += 1 }
        }
        for start in expectedStarts {
            expected += 1
            while row < times.count, times[row] < start {
                skipRepeats()
                unexpected += 1
            }
            if row < times.count, times[row] == start {
                skipRepeats()
                present += 1
                if let gap = open { gaps.append(gap) }
                open = nil
            } else {
                let first = open?.first ?? start
                open = Gap(first: first, last: start, bars: (open?.bars ?? 0) + 1)
            }
        }
        while row < times.count {
            skipRepeats()
            unexpected += 1
        }
        if let gap = open { gaps.append(gap) }
        gaps.sort { $0.bars != $1.bars ? $0.bars > $1.bars : $0.first < $1.first }
        longest = Array(gaps.prefix(max(0, limit)))
    }

    /// The starts of the bars of a market that never closes, from one moment through another.
    ///
    /// Bars are aligned to the clock, days to UTC, weeks to Monday, months to their first day. The
    /// first start is the first one at or after `first`. There are none for quarters and events.
    public static func regularStarts(
        from first: Timestamp, through last: Timestamp, frequency: Frequency
    ) -> some Sequence<Timestamp> {
        var period = Period(containing: first, frequency: frequency)
        if let containing = period, containing.start < first { period = containing.next }
        return sequence(state: period) { state -> Timestamp? in
            guard let current = state, current.start <= last else { return nil }
            state = current.next
            return current.start
        }
    }
}
