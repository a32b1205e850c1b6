import AlmanacCore
import Backtesting

/// The figures of a summary: those with a benchmark in three columns, the others beside or below.
struct SummaryFigures {
    let metrics: Metrics

    init(_ metrics: Metrics) { self.metrics = metrics }

    private static let compared: [(own: Metric.Name, benchmark: Metric.Name, title: String)] = [
        (.finalEquity, .benchmarkFinalEquity, "Final equity"),
        (.totalReturn, .benchmarkReturn, "Total return"),
        (.sharpe, .benchmarkSharpe, "Sharpe ratio"),
        (.maxDrawdown, .benchmarkMaxDrawdown, "Max drawdown"),
    ]

    private static let single: [(name: Metric.Name, title: String)] = [
        (.cagr, "Annual growth"), (.annualVolatility, "Volatility"), (.sortino, "Sortino ratio"),
        (.calmar, "Calmar ratio"), (.winRate, "Win rate"), (.profitFactor, "Profit factor"),
        (.exposure, "Exposure"), (.turnover, "Yearly turnover"),
        (.longestDrawdownBars, "Longest fall"), (.expectancy, "Expectancy"),
    ]

    /// The lines, none wider than `width`.
    func lines(
        width: Int, paint: (String, TerminalColour) -> String
    ) -> [String] {
        let compared = comparedLines(paint)
        if width < 60 { return compared + pairs(columns: 1, width: width, paint) }
        return compared + pairs(columns: width >= 100 ? 3 : 2, width: width, paint)
    }

    private func comparedLines(_ paint: (String, TerminalColour) -> String) -> [String] {
        let heads =
            TextLayout.left("", 14) + TextLayout.right("strategy", 12) + "  "
            + TextLayout.right("buy and hold", 12)
        return [paint(heads, .faint)]
            + Self.compared.map { row in
                let isSigned = row.own == .totalReturn
                let own = text(row.own, signed: isSigned)
                let held = text(row.benchmark, signed: isSigned)
                return TextLayout.left(row.title, 14)
                    + paint(TextLayout.right(own, 12), isSigned ? colour(row.own) : .plain) + "  "
                    + TextLayout.right(held, 12)
            }
    }

    private func pairs(
        columns: Int, width: Int, _ paint: (String, TerminalColour) -> String
    ) -> [String] {
        let names = Self.single
        let rows = (names.count + columns - 1) / columns
        return (0..<rows).map { row in
            var line = ""
            for column in 0..<columns {
                let index = column * rows + row
                guard index < names.count else { continue }
                if column > 0 { line += "    " }
                let (name, title) = names[index]
                // One column ends where the figures above it do.
                line += TextLayout.left(title, column == 0 && columns > 1 ? 14 : 16)
                line += TextLayout.right(
                    text(name, signed: name == .cagr), columns > 1 ? 12 : 10)
            }
            return line
        }
    }

    private func colour(_ name: Metric.Name) -> TerminalColour {
        guard let value = metrics.value(name), value != 0 else { return .plain }
        return value > 0 ? .good : .bad
    }

    private func text(_ name: Metric.Name, signed: Bool = false) -> String {
        guard let value = metrics.value(name) else { return "undefined" }
        let text = NumberText.metric(value, name.unit, signed: signed)
        return name.unit == .bars ? text + " bars" : text
    }
}
