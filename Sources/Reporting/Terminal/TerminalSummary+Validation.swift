import AlmanacCore
import Backtesting
import StrategyLanguage
public import Study
import TimeSeries

extension TerminalSummary {
    /// What each fold chose, what came of it, and what that means; ends with a line break.
    public func text(of result: ValidationResult) -> String {
        let sweep = result.validation.sweep
        let title =
            "\(SafeText.line(sweep.grid.definition.name)) on \(SafeText.line(sweep.symbols[0]))"
        var lines = TextLayout.wrapped(title, width).map { paint($0, .strong) }
        lines += TextLayout.wrapped(Self.setting(result), width)
        lines.append("")
        lines += folds(result)
        lines.append("")
        lines += result.paths.count == 1 ? comparison(result) : spread(result)
        lines.append("")
        for sentence in result.verdict {
            lines += TextLayout.wrapped(sentence, width, first: "  - ", rest: "    ")
        }
        lines.append("")
        lines += TextLayout.wrapped(ValidationResult.assumption, width)
        return finished(lines.joined(separator: "\n") + "\n")
    }

    /// How bars were split and what chose, as a sentence.
    static func setting(_ result: ValidationResult) -> String {
        let validation = result.validation
        var text =
            switch validation.split {
            case .holdOut(let test): "Hold-out of \(NumberText.count(test, "bar"))"
            case .walkForward(let train, let test, let isAnchored):
                "\(isAnchored ? "Anchored walk-forward" : "Walk-forward"), choosing on "
                    + "\(isAnchored ? "at least " : "")\(NumberText.count(train, "bar")) and "
                    + "judging on the next \(NumberText.whole(test))"
            case .purged(let folds): "Cross-validation in \(folds) folds"
            case .combinatorial(let groups, let tested):
                "Combinatorial cross-validation, \(tested) of \(groups) groups judged at a time"
            }
        if validation.gap.purge > 0 { text += ", purge \(validation.gap.purge)" }
        if validation.gap.embargo > 0 { text += ", embargo \(validation.gap.embargo)" }
        let combinations = validation.sweep.combinations.count
        text += "; chosen by \(validation.sweep.metric.name.title) among "
        text += NumberText.count(combinations, "combination")
        if result.failureCount > 0 {
            text += " (\(NumberText.whole(result.failureCount)) failed)"
        }
        return text + "."
    }

    // MARK: - Folds

    /// The most folds that are listed.
    private static let listedFolds = 30

    private func folds(_ result: ValidationResult) -> [String] {
        let sweep = result.validation.sweep
        let choices = result.choices.prefix(Self.listedFolds)
        var cells = [["judged on"] + sweep.grid.ranges.map { SafeText.line($0.name) }]
        cells[0] += ["chosen at", "judged at", "beats"]
        let figures = (cells[0].count - 3)..<cells[0].count
        for choice in choices {
            let values = sweep.grid.values(of: sweep.combinations[choice.trial])
            cells.append(
                [period(choice.fold.test, result.market)]
                    + values.map { SafeText.line($0.text) } + [
                        score(choice.trainScore, sweep.metric.name),
                        choice.testScore.map { score($0, sweep.metric.name) } ?? "-",
                        choice.testRank.map { "\(Int(($0 * 100).rounded()))\u{A0}%" } ?? "-",
                    ])
        }
        // A table that is too wide says it in fewer letters first.
        let ranks = cells[0].map { _ in 0 }.dropLast(3) + [2, 0, 1]
        if TextTable(cells, ranks: Array(ranks)).width > width {
            cells[0].replaceSubrange(figures, with: ["train", "test", "beats"])
        }
        if TextTable(cells, ranks: Array(ranks)).width > width {
            for (row, choice) in choices.enumerated() {
                cells[row + 1][0] = years(choice.fold.test, result.market)
            }
        }
        var lines = TextTable(cells, ranks: Array(ranks)).lines(width, paint: paint)
        let left = result.choices.count - choices.count
        if left > 0 { lines.append("and \(NumberText.count(left, "fold")) more (--json has all)") }
        return lines
    }

    /// The days of one range, the years of several.
    private func period(_ ranges: [Range<Int>], _ market: Market) -> String {
        guard let range = ranges.first, ranges.count == 1 else { return years(ranges, market) }
        let first = market.times[range.lowerBound]
        return "\(first.dateText) to \(market.times[range.upperBound - 1].dateText)"
    }

    private func years(_ ranges: [Range<Int>], _ market: Market) -> String {
        ranges.map { range in
            let first = market.times[range.lowerBound].date.year
            let last = market.times[range.upperBound - 1].date.year
            return "\(first)-\(last)"
        }
        .joined(separator: ", ")
    }

    private func score(_ value: Double, _ name: Metric.Name) -> String {
        NumberText.metric(value, name.unit)
    }

    // MARK: - Figures

    private static let shown: [Metric.Name] = [
        .totalReturn, .cagr, .sharpe, .maxDrawdown, .annualVolatility, .trades, .totalFees,
    ]
    private static let benchmarks: [Metric.Name: Metric.Name] = [
        .totalReturn: .benchmarkReturn, .sharpe: .benchmarkSharpe,
        .maxDrawdown: .benchmarkMaxDrawdown,
    ]

    /// One path beside the best in hindsight and the benchmark.
    private func comparison(_ result: ValidationResult) -> [String] {
        let path = result.paths[0]
        var cells = [["", "out of sample", "best in hindsight", "buy and hold"]]
        for name in Self.shown {
            func text(_ metrics: Metrics?, _ name: Metric.Name?) -> String {
                guard let name, let value = metrics?.value(name) else { return "-" }
                return NumberText.metric(value, name.unit)
            }
            cells.append([
                name.title, text(path.metrics, name), text(result.hindsight?.path.metrics, name),
                text(path.metrics, Self.benchmarks[name]),
            ])
        }
        return TextTable(cells, ranks: [0, 0, 1, 2]).lines(width, paint: paint)
    }

    /// Many paths: the least, the middle and the most of each figure.
    private func spread(_ result: ValidationResult) -> [String] {
        var cells = [
            ["\(NumberText.whole(result.paths.count)) paths", "lowest", "median", "highest"]
        ]
        for name in Self.shown {
            let values = result.paths.compactMap { $0.metrics.value(name) }.sorted()
            guard !values.isEmpty else { continue }
            let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
            cells.append(
                [name.title]
                    + [values[0], middle, values[values.count - 1]].map {
                        NumberText.metric($0, name.unit)
                    })
        }
        return TextTable(cells, ranks: [0, 0, 0, 0]).lines(width, paint: paint)
    }
}
