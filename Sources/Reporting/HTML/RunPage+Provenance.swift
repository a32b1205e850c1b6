import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

extension RunPage {
    var strategyCode: HTML {
        let definition = run.backtest.definition
        let summary: HTML =
            definition.summary.isEmpty ? "" : "<p>\(definition.summary)</p>\n"
        return summary + """
            <div class="scroll code" role="region" aria-label="Code of the strategy" tabindex="0">\
            <pre><code>\(CodeHighlighting.lines(definition.code))</code></pre></div>

            """
    }

    var parameterTables: HTML {
        let definition = run.backtest.definition
        let parameters = run.backtest.parameters.values.map { entry -> HTML in
            let specification = definition.parameters.first { $0.name == entry.name }
            return """
                <tr><td class="text"><code>\(entry.name)</code></td><td>\(entry.value.text)</td>\
                <td>\(specification?.defaultValue?.text ?? "")</td>\
                <td class="text">\(specification?.bounds ?? "")</td>\
                <td class="text">\(specification?.summary ?? "")</td></tr>
                """
        }
        let settings = settings.map { name, value -> HTML in
            "<tr><th scope=\"row\">\(name)</th><td>\(value)</td></tr>"
        }
        return heading("Parameters")
            + table(
                "Parameters", heads: [" Name", "Value", "Default", " Allowed", " Meaning"],
                rows: parameters)
            + heading("Settings of the run") + """
                <table class="figures facts"><caption class="away">Settings of the run</caption>
                <tbody>
                \(HTML.lines(settings))</tbody></table>

                """
    }

    private var settings: [(name: String, value: String)] {
        let settings = run.simulation.settings
        let atOpen = settings.executionPrice == .open
        return [
            ("Cash", NumberText.fixed(settings.initialCash, decimals: 2)),
            ("Fees", NumberText.percent(settings.fees)),
            ("Fixed fees for an order", NumberText.fixed(settings.fixedFees, decimals: 2)),
            ("Slippage", NumberText.percent(settings.slippage)),
            ("Orders fill at", atOpen ? "the next open" : "the signal's close"),
            (
                "Fill rules",
                settings.fillRules == .standard ? "standard" : "those of vectorbt 1.2"
            ),
            (
                "Direction",
                settings.direction == .both ? "long and short" : settings.direction.rawValue
            ),
            ("Lot size", settings.lotSize.map(JSON.text(of:)) ?? "fractional"),
            ("Leverage", JSON.text(of: settings.leverage)),
            ("Largest position", settings.maxPosition.map { NumberText.percent($0) } ?? "no cap"),
            ("Warm-up", warmup),
            ("Latency", Self.text(run.backtest.latency)),
            ("Bars in a year", JSON.text(of: settings.barsPerYear)),
        ]
    }

    private var warmup: String {
        switch run.backtest.warmup {
        case .bars(let count): NumberText.count(count, "bar")
        case .duration(let duration): Self.text(duration)
        }
    }

    private static func text(_ duration: Duration) -> String {
        duration == .zero ? "none" : "\(duration)"
    }

    /// Where the data of each slot came from and how its rows were used.
    var dataTable: HTML {
        let tables = run.backtest.data.map { slot -> HTML in
            let use = run.slotNotes.first { $0.name == slot.slot }?.notes
            let facts = [
                ("Symbol", slot.symbol), ("Source", slot.source),
                ("Rows", NumberText.whole(slot.frame.count)),
                ("First row", slot.frame.times.first?.dateText ?? ""),
                ("Last row", slot.frame.times.last?.dateText ?? ""),
                (
                    "Prices",
                    slot.isAdjusted ? "adjusted for splits and dividends" : "as in the source"
                ),
                ("Calendar", slot.calendar.name),
                ("Notes", (slot.notes + Self.notes(use)).joined(separator: " ")),
            ]
            let rows = facts.filter { !$0.1.isEmpty }.map { name, value -> HTML in
                "<tr><th scope=\"row\">\(name)</th><td class=\"text\">\(value)</td></tr>"
            }
            return """
                <div><table class="figures facts"><caption>Slot <code>\(slot.slot)</code></caption>
                <tbody>
                \(HTML.lines(rows))</tbody></table></div>

                """
        }
        return "<div class=\"two\">\n\(tables)</div>\n"
    }

    private static func notes(_ use: AlignedSlot.Notes?) -> [String] {
        guard let use else { return [] }
        var notes: [String] = []
        if use.wasUnsorted { notes.append("The rows were not in order and were sorted.") }
        if use.wasAggregated {
            notes.append("\(use.sourceFrequency.rawValue) rows were made into coarser bars.")
        }
        let counts = [
            (use.duplicateRows, "repeated row was dropped", "repeated rows were dropped"),
            (
                use.supersededRows, "superseded version was passed over",
                "superseded versions were passed over"
            ),
            (use.lateRows, "bar is known only late", "bars are known only late"),
            (use.barsWithoutRow, "bar has no row to show", "bars have no row to show"),
        ]
        for (count, one, many) in counts where count > 0 {
            notes.append(NumberText.count(count, one, plural: many) + ".")
        }
        return notes
    }
}
