/// The days that a calendar's rules name, worked out once for the years that are asked for most.
///
/// Bars ask for their session one by one, and a binary search costs far less than the rules.
struct SpecialDays: Sendable, Hashable {
    /// Days without a session on which there would otherwise be one, as days since the epoch.
    private let closed: [Int]
    /// Days that end early, as days since the epoch, and when they end.
    private let early: [Int]
    private let earlySeconds: [Int]
    private let holidays: [HolidayRule]
    private let closures: [CivilDate]
    private let earlyCloses: [EarlyCloseRule]

    private static let years = 1950...2099

    init(holidays: [HolidayRule], closures: [CivilDate], earlyCloses: [EarlyCloseRule]) {
        self.holidays = holidays
        self.closures = closures
        self.earlyCloses = earlyCloses
        var closed = closures.map(\.daysSinceEpoch)
        var early: [Int: Int] = [:]
        // A holiday at the turn of a year may be kept in the year next to its own.
        for year in Self.years.lowerBound - 1...Self.years.upperBound + 1 {
            closed += holidays.compactMap { $0.observed(in: year)?.daysSinceEpoch }
            // Of several rules for a day the first one counts.
            for rule in earlyCloses.reversed() {
                if let date = rule.date(in: year) {
                    early[date.daysSinceEpoch] = rule.closeSecondOfDay
                }
            }
        }
        self.closed = closed.sorted()
        let days = early.sorted { $0.key < $1.key }
        self.early = days.map(\.key)
        earlySeconds = days.map(\.value)
    }

    /// Whether a rule or a single closure takes the session from a date.
    func isClosed(_ date: CivilDate) -> Bool {
        if Self.years.contains(date.year) { return index(of: date, in: closed) != nil }
        return closures.contains(date)
            || (date.year - 1...date.year + 1).contains { year in
                holidays.contains { $0.observed(in: year) == date }
            }
    }

    /// When trading ends on a date, where that is early; in seconds after midnight.
    func earlyClose(on date: CivilDate) -> Int? {
        if Self.years.contains(date.year) {
            return index(of: date, in: early).map { earlySeconds[$0] }
        }
        return earlyCloses.first { $0.date(in: date.year) == date }?.closeSecondOfDay
    }

    private func index(of date: CivilDate, in days: [Int]) -> Int? {
        let day = date.daysSinceEpoch
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low < days.count && days[low] == day ? low : nil
    }
}
