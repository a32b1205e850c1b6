import AlmanacCore
import Backtesting
public import Study

extension TerminalSummary {
    /// The spread of shuffled and redrawn trades, and the returns by kind of market.
    public func text(of test: StressTest) -> String {
        let title = "\(SafeText.line(test.title.strategy)) on \(SafeText.line(test.title.symbol))"
        var lines = TextLayout.wrapped(title, width).map { paint($0, .strong) }
        if let first = test.paths.first {
            let count = NumberText.count(first.trades, "closed trade")
            let paths = NumberText.count(first.paths, "path")
            lines += TextLayout.wrapped("\(count), \(paths) each way.", width)
            lines.append("")
            lines += TextTable(self.paths(test), ranks: [0, 0, 0, 0, 0])
                .lines(width, paint: paint)
        } else {
            lines += TextLayout.wrapped("No trade closed, so there is none to draw from.", width)
        }
        lines.append("")
        lines += TextTable(regimes(test), ranks: [0, 3, 0, 2, 1]).lines(width, paint: paint)
        lines.append("")
        let drawn =
            "Shuffled keeps every trade in another order; redrawn draws trades with replacement. "
        let note =
            (test.paths.isEmpty ? "" : drawn)
            + "Kinds of market are those known before each bar."
        lines += TextLayout.wrapped(note, width)
        return finished(lines.joined(separator: "\n") + "\n")
    }

    private func paths(_ test: StressTest) -> [[String]] {
        var cells = [["", "as it was", "5 %", "median", "95 %"]]
        for paths in test.paths {
            let name = paths.method == .shuffle ? "shuffled" : "redrawn"
            func row(_ title: String, _ actual: Double, _ spread: Distribution, less: Double) {
                let values = spread.quantiles.filter { [0.05, 0.5, 0.95].contains($0.part) }
                cells.append(
                    ["\(title), \(name)", NumberText.percent(actual - less)]
                        + values.map { NumberText.percent($0.value - less) })
            }
            row("Total return", paths.actualFinalEquity, paths.finalEquity, less: 1)
            row("Drawdown", paths.actualMaxDrawdown, paths.maxDrawdown, less: 0)
            let ruin = NumberText.percent(paths.ruin)
            cells.append([
                "Chance of loss, \(name)", "", "", NumberText.percent(paths.probabilityOfLoss), "",
            ])
            cells.append([
                "Chance to lose \(ruin), \(name)", "", "",
                NumberText.percent(paths.probabilityOfRuin), "",
            ])
        }
        return cells
    }

    private func regimes(_ test: StressTest) -> [[String]] {
        var cells = [["kind of market", "bars", "return", "a year", "Sharpe"]]
        let kinds =
            test.regimes.trend.map { (kind($0.name, "its 200-bar average"), $0) }
            + test.regimes.volatility.map { (kind($0.name, "volatility"), $0) }
        for (name, part) in kinds where part.bars > 0 {
            cells.append([
                name, NumberText.whole(part.bars),
                NumberText.percent(part.totalReturn, signed: true),
                part.annualReturn.map { NumberText.percent($0, signed: true) } ?? "-",
                part.sharpe.map { NumberText.fixed($0, decimals: 2) } ?? "-",
            ])
        }
        return cells
    }

    private func kind(_ name: String, _ what: String) -> String {
        name == "unknown" ? "\(what) not known yet" : "\(name) \(what)"
    }
}
