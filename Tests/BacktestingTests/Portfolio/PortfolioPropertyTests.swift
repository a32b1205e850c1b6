import AlmanacCore
import Backtesting
import TestSupport
import Testing

@Suite("Portfolio properties") struct PortfolioPropertyTests {
    static let seeds: ClosedRange<UInt64> = 1...600
    static let kinds: [RandomPortfolio.Kind] = [.signals, .weights, .allocated]

    /// Whether two results are the same, bit for bit.
    private func same(_ a: PortfolioSimulation, _ b: PortfolioSimulation) -> Bool {
        a.equity == b.equity && a.cash == b.cash && a.rebalanceBars == b.rebalanceBars
            && a.shares == b.shares && a.lines.map(\.name) == b.lines.map(\.name)
            && zip(a.lines, b.lines).allSatisfy {
                $0.orders == $1.orders && $0.trades == $1.trades && $0.profit == $1.profit
                    && $0.position == $1.position && $0.notes == $1.notes
            }
    }

    @Test("one line is what a run over one instrument is")
    func oneLine() throws {
        var orders = 0
        for seed in 1...3000 as ClosedRange<UInt64> {
            let random = RandomMarket(seed: seed)
            guard random.market.count > 0 else { continue }
            let single = try random.run()
            let axis = PortfolioAxis(times: random.market.times, closes: random.market.times)
            let portfolio = try PortfolioSimulation.run(
                [
                    PortfolioLine(
                        name: "one", group: "all", market: random.market,
                        content: .signals(random.signals))
                ], groups: [PortfolioGroup(name: "all", levels: [])], axis: axis, allocation: nil,
                settings: random.settings)
            let scale = random.settings.initialCash
            let line = portfolio.lines[0]
            let agree =
                single.orders.count == line.orders.count
                && zip(single.orders, line.orders).allSatisfy { one, other in
                    one.bar == other.bar && one.side == other.side && one.reason == other.reason
                        && abs(one.size - other.size) <= 1e-8 * max(one.size, 1e-3)
                        && agrees(one.price, other.price)
                }
                && zip(single.equity, portfolio.equity).allSatisfy {
                    abs($0 - $1) <= 1e-8 * scale + 1e-8 * abs($1)
                }
            #expect(agree, "seed \(seed)")
            #expect(single.marginCallBar == portfolio.marginCallBar, "seed \(seed)")
            #expect(
                single.ambiguousBars.map(\.bar) == line.ambiguousBars.map(\.bar), "seed \(seed)")
            #expect(single.barsInPosition == portfolio.barsInPosition, "seed \(seed)")
            orders += line.orders.count
        }
        #expect(orders > 10_000)
    }

    @Test(
        "many lines agree with the naive portfolio",
        arguments: [RandomPortfolio.Kind.signals, .weights])
    func naive(kind: RandomPortfolio.Kind) throws {
        var traded = 0
        for seed in Self.seeds {
            let random = RandomPortfolio(seed: seed, kind)
            let fast = try random.run()
            let naive = NaivePortfolio(random)
            let scale = random.settings.initialCash
            let bar = zip(fast.equity, naive.equity).enumerated().first {
                abs($1.0 - $1.1) > 1e-7 * scale
            }
            #expect(bar == nil, "seed \(seed), first at \(bar.map { "\($0)" } ?? "")")
            traded += fast.lines.reduce(0) { $0 + $1.orders.count }
        }
        #expect(traded > 3_000, "\(traded)")
    }

    @Test("the order of instruments and groups changes no bit", arguments: kinds)
    func permutation(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            var random = RandomPortfolio(seed: seed, kind)
            let first = try random.run()
            var chance = SeededGenerator(seed: seed)
            random.lines.shuffle(using: &chance)
            random.groups.shuffle(using: &chance)
            let second = try random.run()
            #expect(same(first, second), "seed \(seed)")
        }
    }

    @Test("what came before a bar does not depend on what comes after", arguments: kinds)
    func truncation(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let random = RandomPortfolio(seed: seed, kind)
            let whole = try random.run()
            let count = 1 + Int(seed) % random.axis.count
            let part = try random.cut(to: count).run()
            #expect(part.equity == Array(whole.equity.prefix(count)), "seed \(seed)")
            #expect(part.cash == Array(whole.cash.prefix(count)), "seed \(seed)")
            for (a, b) in zip(part.lines, whole.lines) {
                #expect(a.orders == b.orders.filter { $0.bar < count }, "seed \(seed)")
            }
        }
    }

    @Test("cash, positions and fees are conserved", arguments: kinds)
    func conservation(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let random = RandomPortfolio(seed: seed, kind)
            let run = try random.run()
            let tolerance = 1e-9 * random.settings.initialCash
            var (spent, fees) = (0.0, 0.0)
            for bar in run.equity.indices {
                var (value, profit) = (0.0, 0.0)
                for line in run.lines {
                    for order in line.orders where order.bar == bar {
                        spent += (order.side == .buy ? 1 : -1) * order.size * order.price
                        fees += order.fees
                    }
                    value += line.value[bar]
                    profit += line.profit[bar]
                }
                let cash = random.settings.initialCash - spent - fees
                #expect(abs(run.cash[bar] - cash) <= tolerance, "seed \(seed), bar \(bar)")
                #expect(abs(run.equity[bar] - cash - value) <= tolerance, "seed \(seed)")
                #expect(
                    abs(run.equity[bar] - random.settings.initialCash - profit) <= tolerance,
                    "seed \(seed)")
            }
            let pnl = run.lines.flatMap(\.trades).reduce(0) { $0 + $1.pnl }
            let gained = (run.equity.last ?? 0) - random.settings.initialCash
            #expect(abs(pnl - gained) <= 1e-7 * random.settings.initialCash, "seed \(seed)")
        }
    }

    @Test("contributions sum to the return, those to risk to one", arguments: kinds)
    func contributions(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let run = try RandomPortfolio(seed: seed, kind).run()
            let cash = run.settings.initialCash
            let returns = EquitySeries.returns(run.equity, initialCash: cash)
            let sums = run.contributions(of: run.lines)
            if run.marginCallBar == nil {
                #expect(
                    zip(returns, sums).allSatisfy { abs($0 - $1) <= 1e-9 }, "seed \(seed)")
            }
            for rows in [run.lineContributions, run.groupContributions] {
                let total = rows.reduce(0) { $0 + $1.returnFraction }
                #expect(abs(total - ((run.equity.last ?? cash) / cash - 1)) <= 1e-9, "seed \(seed)")
                let risks = rows.compactMap(\.riskFraction)
                if risks.count == rows.count, run.marginCallBar == nil {
                    #expect(abs(risks.reduce(0, +) - 1) <= 1e-6, "seed \(seed)")
                }
            }
        }
    }

    @Test("higher costs never raise the equity of given weights")
    func costs() throws {
        for seed in Self.seeds {
            var random = RandomPortfolio(seed: seed, .weights, shorts: false)
            random.band = 0
            random.settings.leverage = 1
            random.settings.lotSize = nil
            random.settings.maxPosition = nil
            // A weight for every line at once, so that fees change no weight.
            let due = (0..<random.axis.count).map { ($0 + Int(seed)) % 7 == 0 }
            for index in random.lines.indices {
                let weight = 1 / Double(random.lines.count + index % 2)
                random.lines[index].content = .weights(due.map { $0 ? weight : .nan })
                random.lines[index].hasBar = nil
                for bar in random.lines[index].market.close.indices
                where random.lines[index].market.close[bar].isNaN {
                    random.lines[index].market.close[bar] = 10
                    random.lines[index].market.open?[bar] = 10
                }
            }
            var before: [Double]?
            for (fees, slippage) in [(0, 0), (0.001, 0), (0.001, 0.001), (0.02, 0.001)] {
                (random.settings.fees, random.settings.slippage) = (fees, slippage)
                random.settings.fixedFees = 0
                let equity = try random.run().equity
                if let before {
                    #expect(
                        zip(equity, before).allSatisfy { $0 <= $1 * (1 + 1e-12) }, "seed \(seed)")
                }
                before = equity
            }
        }
    }

    // A sale for less than its fixed fee leaves less cash than before, which nothing is sold for.
    @Test("no more than the leverage is ever bought", arguments: kinds)
    func leverage(kind: RandomPortfolio.Kind) throws {
        for seed in Self.seeds {
            let random = RandomPortfolio(seed: seed, kind, shorts: false)
            guard random.settings.leverage == 1, random.settings.fixedFees == 0 else { continue }
            let run = try random.run()
            #expect(
                run.cash.allSatisfy { $0 >= -1e-9 * random.settings.initialCash }, "seed \(seed)")
        }
    }
}
