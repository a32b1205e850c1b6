import AlmanacCore
import Backtesting
import Foundation
import TestSupport
import Testing
import TimeSeries

/// The tear sheet beside QuantStats over the same returns, which
/// `Scripts/reference/make_quantstats_golden.py` recorded.
@Suite("Tear sheet beside QuantStats")
struct TearSheetTests {
    /// The equity of a case and of its benchmark, which both begin with 1.
    private struct Curves {
        var times: [Timestamp]
        var own: [Double]
        var held: [Double]

        /// The curves of a case from its first day on.
        init(_ name: String, from first: String?) throws {
            let start = try #require(first.flatMap { Timestamp(iso8601: $0) })
            let symbols = name.split(separator: " ")
            let own = try Self.closes(symbols[0] == "timed" ? "SPX" : String(symbols[0]))
            let held = Dictionary(
                uniqueKeysWithValues: try Self.closes(String(symbols[2])).map { ($0.0, $0.1) })
            let shared = own.filter { held[$0.0] != nil && $0.0 >= start }
            times = shared.map(\.0)
            self.held = Self.growth(shared.map { held[$0.0] ?? .nan })
            self.own = Self.growth(shared.map(\.1))
            guard symbols[0] == "timed" else { return }
            var value = 1.0
            let changes = EquitySeries.returns(self.own, initialCash: 1)
            self.own = changes.enumerated().map { bar, change in
                value *= (bar / 40).isMultiple(of: 2) ? 1 + change : 1
                return value
            }
        }

        private static func closes(_ symbol: String) throws -> [(Timestamp, Double)] {
            let frame = try SampleRuns.frame(symbol)
            return Array(zip(frame.times, try #require(frame["close"])))
        }

        private static func growth(_ closes: [Double]) -> [Double] {
            closes.map { $0 / closes[0] }
        }
    }

    private func document() throws -> JSON {
        let path = PackageRoot.path + "/Tests/Golden/quantstats.json"
        return try JSON.parse(try String(contentsOfFile: path, encoding: .utf8))
    }

    private func agrees(_ value: Double?, _ expected: Double?) -> Bool {
        guard let value, let expected else { return value == nil && expected == nil }
        return abs(value - expected) <= 1e-8 * max(1e-3, abs(expected))
    }

    /// Figures that QuantStats defines otherwise; the tests below say how they hang together.
    private static let otherwise: Set<String> = [
        "treynor_ratio", "information_ratio", "ulcer_index", "ulcer_performance_index",
        "serenity_index", "recovery_factor", "risk_of_ruin", "gain_to_pain_monthly",
        "outlier_win_ratio", "exposure", "rolling_volatility", "rolling_sortino", "rolling_beta",
    ]

    private static let cases = ["SPX beside IXIC", "AAPL beside SPX", "timed beside SPX"]

    private func sheet(_ curves: Curves) -> TearSheet {
        let changed = EquitySeries.returns(curves.own, initialCash: 1).filter { $0 != 0 }.count
        return TearSheet(
            equity: curves.own, benchmark: curves.held, times: curves.times, initialCash: 1,
            barsPerYear: 252, exposure: Double(changed) / Double(curves.own.count))
    }

    private func value(_ sheet: TearSheet, _ key: String) throws -> Double? {
        let name = try #require(SheetFigure.Name(rawValue: key))
        return name.group == .against ? sheet[name]?.value : sheet.strategy.value(name)
    }

    @Test(
        "every figure agrees with QuantStats, or with pandas where it is defined otherwise",
        arguments: cases)
    func figures(name: String) throws {
        let recorded = try #require(try document()["cases"]?[name])
        let curves = try Curves(name, from: recorded["first"]?.stringValue)
        #expect(curves.own.count == recorded["bars"]?.intValue)
        let sheet = sheet(curves)
        var checked: Set<String> = []
        for (key, expected) in recorded["quantstats"]?.objectValue?.members ?? []
        where !Self.otherwise.contains(key) {
            let own = try value(sheet, key)
            #expect(agrees(own, expected.doubleValue), "\(key): \(own ?? .nan)")
            checked.insert(key)
        }
        let spreads = ["median_week", "quantile_5_month", "quartile_3_year"]
        for (key, expected) in recorded["pandas"]?.objectValue?.members ?? []
        where !spreads.contains(key) {
            let own = try value(sheet, key)
            #expect(agrees(own, expected.doubleValue), "\(key): \(own ?? .nan)")
            checked.insert(key)
        }
        #expect(
            checked == Set(SheetFigure.Name.allCases.map(\.rawValue)),
            "every figure is checked against one or the other")
    }

