import Agents
import AlmanacCore
import Backtesting
import Testing
import TimeSeries

/// Days that are counted, against what the dates of the bundled prices say when looked at whole.
@Suite struct TradingDayTests {
    private static let dates: [CivilDate] = (PlannedRunTests.prices?.times ?? []).map {
        CivilDate(daysSinceEpoch: Int($0.nanoseconds / 86_400_000_000_000))
    }

    /// The places of a bar in its period, from the beginning and from the end.
    private struct Place {
        var first: Int
        var last: Int
    }

    private static let calendar = TradingCalendar.newYork

    /// Whether a day is one of trading by what is known beforehand: mourning and storms are not.
    private static func isPlanned(_ date: CivilDate) -> Bool {
        if date.weekday == .saturday || date.weekday == .sunday { return false }
        return !calendar.holidays.contains { rule in
            [date.year, date.year + 1].contains { rule.observed(in: $0) == date }
        }
    }

    /// The places of all bars in periods that a key tells apart: those from the beginning by the
    /// bars there have been, those from the end by what is planned.
    private static func places(_ key: (CivilDate) -> Int) -> [Place] {
        var found: [Place] = []
        for bar in dates.indices {
            let period = key(dates[bar])
            let isNew = bar == 0 || key(dates[bar - 1]) != period
            var left = 0
            var next = dates[bar].adding(days: 1)
            while key(next) == period, left < 12 {
                if isPlanned(next) { left += 1 }
                next = next.adding(days: 1)
            }
            found.append(Place(first: isNew ? 1 : found[bar - 1].first + 1, last: -left - 1))
        }
        return found
    }

    @Test("what is planned of the days to come has come but for eleven days")
    func plannedDays() {
        let known = Set(Self.dates)
        var day = Self.dates[0]
        var missing: [CivilDate] = []
        while let last = Self.dates.last, day < last {
            if Self.isPlanned(day) != known.contains(day) { missing.append(day) }
            day = day.adding(days: 1)
        }
        #expect(missing.allSatisfy { Self.calendar.closures.contains($0) })
    }

    private static let months = places { $0.year * 12 + $0.month }
    private static let quarters = places { $0.year * 4 + $0.quarter }
    private static let years = places { $0.year }
    // Day 0 was a Thursday.
    private static let weeks = places { ($0.daysSinceEpoch + 3) / 7 }

    /// The plan of a sentence, which its own words give again.
    private func reading(_ sentence: String) throws -> SentenceReading {
        let plan = try PlanGolden.planner.plan(sentence)
        let reading = try #require(plan.reading, "\(sentence)")
        let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
        #expect(again.definition["code"] == reading.definition["code"], "\(reading.understood)")
        #expect(again.understood == reading.understood)
        return reading
    }

    /// Runs a plan beside two conditions on each bar that say when it is bought and sold, with
    /// orders at the close of the bar that they hold on.
    private func expect(
        _ sentence: String, buys: (Int) -> Bool, sells: (Int) -> Bool, atLeast count: Int = 20
    ) throws {
        let run = try PlannedRunTests.run(try reading(sentence))
        var orders: [Int] = []
        var isIn = false
        // The last period is not over where the prices end.
        let end = Self.dates.count - 70
        for bar in 0..<end where buys(bar) != sells(bar) {
            if isIn ? sells(bar) : buys(bar) {
                orders.append(bar)
                isIn.toggle()
            }
        }
        let found = run.simulation.orders.map(\.bar).filter { $0 < end }
        #expect(orders.count >= count, "\(sentence): \(orders.count)")
        let first = zip(found, orders).first { $0 != $1 }
        #expect(found == orders, "\(sentence): \(first.map { Self.dates[min($0, $1)] } as Any)")
    }

    @Test("the last trading day of a month and the third of the next")
    func monthTurn() throws {
        try expect(
            "buy spx on the last trading day of the month and sell on the 3rd trading day of "
                + "next month",
            buys: { Self.months[$0].last == -1 }, sells: { Self.months[$0].first == 3 },
            atLeast: 200)
        func isIn(_ bar: Int) -> Bool {
            Self.months[bar].last == -1 || Self.months[bar].first < 3
        }
        try expect(
            "turn of the month: long SPX from the last trading day of the month to the third "
                + "trading day of the next month",
            buys: isIn, sells: { !isIn($0) }, atLeast: 200)
    }

    @Test("the first trading day of a month, held for four days")
    func firstDay() throws {
        try expect(
            "long SPX on the first trading day of each month, hold 4 days",
            buys: { Self.months[$0].first == 1 }, sells: { Self.months[$0].first == 5 },
            atLeast: 200)
    }

    @Test("the last five trading days of a quarter are held from the close before them")
    func quarterEnd() throws {
        try expect(
            "Long SPX in the last 5 trading days of each quarter",
            buys: { (-6 ... -2).contains(Self.quarters[$0].last) },
            sells: { !(-6 ... -2).contains(Self.quarters[$0].last) }, atLeast: 80)
    }

