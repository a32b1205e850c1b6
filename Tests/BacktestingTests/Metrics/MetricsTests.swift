import AlmanacCore
import Backtesting
import TestSupport
import Testing
import TimeSeries

@Suite("Metrics")
struct MetricsTests {
    static let day: Int64 = 86_400_000_000_000

    /// A market of daily closes in which everything is bought on the first bar.
    private func held(
        _ closes: [Double], start: Int64 = 0, settings: ExecutionSettings? = nil
    ) throws -> (Simulation, Market) {
        let market = Market(
            times: closes.indices.map { Timestamp(nanoseconds: (start + Int64($0)) * Self.day) },
            close: closes)
        var signals = Signals(
            entries: [Bool](repeating: false, count: closes.count),
            exits: [Bool](repeating: false, count: closes.count))
        if !closes.isEmpty { signals.entries[0] = true }
        var used = settings ?? ExecutionSettings()
        used.initialCash = settings == nil ? 1000 : used.initialCash
        return (try Simulation.run(market, signals: signals, settings: used), market)
    }

    @Test("ratios agree with pandas 3.1 on the same equity")
    func pandas() throws {
        let closes = [
            1010, 1005, 1030.5, 990, 1001, 1050, 1049, 1020, 1100, 1080, 1085, 1090.25,
        ]
        // A bar at 1,000 before them makes the first return theirs, so the cash stands for it.
        let returns = EquitySeries.returns(closes, initialCash: 1000)
        let statistics = ReturnStatistics(closes, initialCash: 1000)
        #expect(agrees(statistics.sharpe(barsPerYear: 252), 3.790556726990166))
        #expect(agrees(statistics.sortino(barsPerYear: 252), 8.193921478321446))
        #expect(agrees(statistics.gains / statistics.losses, 2.013975891421199))
        let rolling = EquitySeries.rollingSharpe(returns, window: 4, barsPerYear: 252)
        #expect(rolling.prefix(3).allSatisfy { $0.isNaN })
        #expect(agrees(rolling[3], -1.2744680998671047))
        #expect(agrees(rolling[11], 6.5754575442466825))

        var simulation = try held(closes).0
        let market = try held(closes).1
        simulation.equity = closes
        let metrics = Metrics(of: simulation, in: market)
        #expect(agrees(metrics.value(.annualVolatility), 0.511369773487512))
        #expect(agrees(metrics.value(.skew), 0.8545650942940232))
        #expect(agrees(metrics.value(.kurtosis), 1.0814029363729047))
        #expect(agrees(metrics.value(.valueAtRisk95), 0.032890546621652555))
        #expect(agrees(metrics.value(.conditionalValueAtRisk95), 0.0393013100436681))
        #expect(agrees(metrics.value(.cagr), 5.13829847584205))
    }

    @Test("drawdowns are listed deepest first, with peak, trough and recovery")
    func drawdowns() throws {
        let closes: [Double] = [100, 90, 100, 120, 60, 90, 120, 119, 110]
        let (simulation, market) = try held(closes)
        let metrics = Metrics(of: simulation, in: market, drawdownCount: 2)
        #expect(metrics.drawdowns.map(\.peakBar) == [3, 0])
        #expect(metrics.drawdowns.map(\.troughBar) == [4, 1])
        #expect(metrics.drawdowns.map(\.recoveryBar) == [6, 2])
        #expect(agrees(metrics.drawdowns[0].depth, 0.5))
        #expect(metrics.value(.longestDrawdownBars) == 3)
        #expect(agrees(metrics.value(.maxDrawdown), 0.5))
        let all = Metrics(of: simulation, in: market).drawdowns
        #expect(all.count == 3)
        #expect(all[2].recoveryBar == nil && all[2].lengthBars == 2)
        let under = EquitySeries.drawdown(simulation.equity)
        #expect(agrees(under.max(), 0.5))
    }

    @Test("months and years compound to the total return, from dates before and after 1970")
    func calendar() throws {
        for (start, months) in [(-400, 18), (10_950, 18), (19_700, 17)] as [(Int64, Int)] {
            let closes = (0..<500).map { 100 + Double(($0 * 37) % 41) }
            let (simulation, market) = try held(closes, start: start)
            let metrics = Metrics(of: simulation, in: market)
            let total = 1 + (metrics.value(.totalReturn) ?? .nan)
            let monthly = metrics.monthlyReturns.reduce(1) { $0 * (1 + $1.returnFraction) }
            let yearly = metrics.yearlyReturns.reduce(1) { $0 * (1 + $1.returnFraction) }
            #expect(agrees(monthly, total) && agrees(yearly, total))
            #expect(metrics.monthlyReturns.count == months)
        }
        // 1999-12-31 and 2000-01-01 are days 10,956 and 10,957.
        let (simulation, market) = try held([100, 110, 121], start: 10_955)
        let metrics = Metrics(of: simulation, in: market)
        #expect(metrics.yearlyReturns.map(\.year) == [1999, 2000])
        #expect(metrics.monthlyReturns.map(\.month) == [12, 1])
        #expect(agrees(metrics.monthlyReturns[0].returnFraction, 0.1))
        #expect(agrees(metrics.value(.bestDay), 0.1))
    }

