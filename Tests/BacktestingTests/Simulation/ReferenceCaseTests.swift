import AlmanacCore
import Backtesting
import TestSupport
import Testing

/// Runs the reference cases' own signals and compares with what vectorbt made of them.
///
/// Cases that resample first belong to the tests of the whole path.
@Suite("Reference cases", .requiresSharedData)
struct ReferenceCaseTests {
    static let resampled = ["keltner_month_IXIC", "keltner_week_SPX"]
    static let names = ReferenceCases.names.filter { !resampled.contains($0) }

    @Test("orders, trades, equity and metrics agree with vectorbt", arguments: names)
    func agreement(name: String) throws {
        let reference = try ReferenceCase(name)
        let expected = try #require(reference.document["expected"])
        #expect(reference.market.count == expected["bars"]?.intValue)
        let simulation = try Simulation.run(
            reference.market, signals: reference.signals, settings: reference.settings)
        for difference in differences(simulation, reference.market, expected) {
            Issue.record("\(name): \(difference)")
        }
    }

    private func differences(
        _ simulation: Simulation, _ market: Market, _ expected: JSON
    ) -> [String] {
        let trades = expected["trades"]?.arrayValue ?? []
        if trades.count != simulation.trades.count {
            let first = zip(trades, simulation.trades).enumerated().first { _, pair in
                pair.0["entry_bar"]?.intValue != pair.1.entryBar
                    || pair.0["exit_bar"]?.intValue != pair.1.exitBar
            }
            return [
                "\(simulation.trades.count) trades, expected \(trades.count); first other: "
                    + "\(String(describing: first))"
            ]
        }
        for (index, (want, have)) in zip(trades, simulation.trades).enumerated() {
            let same =
                want["direction"]?.stringValue == have.direction.rawValue
                && want["status"]?.stringValue == have.status.rawValue
                && want["entry_bar"]?.intValue == have.entryBar
                && want["exit_bar"]?.intValue == have.exitBar
                && agrees(want["size"]?.doubleValue, have.size)
                && agrees(want["entry_price"]?.doubleValue, have.entryPrice)
                && agrees(want["exit_price"]?.doubleValue, have.exitPrice)
                && agrees(want["pnl"]?.doubleValue, have.pnl)
                && agrees(want["return"]?.doubleValue, have.returnFraction)
            if !same { return ["trade \(index): \(have), expected \(want)"] }
        }
        let equity = (expected["equity"]?.arrayValue ?? []).map { $0.doubleValue ?? .nan }
        if equity.count != simulation.equity.count { return ["equity has another length"] }
        for (bar, (want, have)) in zip(equity, simulation.equity).enumerated()
        where !(abs(want - have) <= 1e-8 + 1e-8 * abs(want)) {
            return ["equity at bar \(bar): \(have), expected \(want)"]
        }
        let metrics = Metrics(of: simulation, in: market)
        return (expected["metrics"]?.objectValue?.members ?? []).compactMap { key, value in
            let name = Metric.Name(rawValue: key)
            let have = name.flatMap { metrics.value($0) }
            let want = key == "max_drawdown" ? value.doubleValue.map(abs) : value.doubleValue
            return agrees(want, have)
                ? nil : "\(key) \(String(describing: have)), expected \(String(describing: want))"
        }
    }
}
