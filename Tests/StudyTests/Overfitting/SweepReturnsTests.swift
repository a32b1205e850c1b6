import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import Study
import Testing
import TimeSeries

@Suite("The returns of a sweep")
struct SweepReturnsTests {
    private func sweep() throws -> Sweep {
        let definition = StrategyDefinition(
            name: "averages",
            slots: [DataSlot(name: "prices", frequency: .day1, columns: ["open", "close"])],
            parameters: [
                ParameterSpecification(
                    name: "fast", type: .int, minimum: 2, maximum: 100, defaultValue: .int(5)),
                ParameterSpecification(
                    name: "slow", type: .int, minimum: 2, maximum: 9000, defaultValue: .int(50)),
            ],
            code: """
                def generate_signals(data, params):
                    close = data['prices']['close']
                    fast = close.rolling(params['fast']).mean()
                    slow = close.rolling(params['slow']).mean()
                    return fast > slow, fast < slow
                """)
        let table = try CSVReader.read(bytes: try BundledPrices.csv(for: "SPX"), name: "SPX")
        let data = SlotData(
            slot: "prices", symbol: "SPX", frame: table.frame, calendar: .newYork, source: "bundled"
        )
        let parameters = try BoundParameters(definition.parameters)
        let grid = try SweepGrid(
            definition,
            ranges: [
                ParameterRange(name: "fast", values: [.int(5), .int(10), .int(20)]),
                // The last one has no average, so it never trades.
                ParameterRange(name: "slow", values: [.int(50), .int(100), .int(9000)]),
            ])
        return try Sweep(
            [Backtest(definition: definition, parameters: parameters, data: [data])], grid: grid)
    }

    @Test("they have the Sharpe ratios of the sweep's rows, and all combinations count")
    func returns() throws {
        let sweep = try sweep()
        let rows = sweep.run()
        let trials = sweep.trialReturns()
        #expect(trials.trialCount == 9)
        for (trial, row) in rows.enumerated() {
            let estimate = SharpeEstimate(returns: trials.returns(of: trial))
            let own = estimate?.annual(barsPerYear: sweep.barsPerYear())
            guard let expected = row.figures?.sharpe else {
                #expect(own == nil)
                continue
            }
            #expect(abs(try #require(own) - expected) < 1e-9)
        }
        var settings = OverfittingReport.Settings()
        settings.blocks = 8
        settings.resamples = 50
        let report = try OverfittingReport(
            returnsOfTrials: trials, barsPerYear: sweep.barsPerYear(), symbols: sweep.symbols,
            settings: settings)
        #expect(report.summary.trialCount == 9 && report.summary.sharpes.count == 6)
        let best = rows.compactMap { $0.figures?.sharpe }.max()
        #expect(abs(report.annualSharpe - (try #require(best))) < 1e-9)
    }

    @Test("of many combinations a sample is looked at, and all of them count")
    func sampled() throws {
        let sweep = try sweep()
        let rows = sweep.run()
        let looked = Sweep.sample(of: sweep.combinations, 4, with: 7)
        #expect(looked.count <= 4 && looked.contains(7) && looked == looked.sorted())
        #expect(Set(looked).isSubset(of: sweep.combinations))
        #expect(Sweep.sample(of: sweep.combinations, 9, with: 7) == sweep.combinations)
        #expect(Sweep.sample(of: sweep.combinations, 1, with: 7) == [7])
        // One of each stretch, wherever it lies.
        let many = Sweep.sample(of: Array(0..<1_000), 101, with: 5)
        for stretch in 0..<100 {
            #expect(many.contains { $0 / 10 == stretch })
        }
        let entry = try #require(
            LedgerEntry(sweep, symbol: 0, rows: rows, time: Timestamp(nanoseconds: 1)))
        var settings = OverfittingReport.Settings()
        settings.resamples = 50
        func report(_ tried: [Int], _ earlier: TrialTally, _ all: Int?) throws -> OverfittingReport
        {
            try OverfittingReport(
                returnsOfTrials: sweep.trialReturns(of: tried), barsPerYear: sweep.barsPerYear(),
                chosen: tried.firstIndex(of: 0), earlier: earlier, sampled: all,
                symbols: sweep.symbols, settings: settings)
        }
        let tally = RunLedger([entry]).tally(for: entry.question)
        let part = try report(Sweep.sample(of: sweep.combinations, 4, with: 0), tally, 9)
        let whole = try report(sweep.combinations, TrialTally(), nil)
        #expect(part.tally.trials == 9 && part.studyTrials == 9)
        #expect(part.json["trials"] == 9 && whole.json["sampled_trials"] == nil)
        #expect(part.json["sampled_trials"] == .integer(part.summary.trialCount))
        #expect(part.verdict.contains("of them looked at bar by bar"))
        #expect(abs(part.expectedMaximum - whole.expectedMaximum) < 1e-9)
        #expect(part.overfitting != nil && part.superiorAbility != nil && part.intervals != nil)
    }

    @Test("the ledger's entry counts its rows, whole or not")
    func entry() throws {
        let sweep = try sweep()
        let rows = sweep.run()
        let now = Timestamp(nanoseconds: 1)
        let entry = try #require(LedgerEntry(sweep, symbol: 0, rows: rows, time: now))
        #expect(entry.trials == 9 && entry.annualSharpes.count == 6)
        #expect(entry.question.symbol == "SPX" && entry.kind == "sweep")
        let part = try #require(
            LedgerEntry(sweep, symbol: 0, rows: Array(rows[..<4]), time: now))
        #expect(part.trials == 4 && part.hash != entry.hash)
        #expect(LedgerEntry(sweep, symbol: 0, rows: [], time: now) == nil)
        #expect(LedgerEntry(line: entry.line)?.trials == 9)
    }
}
