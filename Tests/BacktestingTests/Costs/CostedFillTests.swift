import AlmanacCore
import Backtesting
import TestSupport
import Testing
import TimeSeries

@Suite("Fills with costs")
struct CostedFillTests {
    static let seeds: ClosedRange<UInt64> = 1...3000

    @Test("without models the costed loop gives what the plain one gives")
    func agreesWithPlain() throws {
        var orders = 0
        for seed in Self.seeds {
            var random = RandomMarket(seed: seed)
            let plain = try random.run()
            random.settings.costs = CostModel()
            let costed = try random.run()
            let same =
                plain.orders.count == costed.orders.count
                && zip(plain.orders, costed.orders).allSatisfy { a, b in
                    a.bar == b.bar && a.reason == b.reason && a.side == b.side
                        && agrees(a.size, b.size) && agrees(a.price, b.price)
                        && agrees(a.fees, b.fees)
                }
                && zip(plain.equity, costed.equity).allSatisfy {
                    abs($0 - $1) <= 1e-9 * random.settings.initialCash + 1e-9 * abs($1)
                }
            #expect(same, "seed \(seed)")
            let sameNotes = plain.notes == costed.notes
            #expect(sameNotes, "seed \(seed)")
            #expect(plain.marginCallBar == costed.marginCallBar, "seed \(seed)")
            #expect(plain.barsInPosition == costed.barsInPosition, "seed \(seed)")
            let outcomes = zip(plain.ambiguousBars, costed.ambiguousBars).allSatisfy {
                $0.bar == $1.bar && $0.reason == $1.reason
                    && abs($0.stopPnL - $1.stopPnL) <= 1e-8 * random.settings.initialCash
                    && abs($0.takeProfitPnL - $1.takeProfitPnL)
                        <= 1e-8 * random.settings.initialCash
            }
            #expect(
                outcomes && plain.ambiguousBars.count == costed.ambiguousBars.count, "seed \(seed)")
            orders += plain.orders.count
        }
        #expect(orders > 10_000)
    }

    @Test("a fraction and an amount as a commission are the plain fees")
    func plainCommission() throws {
        for seed in Self.seeds.prefix(500) {
            var random = RandomMarket(seed: seed)
            random.settings.fixedFees = 0
            let plain = try random.run()
            var costs = CostModel()
            costs.commission = Commission(.fraction(random.settings.fees))
            costs.spread = .fraction(random.settings.slippage * 2)
            random.settings.costs = costs
            random.settings.fees = 0
            random.settings.slippage = 0
            let costed = try random.run()
            #expect(plain.orders.count == costed.orders.count, "seed \(seed)")
            for (a, b) in zip(plain.equity, costed.equity) {
                #expect(abs(a - b) <= 1e-9 * random.settings.initialCash, "seed \(seed)")
            }
        }
    }

    @Test("cash, positions and every charge add up to the equity at every bar")
    func conservation() throws {
        var (orders, parts) = (0, 0)
        for seed in Self.seeds {
            let costed = try RandomCosts(seed: seed)
            let simulation = try costed.run()
            let scale = 1e-9 * costed.random.settings.initialCash
            let replay = try CostReplay(simulation, costed.random.market, tolerance: scale)
            #expect(replay.faults.isEmpty, "seed \(seed): \(replay.faults)")
            for (bar, (a, b)) in zip(simulation.equity, replay.equity).enumerated() {
                #expect(abs(a - b) <= scale, "seed \(seed), bar \(bar): \(a) \(b)")
            }
            orders += simulation.orders.count
            parts += simulation.notes.count { $0.contains(.partlyFilled) }
        }
        #expect(orders > 10_000 && parts > 1000, "\(orders) \(parts)")
    }

    @Test("the parts of the costs are the distance of the ideal and the real profit")
    func reconciliation() throws {
        for seed in Self.seeds {
            let costed = try RandomCosts(seed: seed)
            let simulation = try costed.run()
            guard !simulation.equity.isEmpty else { continue }
            let costs = CostBreakdown(of: simulation, in: costed.random.market)
            let scale = 1e-9 * costed.random.settings.initialCash
            let sum = costs.parts.reduce(0) { $0 + $1.amount }
            #expect(abs(sum - (costs.idealPnL - costs.realPnL)) <= scale, "seed \(seed)")
            let real = (simulation.equity.last ?? 0) - costed.random.settings.initialCash
            #expect(costs.realPnL == real, "seed \(seed)")
        }
    }

    @Test("plain runs split their costs the same way")
    func plainReconciliation() throws {
        for seed in Self.seeds {
            for rules in ExecutionSettings.FillRules.allCases {
                var random = RandomMarket(seed: seed)
                random.settings.fillRules = rules
                if rules == .vectorbt { random.signals.size = .none }
                let simulation = try random.run()
                guard !simulation.equity.isEmpty else { continue }
                let costs = CostBreakdown(of: simulation, in: random.market)
                let sum = costs.parts.reduce(0) { $0 + $1.amount }
                let scale = 1e-9 * random.settings.initialCash + 1e-12 * costs.tradedValue
                #expect(
                    abs(sum - (costs.idealPnL - costs.realPnL)) <= scale,
                    "seed \(seed) \(rules): \(costs)")
                #expect(costs.commission >= 0 && costs.slippage >= -scale, "seed \(seed)")
            }
        }
    }

    @Test("costs never raise equity for fixed trades")
    func costsOnlyCost() throws {
        var compared = 0
        for seed in Self.seeds {
            var costed = try RandomCosts(seed: seed, capped: false)
            costed.random.settings.sizing = .quantity(1)
            costed.random.settings.initialCash = 1e9
            costed.random.settings.lotSize = nil
            costed.random.settings.costs?.interestRate = 0
            // Levels measured from the fill would move with the costs, and with them the trades.
            costed.random.signals = Signals(
                entries: costed.random.signals.entries, exits: costed.random.signals.exits,
                shortEntries: costed.random.signals.shortEntries,
                shortExits: costed.random.signals.shortExits)
            let real = try costed.run()
            var free = costed
            free.random.settings.costs = nil
            free.random.settings.fees = 0
            free.random.settings.fixedFees = 0
            free.random.settings.slippage = 0
            let ideal = try free.run()
            #expect(real.orders.map(\.size) == ideal.orders.map(\.size), "seed \(seed)")
            for (a, b) in zip(real.equity, ideal.equity) {
                #expect(a <= b + 1e-6, "seed \(seed)")
            }
            compared += real.orders.count
        }
        #expect(compared > 10_000)
    }

    @Test("every order fills at the price it met and what the models add")
    func prices() throws {
        for seed in Self.seeds {
            let costed = try RandomCosts(seed: seed)
            let market = costed.random.market
            let settings = costed.random.settings
            let known = try TradingConditions(market, settings.costs ?? CostModel())
            let simulation = try costed.run()
            for order in simulation.orders where order.reason == .signal {
                let atOpen = settings.executionPrice == .open
                let met = (atOpen ? market.open ?? market.close : market.close)[order.bar]
                let unit = CostReplay.unitCost(
                    order.size, at: met, bar: order.bar, settings, known)
                guard unit < met / 3 else { continue }
                let expected = met + (order.side == .buy ? unit : -unit)
                #expect(agrees(order.price, expected), "seed \(seed), bar \(order.bar)")
            }
        }
    }

    @Test("no bar trades more than its share of the volume, but for a margin call")
    func participation() throws {
        for seed in Self.seeds {
            let costed = try RandomCosts(seed: seed, capped: true)
            let simulation = try costed.run()
            let share = costed.random.settings.costs?.maxParticipation ?? 1
            var traded = [Double](repeating: 0, count: simulation.count)
            for order in simulation.orders where order.reason != .marginCall {
                traded[order.bar] += order.size
            }
            for bar in traded.indices {
                let volume = costed.random.market.volume?[bar] ?? 0
                let most = volume.isFinite ? volume * share : 0
                #expect(traded[bar] <= most * (1 + 1e-9), "seed \(seed), bar \(bar)")
            }
        }
    }

    @Test("cutting the data leaves earlier orders and equity as they were, to the bit")
    func noLookAhead() throws {
        for seed in Self.seeds {
            let costed = try RandomCosts(seed: seed)
            let market = costed.random.market
            let end = market.count * 2 / 3
            guard end > 0 else { continue }
            var part = costed.random.cut(to: end)
            part.market.volume = market.volume.map { Array($0.prefix(end)) }
            part.market.dividends = market.dividends.map { Array($0.prefix(end)) }
            let (whole, cut) = (try costed.run(), try part.run())
            #expect(cut.equity == Array(whole.equity.prefix(end)), "seed \(seed)")
            #expect(cut.orders == whole.orders.filter { $0.bar < end }, "seed \(seed)")
        }
    }

    @Test("a run repeated is the same to the bit, also for its main figures alone")
    func repeatable() throws {
        var workspace = SimulationWorkspace()
        for seed in Self.seeds.prefix(500) {
            let costed = try RandomCosts(seed: seed)
            guard costed.random.market.count > 0 else { continue }
            let (one, two) = (try costed.run(), try costed.run())
            #expect(one.equity == two.equity && one.costs == two.costs, "seed \(seed)")
            let quick = try workspace.quick(
                costed.random.market, signals: costed.random.signals,
                settings: costed.random.settings)
            #expect(quick.finalEquity == one.equity.last, "seed \(seed)")
            #expect(quick.orders == one.orders.count, "seed \(seed)")
        }
    }
}
