import Agents
import AlmanacCore
import Backtesting
import Testing
import TimeSeries

/// When strategies trade that follow the calendar or bars longer than a day.
@Suite struct CalendarFillTests {
    /// The days of the week, Monday being 0, on which positions of a request began and ended.
    private func days(_ sentence: String) throws -> (entries: Set<Int>, exits: Set<Int>) {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        let run = try PlannedRunTests.run(reading)
        let times = try #require(PlannedRunTests.prices).times
        func day(_ bar: Int) -> Int { Int((times[bar].nanoseconds / 86_400_000_000_000 + 3) % 7) }
        let closed = run.simulation.trades.filter { $0.status == .closed }
        #expect(closed.count > 100)
        return (Set(closed.map { day($0.entryBar) }), Set(closed.map { day($0.exitBar) }))
    }

    @Test("days that the sentence names are those on which orders fill")
    func named() throws {
        let found = try days("what if I bought SPX every Monday and sold it Friday")
        #expect(found.entries == [0])
        #expect(found.exits == [4])
    }

    @Test("a position on one day alone is held from the close before to its own")
    func alone() throws {
        for sentence in ["long SPX on Fridays", "buy SPX on Fridays", "short SPX on fridays"] {
            let found = try days(sentence)
            #expect(found.entries == [3])
            // Where Friday is a holiday the position ends on the next day of trading.
            #expect(found.exits.isSubset(of: [4, 0, 1]))
        }
    }

    @Test("a day alone is asked about where every day has a bar")
    func coins() throws {
        #expect(try PlanGolden.planner.plan("long BTC on Mondays").reading == nil)
    }

    @Test(
        "weeks and months in a row are looked at on bars of their own",
        arguments: [
            ("buy SPX after 3 down weeks, hold 4 weeks", Frequency.week1, [3.0, 4]),
            ("buy AAPL after 2 down months, sell after an up month", .month1, [2, 1]),
            ("buy AAPL after 3 down days, hold 4 days", .day1, [3, 4]),
        ])
    func streaks(sentence: String, frequency: Frequency, counts: [Double]) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.frequency == frequency)
        let parameters = reading.definition["param_schema"]?.objectValue?.members ?? []
        let found = parameters.compactMap { $0.value["default"]?.doubleValue }
        #expect(found == counts)
    }

    @Test(
        "days of the year are the first days of trading from them on",
        arguments: [
            ("buy SPX each year on 1 October and sell 31 December", 1001, 1231),
            ("buy SPX on Dec 24 sell on Jan 3rd", 1224, 103),
            ("short SPX on May 1st, cover on October 31", 501, 1031),
        ])
    func dates(sentence: String, first: Int, last: Int) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
        #expect(again.definition["code"] == reading.definition["code"])
        let times = try #require(PlannedRunTests.prices).times
        let days = times.map { time in
            let date = CivilDate(daysSinceEpoch: Int(time.nanoseconds / 86_400_000_000_000))
            return date.month * 100 + date.day
        }
        /// Whether a bar is the first from a day of the year on.
        func begins(_ bar: Int, _ day: Int) -> Bool {
            let isAfter = days[bar] >= day
            let wasBefore = days[bar - 1] < day || days[bar - 1] > days[bar]
            return isAfter && wasBefore || days[bar] < days[bar - 1] && days[bar - 1] < day
        }
        let trades = try PlannedRunTests.run(reading).simulation.trades
            .filter { $0.status == .closed }
        #expect(trades.count > 15)
        // The first may begin where the prices do.
        for trade in trades.dropFirst() {
            #expect(begins(trade.entryBar, first), "\(days[trade.entryBar])")
            #expect(begins(trade.exitBar, last), "\(days[trade.exitBar])")
        }
    }

    @Test("a day of the year without an exit, and one of one year alone, are asked about")
    func openDates() throws {
        for sentence in ["buy SPX Oct 1", "buy SPX on 1 October 2010, sell at 5% profit"] {
            #expect(try PlanGolden.planner.plan(sentence).reading == nil, "\(sentence)")
        }
    }

    @Test("lengths that may be days are asked about on bars of a month")
    func longLengths() throws {
        let monthly = "buy AAPL when its close is above SMA200, on monthly bars"
        #expect(try PlanGolden.planner.plan(monthly).reading == nil)
        let named = "buy AAPL when it is above its 200-day average, on monthly bars"
        #expect(try PlanGolden.planner.plan(named).reading != nil)
    }
}
