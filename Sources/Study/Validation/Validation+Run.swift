public import AlmanacCore
import Backtesting
import StrategyEngine

extension Validation {
    /// The most bytes of returns that are held at once.
    private static let returnsMemory = 64 << 20

    /// Scores every combination, lets each fold choose, and simulates the choices.
    ///
    /// - Parameters:
    ///   - threads: How many combinations may run at the same time.
    ///   - concurrently: Runs the threads; the default runs one after another.
    ///   - progress: Told how many combinations were scored since the last time; false ends it.
    /// - Returns: Nil where `progress` ended it.
    /// - Throws: A `backtest_error` where the figure is undefined for every combination on some
    ///   fold's train bars.
    /// - Determinism: the same result however many threads there are.
    /// - Complexity: one run for each combination and for each path.
    public func run(
        threads: Int = 1,
        concurrently: Concurrently = { count, body in for index in 0..<count { body(index) } },
        progress: (_ scored: Int) -> Bool = { _ in true }
    ) throws(AlmanacError) -> ValidationResult? {
        let scores = FoldScores(
            folds, bars: market.count, metric: sweep.metric, barsPerYear: settings.barsPerYear)
        let undefined = FoldScores.Row(
            train: folds.map { _ in nil }, test: folds.map { _ in nil }, all: nil)
        let batch = max(threads * 4, Self.returnsMemory / (8 * max(1, market.count)))
        var rows: [FoldScores.Row] = []
        var failures = 0
        var start = 0
        while start < sweep.combinations.count {
            let end = min(start + batch, sweep.combinations.count)
            let evaluations = sweep.evaluate(
                combinations: Array(sweep.combinations[start..<end]), returns: true,
                threads: threads, concurrently: concurrently)
            for evaluation in evaluations {
                failures += evaluation.failure == nil ? 0 : 1
                rows.append(evaluation.returns.map(scores.row) ?? undefined)
            }
            guard progress(end - start) else { return nil }
            start = end
        }
        return try result(of: rows, scores, failures: failures)
    }

    private func result(
        of rows: [FoldScores.Row], _ scores: FoldScores, failures: Int
    ) throws(AlmanacError) -> ValidationResult {
        var choices: [FoldChoice] = []
        for (index, choice) in scores.choices(among: rows).enumerated() {
            guard let choice else { throw undefined(fold: index) }
            choices.append(choice)
        }
        var said: [Int: Said] = [:]
        for trial in Set(choices.map(\.trial)).sorted() { said[trial] = try say(trial) }
        var paths: [ValidationResult.Path] = []
        for parts in ValidationPaths(folds).parts {
            let stitched = parts.compactMap { part in
                said[choices[part.fold].trial].map { (bars: part.bars, said: $0) }
            }
            let bars = parts[0].bars.lowerBound..<parts[parts.count - 1].bars.upperBound
            paths.append(try path(bars, stitch(stitched), parts))
        }
        let best = best(of: rows)
        let hindsight = try best.map { trial throws(AlmanacError) in
            let bars = paths[0].bars
            return ValidationResult.Hindsight(
                trial: trial, path: try path(bars, try say(trial), []))
        }
        return ValidationResult(
            validation: self, market: market, settings: settings, choices: choices, paths: paths,
            hindsight: hindsight, failureCount: failures)
    }

    /// What a run over all bars says: signals for the traded slot, or lines for several slots.
    private enum Said {
        case signals(Signals)
        case slots(SlotStage)
    }

    private func say(_ trial: Int) throws(AlmanacError) -> Said {
        let combination = sweep.combinations[trial]
        return sweep.speaksForSlots
            ? .slots(try sweep.backtest(combination).slotStage())
            : .signals(try sweep.signals(of: combination))
    }

    /// What several runs say, each for a part of the bars.
    private func stitch(_ parts: [(bars: Range<Int>, said: Said)]) -> Said {
        if case .slots(var stage)? = parts.first?.said {
            for index in stage.lines.indices {
                stage.lines[index] = PortfolioLine(
                    stitching: parts.compactMap { part in
                        guard case .slots(let own) = part.said else { return nil }
                        return (part.bars, own.lines[index])
                    })
            }
            return .slots(stage)
        }
        let signals = parts.compactMap { part -> (bars: Range<Int>, signals: Signals)? in
            if case .signals(let signals) = part.said { (part.bars, signals) } else { nil }
        }
        return .signals(Signals(stitching: signals, bars: market.count))
    }

    private func path(
        _ bars: Range<Int>, _ said: Said, _ parts: [ValidationPaths.Part]
    ) throws(AlmanacError) -> ValidationResult.Path {
        let cut = market.cut(bars)
        if case .slots(let stage) = said {
            let run = try stage.run(bars)
            return ValidationResult.Path(
                bars: bars, parts: parts, equity: run.equity,
                metrics: Metrics(of: run, benchmark: stage.lines.map { $0.market.cut(bars) }))
        }
        guard case .signals(let signals) = said else { preconditionFailure("one or the other") }
        let simulation = try Simulation.run(cut, signals: signals.cut(bars), settings: settings)
        return ValidationResult.Path(
            bars: bars, parts: parts, equity: simulation.equity,
            metrics: Metrics(of: simulation, in: cut))
    }

    private func best(of rows: [FoldScores.Row]) -> Int? {
        var best: (trial: Int, score: Double)?
        for (trial, row) in rows.enumerated() {
            guard let score = row.all else { continue }
            if let found = best, !sweep.metric.isBetter(score, than: found.score) { continue }
            best = (trial, score)
        }
        return best?.trial
    }

    private func undefined(fold: Int) -> AlmanacError {
        let name = sweep.metric.name.rawValue
        let bars = folds[fold].train.reduce(0) { $0 + $1.count }
        return AlmanacError(
            .backtest,
            "\(name) is undefined for every combination on the \(bars) train bars of fold "
                + "\(fold + 1)",
            details: ["metric": .string(name), "fold": .integer(fold + 1), "bars": .integer(bars)],
            suggestion: "choose on more bars, widen the ranges, or choose by total_return")
    }
}
