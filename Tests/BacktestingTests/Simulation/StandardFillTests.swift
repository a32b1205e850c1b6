import AlmanacCore
import Backtesting
import Testing
import TimeSeries

@Suite("Standard fills")
struct StandardFillTests {
    /// A market of bars given as open, high, low, close.
    private func market(_ bars: [(Double, Double, Double, Double)]) -> Market {
        Market(
            times: bars.indices.map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) },
            open: bars.map(\.0), high: bars.map(\.1), low: bars.map(\.2), close: bars.map(\.3))
    }

    private func market(closes: [Double]) -> Market {
        Market(
            times: closes.indices.map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) },
            close: closes)
    }

    private func signals(
        _ count: Int, enter: [Int] = [], leave: [Int] = [], short: [Int]? = nil,
        cover: [Int]? = nil
    ) -> Signals {
        func flags(_ bars: [Int]) -> [Bool] { (0..<count).map(bars.contains) }
        return Signals(
            entries: flags(enter), exits: flags(leave), shortEntries: short.map(flags),
            shortExits: cover.map(flags))
    }

    private var settings: ExecutionSettings {
        var settings = ExecutionSettings()
        settings.initialCash = 1000
        return settings
    }

    @Test("a reversal is one order with one fixed fee, worth the equity after fees")
    func reversal() throws {
        var costs = settings
        (costs.fees, costs.fixedFees) = (0.01, 5)
        let run = try Simulation.run(
            market(closes: [100, 110, 120]),
            signals: signals(3, enter: [0], short: [1], cover: []), settings: costs)
        #expect(run.orders.count == 2)
        #expect(run.trades.map(\.direction) == [.long, .short])
        let value = run.trades[1].size * 110
        #expect(agrees(value, run.equity[1]))
        let paid = run.orders[1].size * 110 * 0.01 + 5
        #expect(agrees(run.orders[1].fees, paid))
    }

    @Test("all cash is used, such that it covers the fee")
    func allIn() throws {
        var costs = settings
        (costs.fees, costs.fixedFees) = (0.01, 5)
        let run = try Simulation.run(
            market(closes: [100, 100]), signals: signals(2, enter: [0]), settings: costs)
        let order = run.orders[0]
        #expect(agrees(order.size * order.price + order.fees, 1000))
    }

    @Test("a gap through the stop fills at the open, with slippage")
    func gapLoss() throws {
        var costs = settings
        costs.slippage = 0.01
        var wanted = signals(3, enter: [0])
        wanted.stopLoss = .scalar(0.05)
        let run = try Simulation.run(
            market([(100, 100, 100, 100), (90, 92, 85, 91), (91, 91, 91, 91)]), signals: wanted,
            settings: costs)
        #expect(run.orders[1].bar == 1)
        #expect(run.orders[1].reason == .stopLoss)
        #expect(agrees(run.orders[1].price, 90 * 0.99))
    }

    @Test("a gap over the target fills at the open, without slippage, though the stop is in range")
    func gapProfit() throws {
        var costs = settings
        costs.slippage = 0.01
        var wanted = signals(2, enter: [0])
        (wanted.stopLoss, wanted.takeProfit) = (.scalar(0.05), .scalar(0.05))
        let run = try Simulation.run(
            market([(100, 100, 100, 100), (110, 111, 90, 100)]), signals: wanted, settings: costs)
        #expect(run.orders[1].reason == .takeProfit)
        #expect(run.orders[1].price == 110)
        #expect(run.ambiguousBars.isEmpty)
        var vectorbt = costs
        vectorbt.fillRules = .vectorbt
        let other = try Simulation.run(
            market([(100, 100, 100, 100), (110, 111, 90, 100)]), signals: wanted,
            settings: vectorbt)
        #expect(other.orders[1].reason == .stopLoss)
        #expect(agrees(other.orders[1].price, 95))
    }

    @Test("a bar that reaches stop and target counts the stop and tells both outcomes")
    func ambiguity() throws {
        var wanted = signals(2, enter: [0])
        (wanted.stopLoss, wanted.takeProfit) = (.scalar(0.05), .scalar(0.08))
        let run = try Simulation.run(
            market([(100, 100, 100, 100), (100, 109, 94, 100)]), signals: wanted,
            settings: settings)
        #expect(run.trades[0].exitReason == .stopLoss)
        let bar = try #require(run.ambiguousBars.first)
        #expect(bar.bar == 1)
        #expect(agrees(bar.stopPrice, 95) && agrees(bar.takeProfitPrice, 108))
        #expect(agrees(bar.stopPnL, -50) && agrees(bar.takeProfitPnL, 80))
        #expect(agrees(bar.stopPnL, run.trades[0].pnl))
        #expect(run.notes[1].contains(.ambiguous))
        #expect(run.warnings.count == 1)
    }

    @Test("the trailing stop moves after the bar's own check")
    func trailing() throws {
        var wanted = signals(4, enter: [0])
        wanted.trailingStop = .scalar(0.1)
        // Bar 1 makes a high of 120 and a low of 100, below 120 less a tenth: not a hit yet.
        let run = try Simulation.run(
            market([
                (100, 100, 100, 100), (105, 120, 100, 118), (118, 119, 107, 110),
                (110, 110, 110, 110),
            ]), signals: wanted, settings: settings)
        #expect(run.orders[1].bar == 2)
        #expect(run.orders[1].reason == .trailingStop)
        #expect(agrees(run.orders[1].price, 108))
    }

    @Test("stops act on the very bar of an entry at the open, measured from the fill")
    func openExecutionStop() throws {
        var atOpen = settings
        atOpen.executionPrice = .open
        var wanted = signals(3, enter: [0])
        wanted.stopLoss = .series([0.1, 0.5, 0.5])
        let run = try Simulation.run(
            market([(50, 50, 50, 50), (100, 101, 80, 95), (95, 95, 95, 95)]), signals: wanted,
            settings: atOpen)
        #expect(run.orders.map(\.bar) == [1, 1])
        #expect(agrees(run.orders[1].price, 90))
        #expect(run.barsInPosition == 0)
    }

    @Test("with close execution the stop acts from the next bar and overrides its signals")
    func overriding() throws {
        var wanted = signals(3, enter: [0, 1])
        wanted.stopLoss = .scalar(0.05)
        let run = try Simulation.run(
            market([(100, 120, 50, 100), (99, 99, 90, 98), (98, 98, 98, 98)]), signals: wanted,
            settings: settings)
        #expect(run.orders.map(\.bar) == [0, 1])
        #expect(run.notes[1].contains(.overriddenByStop))
    }

    @Test("a short that loses everything is a margin call, and nothing trades after it")
    func marginCall() throws {
        let run = try Simulation.run(
            market(closes: [100, 150, 210, 100, 100]),
            signals: signals(5, enter: [4], short: [0], cover: [3]), settings: settings)
        #expect(run.marginCallBar == 2)
        #expect(run.orders.map(\.reason) == [.signal, .marginCall])
        #expect(run.equity[2] == run.equity[4])
        #expect(run.notes[4].contains(.afterMarginCall))
        let metrics = Metrics(of: run, in: market(closes: [100, 150, 210, 100, 100]))
        // The loss of more than everything is a return like any other; growth has no meaning.
        #expect(metrics.value(.sharpe).map { $0 < 0 } == true)
        #expect(metrics.value(.cagr) == nil)
    }

    @Test("an order on a bar without a price is not filled, and equity keeps the last price")
    func noPrice() throws {
        let run = try Simulation.run(
            market(closes: [100, 110, .nan, 120]), signals: signals(4, enter: [0], leave: [2]),
            settings: settings)
        #expect(run.orders.count == 1)
        #expect(run.notes[2].contains(.noPrice))
        #expect(run.equity == [1000, 1100, 1100, 1200])
    }

    @Test("a signal on the last bar does not fill at a next open that is not there")
    func lastBar() throws {
        var atOpen = settings
        atOpen.executionPrice = .open
        let run = try Simulation.run(
            market(closes: [100, 110]), signals: signals(2, enter: [1]), settings: atOpen)
        #expect(run.orders.isEmpty)
        #expect(run.notes[1].contains(.noNextBar))
        #expect(run.ignored().map(\.name) == ["no_next_bar"])
    }

    @Test("lots round the new position down, and less than one lot does not trade")
    func lots() throws {
        var lots = settings
        lots.lotSize = 3
        let prices = market(closes: [100, 100, 400])
        let run = try Simulation.run(
            prices, signals: signals(3, enter: [0, 2], leave: [1]), settings: lots)
        #expect(run.orders.map(\.size) == [9, 9])
        #expect(run.notes[2].contains(.sizeZero))
    }

    @Test(
        "the size is a fraction of equity, capped by leverage and position limit",
        arguments: [
            (0.25, 1.0, nil, 250.0), (1.5, 1.0, nil, 1000.0), (1.0, 2.0, nil, 2000.0),
            (1.0, 1.0, 0.3, 300.0), (0.5, 3.0, 2.0, 1500.0),
        ] as [(Double, Double, Double?, Double)])
    func sizes(size: Double, leverage: Double, cap: Double?, value: Double) throws {
        var limits = settings
        (limits.leverage, limits.maxPosition) = (leverage, cap)
        for short in [false, true] {
            var wanted = signals(
                2, enter: short ? [] : [0], short: short ? [0] : [], cover: [])
            wanted.size = .scalar(size)
            let run = try Simulation.run(
                market(closes: [100, 100]), signals: wanted, settings: limits)
            #expect(agrees(run.orders[0].size * 100, value))
        }
    }

    @Test("directions switch signals off, or read a strategy's only signals as short ones")
    func directions() throws {
        var one = settings
        one.direction = .short
        let prices = market(closes: [100, 90, 90])
        let run = try Simulation.run(
            prices, signals: signals(3, enter: [0], leave: [1]), settings: one)
        #expect(run.trades.map(\.direction) == [.short])
        #expect(agrees(run.equity[2], 1100))
        one.direction = .long
        let none = try Simulation.run(
            prices, signals: signals(3, short: [0], cover: [1]), settings: one)
        #expect(none.orders.isEmpty)
        #expect(none.notes[0].contains(.directionNotAllowed))
    }

    @Test("conflicting, repeated and idle signals are listed with their reasons")
    func reasons() throws {
        let run = try Simulation.run(
            market(closes: [100, 100, 100, 100, 100]),
            signals: signals(5, enter: [0, 2, 3, 4], leave: [0, 1], short: [4], cover: []),
            settings: settings)
        #expect(
            run.ignored().map { "\($0.bar) \($0.name)" } == [
                "0 entry_exit_conflict", "1 nothing_to_exit", "3 already_in_position",
                "4 direction_conflict",
            ])
        #expect(run.noteCounts.map(\.count) == [1, 1, 1, 1])
        #expect(run.ignored(limit: 2).count == 2)
    }

    @Test("excursions count only bars and prices at which the position was held")
    func excursions() throws {
        let run = try Simulation.run(
            market([(100, 200, 10, 100), (100, 130, 95, 120), (120, 125, 80, 110)]),
            signals: signals(3, enter: [0], leave: [2]), settings: settings)
        #expect(agrees(run.trades[0].maximumAdverseExcursion, 0.2))
        #expect(agrees(run.trades[0].maximumFavourableExcursion, 0.3))
        var atOpen = settings
        atOpen.executionPrice = .open
        let next = try Simulation.run(
            market([(1, 1, 1, 1), (100, 130, 95, 120), (120, 999, 1, 110)]),
            signals: signals(3, enter: [0], leave: [1]), settings: atOpen)
        #expect(agrees(next.trades[0].maximumAdverseExcursion, 0.05))
        #expect(agrees(next.trades[0].maximumFavourableExcursion, 0.3))
    }

    @Test("an empty market gives an empty run")
    func empty() throws {
        for rules in ExecutionSettings.FillRules.allCases {
            var any = settings
            any.fillRules = rules
            let run = try Simulation.run(
                market(closes: []), signals: signals(0), settings: any)
            #expect(run.count == 0)
            let metrics = Metrics(of: run, in: market(closes: []))
            #expect(metrics.value(.finalEquity) == 1000)
            #expect(metrics.all.allSatisfy { ($0.value == nil) != ($0.reason == nil) })
        }
    }

    @Test("bad input is refused with an error that names it")
    func refusals() throws {
        let prices = market(closes: [100, 100])
        #expect(throws: AlmanacError.self) {
            try Simulation.run(prices, signals: signals(3), settings: settings)
        }
        var negative = signals(2, enter: [0])
        negative.stopLoss = .series([0.1, -0.2])
        let error = #expect(throws: AlmanacError.self) {
            try Simulation.run(prices, signals: negative, settings: settings)
        }
        #expect(error?.details["bar"] == .integer(1))
        var broken = settings
        broken.fees = -1
        let other = #expect(throws: AlmanacError.self) {
            try Simulation.run(prices, signals: signals(2), settings: broken)
        }
        #expect(other?.kind == .validation)
    }
}
