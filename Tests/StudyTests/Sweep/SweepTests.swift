import AlmanacCore
import Backtesting
import Foundation
import StrategyLanguage
import Study
import Synchronization
import Testing
import TimeSeries

/// A sweep's rows are single runs, whatever the order and however often it was interrupted.
@Suite struct SweepTests {
    /// Runs every body on a thread of its own.
    private static let threads: Concurrently = { count, body in
        DispatchQueue.concurrentPerform(iterations: count) { body($0) }
    }

    @Test("a row equals the single run to the bit", arguments: ExampleStrategies.all.map(\.name))
    func rowsAreRuns(name: String) throws {
        let definition = try SweepSample.definition(name)
        let backtest = try SweepSample.backtest(definition, "SPX", from: 2018)
        let grid = try SweepGrid(definition, ranges: SweepSample.ranges(definition))
        let sweep = try Sweep([backtest], grid: grid)
        let rows = sweep.run()
        #expect(rows.map(\.combination) == sweep.combinations)
        for row in rows {
            var single = backtest
            single.parameters = try grid.parameters(of: row.combination)
            do {
                let run = try single.run()
                let figures = try #require(row.figures, "\(row)")
                #expect(figures.finalEquity == run.metrics.value(.finalEquity))
                #expect(figures.totalReturn == run.metrics.value(.totalReturn))
                #expect(figures.sharpe == run.metrics.value(.sharpe))
                #expect(figures.maxDrawdown == run.metrics.value(.maxDrawdown))
                #expect(figures.orders == run.simulation.orders.count)
                #expect(figures.closedTrades == Int(run.metrics.value(.closedTrades) ?? -1))
            } catch let error as AlmanacError {
                #expect(row.outcome == .failure(kind: error.kind, message: error.message))
            }
        }
    }

    @Test(
        "most examples are compiled together",
        arguments: ["ma_crossover", "macd", "bollinger", "rsi", "golden_cross_filter"])
    func together(name: String) throws {
        guard ExampleStrategies.named(name) != nil else { return }
        let definition = try SweepSample.definition(name)
        var ranges: [ParameterRange] = []
        for parameter in definition.parameters where parameter.type == .int && ranges.count < 2 {
            ranges.append(try SweepSample.range(definition, parameter.name, "20..39"))
        }
        let sweep = try Sweep(
            [try SweepSample.backtest(definition, "SPX")],
            grid: try SweepGrid(definition, ranges: ranges))
        #expect(sweep.compiledTogether == sweep.combinations.count)
    }

    @Test("the order of symbols, of parameters and of threads changes no byte")
    func order() throws {
        let one = try SweepSample.crossover(["SPX", "AAPL", "KO"], where: "fast < slow")
        let other = try SweepSample.crossover(
            ["KO", "SPX", "AAPL"], where: "fast < slow", reversed: true)
        #expect(one.hash == other.hash)
        let text = SweepFile(one).text(one.run())
        #expect(SweepFile(other).text(other.run()) == text)
        #expect(SweepFile(other).text(other.run(threads: 3, concurrently: Self.threads)) == text)
    }

    @Test("going on from an interrupted run's file gives the bytes of one run", arguments: [1, 7])
    func resuming(blocks: Int) throws {
        let sweep = try SweepSample.crossover(["SPX", "KO"], slow: "10..90:5")
        let file = SweepFile(sweep)
        let whole = sweep.run()
        let kept = Mutex((text: file.header(.partial), blocks: 0))
        let part = sweep.run(threads: 2, concurrently: Self.threads) { rows in
            kept.withLock { kept in
                kept.text += file.lines(rows)
                kept.blocks += 1
                return kept.blocks < blocks
            }
        }
        #expect(part.count < whole.count)
        // The end of the file is cut off in the middle of a row.
        let text = kept.withLock { $0.text } + "SPX,3,8,1"
        let found = try file.rows(in: text, path: "out.csv.partial")
        #expect(found.count == part.count)
        let resumed = sweep.run(done: found)
        #expect(resumed == whole)
        #expect(file.text(resumed) == file.text(whole))
    }

