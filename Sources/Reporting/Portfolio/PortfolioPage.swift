import AlmanacCore
public import Backtesting
import TimeSeries

extension HTMLReport {
    /// The page of a portfolio or a book: equity and drawdown, weights over time, what each part
    /// contributed and cost, how the parts move together, and every line's figures.
    ///
    /// - Complexity: O(bars × lines) time.
    public func page(of run: PortfolioRun) -> String {
        let page = PortfolioPage(run: run)
        return PageFrame(
            plotly: plotly, title: page.title, subtitle: "<p>\(page.period)</p>",
            contents: page.contents, main: page.html, data: PortfolioData(run).json
        ).text
    }
}

/// The content of a page of a portfolio or a book.
private struct PortfolioPage {
    let run: PortfolioRun

    private var simulation: PortfolioSimulation { run.simulation }
    private var isBook: Bool { run.portfolio.isBook }
    private var part: String { isBook ? "Strategy" : "Symbol" }
    private var times: [Timestamp] { simulation.axis.times }

    var title: String {
        SafeText.line("\(run.portfolio.name), \(isBook ? "book" : "portfolio") of ")
            + TerminalSummary.parts(of: run)
    }

    var period: String {
        "\(times.first?.dateText ?? "") to \(times.last?.dateText ?? "") · "
            + NumberText.count(simulation.count, "bar")
    }

    private var sections: [(id: String, title: String, content: HTML)] {
        [
            (
                "trust", "What to know first",
                RunPage.notices(
                    run.warnings, run.assumptions
                ) { "<h3>\($0)</h3>\n" }
            ),
            ("equity", "Equity and drawdown", equitySection),
            ("weights", "Weights over time", weightsSection),
            ("parts", "What each part did", contributionsSection),
            ("correlation", "How the parts move together", correlationSection),
            ("costs", "What trading cost", costsSection),
            ("figures", "All figures", figuresSection),
            ("months", "Monthly returns", MonthTable(metrics: run.metrics).html),
            ("data", "Data", dataSection),
        ]
    }