    @Test(
        "places from the end of each period",
        arguments: [1, 2, 3, 4, 5, 8])
    func ends(place: Int) throws {
        let name = place == 1 ? "last" : "\(place)th last"
        try expect(
            "buy SPX on the \(name) trading day of the month, sell on the first trading day of "
                + "the month",
            buys: { Self.months[$0].last == -place }, sells: { Self.months[$0].first == 1 },
            atLeast: 200)
        try expect(
            "buy SPX on the \(name) trading day of the year, sell on the first trading day of "
                + "the year",
            buys: { Self.years[$0].last == -place }, sells: { Self.years[$0].first == 1 })
        guard place < 3 else { return }
        try expect(
            "buy SPX on the \(name) trading day of the week, sell on the first trading day of "
                + "the week",
            buys: { Self.weeks[$0].last == -place && Self.weeks[$0].first != 1 },
            sells: { Self.weeks[$0].first == 1 && Self.weeks[$0].last != -place }, atLeast: 200)
    }

    @Test("the last trading day of one month")
    func namedMonth() throws {
        try expect(
            "sell SPX at the end of april, buy at the start of november",
            buys: { Self.months[$0].first == 1 && Self.dates[$0].month == 11 },
            sells: { Self.months[$0].last == -1 && Self.dates[$0].month == 4 })
    }

    @Test("a day on which a span is sold is none on which it is bought")
    func spans() throws {
        try expect(
            "buy SPX in december, sell on the last trading day of the year",
            buys: { Self.dates[$0].month == 12 && Self.years[$0].last != -1 },
            sells: { Self.years[$0].last == -1 })
    }

    /// The first bars on a day or just after it.
    private static func reached(_ day: (CivilDate) -> Int) -> Set<Int> {
        Set(
            dates.indices.dropFirst().filter { bar in
                func count(_ date: CivilDate) -> Int {
                    date.year * 12 + date.month + (date.day >= day(date) ? 1 : 0)
                }
                return count(dates[bar]) > count(dates[bar - 1])
            })
    }

    /// The day of the month of the nth of a day of the week.
    private static func nth(_ count: Int, _ weekday: Weekday, of date: CivilDate) -> Int {
        let days = (1...date.monthLength).filter {
            CivilDate(year: date.year, month: date.month, day: $0)?.weekday == weekday
        }
        return count > 0 ? days[count - 1] : days[days.count + count]
    }

    @Test("the third Friday and the Friday after, the last Friday and the first Tuesday")
    func weekdays() throws {
        let third = Self.reached { Self.nth(3, .friday, of: $0) }
        try expect(
            "Buy SPX on the 3rd Friday of each month, sell the Friday after",
            buys: { third.contains($0) },
            sells: { Self.dates[$0].weekday == .friday && !third.contains($0) }, atLeast: 200)
        let last = Self.reached { Self.nth(-1, .friday, of: $0) }
        let first = Self.reached { Self.nth(1, .tuesday, of: $0) }
        try expect(
            "buy SPX on the last Friday of each month and sell on the first Tuesday of the next "
                + "month",
            buys: { last.contains($0) }, sells: { first.contains($0) }, atLeast: 200)
    }

    @Test("days of the month by number, even days, Friday the 13th")
    func numbers() throws {
        let days = [15, 20].map { day in Self.reached { _ in day } }
        try expect(
            "buy SPX on the 15th of each month, sell on the 20th",
            buys: { days[0].contains($0) }, sells: { days[1].contains($0) }, atLeast: 200)
        try expect(
            "buy on even days of the month, sell on odd days, SPX",
            buys: { Self.dates[$0].day % 2 == 0 }, sells: { Self.dates[$0].day % 2 == 1 },
            atLeast: 1000)
        let eves = Set(
            Self.dates.indices.filter {
                Self.dates[$0].weekday == .thursday && Self.dates[$0].day == 12
            })
        try expect(
            "short spx on every friday the 13th", buys: { eves.contains($0) },
            sells: { !eves.contains($0) })
    }

    @Test("days beside holidays are those beside gaps of the calendar")
    func holidays() throws {
        /// Whether the weekday behind a day is a holiday by rule.
        func isEve(_ bar: Int) -> Bool {
            let date = Self.dates[bar]
            return !Self.isPlanned(date.adding(days: date.weekday == .friday ? 3 : 1))
        }
        try expect(
            "buy SPX the day before a holiday, sell the day after", buys: isEve,
            sells: { $0 > 0 && isEve($0 - 1) && !isEve($0) }, atLeast: 150)
        try expect(
            "buy SPX the day before Thanksgiving and sell the day after Thanksgiving",
            buys: { isEve($0) && Self.dates[$0].month == 11 },
            sells: { $0 > 0 && isEve($0 - 1) && Self.dates[$0].month == 11 })
    }

    @Test("years of the presidential term")
    func terms() throws {
        try expect(
            "hold spx only in the 3rd year of the presidential cycle",
            buys: { [1999, 2003, 2007, 2011, 2015, 2019, 2023].contains(Self.dates[$0].year) },
            sells: { ![1999, 2003, 2007, 2011, 2015, 2019, 2023].contains(Self.dates[$0].year) },
            atLeast: 8)
    }

    @Test(
        "what is not told beforehand, or leaves open when it is sold, is asked about",
        arguments: [
            "buy MSFT on the first day of each month",
            "buy DAX on the last trading day of the month, sell on the 3rd trading day of "
                + "the month",
            "buy SPX on Fridays, sell on Fridays",
            "buy BTC the day before Thanksgiving, sell the day after Thanksgiving",
            "on weekly bars buy SPX on the last trading day of the month, sell after 2 weeks",
            "santa claus rally: buy SPX on July 4, sell on August 1",
        ])
    func open(sentence: String) throws {
        #expect(((try? PlanGolden.planner.plan(sentence)) ?? nil)?.reading == nil, "\(sentence)")
    }
}
