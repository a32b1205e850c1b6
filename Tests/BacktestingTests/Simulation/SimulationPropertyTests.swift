import Backtesting
import Testing

@Suite("Simulation properties")
struct SimulationPropertyTests {
    static let seeds: ClosedRange<UInt64> = 1...3000

    @Test("the fill loop agrees with the naive simulator")
    func agreesWithNaive() throws {
        var orders = 0
        var ambiguous = 0
        var calls = 0
        for seed in Self.seeds {
            let random = RandomMarket(seed: seed)
            let fast = try random.run()
            let naive = NaiveSimulator(random.market, random.signals, random.settings)
            let same =
                fast.orders.count == naive.fills.count
                && zip(fast.orders, naive.fills).allSatisfy { order, fill in
                    order.bar == fill.bar && order.reason == fill.reason
                        && (order.side == .buy) == (fill.signedSize > 0)
                        && agrees(order.size, abs(fill.signedSize), 1e-8)
                        && agrees(order.price, fill.price) && agrees(order.fees, fill.fees, 1e-8)
                }
                && zip(fast.equity, naive.equity).allSatisfy {
                    abs($0 - $1) <= 1e-8 * random.settings.initialCash + 1e-8 * abs($1)
                }
            #expect(same, "seed \(seed)")
            #expect(fast.marginCallBar == naive.marginCallBar, "seed \(seed)")
            #expect(fast.ambiguousBars.map(\.bar) == naive.ambiguous, "seed \(seed)")
            orders += fast.orders.count
            ambiguous += fast.ambiguousBars.count
            calls += fast.marginCallBar == nil ? 0 : 1
        }
        // The comparison means something only if the rare cases occur in it.
        #expect(orders > 10_000 && ambiguous > 20 && calls > 5, "\(orders) \(ambiguous) \(calls)")
    }

