import AlmanacCore
public import Backtesting

/// Writes runs as one HTML page that works without a network.
///
/// The page carries its charting library, its styles and its numbers; a content security policy
/// allows the page's own two scripts by their hashes and forbids every request. Whatever comes from
/// data or from a strategy is escaped. The same runs and the same library give the same bytes.
public struct HTMLReport: Sendable {
    /// The source of plotly.js (`plotly.min.js`, MIT licence), which `Scripts/setup` fetches.
    public var plotly: String
    /// What the page says above its results, for example how a question was understood.
    public var introduction: String?

    /// Makes a writer of pages.
    public init(plotly: String, introduction: String? = nil) {
        self.plotly = plotly
        self.introduction = introduction
    }

    /// The page of one or more runs.
    ///
    /// Long runs are shown by the lowest and highest points of equal shares of their bars; the page
    /// says so where it does. Without the charting library a page of one run stays below 8 MB
    /// however long the run is.
    /// - Complexity: O(bars) time.
    public func page(for runs: [BacktestRun]) -> String {
        let limits = ReportData.Limits(runs: max(runs.count, 1))
        let pages = runs.enumerated().map { index, run in
            RunPage(run, index: index, of: runs.count, limits: limits)
        }
        let data: JSON = ["runs": .array(pages.map(\.data.json))]
        let isAlone = pages.count == 1
        let title = isAlone ? pages[0].wording.title : "\(pages.count) backtests"
        let subtitle: HTML =
            isAlone
            ? "<p>\(pages[0].period)</p>" : "<p>One strategy or several, side by side.</p>"
        let contents =
            isAlone
            ? pages[0].contents
            : pages.map { "<li><a href=\"#\($0.id)\">\($0.wording.title)</a></li>" as HTML }
        return PageFrame(
            plotly: plotly, title: title, subtitle: subtitle, contents: contents,
            main: "\(overview(pages))\(pages.map(\.html))", data: data
        ).text
    }

    private func overview(_ pages: [RunPage]) -> HTML {
        var html: HTML = """
            <noscript><p class="notice">Charts and the table of trades need scripts, which this \
            browser does not run; every other table is complete.</p></noscript>

            """
        if let introduction { html += "<p class=\"lead\">\(introduction)</p>\n" }
        if pages.count > 1 { html += Comparison(pages: pages).html }
        return html
    }
}
