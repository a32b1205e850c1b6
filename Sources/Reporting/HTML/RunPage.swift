import Backtesting

/// The part of a page that shows one run.
struct RunPage {
    let run: BacktestRun
    let wording: RunWording
    let data: ReportData
    /// The run's place on the page, from 0.
    let index: Int
    /// Whether the run has the page to itself.
    let isAlone: Bool

    init(_ run: BacktestRun, index: Int, of count: Int, limits: ReportData.Limits) {
        self.run = run
        self.index = index
        isAlone = count == 1
        wording = RunWording(run)
        data = ReportData(run, limits: limits)
    }

    /// The id of the run's element, with which the ids in it begin.
    var id: String { "run\(index + 1)" }

    /// The first and last bar and their number.
    var period: String {
        let (first, last) = wording.period
        return "\(first) to \(last)\(wording.hasDates ? "" : " UTC") · \(wording.bars)"
    }

    /// The sections, each with its name in ids.
    private var sections: [(name: String, title: String, content: HTML)] {
        [
            ("trust", "What to know first", notices),
            ("equity", "Equity and drawdown", equityChart),
            ("price", "Price, entries and exits", priceChart),
            ("figures", "All figures", MetricTables(page: self).html),
            ("months", "Monthly returns", MonthTable(run: run).html),
            ("returns", "Distribution of returns", returnsChart),
            ("sharpe", "Rolling Sharpe ratio", sharpeChart),
            ("drawdowns", "Deepest drawdowns", drawdownTable),
            ("trades", "Trades", tradesTable),
            ("ignored", "Signals that did not fill", ignoredTable),
            ("ambiguous", "Ambiguous bars", ambiguousTable),
            ("code", "The strategy", strategyCode),
            ("parameters", "Parameters and settings", parameterTables),
            ("data", "Data", dataTable),
        ]
    }

    /// Links to the sections.
    var contents: [HTML] {
        sections.map { "<li><a href=\"#\(id)-\($0.name)\">\($0.title)</a></li>" }
    }

    /// The run's element.
    var html: HTML {
        let top: HTML =
            isAlone
            ? "" : "<h2>\(wording.title)</h2><p class=\"sub\">\(period)</p>\n"
        let list: HTML =
            isAlone
            ? ""
            : """
            <details class="contents"><summary>Sections</summary><ul>\(contents)</ul></details>

            """
        let parts = sections.map { name, title, content -> HTML in
            """
            <section id="\(id)-\(name)" aria-labelledby="\(id)-\(name)-title">
            \(heading(title, id: "\(id)-\(name)-title"))\
            \(content)</section>

            """
        }
        let label: HTML = "aria-label=\"\(wording.title)\""
        return """
            <article class="run" id="\(id)" data-run="\(index)" \(label)>
            \(top)\(list)<p class="lead">\(HTML.sentence(wording.outcome))</p>
            \(cards)
            \(parts)<p class="hash">Run <code>\(run.hash)</code></p>
            </article>

            """
    }

    private func heading(_ title: String, id: String) -> HTML {
        isAlone
            ? "<h2 id=\"\(id)\">\(title)</h2>\n" : "<h3 id=\"\(id)\">\(title)</h3>\n"
    }

    /// The heading of a part of a section.
    func heading(_ title: String) -> HTML {
        isAlone ? "<h3>\(title)</h3>\n" : "<h4>\(title)</h4>\n"
    }

    /// The main figures, with the benchmark's below where it has them.
    private var cards: HTML {
        let shown: [(Metric.Name, String, Metric.Name?)] = [
            (.totalReturn, "Total return", .benchmarkReturn), (.cagr, "Growth a year", nil),
            (.maxDrawdown, "Maximum drawdown", .benchmarkMaxDrawdown),
            (.sharpe, "Sharpe ratio", .benchmarkSharpe), (.winRate, "Win rate", nil),
            (.exposure, "Exposure", nil),
        ]
        let cards = shown.map { name, title, benchmark -> HTML in
            let signed = name == .totalReturn || name == .cagr
            let value = run.metrics.value(name)
            let size = signed ? value ?? 0 : 0
            let tone = size < 0 ? " class=\"bad\"" : size > 0 ? " class=\"good\"" : ""
            let beside = benchmark.map { "buy and hold: \(figure($0, signed: signed))" } ?? ""
            return """
                <div><dt>\(title)</dt>\
                <dd\(HTML(trusted: tone))>\(figure(name, signed: signed))</dd>\
                <dd class="beside">\(beside)</dd></div>
                """
        }
        return "<dl class=\"cards\">\(cards)</dl>"
    }

    /// A figure as text, or `undefined`.
    func figure(_ name: Metric.Name, signed: Bool = false) -> String {
        run.metrics.value(name).map { NumberText.metric($0, name.unit, signed: signed) }
            ?? "undefined"
    }

    /// What to doubt and what is taken for granted, before any figure.
    private var notices: HTML {
        let warnings: HTML =
            run.warnings.isEmpty
            ? "<p>There are no warnings.</p>"
            : "<ul>\(run.warnings.map { "<li>\($0)</li>" })</ul>"
        let tone: HTML = run.warnings.isEmpty ? "" : " warned"
        return """
            <div class="two">
            <div class="notice\(tone)">\(heading("Warnings"))\(warnings)</div>
            <div class="notice">\(heading("Assumptions"))\
            <ul>\(run.assumptions.map { "<li>\($0)</li>" })</ul></div>
            </div>

            """
    }
}
