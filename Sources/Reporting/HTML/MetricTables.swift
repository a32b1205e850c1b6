import AlmanacCore
import Backtesting

/// Every figure of a run in groups, each explained, each undefined one with its reason.
struct MetricTables {
    let page: RunPage

    private static let groups: [(title: String, names: [Metric.Name])] = [
        (
            "Growth",
            [.finalEquity, .totalReturn, .excessReturn, .cagr, .bestDay, .worstDay, .totalFees]
        ),
        (
            "Risk",
            [
                .maxDrawdown, .longestDrawdownBars, .annualVolatility, .valueAtRisk95,
                .conditionalValueAtRisk95, .skew, .kurtosis,
            ]
        ),
        ("Ratios", [.sharpe, .sortino, .calmar, .omega, .exposure, .turnover]),
        (
            "Trades",
            [
                .trades, .closedTrades, .winRate, .profitFactor, .expectancy, .averageWin,
                .averageLoss, .kelly, .averageHoldingBars, .averageAdverseExcursion,
                .averageFavourableExcursion,
            ]
        ),
    ]

    private static let benchmarks: [Metric.Name: Metric.Name] = [
        .finalEquity: .benchmarkFinalEquity, .totalReturn: .benchmarkReturn,
        .sharpe: .benchmarkSharpe, .maxDrawdown: .benchmarkMaxDrawdown,
    ]

    var html: HTML {
        let grouped = Self.groups.flatMap(\.names) + Self.benchmarks.values
        let rest = page.run.metrics.all.map(\.name).filter { !grouped.contains($0) }
        let groups = Self.groups + (rest.isEmpty ? [] : [("Others", rest)])
        let tables = groups.map { title, names -> HTML in
            let isCompared = names.contains { held($0) != nil }
            let head: HTML = isCompared ? "<th scope=\"col\">Buy and hold</th>" : ""
            let rows = HTML.lines(names.compactMap { row($0, isCompared: isCompared) })
            return """
                <div><table class="figures"><caption>\(title)</caption>
                <thead><tr><th scope="col">Figure</th><th scope="col">Strategy</th>\
                \(head)</tr></thead>
                <tbody>
                \(rows)</tbody></table></div>

                """
        }
        return """
            <p class="sub">Point at a name, or move to it with the tabulator key, to read what it \
            means.</p>
            <div class="columns">
            \(tables)\(SheetTables(page: page).html)</div>

            """
    }

    /// The benchmark's figure, where it has one.
    private func held(_ name: Metric.Name) -> HTML? {
        if let benchmark = Self.benchmarks[name], let metric = page.run.metrics[benchmark] {
            return metric.value.map { "\(NumberText.metric($0, benchmark.unit))" }
                ?? "undefined<br><small>\(metric.reason ?? "")</small>"
        }
        return SheetFigure.Name(rawValue: name.rawValue)
            .flatMap { page.sheet.benchmark[$0] }.map(SheetTables.value)
    }

    private func row(_ name: Metric.Name, isCompared: Bool) -> HTML? {
        guard let metric = page.run.metrics[name] else { return nil }
        let unit = name.unit == .bars ? " bars" : ""
        let value: HTML =
            metric.value.map { "\(NumberText.metric($0, name.unit))\(unit)" }
            ?? "undefined<br><small>\(metric.reason ?? "")</small>"
        let cell: HTML = "<td>\(held(name) ?? "")</td>"
        let id = "\(page.id)-tip-\(name.rawValue)"
        return """
            <tr><th scope="row"><span class="term" tabindex="0" aria-describedby="\(id)">\
            \(name.title)</span><span class="tip" role="tooltip" id="\(id)">\(name.explanation)\
            </span></th><td>\(value)</td>\(isCompared ? cell : "")</tr>
            """
    }
}

/// The return of every month, a row for each year, coloured by size.
struct MonthTable {
    let metrics: Metrics

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    var html: HTML {
        let heads = Self.months.map { "<th scope=\"col\">\($0)</th>" as HTML }
        var rows: [HTML] = []
        var months = metrics.monthlyReturns[...]
        for year in metrics.yearlyReturns {
            var cells = [HTML](repeating: "<td></td>", count: 12)
            months = months.drop { $0.year < year.year }
            for month in months.prefix(while: { $0.year == year.year }) {
                guard let number = month.month else { continue }
                cells[number - 1] = cell(month.returnFraction)
            }
            rows.append(
                "<tr><th scope=\"row\">\(year.year)</th>\(cells)\(cell(year.returnFraction))</tr>")
        }
        return """
            <div class="scroll" role="region" aria-label="Monthly returns" tabindex="0">
            <table class="months"><caption class="away">Return of each month in percent</caption>
            <thead><tr><th scope="col">Year</th>\(heads)<th scope="col">Year</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))</tbody></table></div>
            <p class="sub">In percent, by the calendar (UTC). Shades change at 1, 3, 6 and 10 % \
            for months and years alike.</p>

            """
    }

    private func cell(_ value: Double) -> HTML {
        let size = [0.0005, 0.01, 0.03, 0.06, 0.1].prefix { value.magnitude >= $0 }.count
        let tone = size == 0 ? "" : " class=\"\(value < 0 ? "n" : "p")\(size)\""
        let decimals = (value * 100).magnitude < 99.95 ? 1 : 0
        return "<td\(HTML(trusted: tone))>\(NumberText.fixed(value * 100, decimals: decimals))</td>"
    }
}
