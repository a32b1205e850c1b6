import AlmanacCore
import Backtesting
import Testing
import TimeSeries

/// Runs that are short enough to be worked out by hand.
@Suite("Costs worked out by hand")
struct CostCaseTests {
    private func market(
        open: [Double], close: [Double], volume: [Double]? = nil, days: [Int]? = nil
    ) -> Market {
        let day: Int64 = 86_400_000_000_000
        return Market(
            times: (days ?? Array(0..<close.count)).map {
                Timestamp(nanoseconds: Int64($0) * day)
            }, open: open, close: close, volume: volume)
    }

    private func signals(_ count: Int, entry: Int, exit: Int?, short: Bool = false) -> Signals {
        let none = [Bool](repeating: false, count: count)
        func flag(_ bar: Int?) -> [Bool] { none.indices.map { $0 == bar } }
        return short
            ? Signals(
                entries: none, exits: none, shortEntries: flag(entry), shortExits: flag(exit))
            : Signals(entries: flag(entry), exits: flag(exit))
    }

    private func settings(
        _ sizing: Sizing?, at price: ExecutionSettings.ExecutionPrice = .close,
        _ change: (inout CostModel) throws -> Void = { _ in }
    ) rethrows -> ExecutionSettings {
        var settings = ExecutionSettings()
        settings.executionPrice = price
        settings.sizing = sizing
        var costs = CostModel()
        try change(&costs)
        settings.costs = costs
        return settings
    }

    @Test("delay, half the spread, slippage and commission stand apart")
    func parts() throws {
        let settings = try settings(.quantity(10), at: .open) {
            $0.spread = .fraction(0.01)
            $0.slippage = .fixed(0.05)
            $0.commission = try Commission("per-order=2")
        }
        let run = try Simulation.run(
            market(open: [100, 102, 105, 110], close: [100, 104, 108, 111]),
            signals: signals(4, entry: 0, exit: 2), settings: settings)
        // Bought at 102 after a close of 100, sold at 110 after a close of 108.
        let buy = 102 + 0.51 + 0.05
        let sale = 110 - 0.55 - 0.05
        #expect(run.orders.map(\.price) == [buy, sale])
        let costs = try #require(run.costs)
        #expect(abs(costs.idealPnL - 80) < 1e-9)
        #expect(abs(costs.realPnL - ((sale - buy) * 10 - 4)) < 1e-9)
        #expect(abs(costs.delay - (20 - 20)) < 1e-9)
        #expect(abs(costs.spread - (5.1 + 5.5)) < 1e-9)
        #expect(abs(costs.slippage - 1) < 1e-9)
        #expect(abs(costs.commission - 4) < 1e-9)
        #expect(abs(costs.total - 15.6) < 1e-9)
    }

    @Test("what a bar's volume does not let fill follows on the next bars")
    func carriedOver() throws {
        let settings = settings(.quantity(25), at: .open) { $0.maxParticipation = 0.1 }
        let run = try Simulation.run(
            market(
                open: [10, 10, 11, 12, 13, 14], close: [10, 10, 11, 12, 13, 14],
                volume: [100, 100, 100, 100, 150, 400]),
            signals: signals(6, entry: 0, exit: 3), settings: settings)
        // 10 on each of bars 1 and 2, 5 on bar 3; then 15 on bar 4 and 10 on bar 5.
        #expect(run.orders.map(\.bar) == [1, 2, 3, 4, 5])
        #expect(run.orders.map(\.size) == [10, 10, 5, 15, 10])
        #expect(run.orders.map(\.positionAfter) == [10, 20, 25, 10, 0])
        #expect(run.notes[1].contains(.partlyFilled) && run.notes[2].contains(.partlyFilled))
        #expect(!run.notes[3].contains(.partlyFilled))
        let costs = try #require(run.costs)
        // The rest of the purchase went up by 1 and 2 from a decision at 10, the sale's by 1 and 2.
        #expect(abs(costs.delay - (10 + 10 - 15 - 20)) < 1e-9)
        #expect(run.warnings.contains { $0.contains("left a part") })
    }