    @Test("trade figures count closed trades only, and say why they are undefined")
    func trades() throws {
        var simulation = try held([100, 110]).0
        let market = try held([100, 110]).1
        let open = Metrics(of: simulation, in: market)
        #expect(open.value(.trades) == 1 && open.value(.closedTrades) == 0)
        #expect(open[.winRate]?.reason == "No trade has been closed.")
        func closed(_ pnl: Double) -> Trade {
            Trade(
                direction: .long, status: .closed, entryBar: 0, exitBar: 1, size: 1,
                entryPrice: 1, exitPrice: 1, pnl: pnl, returnFraction: pnl, fees: 0)
        }
        simulation.trades = [closed(30), closed(10), closed(-20), closed(0)]
        let metrics = Metrics(of: simulation, in: market)
        #expect(metrics.value(.winRate) == 0.5)
        #expect(metrics.value(.profitFactor) == 2)
        #expect(metrics.value(.expectancy) == 0.5 * 20 - 0.5 * 20)
        #expect(metrics.value(.kelly) == 0)
        simulation.trades = [closed(30)]
        let winning = Metrics(of: simulation, in: market)
        #expect(winning.value(.profitFactor) == nil)
        #expect(winning[.profitFactor]?.reason == "No closed trade has lost.")
        #expect(winning.value(.expectancy) == 30)
    }

    @Test("a run that never trades has no variance and no ratios, but an equity")
    func idle() throws {
        var signals = Signals(entries: [], exits: [])
        signals.entries = [false, false, false]
        signals.exits = signals.entries
        let market = try held([100, 110, 120]).1
        let run = try Simulation.run(market, signals: signals, settings: ExecutionSettings())
        let metrics = Metrics(of: run, in: market)
        #expect(metrics.value(.finalEquity) == 10_000)
        #expect(metrics.value(.sharpe) == nil && metrics.value(.sortino) == nil)
        #expect(metrics.value(.maxDrawdown) == 0)
        #expect(metrics.all.allSatisfy { ($0.value == nil) != ($0.reason == nil) })
        #expect(agrees(metrics.value(.benchmarkReturn), 0.2))
        #expect(agrees(metrics.value(.excessReturn), -0.2))
    }

    @Test("the benchmark pays what a run that buys on the first bar and holds pays")
    func benchmark() throws {
        for price in ExecutionSettings.ExecutionPrice.allCases {
            var settings = ExecutionSettings()
            (settings.fees, settings.fixedFees, settings.slippage) = (0.01, 3, 0.002)
            (settings.lotSize, settings.executionPrice) = (0.5, price)
            let (simulation, market) = try held([100, 90, 130, 120], settings: settings)
            let metrics = Metrics(of: simulation, in: market)
            for (have, want) in zip(metrics.benchmarkEquity, simulation.equity) {
                #expect(agrees(have, want))
            }
        }
    }

    @Test("every figure has a title, an explanation and its place in the list once")
    func completeness() throws {
        let (simulation, market) = try held([100, 110, 105, 120])
        let names = Metrics(of: simulation, in: market).all.map(\.name)
        #expect(Set(names) == Set(Metric.Name.allCases) && names.count == Set(names).count)
        for name in Metric.Name.allCases {
            #expect(!name.explanation.isEmpty && name.title != name.rawValue)
        }
    }

    @Test("a histogram counts every finite value once")
    func histogram() {
        let values = [-1, 0, 0.5, 1, .nan, .infinity, 1]
        let histogram = EquitySeries.histogram(values, bins: 4)
        #expect(histogram.counts == [1, 0, 1, 3] && histogram.binWidth == 0.5)
        #expect(EquitySeries.histogram([2, 2], bins: 5).counts == [2])
        #expect(EquitySeries.histogram([], bins: 5).counts.isEmpty)
    }

    @Test("a rolling Sharpe ratio agrees with each window on its own")
    func rolling() {
        for seed: UInt64 in 1...20 {
            var random = SeededGenerator(seed: seed)
            let constant = random.unit() < 0.3
            let returns = (0..<300).map { bar in
                constant && bar > 100 && bar < 200 ? 0.01 : random.unit() - 0.5
            }
            let window = 2 + Int(random.unit() * 40)
            let rolling = EquitySeries.rollingSharpe(returns, window: window, barsPerYear: 252)
            for bar in (window - 1)..<300 {
                let values = returns[(bar - window + 1)...bar]
                let mean = values.reduce(0, +) / Double(window)
                let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let deviation = (squares / Double(window - 1)).squareRoot()
                if Set(values).count == 1 {
                    #expect(rolling[bar].isNaN, "seed \(seed), bar \(bar)")
                } else {
                    let want = mean / deviation * 252.0.squareRoot()
                    #expect(
                        abs(rolling[bar] - want) <= 1e-6 * (1 + abs(want)),
                        "seed \(seed), bar \(bar)")
                }
            }
        }
    }
}
