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
        let library = Script(plotly)
        let script = Script(ReportScript.source)
        let data: JSON = ["runs": .array(pages.map(\.data.json))]
        let title = pages.count == 1 ? pages[0].wording.title : "\(pages.count) backtests"
        let body = [
            header(title, pages), "<main id=\"main\">\n", overview(pages), "\(pages.map(\.html))",
            "</main>\n", footer, "<script type=\"application/json\" id=\"report-data\">",
            HTML(trusted: Self.embedded(data)), "</script>\n", library.element, script.element,
        ]
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy(library, script))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="almanac \(BacktestRun.engineVersion)">
            <title>\(title)</title>
            <style>\(HTML(trusted: ReportStyle.source))</style>
            </head>
            <body>
            \(body)</body>
            </html>

            """
        return page.text
    }

    /// What the page may do: run its two scripts and style itself.
    ///
    /// Charts draw their downloads through data and blob images.
    /// Styles cannot be limited to hashes, because the charting library adds its own.
    private static func policy(_ scripts: Script...) -> String {
        let hashes = scripts.map { "'sha256-\($0.digest)'" }.joined(separator: " ")
        return "default-src 'none'; script-src \(hashes); style-src 'unsafe-inline'; "
            + "img-src data: blob:; base-uri 'none'; form-action 'none'"
    }

    /// JSON that no text within it can end: `<` opens neither a tag nor a comment there.
    private static func embedded(_ json: JSON) -> String {
        var text: [UInt8] = []
        var source = json.text()
        source.withUTF8 { bytes in
            text.reserveCapacity(bytes.count + 1_024)
            for byte in bytes {
                if byte == UInt8(ascii: "<") {
                    text += Array("\\u003c".utf8)
                } else {
                    text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func header(_ title: String, _ pages: [RunPage]) -> HTML {
        let subtitle: HTML =
            pages.count == 1
            ? "<p>\(pages[0].period)</p>" : "<p>One strategy or several, side by side.</p>"
        let contents =
            pages.count == 1
            ? pages[0].contents
            : pages.map { "<li><a href=\"#\($0.id)\">\($0.wording.title)</a></li>" }
        return """
            <a class="skip" href="#main">Skip to the results</a>
            <header class="page">
            <div><h1>\(title)</h1>\(subtitle)</div>
            <button type="button" id="theme" aria-pressed="false" hidden>Dark colours</button>
            </header>
            <nav aria-label="Contents"><ul>\(contents)</ul></nav>

            """
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

    private var footer: HTML {
        """
        <footer><p>Past results say little about future ones. Made by almanac; charts by \
        plotly.js (Plotly, Inc., MIT licence), which this page carries.</p></footer>

        """
    }
}