    @Test("an exit ends an entry that is still under way")
    func replaced() throws {
        let settings = settings(.quantity(100), at: .open) { $0.maxParticipation = 0.1 }
        let run = try Simulation.run(
            market(
                open: [10, 10, 10, 10, 10], close: [10, 10, 10, 10, 10],
                volume: [100, 100, 100, 100, 100]),
            signals: signals(5, entry: 0, exit: 1), settings: settings)
        #expect(run.orders.map(\.size) == [10, 10])
        #expect(run.orders.last?.positionAfter == 0)
        #expect(run.equity.last == 10_000)
    }

    @Test("impact grows with the root of the share of the volume before")
    func impact() throws {
        let settings = settings(.quantity(25)) {
            $0.impact = .squareRoot(coefficient: 1)
            $0.historyBars = 2
        }
        let run = try Simulation.run(
            market(
                open: [100, 101, 99.99, 100], close: [100, 101, 99.99, 100],
                volume: [1e4, 1e4, 1e4, 5]),
            signals: signals(4, entry: 3, exit: nil), settings: settings)
        // Returns of 0.01 and -0.01: their deviation is 0.01 × √2.
        let expected = 100 * (1 + 0.01 * 2.0.squareRoot() * 0.05)
        #expect(agrees(run.orders.first?.price, expected))
        #expect(run.unpricedOrders == 0)
    }

    @Test("an order before there is any history pays no impact, and the run says so")
    func unpriced() throws {
        let settings = settings(.quantity(1)) { $0.impact = .squareRoot(coefficient: 1) }
        let run = try Simulation.run(
            market(open: [10, 11], close: [10, 11], volume: [5, 5]),
            signals: signals(2, entry: 0, exit: nil), settings: settings)
        #expect(run.unpricedOrders == 1)
        #expect(run.costs?.impact == 0)
        #expect(run.warnings.contains { $0.contains("paid too little") })
    }

    @Test("borrowed shares and free cash are charged by calendar days")
    func holding() throws {
        let settings = settings(.quantity(10)) {
            $0.borrowRate = 0.365
            $0.interestRate = 0.0365
        }
        // Over a weekend: Friday, Monday, Tuesday.
        let run = try Simulation.run(
            market(open: [100, 110, 110], close: [100, 110, 110], days: [1, 4, 5]),
            signals: signals(3, entry: 0, exit: nil, short: true), settings: settings)
        let costs = try #require(run.costs)
        // Three days on 1,000 and one on 1,100 of stock.
        #expect(abs(costs.borrow - (3 * 1000 + 1100) * 0.001) < 1e-9)
        // The proceeds earn nothing: three days on 10,000, one on what is left of it.
        let first = 10_000 * 0.0003
        let left = 10_000 - 3 + first - 100
        #expect(abs(costs.interest - (first + left * 0.0001)) < 1e-9)
        #expect(abs((run.equity.last ?? 0) - (10_000 - 100 - costs.borrow + costs.interest)) < 1e-9)
        #expect(!run.assumptions.contains { $0.contains("borrowing fees") })
    }

    @Test("borrowed cash pays the margin rate, or else the interest rate")
    func margin() throws {
        for (rate, expected) in [(nil, 0.0365), (0.073, 0.073)] as [(Double?, Double)] {
            var settings = settings(nil) {
                $0.interestRate = 0.0365
                $0.marginRate = rate
            }
            settings.leverage = 2
            let run = try Simulation.run(
                market(open: [100, 100], close: [100, 100]),
                signals: signals(2, entry: 0, exit: nil), settings: settings)
            #expect(abs((run.costs?.marginInterest ?? 0) - 10_000 * expected / 365) < 1e-9)
        }
    }

