import AlmanacCore
import Backtesting
import TestSupport
import Testing
import TimeSeries

@Suite("Tear sheet figures")
struct TearSheetFigureTests {
    private static let day: Int64 = 86_400_000_000_000

    private func times(_ count: Int, from day: Int = 0, step: Int64 = day) -> [Timestamp] {
        (0..<count).map { Timestamp(nanoseconds: Int64(day) * Self.day + Int64($0) * step) }
    }

    private func sheet(_ equity: [Double], from day: Int = 0) -> TearSheet {
        TearSheet(
            equity: equity, benchmark: equity.map { _ in 100 },
            times: times(equity.count, from: day),
            initialCash: 100, barsPerYear: 252)
    }

    @Test("every figure has words and one group, and its key is not repeated")
    func definitions() {
        for name in SheetFigure.Name.allCases {
            #expect(!name.title.isEmpty && name.title != name.rawValue, "\(name)")
            #expect(name.explanation.hasSuffix(".") || name.explanation.hasSuffix(")"), "\(name)")
        }
        let titles = SheetFigure.Name.allCases.map(\.title)
        #expect(Set(titles).count == titles.count)
    }

    @Test(
        "no, one and two bars, nothing left, and no change have reasons instead of figures",
        arguments: [
            [], [100], [100, 100], [100, 0, 0, 50], [100, 100, 100, 100], [90], [100, 101],
        ])
    func undefined(equity: [Double]) {
        let sheet = sheet(equity)
        for figure in sheet.strategy.figures + sheet.benchmark.figures + sheet.against {
            #expect((figure.value == nil) == (figure.reason != nil), "\(figure.name)")
            #expect(figure.value?.isFinite != false)
            #expect(figure.reason?.hasSuffix(".") != false)
        }
        #expect(
            sheet.strategy.figures.map(\.name)
                == SheetFigure.Name.allCases.filter { $0.group != .against }.sorted(by: order))
    }

    /// The order in which a column shows figures, which need not be that of the keys.
    private func order(_ left: SheetFigure.Name, _ right: SheetFigure.Name) -> Bool {
        let names = sheet([100, 101]).strategy.figures.map(\.name)
        return (names.firstIndex(of: left) ?? 0) < (names.firstIndex(of: right) ?? 0)
    }

    @Test("a strategy that is twice the benchmark has beta 2, R² 1 and no alpha")
    func line() throws {
        var generator = SeededGenerator(seed: 7)
        let changes = (0..<300).map { _ in Double.random(in: -0.02...0.02, using: &generator) }
        func curve(_ scale: Double) -> [Double] {
            var value = 100.0
            return changes.map { change in
                value *= 1 + scale * change
                return value
            }
        }
        let sheet = TearSheet(
            equity: curve(2), benchmark: curve(1), times: times(300), initialCash: 100,
            barsPerYear: 252)
        let (beta, alpha) = (try #require(sheet[.beta]?.value), try #require(sheet[.alpha]?.value))
        #expect(abs(beta - 2) < 1e-9 && abs(alpha) < 1e-9)
        #expect(sheet[.rSquared]?.value.map { abs($0 - 1) < 1e-9 } == true)
        #expect(sheet[.treynor]?.value != nil && sheet[.trackingError]?.value != nil)
    }

    @Test("rolling figures are those of each window by itself", arguments: [2, 7, 60])
    func rolling(window: Int) {
        var generator = SeededGenerator(seed: UInt64(window))
        // Longer than a renewal, with stretches that do not vary.
        let x = (0..<9_000).map { bar in
            bar % 500 < 80 ? 0 : Double.random(in: -0.03...0.03, using: &generator)
        }
        let y = x.map { 0.5 * $0 + Double.random(in: -0.01...0.01, using: &generator) }
        let volatility = RollingSeries.volatility(x, window: window, barsPerYear: 252)
        let sortino = RollingSeries.sortino(x, window: window, barsPerYear: 252)
        let beta = RollingSeries.beta(y, on: x, window: window)
        #expect(volatility.prefix(window - 1).allSatisfy { $0.isNaN })
        for bar in stride(from: window - 1, to: x.count, by: 13) {
            let (a, b) = (Array(x[(bar - window + 1)...bar]), Array(y[(bar - window + 1)...bar]))
            let size = Double(window)
            let (meanA, meanB) = (a.reduce(0, +) / size, b.reduce(0, +) / size)
            let squares = a.reduce(0) { $0 + ($1 - meanA) * ($1 - meanA) }
            let products = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
            let down = a.reduce(0) { $0 + ($1 < 0 ? $1 * $1 : 0) }
            #expect(agrees(volatility[bar], (squares / (size - 1) * 252).squareRoot()))
            let isFlat = Set(a).count == 1
            #expect(agrees(beta[bar], isFlat ? .nan : products / squares))
            #expect(
                agrees(
                    sortino[bar],
                    down > 0 ? meanA / (down / size).squareRoot() * 252.0.squareRoot() : .nan))
        }
    }

    private func agrees(_ value: Double, _ expected: Double) -> Bool {
        value.isNaN && expected.isNaN || abs(value - expected) <= 1e-9 * max(1, abs(expected))
    }

    @Test("weeks begin on Mondays, before 1970 too")
    func weeks() {
        // 1969-12-22 was a Monday, day -10.
        let sheet = sheet((0..<28).map { 100 + Double($0) }, from: -10)
        let weeks = sheet.strategy.returns(of: .week)
        #expect(weeks.bars == [6, 13, 20, 27])
        #expect(sheet.strategy.returns(of: .year).bars == [9, 27])
        #expect(sheet.strategy.returns(of: .day).bars.count == 28)
    }

    @Test("returns of every length of the calendar compound to the total return")
    func compounding() throws {
        var generator = SeededGenerator(seed: 11)
        var value = 100.0
        let equity = (0..<1_000).map { _ in
            value *= 1 + Double.random(in: -0.05...0.05, using: &generator)
            return value
        }
        let column = TearSheet(
            equity: equity, benchmark: equity, times: times(1_000, step: Self.day / 3),
            initialCash: 100, barsPerYear: 252
        ).strategy
        let whole = try #require(column.value(.totalReturn))
        for returns in column.periods {
            let total = returns.values.reduce(1) { $0 * (1 + $1) } - 1
            #expect(agrees(total, whole), "\(returns.period)")
        }
        #expect(column.returns(of: .day).bars.count == 334)
    }

    @Test("recent returns start at the last close on or before the day, and need one")
    func trailing() {
        // 2020-01-01 is day 18,262; the last bar is 2020-04-09.
        let column = sheet((0..<100).map { 100 + Double($0) }, from: 18_262).strategy
        #expect(column.value(.monthToDate).map { agrees($0, 199.0 / 190 - 1) } == true)
        #expect(column.value(.threeMonths).map { agrees($0, 199.0 / 108 - 1) } == true)
        #expect(column.value(.yearToDate).map { agrees($0, 0.99) } == true)
        #expect(column.value(.sixMonths) == nil && column.value(.tenYears) == nil)
        #expect(column[.oneYear]?.reason == "The run is shorter than that.")
    }

    @Test("drawdowns are counted with their days, the last one unfinished")
    func drawdowns() {
        let column = sheet([100, 90, 100, 120, 60, 90, 120, 119, 110]).strategy
        #expect(column.value(.drawdownCount) == 3)
        #expect(column.value(.averageDrawdownDays).map { agrees($0, 7.0 / 3) } == true)
        #expect(column.value(.longestDrawdownDays) == 3)
        #expect(
            column.value(.averageDrawdown).map { agrees($0, (0.1 + 0.5 + 10.0 / 120) / 3) } == true)
    }

    @Test("outliers lie beyond the whiskers, and nothing is lost")
    func spread() throws {
        let values = [0.01, 0.02, 0.03, 0.04, 0.05, 0.5, -0.6, .nan]
        let spread = try #require(
            ReturnSpread(
                PeriodReturns(period: .month, bars: Array(values.indices), values: values)))
        #expect(spread.count == 7 && spread.outliers == [-0.6, 0.5])
        #expect(spread.whiskers == 0.01...0.05)
        #expect(spread.quantiles[3] == 0.03)
        #expect(ReturnSpread(PeriodReturns(period: .day, bars: [], values: [])) == nil)
    }
}
