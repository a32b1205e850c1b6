import AlmanacCore
import Backtesting
import StrategyLanguage
import Study
import Testing
import TimeSeries

@Suite("Studies of strategies that speak for several slots") struct SlotSweepTests {
    private static func definition(returning text: String) throws -> StrategyDefinition {
        let code = """
            def generate_signals(data, params):
                a = data['a']['close']
                b = data['b']['close']
                up_a = a.rolling(params['fast']).mean() > a.rolling(params['slow']).mean()
                up_b = b.rolling(params['fast']).mean() > b.rolling(params['slow']).mean()
                return \(text)
            """
        let slot: JSON = ["frequency": "1Day", "columns": ["close"]]
        func parameter(_ value: Int) -> JSON {
            ["type": "int", "default": .integer(value), "min": 2, "max": 200]
        }
        let document: JSON = [
            "name": "both", "description": "Both slots above their averages.", "version": 1,
            "data_schema": ["a": slot, "b": slot],
            "param_schema": ["fast": parameter(10), "slow": parameter(40)],
            "code": .string(code),
        ]
        return try StrategyDefinition(json: document, name: "both")
    }

    private static let returns = [
        "{'a': (up_a, ~up_a), 'b': (up_b, ~up_b)}", "{'a': up_a * 0.5, 'b': up_b * 0.5}",
    ]

    private static func sweep(_ text: String) throws -> (Sweep, Backtest) {
        let definition = try definition(returning: text)
        let backtest = try SweepSample.backtest(definition, "PEP", from: 2019)
        let grid = try SweepGrid(
            definition,
            ranges: [
                try SweepSample.range(definition, "fast", "5,10"),
                try SweepSample.range(definition, "slow", "30,40"),
            ], constraint: nil)
        return (try Sweep([backtest], grid: grid), backtest)
    }

    @Test("a row is the ordinary run, to the bit", arguments: returns)
    func rows(text: String) throws {
        let (sweep, backtest) = try Self.sweep(text)
        #expect(sweep.speaksForSlots)
        let rows = sweep.run()
        #expect(rows.count == 4)
        for row in rows {
            var single = backtest
            single.parameters = try sweep.grid.parameters(of: row.combination)
            let run = try single.run()
            let figures = try #require(row.figures)
            #expect(figures.finalEquity == run.simulation.equity.last)
            #expect(figures.sharpe == run.metrics.value(.sharpe))
            #expect(figures.maxDrawdown == run.metrics.value(.maxDrawdown))
            #expect(figures.orders == run.simulation.orders.count)
            #expect(run.simulation.costs?.commission ?? 0 > 0)
        }
    }

    @Test("a fold that chooses one combination for all bars gives its run", arguments: returns)
    func validation(text: String) throws {
        let (sweep, backtest) = try Self.sweep(text)
        let validation = try Validation(
            sweep, split: .holdOut(test: 250))
        let result = try #require(try validation.run())
        let path = try #require(result.paths.first)
        #expect(path.equity.count == 250)
        var single = backtest
        let trial = sweep.combinations[try #require(result.choices.first).trial]
        single.parameters = try sweep.grid.parameters(of: trial)
        let times = result.market.times
        single.from = .moment(times[times.count - 250])
        single.warmup = .bars(times.count - 250)
        let run = try single.run()
        #expect(path.equity == run.simulation.equity)
    }

    @Test("nothing that it says depends on later bars", arguments: returns)
    func lookAhead(text: String) throws {
        let (_, backtest) = try Self.sweep(text)
        let report = try LookAheadCheck(backtest, cuts: 3, starts: 1).report()
        #expect(!report.hasLookAhead)
        #expect(report.trials.contains { $0.comparedBars > 0 })
    }
}