    @Test("quantiles by period agree with pandas", arguments: cases)
    func spreads(name: String) throws {
        let document = try #require(try document()["cases"]?[name])
        let recorded = try #require(document["pandas"])
        let sheet = sheet(try Curves(name, from: document["first"]?.stringValue))
        func quantile(_ period: ReturnPeriod, _ place: Int) -> Double? {
            ReturnSpread(sheet.strategy.returns(of: period))?.quantiles[place]
        }
        #expect(agrees(quantile(.week, 3), recorded["median_week"]?.doubleValue))
        #expect(agrees(quantile(.month, 1), recorded["quantile_5_month"]?.doubleValue))
        #expect(agrees(quantile(.year, 4), recorded["quartile_3_year"]?.doubleValue))
    }

    @Test(
        "what QuantStats defines otherwise follows from the figures by its definition",
        arguments: cases)
    func translations(name: String) throws {
        let document = try #require(try document()["cases"]?[name])
        let recorded = try #require(document["quantstats"])
        let curves = try Curves(name, from: document["first"]?.stringValue)
        let sheet = sheet(curves)
        let column = sheet.strategy
        let bars = Double(curves.own.count)
        let returns = EquitySeries.returns(curves.own, initialCash: 1)
        func theirs(_ key: String) -> Double? { recorded[key]?.doubleValue }
        let total = try #require(column.value(.totalReturn))
        let ulcer = try #require(column.value(.ulcerIndex)) * (bars / (bars - 1)).squareRoot()
        // Not made yearly; over n - 1; the total return in place of a yearly one; sums of returns.
        #expect(
            agrees(
                sheet[.informationRatio]?.value.map { $0 / 252.0.squareRoot() },
                theirs("information_ratio")))
        #expect(agrees(ulcer, theirs("ulcer_index")))
        #expect(agrees(total / ulcer, theirs("ulcer_performance_index")))
        #expect(agrees(sheet[.beta]?.value.map { total / $0 }, theirs("treynor_ratio")))
        let fall = try #require(column.value(.maxDrawdown))
        #expect(agrees(abs(returns.reduce(0, +)) / fall, theirs("recovery_factor")))
        // A power of the number of bars, which is nothing whatever the strategy does.
        #expect((theirs("risk_of_ruin") ?? 1) < 1e-300)
        let held = EquitySeries.returns(curves.held, initialCash: 1)
        #expect(
            agrees(
                RollingSeries.volatility(returns, window: 126, barsPerYear: 252).last,
                theirs("rolling_volatility")))
        #expect(
            agrees(
                RollingSeries.sortino(returns, window: 126, barsPerYear: 252).last,
                theirs("rolling_sortino")))
        #expect(
            agrees(
                RollingSeries.beta(returns, on: held, window: 126).last, theirs("rolling_beta")))
    }

    @Test("a run's sheet repeats the run's metrics to the bit, for the benchmark too")
    func metrics() throws {
        let run = try SampleRuns.stops("SPX")
        let sheet = TearSheet(run)
        for name in SheetFigure.Name.allCases {
            guard let metric = Metric.Name(rawValue: name.rawValue) else { continue }
            #expect(sheet.strategy[name]?.value == run.metrics.value(metric), "\(name)")
        }
        #expect(sheet.benchmark.value(.sharpe) == run.metrics.value(.benchmarkSharpe))
        #expect(sheet.benchmark.value(.totalReturn) == run.metrics.value(.benchmarkReturn))
        #expect(sheet.years.map(\.strategy) == run.metrics.yearlyReturns.map(\.returnFraction))
    }

    @Test("the sheet is in the JSON where it is asked for, and nowhere else")
    func json() throws {
        let run = try SampleRuns.run("SPX")
        let plain = run.json()
        #expect(plain["tear_sheet"] == nil && plain["times"] == nil)
        var object = try #require(run.json(including: [.tearSheet]).objectValue)
        let sheet = try #require(object["tear_sheet"])
        object["tear_sheet"] = nil
        #expect(JSON.object(object).text() == plain.text())
        for column in ["strategy", "benchmark"] {
            let figures = try #require(sheet[column]?["figures"]?.objectValue)
            let wanted = SheetFigure.Name.allCases.filter { $0.group != .against }
            #expect(Set(figures.keys) == Set(wanted.map(\.rawValue)))
            #expect(sheet[column]?["returns"]?["year"]?["count"] == 20)
        }
        #expect(sheet["against_benchmark"]?.objectValue?.keys.count == 9)
        #expect(sheet["years"]?.arrayValue?.count == 20)
    }
}
