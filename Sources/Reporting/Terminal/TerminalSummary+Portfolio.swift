import AlmanacCore
public import Backtesting
import TimeSeries

extension TerminalSummary {
    /// A portfolio or a book: figures beside buying and holding, the equity as a plot, what each
    /// part contributed, correlations, warnings, assumptions and the run's hash.
    public func text(of run: PortfolioRun) -> String {
        let times = run.simulation.axis.times
        let kind = run.portfolio.isBook ? "book" : "portfolio"
        var lines = TextLayout.wrapped(
            SafeText.line(
                "\(run.portfolio.name), \(kind) of \(Self.parts(of: run)), "
                    + "\(times.first?.dateText ?? "") to \(times.last?.dateText ?? ""), "
                    + NumberText.count(run.simulation.count, "bar")), width
        ).map { paint($0, .strong) }
        lines += TextLayout.wrapped(Self.allocation(of: run), width)
        lines.append("")
        lines += SummaryFigures(run.metrics).lines(width: width, paint: paint)
        lines.append("")
        lines += TerminalPlot(width: width, unicode: unicode).lines(
            run.simulation.equity, held: run.metrics.benchmarkEquity, times: times, paint: paint)
        lines.append("")
        lines += contributions(run)
        lines.append("")
        if let costs = RunWording.sentence(of: run.simulation.costs) {
            lines += labelled("Costs", costs)
            lines.append("")
        }
        lines += correlations(run)
        lines.append("")
        lines += list("Warnings", run.warnings, mark: "!", colour: .warning)
        lines += list("Assumptions", run.assumptions, mark: "-", colour: .plain)
        lines += labelled("Run", run.hash, colour: .faint)
        return finished(lines.joined(separator: "\n") + "\n")
    }

    /// How many symbols or strategies there are.
    static func parts(of run: PortfolioRun) -> String {
        NumberText.count(
            run.groups.count, run.portfolio.isBook ? "strategy" : "symbol",
            plural: run.portfolio.isBook ? "strategies" : "symbols")
    }

    /// How the equity is divided, as a sentence.
    static func allocation(of run: PortfolioRun) -> String {
        let allocation = run.portfolio.allocation
        var text =
            "Weights: \(allocation.scheme.rawValue), rebalanced \(allocation.rebalance.rawValue)"
        if allocation.band > 0 { text += ", band \(NumberText.percent(allocation.band))" }
        if let cap = allocation.maxWeight { text += ", at most \(NumberText.percent(cap)) each" }
        if allocation.reserve > 0 { text += ", \(NumberText.percent(allocation.reserve)) in cash" }
        return text + "; " + NumberText.count(run.simulation.rebalanceBars.count, "rebalancing")
            + "."
    }

    private func contributions(_ run: PortfolioRun) -> [String] {
        var rows = [[run.portfolio.isBook ? "Strategy" : "Symbol"]]
        rows[0] += ["weight", "profit", "return", "risk", "trades"]
        if run.portfolio.isBook { rows[0].append("Sharpe") }
        for (index, group) in run.groups.enumerated() {
            rows.append([
                TextLayout.cut(SafeText.line(group.name), max(12, width - 50)),
                NumberText.percent(group.averageWeight),
                NumberText.fixed(group.profit, decimals: 2),
                NumberText.percent(group.returnFraction, signed: true),
                group.riskFraction.map { NumberText.percent($0) } ?? "-",
                NumberText.whole(group.closedTrades),
            ])
            if run.portfolio.isBook {
                let sharpe = run.standalone[index].value(.sharpe)
                rows[index + 1].append(sharpe.map { NumberText.fixed($0, decimals: 2) } ?? "-")
            }
        }
        let cash = run.simulation.cashContribution
        if cash.profit != 0 {
            rows.append([
                "(interest)", "", NumberText.fixed(cash.profit, decimals: 2),
                NumberText.percent(cash.returnFraction, signed: true), "", "",
            ])
            if run.portfolio.isBook { rows[rows.count - 1].append("") }
        }
        let ranks = [0, 2, 0, 1, 3, 5, 4].prefix(rows[0].count)
        return TextTable(rows, ranks: Array(ranks)).lines(width, paint: paint)
    }

    private func correlations(_ run: PortfolioRun) -> [String] {
        let table = run.correlation
        let label = 12
        let average = table.average.map { NumberText.fixed($0, decimals: 2) } ?? "undefined"
        var lines = [paint("Correlation", .strong) + " of returns, \(average) on average"]
        // Where names are too many for a row they are numbered.
        let narrow = label + 7 * table.names.count > width
        guard label + (narrow ? 6 : 7) * table.names.count <= width else {
            return lines
                + TextLayout.wrapped(
                    "(the table is in the JSON: --json)", width, first: "  ", rest: "  ")
        }
        let titles = table.names.enumerated().map { index, name in
            SafeText.line(narrow ? "\(index + 1) \(name)" : name)
        }
        let heads = narrow ? table.names.indices.map { "\($0 + 1)" } : titles
        func row(_ title: String, _ cells: [String]) -> String {
            cells.reduce(TextLayout.left(title, label)) {
                $0 + TextLayout.right(TextLayout.cut($1, 6), narrow ? 6 : 7)
            }
        }
        lines.append(row("", heads))
        for (title, values) in zip(titles, table.values) {
            lines.append(
                row(title, values.map { $0.map { NumberText.fixed($0, decimals: 2) } ?? "-" }))
        }
        return lines
    }
}
