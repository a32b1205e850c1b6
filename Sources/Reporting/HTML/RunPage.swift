import AlmanacCore
import Backtesting
import Study

/// The part of a page that shows one run.
struct RunPage {
    let run: BacktestRun
    let wording: RunWording
    let sheet: TearSheet
    let data: ReportData
    /// What the statistics of overfitting say, where the run's trials are counted.
    let luck: OverfittingReport?
    /// The run's place on the page, from 0.
    let index: Int
    /// Whether the run has the page to itself.
    let isAlone: Bool

    init(
        _ run: BacktestRun, index: Int, of count: Int, limits: ReportData.Limits,
        luck: OverfittingReport? = nil
    ) {
        self.run = run
        self.luck = luck
        self.index = index
        isAlone = count == 1
        wording = RunWording(run)
        sheet = TearSheet(run)
        data = ReportData(run, sheet, limits: limits)
    }

    /// The id of the run's element, with which the ids in it begin.
    var id: String { "run\(index + 1)" }

    /// The first and last bar and their number.
    var period: String {
        let (first, last) = wording.period
        return "\(first) to \(last)\(wording.hasDates ? "" : " UTC") · \(wording.bars)"
    }

    /// A part of a run with its name in ids.
    private struct Section {
        let name: String
        let title: String
        /// Whether a page of several runs shows it only when it is asked for.
        let isDetail: Bool
        let content: () -> HTML

        init(
            name: String, title: String, content: @autoclosure @escaping () -> HTML,
            isDetail: Bool = false
        ) {
            (self.name, self.title) = (name, title)
            (self.isDetail, self.content) = (isDetail, content)
        }
    }

    private var sections: [Section] {
        [
            Section(
                name: "trust", title: "What to know first",
                content: Self.notices(run.warnings, run.assumptions, heading: heading))
        ]
            + (luck == nil
                ? [] : [Section(name: "luck", title: "Skill or luck", content: luckSection)])
            + [
                Section(name: "equity", title: "Equity and drawdown", content: equityChart),
                Section(name: "price", title: "Price, entries and exits", content: priceChart),
                Section(
                    name: "figures", title: "All figures", content: MetricTables(page: self).html),
            ] + sheetSections + [
                Section(name: "trades", title: "Trades", content: tradesTable),
                Section(name: "ignored", title: "Signals that did not fill", content: ignoredTable),
                Section(name: "ambiguous", title: "Ambiguous bars", content: ambiguousTable),
                Section(name: "code", title: "The strategy", content: strategyCode),
                Section(
                    name: "parameters", title: "Parameters and settings", content: parameterTables),
                Section(name: "data", title: "Data", content: dataTable),
            ]
    }

    /// The sections that a run on a page of several shows when they are asked for.
    private var sheetSections: [Section] {
        [
            Section(
                name: "periods", title: "Recent returns and years", content: periodsSection,
                isDetail: true),
            Section(
                name: "months", title: "Monthly returns", content: monthsSection, isDetail: true),
            Section(
                name: "returns", title: "Distribution of returns", content: returnsSection,
                isDetail: true),
            Section(
                name: "growth", title: "Growth, and growth at equal volatility",
                content: growthSection, isDetail: true),
            Section(
                name: "rolling", title: "Rolling figures", content: rollingSection, isDetail: true),
            Section(
                name: "benchmark", title: "Against the benchmark", content: benchmarkSection,
                isDetail: true),
            Section(
                name: "drawdowns", title: "Deepest drawdowns", content: drawdownsSection,
                isDetail: true),
            Section(
                name: "costs", title: "What trading cost", content: costsSection, isDetail: true),
        ]
    }

    /// Links to the sections.
    var contents: [HTML] { Self.links(sections, id) }

    private static func links(_ sections: [Section], _ id: String) -> [HTML] {
        sections.map { "<li><a href=\"#\(id)-\($0.name)\">\($0.title)</a></li>" }
    }

    /// The run's element.
    var html: HTML {
        let sections = self.sections
        let top: HTML =
            isAlone
            ? "" : "<h2>\(wording.title)</h2><p class=\"sub\">\(period)</p>\n"
        let list: HTML =
            isAlone
            ? ""
            : """
            <details class="contents"><summary>Sections</summary><ul>\(Self.links(sections, id))\
            </ul></details>

            """
        let label: HTML = "aria-label=\"\(wording.title)\""
        return """
            <article class="run" id="\(id)" data-run="\(index)" \(label)>
            \(top)\(list)<p class="lead">\(HTML.sentence(wording.outcome))</p>
            \(Self.cards(run.metrics))
            \(sections.map(element))<p class="hash">Run <code>\(run.hash)</code></p>
            </article>

            """
    }

    private func element(_ section: Section) -> HTML {
        let title = "\(id)-\(section.name)-title"
        let content: HTML =
            isAlone || !section.isDetail
            ? section.content()
            : "<details class=\"more\"><summary>Show</summary>\n\(section.content())</details>\n"
        return """
            <section id="\(id)-\(section.name)" aria-labelledby="\(title)">
            \(heading(section.title, id: title))\(content)</section>

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
    static func cards(_ metrics: Metrics) -> HTML {
        let shown: [(Metric.Name, String, Metric.Name?)] = [
            (.totalReturn, "Total return", .benchmarkReturn), (.cagr, "Growth a year", nil),
            (.maxDrawdown, "Maximum drawdown", .benchmarkMaxDrawdown),
            (.sharpe, "Sharpe ratio", .benchmarkSharpe), (.winRate, "Win rate", nil),
            (.exposure, "Exposure", nil),
        ]
        let cards = shown.map { name, title, benchmark -> HTML in
            let signed = name == .totalReturn || name == .cagr
            func figure(_ name: Metric.Name) -> String {
                metrics.value(name).map { NumberText.metric($0, name.unit, signed: signed) }
                    ?? "undefined"
            }
            let value = metrics.value(name)
            let size = signed ? value ?? 0 : 0
            let tone = size < 0 ? " class=\"bad\"" : size > 0 ? " class=\"good\"" : ""
            let beside = benchmark.map { "buy and hold: \(figure($0))" } ?? ""
            return """
                <div><dt>\(title)</dt>\
                <dd\(HTML(trusted: tone))>\(figure(name))</dd>\
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
    static func notices(
        _ warnings: [String], _ assumptions: [String], heading: (String) -> HTML
    ) -> HTML {
        let list: HTML =
            warnings.isEmpty
            ? "<p>There are no warnings.</p>"
            : "<ul>\(warnings.map { "<li>\($0)</li>" })</ul>"
        let tone: HTML = warnings.isEmpty ? "" : " warned"
        return """
            <div class="two">
            <div class="notice\(tone)">\(heading("Warnings"))\(list)</div>
            <div class="notice">\(heading("Assumptions"))\
            <ul>\(assumptions.map { "<li>\($0)</li>" })</ul></div>
            </div>

            """
    }
}