    @Test("dividends in cash go to longs and come from shorts", arguments: [false, true])
    func dividends(short: Bool) throws {
        var market = market(open: [100, 100, 98, 98], close: [100, 100, 98, 98])
        market.dividends = [0, 0, 2, 0]
        var settings = ExecutionSettings()
        settings.sizing = .quantity(10)
        let run = try Simulation.run(
            market, signals: signals(4, entry: 0, exit: nil, short: short), settings: settings)
        #expect(run.equity.last == 10_000)
        #expect(run.costs?.dividends == (short ? -20 : 20))
        // Who buys at the close of the day before holds it; who buys on the day does not.
        let late = try Simulation.run(
            market, signals: signals(4, entry: 2, exit: nil, short: short), settings: settings)
        #expect(late.costs?.dividends == 0)
        // Buying and holding is paid as well.
        #expect(Metrics(of: run, in: market).value(.benchmarkFinalEquity) == 10_000)
    }

    @Test("a take-profit is a limit order and pays commission only")
    func limit() throws {
        let settings = try settings(.quantity(10)) {
            $0.spread = .fraction(0.01)
            $0.commission = try Commission("per-share=0.1")
        }
        var signals = signals(3, entry: 0, exit: nil)
        signals.takeProfit = .scalar(0.1)
        let run = try Simulation.run(
            market(open: [100, 112, 112], close: [100, 112, 112]), signals: signals,
            settings: settings)
        #expect(run.orders.map(\.price) == [100.5, 112])
        #expect(run.orders.map(\.fees) == [1, 1])
        // Decided at 110, filled at the open of 112.
        #expect(abs((run.costs?.delay ?? 0) + 20) < 1e-9)
    }

    @Test("a tiered commission by month counts what the month has traded")
    func tiers() throws {
        let settings = try settings(.amount(1000)) {
            $0.commission = try Commission("tiered=0:0.01/1500:0.001,by=month")
        }
        let run = try Simulation.run(
            market(
                open: [100, 100, 100, 100], close: [100, 100, 100, 100], days: [0, 1, 40, 41]),
            signals: Signals(
                entries: [true, false, true, false], exits: [false, true, false, true]),
            settings: settings)
        // The position and its fee make a thousand; of the sale only what reaches 1,500 pays 1 %.
        let value = 1000 / 1.01
        let sale = (1500 - value) * 0.01 + (2 * value - 1500) * 0.001
        for (order, fee) in zip(run.orders, [value * 0.01, sale, value * 0.01, sale]) {
            #expect(agrees(order.fees, fee))
        }
    }

    @Test("the rules of vectorbt refuse models that vectorbt does not have")
    func vectorbt() throws {
        let run = market(open: [1, 2], close: [1, 2])
        for change in [
            { (settings: inout ExecutionSettings) in settings.costs = CostModel() },
            { $0.sizing = .kelly(1, trades: 5, start: 0.1) }, { $0.sizing = .amount(5) },
        ] {
            var settings = ExecutionSettings()
            settings.fillRules = .vectorbt
            change(&settings)
            let error = #expect(throws: AlmanacError.self) {
                try Simulation.run(
                    run, signals: signals(2, entry: 0, exit: nil), settings: settings)
            }
            #expect(error?.kind == .validation)
        }
        var settings = ExecutionSettings()
        settings.fillRules = .vectorbt
        settings.sizing = .fraction(0.5)
        let half = try Simulation.run(
            run, signals: signals(2, entry: 0, exit: nil), settings: settings)
        #expect(half.orders.map(\.size) == [5000])
    }

    @Test("settings out of range are named")
    func ranges() throws {
        for change in [
            { (costs: inout CostModel) in costs.maxParticipation = 0 },
            { $0.maxParticipation = 1.5 }, { $0.borrowRate = -0.1 }, { $0.borrowRate = .nan },
            { $0.slippage = .spreadShare(0.5) }, { $0.historyBars = 1 },
        ] {
            let settings = settings(nil) { change(&$0) }
            let error = #expect(throws: AlmanacError.self) { try settings.check() }
            #expect(error?.kind == .validation)
        }
    }
}
