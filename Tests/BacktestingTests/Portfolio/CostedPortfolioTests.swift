import AlmanacCore
import Backtesting
import TestSupport
import Testing

@Suite("Portfolios with costs") struct CostedPortfolioTests {
    static let seeds: ClosedRange<UInt64> = 1...200
    static let kinds: [RandomPortfolio.Kind] = [.signals, .weights, .allocated]

    @Test("one line is a run over one instrument, to the bit, under every model")
    func oneLine() throws {
        var orders = 0
        for seed in 1...3000 as ClosedRange<UInt64> {
            var costed = try RandomCosts(seed: seed)
            guard costed.random.market.count > 0 else { continue }
            if costed.random.settings.costs == nil { costed.random.settings.costs = CostModel() }
            let random = costed.random
            let single = try costed.run()
            let portfolio = try PortfolioSimulation.run(
                [
                    PortfolioLine(
                        name: "one", group: "all", market: random.market,
                        content: .signals(random.signals))
                ], groups: [PortfolioGroup(name: "all", levels: [])],
                axis: PortfolioAxis(times: random.market.times, closes: random.market.times),
                allocation: nil, settings: random.settings)
            let line = portfolio.lines[0]
            #expect(single.orders == line.orders, "seed \(seed)")
            #expect(single.equity == portfolio.equity, "seed \(seed)")
            #expect(single.trades == line.trades, "seed \(seed)")
            #expect(single.marginCallBar == portfolio.marginCallBar, "seed \(seed)")
            #expect(single.barsInPosition == portfolio.barsInPosition, "seed \(seed)")
            #expect(single.unpricedOrders == portfolio.unpricedOrders, "seed \(seed)")
            let (own, shared) = (try #require(single.costs), portfolio.costs)
            for (part, other) in zip(own.parts, shared.parts) {
                #expect(part.amount == other.amount, "seed \(seed): \(part.name)")
            }
            #expect(own.idealPnL == shared.idealPnL, "seed \(seed)")
            orders += line.orders.count
        }
        #expect(orders > 5_000, "\(orders)")
    }

    @Test("a replay with plain arithmetic gives cash and equity to 1e-9", arguments: kinds)
    func conservation(kind: RandomPortfolio.Kind) throws {
        var traded = 0
        for seed in Self.seeds {
            let random = try RandomPortfolio(seed: seed, kind).withCosts(seed: seed)
            let run = try random.run()
            let replay = PortfolioReplay(run, random)
            let tolerance = 1e-9 * random.settings.initialCash
            for bar in run.equity.indices {
                #expect(
                    abs(run.cash[bar] - replay.cash[bar]) <= tolerance, "seed \(seed), bar \(bar)")
                let profits = run.lines.reduce(run.cashProfit[bar]) { $0 + $1.profit[bar] }
                let gained = run.equity[bar] - random.settings.initialCash
                #expect(abs(profits - gained) <= tolerance, "seed \(seed), bar \(bar)")
            }
            traded += run.lines.reduce(0) { $0 + $1.orders.count }
        }
        #expect(traded > 3_000, "\(traded)")
    }

    @Test("the parts of the costs add up from the ideal run to the real one", arguments: kinds)
    func split(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let random = try RandomPortfolio(seed: seed, kind).withCosts(seed: seed)
            let run = try random.run()
            let tolerance = 1e-9 * random.settings.initialCash
            for costs in run.lines.map(\.costs) + [run.costs] {
                let sum = costs.parts.reduce(0) { $0 + $1.amount }
                let scale = max(1, abs(costs.idealPnL) / random.settings.initialCash)
                #expect(abs(costs.total - sum) <= tolerance * scale, "seed \(seed)")
            }
            let fees = run.lines.flatMap(\.orders).reduce(0) { $0 + $1.fees }
            #expect(abs(run.costs.commission - fees) <= tolerance, "seed \(seed)")
        }
    }

    @Test("the order of instruments and groups changes no bit", arguments: kinds)
    func permutation(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            var random = try RandomPortfolio(seed: seed, kind).withCosts(seed: seed)
            let first = try random.run()
            var chance = SeededGenerator(seed: seed)
            random.lines.shuffle(using: &chance)
            random.groups.shuffle(using: &chance)
            let second = try random.run()
            #expect(
                first.equity == second.equity && first.cash == second.cash
                    && first.costs == second.costs
                    && zip(first.lines, second.lines).allSatisfy {
                        $0.orders == $1.orders && $0.costs == $1.costs && $0.notes == $1.notes
                    }, "seed \(seed)")
        }
    }

    @Test("what came before a bar does not depend on what comes after", arguments: kinds)
    func truncation(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let random = try RandomPortfolio(seed: seed, kind).withCosts(seed: seed)
            let whole = try random.run()
            let count = 1 + Int(seed) % random.axis.count
            let part = try random.cut(to: count).run()
            #expect(part.equity == Array(whole.equity.prefix(count)), "seed \(seed)")
            for (a, b) in zip(part.lines, whole.lines) {
                #expect(a.orders == b.orders.filter { $0.bar < count }, "seed \(seed)")
            }
        }
    }

    @Test("all lines of one instrument together trade at most their share of a bar's volume")
    func volume() throws {
        var capped = 0
        for seed in Self.seeds {
            var random = try RandomPortfolio(seed: seed, .signals, shorts: false)
                .withCosts(seed: seed, capped: true)
            // Two lines for each instrument.
            for line in random.lines {
                var other = line
                other.name += "b"
                random.lines.append(other)
            }
            let run = try random.run()
            let share = try #require(random.settings.costs?.maxParticipation)
            var traded: [String: [Int: Double]] = [:]
            for line in run.lines {
                for order in line.orders where order.reason != .marginCall {
                    traded[line.symbol, default: [:]][order.bar, default: 0] += order.size
                }
                capped += line.notes.count { $0.contains(.partlyFilled) }
            }
            for line in random.lines {
                for (bar, quantity) in traded[line.market.symbol] ?? [:] {
                    let volume = line.market.volume?[bar] ?? 0
                    #expect(quantity <= share * volume * (1 + 1e-9), "seed \(seed), bar \(bar)")
                }
            }
        }
        #expect(capped > 100, "\(capped)")
    }
}
