import AlmanacCore
import Backtesting
import StrategyLanguage
public import Study

extension HTMLReport {
    /// The page of a sweep: maps of the figure over parameters, its distribution, the best rows.
    ///
    /// - Parameters:
    ///   - report: The best rows.
    ///   - rows: The rows of all runs that are done.
    ///   - luck: What the statistics of overfitting say about the best, where they are known.
    /// - Complexity: O(rows × pairs of parameters).
    public func page(
        of report: SweepReport, rows: [SweepRow], luck: OverfittingReport? = nil
    ) -> String {
        let page = SweepPage(report, rows, luck)
        return PageFrame(
            plotly: plotly, title: page.title,
            subtitle: "<p>\(page.counts)</p>", contents: page.contents, main: page.html,
            data: ["runs": [], "sweep": page.data]
        ).text
    }
}

/// The content of a page of a sweep.
private struct SweepPage {
    let report: SweepReport
    let rows: [SweepRow]
    let luck: OverfittingReport?
    let maps: [SweepMap]

    init(_ report: SweepReport, _ rows: [SweepRow], _ luck: OverfittingReport?) {
        (self.report, self.rows, self.luck) = (report, rows, luck)
        maps = SweepMap.all(report.sweep, rows)
    }

    private var sweep: Sweep { report.sweep }
    private var metric: Metric.Name { sweep.metric.name }

    var title: String {
        "Sweep of \(SafeText.line(sweep.grid.definition.name)) on "
            + sweep.symbols.map(SafeText.line).joined(separator: ", ")
    }

    var counts: String {
        var text = NumberText.count(report.doneCount, "run")
        if !report.isWhole {
            text += " of \(NumberText.whole(sweep.runCount)): the sweep was interrupted"
        }
        if let constraint = sweep.grid.constraint { text += ", where \(SafeText.line(constraint))" }
        return text + ", ranked by \(metric.title)"
    }

    private var sections: [(id: String, title: String, content: HTML)] {
        let map: [(String, String, HTML)] =
            maps.isEmpty ? [] : [("map", "The figure over parameters", mapSection)]
        let luck: [(String, String, HTML)] =
            self.luck.map { [("luck", "Skill or luck", LuckTable(report: $0).html)] } ?? []
        return luck + map + [
            ("spread", "All runs", spreadSection), ("best", "The best rows", bestTable),
        ]
    }

    var contents: [HTML] {
        sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }
    }

    var html: HTML {
        lead
            + HTML.lines(
                sections.map { id, title, content in
                    """
                    <section id="\(id)" aria-labelledby="\(id)-title">
                    <h2 id="\(id)-title">\(title)</h2>
                    \(content)</section>
                    """
                })
    }

    /// What the best row means, in plain sentences.
    private var lead: HTML {
        var sentences = [
            "The best of \(NumberText.count(report.doneCount, "run")) is the luckiest too: the "
                + "more are tried, the better the best looks on the same bars."
        ]
        if let near = SweepNeighbours(report, rows: rows) {
            sentences.append(
                "Its \(metric.title) is \(text(near.best)); that of the "
                    + "\(NumberText.count(near.count, "run")) one step away averages "
                    + "\(text(near.mean)). A peak that its neighbours do not share is hardly more "
                    + "than chance.")
        }
        return "<p class=\"lead\">\(sentences.joined(separator: " "))</p>\n"
    }

    private func text(_ value: Double) -> String { NumberText.metric(value, metric.unit) }

    private var mapSection: HTML {
        let buttons =
            maps.count < 2
            ? []
            : maps.enumerated().map { index, map -> HTML in
                let ranges = sweep.grid.ranges
                var name = ranges[map.across].name
                if let up = map.up { name += " × \(ranges[up].name)" }
                if sweep.symbols.count > 1 { name = "\(sweep.symbols[map.symbol]): \(name)" }
                return """
                    <button type="button" data-map="\(index)" \
                    aria-pressed="\(index == 0 ? "true" : "false")">\(SafeText.line(name))</button>
                    """
            }
        return """
            <div class="controls"><div role="group" aria-label="Parameters" class="windows">\
            \(buttons)</div></div>
            <figure><div class="chart tall" data-chart="map" role="img" \
            aria-label="Map of \(metric.title) over the values of parameters"></div>
            <figcaption>\(metric.title), the median where further parameters vary. Broad areas of \
            one colour are sturdy, single cells are not. Empty cells were not run or have no \
            figure.</figcaption></figure>

            """
    }

    private var spreadSection: HTML {
        """
        <figure><div class="chart" data-chart="spread" role="img" \
        aria-label="Histogram of \(metric.title) over all runs"></div>
        <figcaption>\(metric.title) of all runs that have it; the dashed line is the best. \
        \(NumberText.count(report.failureCount, "run")) failed, \
        \(NumberText.count(report.undefinedCount, "run")) had no figure.</figcaption></figure>

        """
    }

    private var bestTable: HTML {
        let figures: [(name: Metric.Name, title: String)] = [
            (.sharpe, "Sharpe ratio"), (.totalReturn, "Total return"),
            (.maxDrawdown, "Maximum drawdown"), (.closedTrades, "Closed trades"),
            (.finalEquity, "Final equity"),
        ]
        let shown =
            figures.contains { $0.name == metric }
            ? figures : [(metric, metric.title)] + figures
        let body = report.best.enumerated().map { index, row -> HTML in
            let values = sweep.grid.values(of: row.combination).map {
                "<td>\(SafeText.line($0.text))</td>" as HTML
            }
            let cells = shown.map { name, _ -> HTML in
                let value = row.value(SweepMetric(name)).map { NumberText.metric($0, name.unit) }
                return "<td>\(value ?? "")</td>"
            }
            return """
                <tr><td>\(index + 1)</td><td>\(SafeText.line(sweep.symbols[row.symbol]))</td>\
                \(values)\(cells)</tr>
                """
        }
        let heads =
            ["", "Symbol"] + sweep.grid.ranges.map { SafeText.line($0.name) } + shown.map(\.title)
        return RunPage.scrollingTable("Best rows", heads: heads, rows: body)
    }

    var data: JSON {
        let values = rows.compactMap { $0.value(sweep.metric) }
        let bins = EquitySeries.histogram(values, bins: min(61, max(9, values.count / 10)))
        let best = report.best.first?.value(sweep.metric)
        return [
            "metric": .string(metric.title), "fraction": .bool(metric.unit == .fraction),
            "lowerIsBetter": .bool(sweep.metric.isLowerBetter),
            "maps": .array(maps.map { $0.json(sweep) }),
            "lowest": PackedNumbers.number(bins.lowest),
            "width": PackedNumbers.number(bins.binWidth),
            "counts": .array(bins.counts.map(JSON.integer)),
            "best": .optional(best.map { NumberText.rounded($0, digits: 7) }),
        ]
    }
}
