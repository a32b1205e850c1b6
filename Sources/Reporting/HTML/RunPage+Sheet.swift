import AlmanacCore
import Backtesting

extension RunPage {
    /// Recent returns in a table, years in bars and in a table.
    var periodsSection: HTML {
        let years = sheet.years
        let won = years.filter { ($0.strategy ?? 0) > ($0.benchmark ?? 0) }.count
        let caption =
            "Returns of calendar years (UTC). The strategy was ahead of buying and holding in "
            + "\(NumberText.whole(won)) of \(NumberText.count(years.count, "year")); the first "
            + "and the last may not be whole. The dashed line is the mean of the strategy's years."
        let bars =
            years.count < 2
            ? ""
            : Self.chart(
                "years",
                description: "Bar chart of the return of each year beside buying and holding.",
                caption: caption)
        return """
            <div class="two">
            <div>\(SheetTables(page: self).trailing)</div>
            <div>\(YearTable(sheet: sheet).html)</div>
            </div>
            \(bars)
            """
    }

    var monthsSection: HTML {
        let months = sheet.strategy.returns(of: .month).defined.count
        guard months > 1 else { return MonthTable(metrics: run.metrics).html }
        return MonthTable(metrics: run.metrics).html
            + Self.chart(
                "months",
                description: "Histogram of monthly returns beside those of buying and holding.",
                caption: "How many of \(NumberText.count(months, "month")) had which return. The "
                    + "dashed line is the strategy's mean month.")
    }

    var returnsSection: HTML {
        let spreads = data.sheet.spreads
        let boxes =
            spreads.isEmpty
            ? ""
            : spreadTable(spreads)
                + Self.chart(
                    "boxes",
                    description: "Box plots of the returns of days, weeks, months, quarters and "
                        + "years.",
                    caption: "Boxes span the middle half of the returns, the line is the median, "
                        + "the dashed one the mean; whiskers reach to the furthest return in 1.5 "
                        + "boxes, and further ones are dots, of many the furthest.")
        guard days > 1 else { return returnsChart + boxes }
        return returnsChart + boxes
            + Self.chart(
                "days",
                description: "Line chart of the return of each day.",
                caption: "The return of each day (UTC) that has bars.")
    }

    private static let periodNames: [ReturnPeriod: String] = [
        .day: "Days", .week: "Weeks", .month: "Months", .quarter: "Quarters", .year: "Years",
    ]

    private func spreadTable(_ spreads: [ReturnSpread]) -> HTML {
        let rows = spreads.map { spread -> HTML in
            let cells = spread.quantiles.map { "<td>\(NumberText.percent($0))</td>" as HTML }
            return """
                <tr><th scope="row">\(Self.periodNames[spread.period] ?? "")</th>\
                <td>\(NumberText.whole(spread.count))</td>\(cells)\
                <td>\(NumberText.percent(spread.mean))</td></tr>
                """
        }
        return table(
            "Quantiles of returns",
            heads: [
                "", "Number", "Lowest", "5 %", "25 %", "Median", "75 %", "95 %", "Highest", "Mean",
            ], rows: rows)
    }

    var growthSection: HTML {
        let first = Self.chart(
            "growth",
            description: "Line chart of the equity over the initial cash on a logarithmic scale.",
            caption: "Equity over the initial cash on a logarithmic scale, where equal growth has "
                + "equal height.")
        guard data.sheet.matched != nil else {
            return first + "<p>The strategy cannot be shown at the benchmark's volatility.</p>\n"
        }
        return first
            + Self.chart(
                "matched",
                description: "Line chart of the strategy's growth at the benchmark's volatility.",
                caption: "Each return of the strategy is multiplied by the ratio of the yearly "
                    + "volatilities, \(volatility(sheet.benchmark)) over "
                    + "\(volatility(sheet.strategy)), so that both carry the same risk; borrowing "
                    + "would have to be free.")
    }

    private func volatility(_ column: TearSheetColumn) -> String {
        column.value(.annualVolatility).map { NumberText.percent($0) } ?? "undefined"
    }

    var rollingSection: HTML {
        guard let last = data.sheet.windows.last else {
            return "<p>The run is too short for a rolling figure.</p>\n"
        }
        let buttons = data.sheet.windows.enumerated().map { index, window -> HTML in
            """
            <button type="button" data-window="\(index)" \
            aria-pressed="\(window == last ? "true" : "false")">\(window.name)</button>
            """
        }
        let charts: [(kind: String, name: String, caption: String)] = [
            ("sharpe", "Sharpe ratio", "It has gaps where returns did not vary."),
            ("sortino", "Sortino ratio", "It has gaps where no return was negative."),
            ("volatility", "Volatility", "Standard deviation of the returns, a year."),
            ("beta", "Beta", "The slope of the strategy's returns on the benchmark's."),
        ]
        let figures = charts.map { kind, name, caption -> HTML in
            """
            <div>\(heading(name))\(Self.chart(
                kind, description: "Line chart of the rolling \(name) over the run.",
                caption: caption))</div>
            """
        }
        return """
            <div class="controls">
            <div role="group" aria-label="Length of the window" class="windows">\(buttons)</div>
            </div>
            <p class="sub">Over the last bars of the chosen length, beside buying and holding.</p>
            <div class="two">
            \(HTML.lines(figures))</div>

            """
    }

    var benchmarkSection: HTML {
        let pairs =
            days < 3
            ? ""
            : Self.chart(
                "pairs",
                description: "Scatter chart of the strategy's daily returns over the benchmark's.",
                caption: "Days: the benchmark's return across, the strategy's up. The line is the "
                    + "regression of all bars.")
        return """
            <div class="two">
            <div>\(SheetTables(page: self).against)</div>
            <div>\(pairs)</div>
            </div>

            """
    }

    /// The number of days that have bars.
    private var days: Int { sheet.strategy.returns(of: .day).bars.count }

    var drawdownsSection: HTML {
        guard !run.metrics.drawdowns.isEmpty else { return drawdownTable }
        return Self.chart(
            "periods",
            description: "Line chart of the equity with the five deepest drawdowns shaded.",
            caption: "The \(NumberText.whole(min(5, run.metrics.drawdowns.count))) deepest "
                + "drawdowns from peak to recovery, numbered as in the table.")
            + Self.chart(
                "underwater",
                description: "Area chart of how far the equity lay below its peak.",
                caption: "How far strategy and benchmark lay below their peaks; the dashed line "
                    + "is the strategy's mean over all bars.")
            + drawdownTable
    }
}
