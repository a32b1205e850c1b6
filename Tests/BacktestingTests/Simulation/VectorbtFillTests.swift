import AlmanacCore
import Backtesting
import Foundation
import Testing
import TimeSeries

/// Small random markets that vectorbt 1.2 filled; `make_fill_cases.py` made them.
@Suite("vectorbt fills")
struct VectorbtFillTests {
    private static let cases: [JSON] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = folder.appendingPathComponent("Fixtures/vectorbt_fills.json")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let document = try? JSON.parse(text)
        else { return [] }
        return document["cases"]?.arrayValue ?? []
    }()

    @Test("every order, trade and equity value is vectorbt's")
    func agreement() throws {
        #expect(Self.cases.count >= 100)
        for (index, document) in Self.cases.enumerated() {
            let (market, signals, settings) = Self.inputs(document)
            let simulation = try Simulation.run(market, signals: signals, settings: settings)
            if let difference = Self.difference(simulation, document) {
                Issue.record("case \(index): \(difference)")
            }
        }
    }

    private static func inputs(_ document: JSON) -> (Market, Signals, ExecutionSettings) {
        func numbers(_ key: String) -> [Double] {
            (document[key]?.arrayValue ?? []).map { $0.doubleValue ?? .nan }
        }
        func level(_ key: String) -> Signals.Level {
            if let value = document[key]?.doubleValue { return .scalar(value) }
            return document[key]?.arrayValue == nil ? .none : .series(numbers(key))
        }
        let close = numbers("close")
        let market = Market(
            times: close.indices.map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) },
            open: numbers("open"), high: numbers("high"), low: numbers("low"), close: close)
        let flags = (document["signals"]?.arrayValue ?? []).map {
            ($0.stringValue ?? "").map { $0 == "1" }
        }
        var signals = Signals(entries: flags[0], exits: flags[1])
        if flags.count == 4 { (signals.shortEntries, signals.shortExits) = (flags[2], flags[3]) }
        signals.size = level("size")
        signals.takeProfit = level("target")
        if document["trailing"]?.boolValue == true {
            signals.trailingStop = level("stop")
        } else {
            signals.stopLoss = level("stop")
        }
        var settings = ExecutionSettings()
        settings.fillRules = .vectorbt
        settings.initialCash = document["initial_cash"]?.doubleValue ?? 0
        settings.fees = document["fees"]?.doubleValue ?? 0
        settings.fixedFees = document["fixed_fees"]?.doubleValue ?? 0
        settings.slippage = document["slippage"]?.doubleValue ?? 0
        let lot = document["lot_size"]?.doubleValue ?? 0
        settings.lotSize = lot > 0 ? lot : nil
        settings.direction = .init(rawValue: document["direction"]?.stringValue ?? "") ?? .both
        settings.executionPrice =
            .init(rawValue: document["execution_price"]?.stringValue ?? "") ?? .close
        return (market, signals, settings)
    }

    private static func difference(_ simulation: Simulation, _ document: JSON) -> String? {
        let orders = document["orders"]?.arrayValue ?? []
        for (index, (want, have)) in zip(orders, simulation.orders).enumerated() {
            let row = want.arrayValue ?? []
            let same =
                row[0].intValue == have.bar && row[1].stringValue == have.side.rawValue
                && agrees(row[2].doubleValue, have.size)
                && agrees(row[3].doubleValue, have.price)
                && agrees(row[4].doubleValue, have.fees)
            if !same { return "order \(index) is \(have), expected \(want)" }
        }
        if orders.count != simulation.orders.count {
            return "\(simulation.orders.count) orders, expected \(orders.count)"
        }
        let trades = document["trades"]?.arrayValue ?? []
        if trades.count != simulation.trades.count {
            return "\(simulation.trades.count) trades, expected \(trades.count)"
        }
        for (index, (want, have)) in zip(trades, simulation.trades).enumerated() {
            let row = want.arrayValue ?? []
            let same =
                row[0].intValue == have.entryBar && row[1].intValue == have.exitBar
                // Without a last close an open trade has no value in vectorbt.
                && abs((row[2].doubleValue ?? have.pnl) - have.pnl) <= 1e-8 + 1e-9 * abs(have.pnl)
            if !same { return "trade \(index) is \(have), expected \(want)" }
        }
        let equity = (document["equity"]?.arrayValue ?? []).map { $0.doubleValue ?? .nan }
        for (bar, (want, have)) in zip(equity, simulation.equity).enumerated()
        where !(abs(want - have) <= 1e-8 + 1e-9 * abs(want)) {
            return "equity at bar \(bar) is \(have), expected \(want)"
        }
        return nil
    }
}
