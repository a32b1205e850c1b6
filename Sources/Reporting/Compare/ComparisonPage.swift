public import AlmanacCore
import Backtesting

extension HTMLReport {
    /// The page that puts saved runs beside each other: curves, drawdowns, figures and years.
    ///
    /// - Throws: A `schema_mismatch_error` for a run that was saved without its equity.
    /// - Complexity: O(bars) time.
    public func page(comparing comparison: RunComparison) throws(AlmanacError) -> String {
        for run in comparison.runs where run.curve == nil {
            throw AlmanacError(
                .schemaMismatch, "\(run.file) has no equity to draw",
                details: ["file": .string(run.file)],
                suggestion: "save the run with --json --include equity, or leave --report out")
        }
        let page = ComparisonPage(comparison)
        return PageFrame(
            plotly: plotly, title: "\(comparison.runs.count) runs compared",
            subtitle: "<p>Saved runs side by side.</p>", contents: page.contents, main: page.html,
            data: ["runs": [], "compare": page.data]
        ).text
    }
}

/// The content of a page of saved runs.
private struct ComparisonPage {
    let comparison: RunComparison

    init(_ comparison: RunComparison) {
        self.comparison = comparison
    }

    private var sections: [(id: String, title: String, content: HTML)] {
        [
            ("runs", "The runs", runsTable), ("curves", "Equity and drawdown", charts),
            ("figures", "Figures", figuresTable), ("years", "Returns by year", yearsTable),
        ]
    }

    var contents: [HTML] {
        sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }
    }

    var html: HTML {
        HTML.lines(
            sections.map { id, title, content in
                """
                <section id="\(id)" aria-labelledby="\(id)-title">
                <h2 id="\(id)-title">\(title)</h2>
                \(content)</section>
                """
            })
    }

    private var runsTable: HTML {
        let rows = comparison.runs.enumerated().map { index, run -> HTML in
            """
            <tr><th scope="row">\(comparison.labels[index])</th>\
            <td>\(RunComparison.date(run.period.first))</td>\
            <td>\(RunComparison.date(run.period.last))</td><td>\(NumberText.whole(run.bars))</td>\
            <td>\(run.warnings)</td><td class="text">\(SafeText.line(run.file))</td></tr>
            """
        }
        let notes: HTML =
            comparison.differences.isEmpty
            ? "<p>The runs cover the same bars of the same data.</p>\n"
            : """
            <div class="notice warned"><h3>Before comparing</h3><ul>\
            \(comparison.differences.map { "<li>\(HTML.sentence($0))</li>" as HTML })</ul></div>

            """
        return notes
            + table(
                "Runs", heads: ["Run", "First bar", "Last bar", "Bars", "Warnings", " File"],
                rows: rows)
    }

    private var charts: HTML {
        """
        <div class="controls">
        <button type="button" class="common" aria-pressed="false">From the common start</button>
        <button type="button" class="compare-log" aria-pressed="false">Logarithmic scale</button>
        </div>
        <figure><div class="chart tall" data-chart="overlay" role="img" \
        aria-label="Line chart of the equity of every run over its initial cash"></div>
        <figcaption>Equity over the initial cash, or over its value at the first bar that all runs \
        have.</figcaption></figure>
        <figure><div class="chart" data-chart="falls" role="img" \
        aria-label="Line chart of how far every run lay below its peak"></div>
        <figcaption>How far each lay below its highest equity so far.</figcaption></figure>

        """
    }

    private var figuresTable: HTML {
        let rows = comparison.rows.map { row -> HTML in
            let cells = row.values.enumerated().map { index, value -> HTML in
                cell(
                    value.map { NumberText.metric($0, row.name.unit) } ?? "undefined",
                    isBest: row.best.contains(index))
            }
            return "<tr><th scope=\"row\">\(row.name.title)</th>\(cells)</tr>"
        }
        let meanings = comparison.rows.map { row -> HTML in
            "<dt>\(row.name.title)</dt><dd>\(row.name.explanation)</dd>"
        }
        return """
            <p class="sub">The best of each row is marked where one way is better.</p>
            \(table("Figures", heads: ["Figure"] + comparison.labels, rows: rows))\
            <details class="more"><summary>What the figures mean</summary>
            <dl class="meanings">\(HTML.lines(meanings))</dl></details>

            """
    }

    private var yearsTable: HTML {
        let years = Set(comparison.runs.flatMap { $0.years.map(\.year) }).sorted(by: >)
        guard !years.isEmpty else { return "<p>The runs have no returns by year.</p>\n" }
        let rows = years.map { year -> HTML in
            let values = comparison.runs.map { run in run.years.first { $0.year == year }?.value }
            let best = values.compactMap(\.self).count > 1 ? values.compactMap(\.self).max() : nil
            let cells = values.map { value -> HTML in
                cell(
                    value.map { NumberText.percent($0) } ?? "",
                    isBest: best != nil && value == best)
            }
            return "<tr><th scope=\"row\">\(year)</th>\(cells)</tr>"
        }
        return table("Returns by year", heads: ["Year"] + comparison.labels, rows: rows)
    }

    private func cell(_ text: String, isBest: Bool) -> HTML {
        isBest
            ? "<td class=\"best\">\(text)<span class=\"away\"> (best)</span></td>"
            : "<td>\(text)</td>"
    }

    private func table(_ name: String, heads: [String], rows: [HTML]) -> HTML {
        RunPage.scrollingTable(name, heads: heads, rows: rows)
    }

    /// Each run's curve at the lowest and highest points of equal shares of its bars.
    var data: JSON {
        let limit = max(1_000, 12_000 / comparison.runs.count)
        let curves = zip(comparison.labels, comparison.runs).map { label, run -> JSON in
            guard let curve = run.curve else { return .null }
            let falls = EquitySeries.drawdown(curve.equity).map { -$0 }
            let shown = PlotBars(limit: limit, of: [curve.equity, falls])
            let cash = run.initialCash ?? 1
            return [
                "name": .string(label),
                "at": .array(shown.bars.map { .integer(Int(curve.times[$0])) }),
                "own": PackedNumbers.values(shown.bars, of: curve.equity.map { $0 / cash }),
                "drawdown": PackedNumbers.values(shown.bars, of: falls, digits: 5),
            ]
        }
        return ["curves": .array(curves)]
    }
}
