import AlmanacCore
import Backtesting
import StrategyLanguage
public import Study
import TimeSeries

extension HTMLReport {
    /// The page of a validation: what each fold chose, and what the choices earned out of sample.
    ///
    /// - Complexity: O(bars × paths) time.
    public func page(of result: ValidationResult) -> String {
        let page = ValidationPage(result: result)
        return PageFrame(
            plotly: plotly, title: page.title,
            subtitle: "<p>\(page.setting)</p>", contents: page.contents, main: page.html,
            data: ["runs": [], "validation": page.data]
        ).text
    }
}

/// The content of a page of a validation.
private struct ValidationPage {
    let result: ValidationResult

    private var sweep: Sweep { result.validation.sweep }
    private var metric: Metric.Name { sweep.metric.name }

    var title: String {
        "Validation of \(SafeText.line(sweep.grid.definition.name)) on "
            + SafeText.line(sweep.symbols[0])
    }

    var setting: String { TerminalSummary.setting(result) }

    private var sections: [(id: String, title: String, content: HTML)] {
        [
            ("outside", "Out of sample", equitySection), ("folds", "What each fold chose", folds),
            ("figures", "Figures", figuresTable),
        ]
    }

    var contents: [HTML] {
        sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }
    }

    var html: HTML {
        let verdict = result.verdict.map { "<li>\($0)</li>" as HTML }
        let lead: HTML =
            verdict.isEmpty ? "" : "<div class=\"notice\"><ul>\(verdict)</ul></div>\n"
        return lead + "<p>\(ValidationResult.assumption)</p>\n"
            + HTML.lines(
                sections.map { id, title, content in
                    """
                    <section id="\(id)" aria-labelledby="\(id)-title">
                    <h2 id="\(id)-title">\(title)</h2>
                    \(content)</section>
                    """
                })
    }

    private func chart(_ kind: String, _ description: String, _ caption: String) -> HTML {
        """
        <figure><div class="chart\(kind == "outside" ? " tall" : "")" data-chart="\(kind)" \
        role="img" aria-label="\(description)"></div>
        <figcaption>\(caption)</figcaption></figure>

        """
    }

    private var equitySection: HTML {
        let paths = result.paths.count
        return chart(
            "outside",
            "Line chart of the equity out of sample beside the best in hindsight and holding.",
            "Equity over the initial cash on bars that no choice was made on, in one account. "
                + (paths > 1
                    ? "Each of \(paths) paths judges every bar once, by different choices. "
                    : "Shades change where another fold's choice takes over. ")
                + "The best in hindsight was chosen with knowledge of all bars.")
    }

    private var folds: HTML {
        let choices = result.choices
        let rows = choices.enumerated().map { index, choice -> HTML in
            let values = sweep.grid.values(of: sweep.combinations[choice.trial]).map {
                "<td>\(SafeText.line($0.text))</td>" as HTML
            }
            let test = choice.testScore.map { NumberText.metric($0, metric.unit) } ?? "undefined"
            let rank = choice.testRank.map { NumberText.fixed($0 * 100, decimals: 0) + "\u{A0}%" }
            return """
                <tr><th scope="row">\(index + 1)</th><td>\(period(choice.fold.train))</td>\
                <td>\(period(choice.fold.test))</td>\(values)\
                <td>\(NumberText.metric(choice.trainScore, metric.unit))</td><td>\(test)</td>\
                <td>\(rank ?? "")</td></tr>
                """
        }
        let heads =
            ["Fold", "Chosen on", "Judged on"]
            + sweep.grid.ranges.map { SafeText.line($0.name) }
            + ["\(metric.title) there", "\(metric.title) after", "Beats"]
        return chart(
            "scores", "Bar chart of each choice's figure on the bars it was chosen and judged on.",
            "\(metric.title) on the bars that each choice was made on, and on those it was judged "
                + "on.")
            + chart(
                "splits", "Chart of the bars that each fold chooses and judges on.",
                "Which bars each fold chooses on (pale) and judges on (full).")
            + RunPage.scrollingTable("Folds", heads: heads, rows: rows)
    }

    private func period(_ bars: [Range<Int>]) -> String {
        guard let first = bars.first, let last = bars.last else { return "" }
        let times = result.market.times
        let text = "\(day(times[first.lowerBound])) to \(day(times[last.upperBound - 1]))"
        return bars.count > 1 ? text + " in \(bars.count) parts" : text
    }

    private func day(_ time: Timestamp) -> String {
        time.nanosecondOfDay == 0 ? time.date.iso8601 : RunComparison.date(time.iso8601)
    }

    private var figuresTable: HTML {
        guard let path = result.paths.first else { return "" }
        let held: [Metric.Name: Metric.Name] = [
            .finalEquity: .benchmarkFinalEquity, .totalReturn: .benchmarkReturn,
            .sharpe: .benchmarkSharpe, .maxDrawdown: .benchmarkMaxDrawdown,
        ]
        let rows = Metric.Name.allCases.filter { !$0.rawValue.hasPrefix("benchmark") }.map {
            name -> HTML in
            func cell(_ metrics: Metrics?, _ name: Metric.Name?) -> HTML {
                let value = name.flatMap { metrics?.value($0) }
                return "<td>\(value.map { NumberText.metric($0, name?.unit ?? .ratio) } ?? "")</td>"
            }
            return """
                <tr><th scope="row">\(name.title)</th>\(cell(path.metrics, name))\
                \(cell(result.hindsight?.path.metrics, name))\(cell(path.metrics, held[name]))</tr>
                """
        }
        let first = result.paths.count > 1 ? "Out of sample, first path" : "Out of sample"
        return RunPage.scrollingTable(
            "Figures", heads: ["Figure", first, "Best in hindsight", "Buy and hold"], rows: rows)
    }

    var data: JSON {
        let times = result.market.times
        let limit = max(500, 12_000 / max(1, result.paths.count + 2))
        func curve(_ path: ValidationResult.Path, _ equity: [Double], _ name: String) -> JSON {
            let shown = PlotBars(limit: limit, of: [equity])
            let cash = result.settings.initialCash
            return [
                "name": .string(name),
                "time": PackedNumbers.times(
                    shown.bars.map { path.bars.lowerBound + $0 }, of: times),
                "own": PackedNumbers.values(shown.bars, of: equity.map { $0 / cash }),
            ]
        }
        var curves: [JSON] = []
        if let first = result.paths.first {
            curves.append(curve(first, first.metrics.benchmarkEquity, "Buy and hold"))
        }
        if let best = result.hindsight?.path {
            curves.append(curve(best, best.equity, "Best in hindsight"))
        }
        for (index, path) in result.paths.enumerated() {
            let name = result.paths.count > 1 ? "Path \(index + 1)" : "Out of sample"
            curves.append(curve(path, path.equity, name))
        }
        func span(_ bars: Range<Int>) -> JSON {
            let last = bars.upperBound < times.count ? bars.upperBound : bars.upperBound - 1
            return .array(
                [bars.lowerBound, last].map { .integer(Int(times[$0].nanoseconds / 1_000_000)) })
        }
        let parts = result.paths.count == 1 ? result.paths[0].parts : []
        return [
            "metric": .string(metric.title), "fraction": .bool(metric.unit == .fraction),
            "curves": .array(curves), "parts": .array(parts.map { span($0.bars) }),
            "train": PackedNumbers.values(result.choices.map(\.trainScore), digits: 5),
            "test": PackedNumbers.values(result.choices.map { $0.testScore ?? .nan }, digits: 5),
            "folds": .array(
                result.choices.prefix(80).map { choice in
                    [
                        "train": .array(choice.fold.train.map(span)),
                        "test": .array(choice.fold.test.map(span)),
                    ]
                }),
        ]
    }
}
