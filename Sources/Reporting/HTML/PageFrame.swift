import AlmanacCore
import Backtesting

/// A page around its content: policy, styles, heading, data and scripts.
struct PageFrame {
    let plotly: String
    let title: String
    let subtitle: HTML
    let contents: [HTML]
    let main: HTML
    let data: JSON

    /// The page.
    var text: String {
        let library = Script(plotly)
        let script = Script(ReportScript.source)
        let body: [HTML] = [
            header, "<main id=\"main\">\n", main, "</main>\n", Self.footer,
            "<script type=\"application/json\" id=\"report-data\">",
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

    private var header: HTML {
        """
        <a class="skip" href="#main">Skip to the results</a>
        <header class="page">
        <div><h1>\(title)</h1>\(subtitle)</div>
        <button type="button" id="theme" aria-pressed="false" hidden>Dark colours</button>
        </header>
        <nav aria-label="Contents"><ul>\(contents)</ul></nav>

        """
    }

    private static let footer: HTML = """
        <footer><p>Past results say little about future ones. Made by almanac; charts by \
        plotly.js (Plotly, Inc., MIT licence), which this page carries.</p></footer>

        """
}
