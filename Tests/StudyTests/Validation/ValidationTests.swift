import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import Study
import Synchronization
import Testing
import TimeSeries

@Suite("Validation on real prices")
struct ValidationTests {
    /// Daily bars of the S&P 500, with every bar after a given number doubled where asked.
    private static func data(doublingAfter bar: Int? = nil) throws -> SlotData {
        let csv = try BundledPrices.csv(for: "SPX")
        var frame = try CSVReader.read(bytes: csv, name: "SPX").frame
        if let bar {
            for column in frame.columns.indices {
                for row in (bar + 1)..<frame.count where row.isMultiple(of: 3) {
                    frame.columns[column].values[row] *= 1.5
                }
            }
        }
        return SlotData(
            slot: "prices", symbol: "SPX", frame: frame, calendar: .newYork,
            source: "bundled")
    }

    private func sweep(
        _ ranges: [String: String] = ["fast": "5..25:10", "slow": "30..110:40"],
        doublingAfter bar: Int? = nil, metric: Metric.Name = .sharpe
    ) throws -> Sweep {
        let example = try #require(ExampleStrategies.named("ma_crossover"))
        let definition = try StrategyDefinition.read(example.document.text(), name: example.name)
        let values = try definition.parameters.compactMap { specification in
            try ranges[specification.name].map {
                try ParameterRange(specification, text: $0)
            }
        }
        let grid = try SweepGrid(definition, ranges: values)
        let backtest = Backtest(
            definition: definition, parameters: try grid.parameters(of: 0),
            data: [try Self.data(doublingAfter: bar)])
        return try Sweep([backtest], grid: grid, metric: SweepMetric(metric))
    }

    @Test("what later bars hold changes no earlier choice and no earlier equity")
    func causality() throws {
        let split = Split.walkForward(train: 1_000, test: 500, isAnchored: false)
        let plain = try #require(try Validation(sweep(), split: split).run())
        let changed = try #require(
            try Validation(sweep(doublingAfter: 2_600), split: split).run())
        // Folds whose train bars end before the change choose the same.
        for (left, right) in zip(plain.choices, changed.choices)
        where left.fold.train.allSatisfy({ $0.upperBound <= 2_601 }) {
            #expect(left.trial == right.trial)
            #expect(left.trainScore == right.trainScore)
        }
        #expect(plain.paths[0].bars.lowerBound == 1_000)
        #expect(plain.paths[0].equity[..<1_600] == changed.paths[0].equity[..<1_600])
        #expect(plain.paths[0].equity[1_700] != changed.paths[0].equity[1_700])
    }

    @Test("with one combination the path is that combination's own run on the test bars")
    func oneCombination() throws {
        let sweep = try sweep(["fast": "10", "slow": "50"])
        let result = try #require(
            try Validation(sweep, split: .walkForward(train: 800, test: 300, isAnchored: true))
                .run())
        let own = sweep.evaluate(bars: 800..<result.market.count)[0]
        let figures = try #require(own.figures)
        #expect(result.paths[0].metrics.value(.finalEquity) == figures.finalEquity)
        #expect(result.paths[0].metrics.value(.sharpe) == figures.sharpe)
        #expect(result.hindsight?.path.metrics.value(.sharpe) == figures.sharpe)
        #expect(result.choices.allSatisfy { $0.trial == 0 && $0.testRank == nil })
    }

    @Test("a fold chooses what the sweep's own returns say is best on its train bars")
    func choice() throws {
        let sweep = try sweep()
        let result = try #require(try Validation(sweep, split: .holdOut(test: 1_500)).run())
        let train = 0..<result.market.count - 1_500
        let scores = sweep.evaluate(returns: true).map { evaluation in
            ReturnSegment((evaluation.returns ?? [])[train])
                .sharpe(barsPerYear: result.settings.barsPerYear) ?? -.infinity
        }
        let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
        #expect(result.choices.map(\.trial) == [best])
        #expect(abs(result.choices[0].trainScore - scores[best]) < 1e-9)
    }

    @Test("threads change no byte")
    func threads() throws {
        let split = Split.combinatorial(groups: 5, tested: 2)
        let gap = Fold.Gap(purge: 30, embargo: 10)
        let one = try #require(try Validation(sweep(), split: split, gap: gap).run())
        let many = try #require(
            try Validation(sweep(), split: split, gap: gap).run(threads: 3) { count, body in
                for index in (0..<count).reversed() { body(index) }
            })
        #expect(one.json(includingEquity: true) == many.json(includingEquity: true))
        #expect(one.paths.count == 4)
        #expect(one.choices.count == 10)
    }

    @Test("progress counts every combination and can end the work")
    func progress() throws {
        let validation = try Validation(sweep(), split: .holdOut(test: 500))
        let counted = Mutex(0)
        _ = try validation.run(progress: { scored in
            counted.withLock { $0 += scored }
            return true
        })
        #expect(counted.withLock { $0 } == 9)
        #expect(try validation.run(progress: { _ in false }) == nil)
    }

    @Test("what cannot be validated is refused")
    func refused() throws {
        #expect(throws: AlmanacError.self) {
            try Validation(sweep(metric: .winRate), split: .holdOut(test: 100))
        }
        #expect(throws: AlmanacError.self) {
            try Validation(
                sweep(["execution_price": "open,close"]), split: .holdOut(test: 100))
        }
        #expect(throws: AlmanacError.self) {
            try Validation(
                sweep(), split: .walkForward(train: 10_000, test: 10, isAnchored: false))
        }
        // No combination has a Sharpe ratio on bars before its windows are full.
        #expect(throws: AlmanacError.self) {
            try Validation(
                sweep(), split: .walkForward(train: 20, test: 10, isAnchored: false)
            ).run()
        }
    }
}
