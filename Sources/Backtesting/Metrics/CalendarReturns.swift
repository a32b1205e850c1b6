import TimeSeries

/// Returns by calendar day, month and year of the bars' starts (UTC).
///
/// - Missing: a period whose equity before it is zero or below has no return and is left out.
/// - Complexity: O(n) time; a date is computed once for each month, not for each bar.
struct CalendarReturns {
    private(set) var months: [PeriodReturn] = []
    private(set) var years: [PeriodReturn] = []
    private(set) var bestDay: Double?
    private(set) var worstDay: Double?

    private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    /// Measures an equity curve.
    init(_ equity: [Double], times: [Timestamp], initialCash: Double) {
        guard let start = times.first, let end = equity.last else { return }
        var day = Self.day(start)
        var month = CivilMonth(day: day)
        var nextMonth = month.next.firstDay
        var (beforeDay, beforeMonth, beforeYear) = (initialCash, initialCash, initialCash)
        // The bounds of the day in force, so that most bars need no division.
        var bounds = Self.bounds(day)
        var bar = 0
        var expected = 1
        while true {
            let next = Self.firstBar(after: bar, notIn: bounds, expected: expected, times)
            expected = next - bar
            bar = next
            guard bar < equity.count else { break }
            let today = Self.day(times[bar])
            guard today != day else { continue }
            let last = equity[bar - 1]
            closeDay(beforeDay, last)
            beforeDay = last
            day = today
            bounds = Self.bounds(day)
            guard today >= nextMonth else { continue }
            closeMonth(month, beforeMonth, last)
            beforeMonth = last
            let new = CivilMonth(day: today)
            if new.year != month.year {
                closeYear(month.year, beforeYear, last)
                beforeYear = last
            }
            month = new
            nextMonth = month.next.firstDay
        }
        closeDay(beforeDay, end)
        closeMonth(month, beforeMonth, end)
        closeYear(month.year, beforeYear, end)
    }

    private static func day(_ time: Timestamp) -> Int {
        let (days, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: nanosecondsPerDay)
        return Int(days) - (rest < 0 ? 1 : 0)
    }

    /// The first bar after one that does not start within a day, or the count; times ascend.
    ///
    /// - Parameter expected: How many bars on it may be, as on the day before: far-off times are
    ///   not in any cache, and so each of them that is looked at counts.
    /// - Complexity: O(log n) time for n bars of the day, O(1) where the expectation holds.
    private static func firstBar(
        after bar: Int, notIn day: Range<Int64>, expected: Int, _ times: [Timestamp]
    ) -> Int {
        func isInDay(_ bar: Int) -> Bool {
            bar < times.count && day.contains(times[bar].nanoseconds)
        }
        // What lies between two bars of a day is of the day too.
        var known = bar
        var end = bar + expected
        if isInDay(end - 1) { known = end - 1 } else { end -= 1 }
        var step = 1
        while isInDay(end) {
            (known, end) = (end, end + step)
            step *= 2
        }
        end = max(end, known + 1)
        while end - known > 1 {
            let middle = known + (end - known) / 2
            if isInDay(middle) { known = middle } else { end = middle }
        }
        return min(end, times.count)
    }

    /// The moments of a day, or none where they cannot be written down whole.
    private static func bounds(_ day: Int) -> Range<Int64> {
        let (start, overflow) = Int64(day).multipliedReportingOverflow(by: nanosecondsPerDay)
        return overflow || start > .max - nanosecondsPerDay
            ? 0..<0 : start..<(start + nanosecondsPerDay)
    }

    private mutating func closeDay(_ before: Double, _ last: Double) {
        guard before > 0 else { return }
        let change = last / before - 1
        bestDay = max(bestDay ?? change, change)
        worstDay = min(worstDay ?? change, change)
    }

    private mutating func closeMonth(_ month: CivilMonth, _ before: Double, _ last: Double) {
        guard before > 0 else { return }
        months.append(
            PeriodReturn(
                year: month.year, month: month.month, returnFraction: last / before - 1))
    }

    private mutating func closeYear(_ year: Int, _ before: Double, _ last: Double) {
        guard before > 0 else { return }
        years.append(PeriodReturn(year: year, month: nil, returnFraction: last / before - 1))
    }
}
