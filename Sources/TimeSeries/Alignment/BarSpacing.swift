extension Frequency {
    /// The frequency of bars that start at the given times, from the median gap between them.
    ///
    /// A gap counts as the longest frequency that it reaches, with room for time zone changes and
    /// holidays: a day from 20 hours on, a week from 6 days on, a month from 26, a quarter from 80.
    /// Gaps below five minutes are `minute1`. `nil` without two different times.
    ///
    /// - Parameter times: The starts, ascending; repeats are passed over.
    /// - Complexity: O(n).
    public static func inferred(from times: [Timestamp]) -> Frequency? {
        GapCensus(times).map(\.median.frequency)
    }

    /// The length of a bar, with 30 days for a month and 91 for a quarter; 0 for an event.
    var nominalNanoseconds: Int64 {
        let minute: Int64 = 60_000_000_000
        switch self {
        case .minute1: return minute
        case .minute5: return 5 * minute
        case .minute15: return 15 * minute
        case .hour1: return 60 * minute
        case .day1: return Timestamp.nanosecondsPerDay
        case .week1: return 7 * Timestamp.nanosecondsPerDay
        case .month1: return 30 * Timestamp.nanosecondsPerDay
        case .quarterly: return 91 * Timestamp.nanosecondsPerDay
        case .event: return 0
        }
    }

    /// Whether rows are observations, known when they say, rather than bars, known at their close.
    package var isObservation: Bool { self == .quarterly || self == .event }

    /// Whether several bars fit into one day.
    var isShorterThanDay: Bool {
        nominalNanoseconds > 0 && nominalNanoseconds < Timestamp.nanosecondsPerDay
    }
}

/// How far apart a slot's bars really are, which its file's rows decide and not its declaration.
struct BarSpacing: Sendable, Equatable {
    /// The frequency at which the calendar is asked for closes.
    var frequency: Frequency
    /// The length of a bar in nanoseconds; differs from the frequency's for four-hour bars and
    /// such.
    var length: Int64

    /// Takes bars to be exactly of a frequency.
    init(_ frequency: Frequency) {
        self.frequency = frequency
        length = frequency.nominalNanoseconds
    }

    /// Decides between what a slot declares and what its rows show.
    ///
    /// Rows that mostly lie closer together than declared are finer bars. They are coarser bars
    /// only where there are at least five and no two lie as close as declared: a daily file with
    /// holes stays daily. Either way the later close is taken where there is doubt, so that an
    /// error here can delay a value but not show it early.
    init(declared: Frequency, times: [Timestamp]) {
        self.init(declared)
        guard let census = GapCensus(times) else { return }
        let median = BarSpacing(census.median.frequency)
        let closest = BarSpacing(census.closest.frequency)
        if declared.isObservation || median.length < length {
            self = median
        } else if census.gaps >= 4, closest.length > length {
            self = closest
        }
        if census.median == .belowMinute {
            self = BarSpacing(.minute1)
            length = max(1, census.smallest)
        } else if census.gaps >= 4, census.smallest > oddLengthThreshold {
            length = census.smallest
        }
    }

    /// The close of a bar by its clock, or its own length where the calendar has no such bar.
    func close(of start: Timestamp, clock: MarketClock) -> Timestamp {
        let close = clock.close(start, frequency)
        guard length > frequency.nominalNanoseconds else { return close }
        return max(close, start.advanced(byNanoseconds: length))
    }

    /// Whether several of these bars make one of a frequency.
    func isFiner(than target: Frequency) -> Bool { length < target.nominalNanoseconds }

    /// The gap from which on bars are longer than their frequency by more than holidays explain.
    private var oddLengthThreshold: Int64 {
        switch frequency {
        case .minute1, .minute5, .minute15, .hour1: frequency.nominalNanoseconds
        // A daily series may trade twice a week; that does not make its bars longer.
        case .day1, .event: .max
        case .week1: 12 * Timestamp.nanosecondsPerDay
        case .month1: 45 * Timestamp.nanosecondsPerDay
        case .quarterly: 120 * Timestamp.nanosecondsPerDay
        }
    }
}

/// How many gaps between neighbouring times there are of each size, counted in one pass.
struct GapCensus {
    /// The sizes of gaps, each from its shortest on.
    enum Size: Int, CaseIterable {
        case belowMinute, minute1, minute5, minute15, hour1, day1, week1, month1, quarterly

        var frequency: Frequency {
            switch self {
            case .belowMinute, .minute1: .minute1
            case .minute5: .minute5
            case .minute15: .minute15
            case .hour1: .hour1
            case .day1: .day1
            case .week1: .week1
            case .month1: .month1
            case .quarterly: .quarterly
            }
        }
    }

    /// The number of gaps.
    let gaps: Int
    /// The smallest gap in nanoseconds.
    let smallest: Int64
    /// The size of the median gap; the lower one of two.
    let median: Size
    /// The size of the smallest gap.
    let closest: Size

    /// Counts the gaps of ascending times; `nil` where there is none.
    init?(_ times: [Timestamp]) {
        let seconds: Int64 = 1_000_000_000
        let hours = 3_600 * seconds
        let thresholds: [Int64] = [
            0, 55 * seconds, 300 * seconds, 900 * seconds, hours, 20 * hours,
            6 * Timestamp.nanosecondsPerDay, 26 * Timestamp.nanosecondsPerDay,
            80 * Timestamp.nanosecondsPerDay,
        ]
        func size(of gap: Int64) -> Size {
            for size in Size.allCases.reversed() where gap >= thresholds[size.rawValue] {
                return size
            }
            return .belowMinute
        }
        var counts = [Int](repeating: 0, count: Size.allCases.count)
        var smallest = Int64.max
        var previousGap: Int64 = 0
        var previousSize = Size.belowMinute
        for row in times.indices.dropFirst() {
            let gap = saturatingSum(times[row].nanoseconds, -max(times[row - 1].nanoseconds, -.max))
            guard gap > 0 else { continue }
            if gap != previousGap {
                previousGap = gap
                previousSize = size(of: gap)
            }
            counts[previousSize.rawValue] += 1
            smallest = min(smallest, gap)
        }
        gaps = counts.reduce(0, +)
        guard gaps > 0 else { return nil }
        self.smallest = smallest
        closest = size(of: smallest)
        var seen = 0
        var size = 0
        while size < counts.count - 1, (seen + counts[size]) * 2 < gaps {
            seen += counts[size]
            size += 1
        }
        median = Size.allCases[size]
    }
}