    var contents: [HTML] {
        sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }
    }

    var html: HTML {
        """
        <article class="run" id="run1" data-run="0" aria-label="\(title)">
        <p class="lead">\(HTML.sentence(TerminalSummary.allocation(of: run)))</p>
        \(RunPage.cards(run.metrics))
        \(HTML.lines(
            sections.map { id, title, content in
                """
                <section id="\(id)" aria-labelledby="\(id)-title">
                <h2 id="\(id)-title">\(title)</h2>
                \(content)</section>
                """
            }))<p class="hash">Run <code>\(run.hash)</code></p>
        </article>

        """
    }

    // MARK: - Charts

    private var equitySection: HTML {
        RunPage.equityControls
            + RunPage.chart(
                "equity", size: "tall",
                description: "Line chart of the equity beside buying and holding, with the "
                    + "drawdown below.",
                caption: "Cash and positions at each close, and how far they lie below their "
                    + "highest value so far. The benchmark puts an equal part into each symbol at "
                    + "its first price, at the same costs, and holds it.")
    }

    private var weightsSection: HTML {
        RunPage.chart(
            "weights", size: "tall",
            description: "Area chart of each part's weight in the equity.",
            caption: "Each \(part.lowercased())'s part of the equity at the close; what is left "
                + "to 100 % is cash, shorts are below zero. "
                + NumberText.count(simulation.rebalanceBars.count, "rebalancing") + ".")
    }

    // MARK: - Tables

    private func row(_ part: PortfolioContribution, _ more: [String] = []) -> HTML {
        let cells = [
            NumberText.percent(part.averageWeight), NumberText.fixed(part.profit, decimals: 2),
            NumberText.percent(part.returnFraction, signed: true),
            part.riskFraction.map { NumberText.percent($0) } ?? "",
            NumberText.fixed(part.costs, decimals: 2), NumberText.whole(part.orders),
            NumberText.whole(part.closedTrades),
        ]
        return """
            <tr><th scope="row">\(SafeText.line(part.name))</th>\
            \((cells + more).map { "<td>\($0)</td>" as HTML })</tr>
            """
    }

    private static let heads = [
        "Mean weight", "Profit", "Return", "Part of the risk", "Costs", "Orders", "Trades",
    ]

    private var contributionsSection: HTML {
        let alone: [(String, Metric.Name)] = [
            ("Return alone", .totalReturn), ("Sharpe alone", .sharpe),
            ("Drawdown alone", .maxDrawdown),
        ]
        var rows = run.groups.enumerated().map { index, group in
            row(
                group,
                isBook
                    ? alone.map { _, name in
                        run.standalone[index].value(name).map { NumberText.metric($0, name.unit) }
                            ?? "undefined"
                    } : [])
        }
        let cash = simulation.cashContribution
        if cash.profit != 0 {
            let cells = [
                "", NumberText.fixed(cash.profit, decimals: 2),
                NumberText.percent(cash.returnFraction, signed: true),
            ]
            let blanks = Self.heads.count - cells.count + (isBook ? alone.count : 0)
            rows.append(
                """
                <tr><th scope="row">Interest on cash</th>\(cells.map { "<td>\($0)</td>" as HTML })\
                \([HTML](repeating: "<td></td>", count: blanks))</tr>
                """)
        }
        var html = RunPage.scrollingTable(
            "Contributions", heads: [part] + Self.heads + (isBook ? alone.map(\.0) : []),
            rows: rows)
        if isBook {
            html +=
                "<h3>Each line</h3>\n"
                + RunPage.scrollingTable(
                    "Lines", heads: ["Line"] + Self.heads, rows: run.lines.map { row($0) })
        }
        return html
            + """
            <p class="sub">Profits are after all costs and sum to the portfolio's; a part of the \
            risk is the covariance of its contribution with the return over the return's variance. \
            Costs are against trading at the prices of the decisions for nothing.</p>

            """
    }

    private var correlationSection: HTML {
        let table = run.correlation
        let rows = zip(table.names, table.values).map { name, values -> HTML in
            let cells = values.map {
                "<td>\($0.map { NumberText.fixed($0, decimals: 2) } ?? "")</td>" as HTML
            }
            return "<tr><th scope=\"row\">\(SafeText.line(name))</th>\(cells)</tr>"
        }
        let of =
            isBook
            ? "the returns of each strategy by itself with all the cash"
            : "the returns of the symbols' prices"
        let average = table.average.map { NumberText.fixed($0, decimals: 2) } ?? "undefined"
        return RunPage.chart(
            "correlation",
            description: "Heat map of the correlations of every pair.",
            caption: "Correlation of \(of), over the bars that both have; \(average) on average.")
            + RunPage.scrollingTable(
                "Correlation", heads: [part] + table.names.map { SafeText.line($0) }, rows: rows)
    }

    private var costsSection: HTML {
        simulation.costs.tradedValue > 0
            ? CostTable(costs: simulation.costs).html : "<p>No order was filled.</p>\n"
    }

    private var figuresSection: HTML {
        let held: [Metric.Name: Metric.Name] = [
            .finalEquity: .benchmarkFinalEquity, .totalReturn: .benchmarkReturn,
            .sharpe: .benchmarkSharpe, .maxDrawdown: .benchmarkMaxDrawdown,
        ]
        let names = run.metrics.all.map(\.name).filter { !$0.rawValue.hasPrefix("benchmark") }
        let rows = names.map { name -> HTML in
            func cell(_ name: Metric.Name?) -> String {
                guard let name else { return "" }
                return run.metrics.value(name).map { NumberText.metric($0, name.unit) }
                    ?? "undefined"
            }
            return """
                <tr><th scope="row">\(name.title)</th><td>\(cell(name))</td>\
                <td>\(cell(held[name]))</td></tr>
                """
        }
        return RunPage.scrollingTable(
            "Figures", heads: ["Figure", isBook ? "Book" : "Portfolio", "Buy and hold"],
            rows: rows)
    }

    private var dataSection: HTML {
        let rows = run.data.map { data -> HTML in
            let times = data.frame.times
            return """
                <tr><th scope="row">\(SafeText.line(data.symbol))</th>\
                <td>\(NumberText.whole(times.count))</td><td>\(times.first?.dateText ?? "")</td>\
                <td>\(times.last?.dateText ?? "")</td></tr>
                """
        }
        // Symbols of one source share its sentence.
        var seen: Set<String> = []
        let sources = run.data.map(\.source).filter { seen.insert($0).inserted }
        return RunPage.scrollingTable(
            "Data", heads: ["Symbol", "Rows", "First", "Last"], rows: rows)
            + "<ul>\(sources.map { "<li>\(SafeText.line($0))</li>" as HTML })</ul>\n"
    }
}
