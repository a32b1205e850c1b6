public import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

extension ValidationResult {
    /// The result as JSON; the same result always gives the same bytes.
    ///
    /// Bars are numbered from 0 on the symbol's axis; `equity` belongs to the first path.
    public func json(includingEquity: Bool = false) -> JSON {
        let sweep = validation.sweep
        var object: JSONObject = [
            "success": true, "strategy": .string(sweep.grid.definition.name),
            "symbol": .string(sweep.symbols[0]), "hash": .string(sweep.hash),
            "split": validation.split.json,
            "purge": .integer(validation.gap.purge), "embargo": .integer(validation.gap.embargo),
            "metric": .string(sweep.metric.name.rawValue), "bars": .integer(market.count),
            "combinations": .integer(sweep.combinations.count),
            "failed": .integer(failureCount),
        ]
        object["folds"] = .array(choices.map(json(of:)))
        object["efficiency"] = .optional(efficiency)
        object["mean_test_rank"] = .optional(meanTestRank)
        object["out_of_sample"] = .array(paths.map(json(of:)))
        object["best_in_hindsight"] =
            hindsight.map { best in
                guard case .object(var run) = json(of: best.path) else { return .null }
                run["parameters"] = parameters(of: best.trial)
                return .object(run)
            } ?? .null
        object["verdict"] = .array(verdict.map { .string($0.replacing("\u{A0}", with: " ")) })
        object["assumptions"] = .array([.string(Self.assumption)])
        if includingEquity, let first = paths.first {
            object["equity"] = .array(first.equity.map(JSON.number))
            object["times"] = .array(first.bars.map { .string(market.times[$0].iso8601) })
        }
        return .object(object)
    }

    private func json(of choice: FoldChoice) -> JSON {
        [
            "train": .array(choice.fold.train.map(json(of:))),
            "test": .array(choice.fold.test.map(json(of:))),
            "parameters": parameters(of: choice.trial),
            "train_score": .number(choice.trainScore), "test_score": .optional(choice.testScore),
            "test_rank": .optional(choice.testRank),
        ]
    }

    private func json(of bars: Range<Int>) -> JSON {
        [
            "first_bar": .integer(bars.lowerBound), "bars": .integer(bars.count),
            "from": .string(market.times[bars.lowerBound].iso8601),
            "to": .string(market.times[bars.upperBound - 1].iso8601),
        ]
    }

    private func json(of path: Path) -> JSON {
        var metrics = JSONObject()
        for metric in path.metrics.all { metrics[metric.name.rawValue] = .optional(metric.value) }
        guard case .object(var object) = json(of: path.bars) else { return .null }
        object["metrics"] = .object(metrics)
        return .object(object)
    }

    /// The values that a combination sets.
    func parameters(of trial: Int) -> JSON {
        let grid = validation.sweep.grid
        var object = JSONObject()
        let values = grid.values(of: validation.sweep.combinations[trial])
        for (range, value) in zip(grid.ranges, values) { object[range.name] = value.json }
        return .object(object)
    }
}

extension Split {
    /// The split as JSON.
    var json: JSON {
        switch self {
        case .holdOut(let test): ["kind": "hold_out", "test": .integer(test)]
        case .walkForward(let train, let test, let isAnchored):
            [
                "kind": "walk_forward", "train": .integer(train), "test": .integer(test),
                "anchored": .bool(isAnchored),
            ]
        case .purged(let folds): ["kind": "cross_validation", "folds": .integer(folds)]
        case .combinatorial(let groups, let tested):
            [
                "kind": "combinatorial", "groups": .integer(groups), "tested": .integer(tested),
            ]
        }
    }
}