    @Test("cash, position and fees add up to the equity at every bar")
    func conservation() throws {
        for seed in Self.seeds {
            let random = RandomMarket(seed: seed)
            let simulation = try random.run()
            var cash = random.settings.initialCash
            let positions = simulation.positions()
            var next = 0
            var mark = Double.nan
            for bar in simulation.equity.indices {
                while next < simulation.orders.count, simulation.orders[next].bar == bar {
                    let order = simulation.orders[next]
                    let size = order.side == .buy ? order.size : -order.size
                    cash -= size * order.price + order.fees
                    if order.reason == .signal, mark.isNaN {
                        mark = order.price / (1 + (size > 0 ? 1 : -1) * random.settings.slippage)
                    }
                    next += 1
                }
                if random.market.close[bar].isFinite { mark = random.market.close[bar] }
                let worth = positions[bar] == 0 ? cash : cash + positions[bar] * mark
                #expect(
                    abs(worth - simulation.equity[bar]) <= 1e-8 * random.settings.initialCash,
                    "seed \(seed), bar \(bar)")
            }
            let last = simulation.equity.last ?? cash
            let gained = simulation.trades.reduce(0) { $0 + $1.pnl }
            #expect(
                abs(random.settings.initialCash + gained - last)
                    <= 1e-8 * random.settings.initialCash, "seed \(seed)")
        }
    }

    @Test("costs never raise the equity of a long strategy without stops")
    func costsOnlyCost() throws {
        for seed in Self.seeds {
            var random = RandomMarket(seed: seed)
            random.signals = Signals(
                entries: random.signals.entries, exits: random.signals.exits)
            random.settings.leverage = 1
            random.settings.maxPosition = nil
            random.settings.lotSize = nil
            random.settings.direction = .long
            let costly = try random.run()
            (random.settings.fees, random.settings.fixedFees) = (0, 0)
            random.settings.slippage = 0
            let free = try random.run()
            let never = zip(costly.equity, free.equity).allSatisfy { $0 <= $1 * (1 + 1e-12) }
            #expect(never, "seed \(seed)")
        }
    }

    @Test("equity stays above zero until a margin call, after which nothing trades")
    func solvency() throws {
        for seed in Self.seeds {
            let simulation = try RandomMarket(seed: seed).run()
            let end = simulation.marginCallBar ?? simulation.count
            #expect(simulation.equity.prefix(end).allSatisfy { $0 > 0 }, "seed \(seed)")
            #expect(simulation.orders.allSatisfy { $0.bar <= end }, "seed \(seed)")
        }
    }

    @Test("every signal either fills or is listed with a reason")
    func nothingIsSilent() throws {
        for seed in Self.seeds {
            for rules in ExecutionSettings.FillRules.allCases {
                var random = RandomMarket(seed: seed)
                random.settings.fillRules = rules
                if rules == .vectorbt { random.signals.size = .none }
                let simulation = try random.run()
                let filled = Set(simulation.orders.lazy.filter { $0.reason == .signal }.map(\.bar))
                let shift = random.settings.executionPrice == .open ? 1 : 0
                for bar in random.market.close.indices {
                    let signals = random.signals
                    var said = signals.entries[bar] || signals.exits[bar]
                    if random.settings.direction == .both {
                        said = said || signals.shortEntries?[bar] ?? false
                        said = said || signals.shortExits?[bar] ?? false
                    } else if random.settings.direction == .short, signals.shortEntries != nil {
                        // Exits of a direction that is switched off are not worth a line.
                        said = signals.entries[bar] || signals.shortEntries?[bar] ?? false
                        said = said || signals.shortExits?[bar] ?? false
                    }
                    guard said else { continue }
                    let fill = min(bar + shift, simulation.count - 1)
                    #expect(
                        filled.contains(fill) || !simulation.notes[fill].isEmpty,
                        "seed \(seed), \(rules), bar \(bar)")
                }
            }
        }
    }

    @Test("without stops, sizes and lots both sets of rules agree while nobody goes broke")
    func rulesAgree() throws {
        let broke: SignalNotes = [.insufficientEquity, .reduced, .sizeZero]
        var compared = 0
        for seed in Self.seeds {
            var random = RandomMarket(seed: seed)
            let signals = random.signals
            random.signals = Signals(
                entries: signals.entries, exits: signals.exits,
                shortEntries: signals.shortEntries, shortExits: signals.shortExits)
            random.settings.leverage = 1
            (random.settings.maxPosition, random.settings.lotSize) = (nil, nil)
            let standard = try random.run()
            random.settings.fillRules = .vectorbt
            let vectorbt = try random.run()
            if standard.marginCallBar != nil { continue }
            if (standard.notes + vectorbt.notes).contains(where: { !$0.isDisjoint(with: broke) }) {
                continue
            }
            compared += 1
            let same = zip(standard.orders, vectorbt.orders).allSatisfy {
                $0.bar == $1.bar && $0.side == $1.side && agrees($0.size, $1.size, 1e-8)
                    && agrees($0.price, $1.price) && agrees($0.fees, $1.fees, 1e-8)
            }
            #expect(same && standard.orders.count == vectorbt.orders.count, "seed \(seed)")
            let sameNotes = standard.notes == vectorbt.notes
            #expect(sameNotes, "seed \(seed)")
        }
        #expect(compared > 1000)
    }

    @Test("cutting the data leaves earlier orders and equity as they were, to the bit")
    func noLookAhead() throws {
        for seed in Self.seeds {
            for rules in ExecutionSettings.FillRules.allCases {
                var random = RandomMarket(seed: seed)
                random.settings.fillRules = rules
                if rules == .vectorbt { random.signals.size = .none }
                let whole = try random.run()
                let end = random.market.count * 2 / 3
                let part = try random.cut(to: end).run()
                #expect(part.equity == Array(whole.equity.prefix(end)), "seed \(seed) \(rules)")
                #expect(
                    part.orders == whole.orders.filter { $0.bar < end }, "seed \(seed) \(rules)")
            }
        }
    }

    @Test("a run repeated is the same to the bit")
    func repeatable() throws {
        for seed in Self.seeds {
            let random = RandomMarket(seed: seed)
            let (one, two) = (try random.run(), try random.run())
            #expect(one.equity == two.equity && one.orders == two.orders, "seed \(seed)")
            #expect(one.trades == two.trades && one.notes == two.notes, "seed \(seed)")
        }
    }
}
