import AlmanacCore
import Backtesting

extension RunPage {
    var drawdownTable: HTML {
        let rows = run.metrics.drawdowns.enumerated().map { index, drawdown -> HTML in
            """
            <tr><td>\(index + 1)</td><td>\(NumberText.percent(drawdown.depth))</td>\
            <td>\(time(drawdown.peakBar))</td><td>\(time(drawdown.troughBar))</td>\
            <td>\(drawdown.recoveryBar.map(time) ?? "not yet")</td>\
            <td>\(NumberText.whole(drawdown.lengthBars))</td></tr>
            """
        }
        guard !rows.isEmpty else { return "<p>The equity never fell below a peak.</p>\n" }
        return table(
            "Deepest drawdowns",
            heads: ["", "Depth", "Peak", "Trough", "Recovered", "Bars"], rows: rows)
    }

    /// The frame of the table that the page's script fills, sorts and turns the pages of.
    var tradesTable: HTML {
        guard !run.simulation.trades.isEmpty else { return "<p>\(wording.trades)</p>\n" }
        let columns: [(key: String, title: String)] = [
            ("number", "Trade"), ("short", "Side"), ("entry", "Entry"),
            ("entryPrice", "Entry price"), ("exit", "Exit"), ("exitPrice", "Exit price"),
            ("size", "Size"), ("pnl", "Profit"), ("return", "Return"), ("bars", "Bars"),
            ("fees", "Fees"), ("mae", "Worst"), ("mfe", "Best"), ("reason", "Exit by"),
        ]
        let text: HTML = " class=\"text\""
        let heads = columns.map { key, title -> HTML in
            """
            <th scope="col" data-key="\(key)"\(key == "short" || key == "reason" ? text : "")>\
            <button type="button">\(title)</button></th>
            """
        }
        let omitted =
            data.omittedTrades == 0
            ? ""
            : " The page holds the first \(NumberText.whole(data.limits.trades)) of "
                + "\(NumberText.count(run.simulation.trades.count, "trade")); the CSV and JSON "
                + "output have all."
        return """
            <p>\(wording.trades) Profits are after fees; worst and best are how far the price went \
            against and for the position while it was held.\(omitted)</p>
            <div class="trades">
            <div class="controls">
            <label>Rows <select><option>25</option><option>100</option><option>500</option>\
            </select></label>
            <button type="button" class="first">First</button>\
            <button type="button" class="previous">Previous</button>\
            <button type="button" class="next">Next</button>\
            <button type="button" class="last">Last</button>
            <span role="status"></span>
            </div>
            <div class="scroll" role="region" aria-label="Trades" tabindex="0">
            <table><caption class="away">Trades; a button in each heading sorts by it, one in each \
            row shows the trade in the price chart</caption>
            <thead><tr>\(heads)</tr></thead><tbody></tbody></table></div>
            </div>

            """
    }

    var ignoredTable: HTML {
        let ignored = wording.ignored
        guard !ignored.isEmpty else { return "<p>Every signal was filled as it asked.</p>\n" }
        let notes = run.simulation.notes
        let rows = ignored.map { note, name, sentence, count -> HTML in
            let first = notes.indices.lazy.filter { notes[$0].contains(note) }.prefix(3)
            let times =
                first.map { "<span class=\"whole\">\(time($0))</span> " as HTML }
                + (count > 3 ? ["…"] : [])
            return """
                <tr><td class="text">\(sentence)</td><td>\(NumberText.whole(count))</td>\
                <td class="text">\(times)</td><td class="text"><code>\(name)</code></td></tr>
                """
        }
        return table(
            "Signals that did not fill as asked", heads: [" Reason", "Bars", " First", " Name"],
            rows: rows)
    }

    var ambiguousTable: HTML {
        guard let sentence = wording.ambiguous else {
            return "<p>No bar reached both a stop and a take-profit.</p>\n"
        }
        let limit = 200
        let bars = run.simulation.ambiguousBars
        let rows = bars.prefix(limit).map { bar -> HTML in
            """
            <tr><td>\(time(bar.bar))</td>\
            <td class="text">\(bar.reason.rawValue.split(separator: "_").joined(separator: " "))\
            </td><td>\(NumberText.price(bar.stopPrice))</td>\
            <td>\(NumberText.fixed(bar.stopPnL, decimals: 2, signed: true))</td>\
            <td>\(NumberText.price(bar.takeProfitPrice))</td>\
            <td>\(NumberText.fixed(bar.takeProfitPnL, decimals: 2, signed: true))</td></tr>
            """
        }
        let rest: HTML =
            bars.count > limit
            ? "<p class=\"sub\">The first \(limit) of \(NumberText.whole(bars.count)).</p>\n" : ""
        return "<p>\(sentence)</p>\n"
            + table(
                "Bars that reached both the stop and the take-profit",
                heads: [
                    "Bar", " Stop", "Stop at", "Profit, stop first", "Take-profit at",
                    "Profit, take-profit first",
                ], rows: rows) + rest
    }

    /// A table that scrolls by itself where the page is narrower.
    ///
    /// - Parameter heads: The headings; those of columns of text begin with a space.
    static func scrollingTable(_ name: String, heads: [String], rows: [HTML]) -> HTML {
        let cells = heads.map { head -> HTML in
            let tone: HTML = head.hasPrefix(" ") ? " class=\"text\"" : ""
            return "<th scope=\"col\"\(tone)>\(String(head.drop { $0 == " " }))</th>"
        }
        return """
            <div class="scroll" role="region" aria-label="\(name)" tabindex="0">
            <table><caption class="away">\(name)</caption>
            <thead><tr>\(cells)</tr></thead>
            <tbody>
            \(HTML.lines(rows))</tbody></table></div>

            """
    }

    func table(_ name: String, heads: [String], rows: [HTML]) -> HTML {
        Self.scrollingTable(name, heads: heads, rows: rows)
    }
}
