import TimeSeries

/// A length of the calendar by which returns are gathered.
public enum ReturnPeriod: String, Sendable, CaseIterable {
    case day, week, month, quarter, year
}

/// The returns of an equity curve by one length of the calendar, oldest first.
public struct PeriodReturns: Sendable, Equatable {
    /// The length.
    public var period: ReturnPeriod
    /// The last bar of each period.
    public var bars: [Int]
    /// The last equity of each period over the last before it, less one; NaN after nothing.
    public var values: [Double]

    /// Makes returns of periods that end with these bars.
    public init(period: ReturnPeriod, bars: [Int], values: [Double]) {
        (self.period, self.bars, self.values) = (period, bars, values)
    }

    /// The values that exist.
    public var defined: [Double] { values.filter(\.isFinite) }
}

/// Which bars end the days, weeks, months, quarters and years of a time axis.
///
/// Dates are those of the bars' starts in UTC; weeks begin on Mondays (ISO 8601). The first and the
/// last period of a run are usually not whole.
/// - Complexity: O(n) time; a date is computed once for each day, not for each bar.
struct CalendarPeriods {
    /// The days that have bars, counted from 1970-01-01.
    private(set) var days: [Int] = []
    /// The last bar of each day.
    private(set) var lastBars: [Int] = []

    private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    /// Finds the days of ascending times.
    init(_ times: [Timestamp]) {
        for (bar, time) in times.enumerated() {
            let (quotient, rest) = time.nanoseconds.quotientAndRemainder(
                dividingBy: Self.nanosecondsPerDay)
            let day = Int(quotient) - (rest < 0 ? 1 : 0)
            if days.last == day {
                lastBars[lastBars.count - 1] = bar
            } else {
                days.append(day)
                lastBars.append(bar)
            }
        }
    }

    /// The number of the period that a day lies in; it grows with time.
    static func number(_ period: ReturnPeriod, of day: Int) -> Int {
        switch period {
        case .day: return day
        // 1970-01-01 was a Thursday.
        case .week: return (day + 3 >= 0 ? day + 3 : day - 3) / 7
        case .month, .quarter, .year:
            let month = CivilMonth(day: day)
            switch period {
            case .month: return month.year * 12 + month.month - 1
            case .quarter: return month.year * 4 + (month.month - 1) / 3
            default: return month.year
            }
        }
    }

    /// The returns of an equity curve over the same bars; the first starts from the initial cash.
    func returns(
        _ period: ReturnPeriod, of equity: [Double], initialCash: Double
    ) -> PeriodReturns {
        var bars: [Int] = []
        var current: Int?
        for (day, bar) in zip(days, lastBars) {
            let number = Self.number(period, of: day)
            if number == current {
                bars[bars.count - 1] = bar
            } else {
                bars.append(bar)
                current = number
            }
        }
        var before = initialCash
        let values = bars.map { bar in
            let change = before > 0 ? equity[bar] / before - 1 : .nan
            before = equity[bar]
            return change
        }
        return PeriodReturns(period: period, bars: bars, values: values)
    }

    /// The last bar on or before a day; `nil` where every bar is later.
    func lastBar(upTo day: Int) -> Int? {
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? lastBars[low - 1] : nil
    }
}