    @Test("a file of another sweep is refused")
    func otherFile() throws {
        let sweep = try SweepSample.crossover()
        let other = try SweepSample.crossover(slow: "10..70:10")
        #expect(sweep.hash != other.hash)
        for text in [SweepFile(other).header(.partial), "symbol,fast\n", "x"] {
            #expect(throws: AlmanacError.self) {
                try SweepFile(sweep).rows(in: text, path: "out.csv.partial")
            }
        }
    }

    @Test("a metric that rows do not carry is computed for each", arguments: [1, 3])
    func otherMetric(threads: Int) throws {
        let sweep = try SweepSample.crossover(metric: .sortino)
        let rows = sweep.run(threads: threads, concurrently: Self.threads)
        let definition = try SweepSample.definition("ma_crossover")
        for row in rows.prefix(4) {
            var single = try SweepSample.backtest(definition, "SPX")
            single.parameters = try sweep.grid.parameters(of: row.combination)
            #expect(row.value(sweep.metric) == (try single.run()).metrics.value(.sortino))
        }
        #expect(SweepFile(sweep).text(rows).contains("sortino"))
        let back = try SweepFile(sweep).rows(in: SweepFile(sweep).text(rows), path: "x")
        #expect(back == rows)
    }

    @Test("figures over some bars are those of a run that begins there, windows warmed up")
    func someBars() throws {
        let definition = try SweepSample.definition("ma_crossover")
        let sweep = try SweepSample.crossover()
        let bars = 300..<900
        let found = sweep.evaluate(
            bars: bars, returns: true, threads: 2, concurrently: Self.threads)
        #expect(found.map(\.combination) == sweep.combinations)
        for evaluation in found.prefix(5) {
            var single = try SweepSample.backtest(definition, "SPX")
            single.parameters = try sweep.grid.parameters(of: evaluation.combination)
            let whole = try single.run()
            single.from = .moment(whole.market.times[bars.lowerBound])
            single.to = .moment(whole.market.times[bars.upperBound - 1])
            single.warmup = .bars(bars.lowerBound)
            let run = try single.run()
            #expect(run.count == bars.count)
            #expect(evaluation.figures?.finalEquity == run.metrics.value(.finalEquity))
            #expect(evaluation.figures?.sharpe == run.metrics.value(.sharpe))
            #expect(
                evaluation.returns
                    == EquitySeries.returns(run.simulation.equity, initialCash: 10_000))
        }
        #expect(sweep.evaluate(combinations: [3, 1]).map(\.combination) == [3, 1])
    }

    @Test("execution price and frequency can vary too")
    func execution() throws {
        let definition = try SweepSample.definition("rsi")
        let ranges = [
            try SweepSample.range(definition, "execution_price", "open,close"),
            try SweepSample.range(definition, "execution_frequency", "1Day,1Week"),
        ]
        let backtest = try SweepSample.backtest(definition, "SPX")
        let sweep = try Sweep([backtest], grid: try SweepGrid(definition, ranges: ranges))
        for row in sweep.run() {
            var single = backtest
            single.parameters = try sweep.grid.parameters(of: row.combination)
            #expect(row.figures?.finalEquity == (try single.run()).metrics.value(.finalEquity))
        }
    }

    @Test("a combination that fails is a row that says why")
    func failures() throws {
        let definition = StrategyDefinition(
            name: "picky", slots: [DataSlot(name: "p", frequency: .day1, columns: ["close"])],
            parameters: [
                ParameterSpecification(name: "n", type: .int, minimum: 1, maximum: 50)
            ],
            code: """
                def generate_signals(data, params):
                    if params['n'] > 30:
                        raise ValueError('too long')
                    close = data['p']['close']
                    mean = close.rolling(params['n']).mean()
                    return close > mean, close < mean
                """)
        let sweep = try Sweep(
            [try SweepSample.backtest(definition, "SPX")],
            grid: try SweepGrid(
                definition, ranges: [try SweepSample.range(definition, "n", "10..50:10")]))
        let rows = sweep.run()
        #expect(rows.map { $0.figures == nil } == [false, false, false, true, true])
        guard case .failure(let kind, let message)? = rows.last?.outcome else {
            Issue.record("the last row is no failure")
            return
        }
        #expect(kind == .execution)
        #expect(message.contains("too long"))
        let file = SweepFile(sweep)
        #expect(try file.rows(in: file.text(rows), path: "x").map(\.figures) == rows.map(\.figures))
    }

    @Test("the best rows come first, undefined ones last, ties in the order of the grid")
    func ranking() throws {
        let sweep = try SweepSample.crossover(metric: .maxDrawdown)
        let rows = sweep.run()
        let best = rows.best(5, by: sweep.metric)
        #expect(best == Array(rows.ranked(by: sweep.metric).prefix(5)))
        #expect(rows.shuffled().best(5, by: sweep.metric) == best)
        let values = best.compactMap { $0.value(sweep.metric) }
        #expect(values == values.sorted())
    }
}
