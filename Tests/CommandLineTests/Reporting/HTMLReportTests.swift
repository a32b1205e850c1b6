import AlmanacCore
import Backtesting
import Foundation
import Reporting
import TestSupport
import Testing
import TimeSeries

/// The page as text, with a stand-in for the charting library.
@Suite struct HTMLReportTests {
    private let report = HTMLReport(plotly: "var Plotly = {};")

    @Test("a page has every section, in order, each with its own heading")
    func sections() throws {
        let page = report.page(for: [try SampleRuns.stops("SPX")])
        let names = [
            "trust", "equity", "price", "figures", "periods", "months", "returns", "growth",
            "rolling", "benchmark", "drawdowns", "trades", "ignored", "ambiguous", "code",
            "parameters", "data",
        ].map { "run1-" + $0 }
        #expect(parts(page, from: "<section id=\"", to: "\"") == names)
        #expect(parts(page, from: "aria-labelledby=\"", to: "\"") == names.map { $0 + "-title" })
        #expect(parts(page, from: "<h2 id=\"", to: "\"") == names.map { $0 + "-title" })
        #expect(parts(page, from: "<h1>", to: "<") == ["stops on SPX"])
        let charts = parts(page, from: "<div class=\"chart", to: "role=")
            .flatMap { parts($0, from: "data-chart=\"", to: "\"") }
        #expect(
            charts == [
                "equity", "price", "years", "months", "returns", "boxes", "days", "growth",
                "matched", "sharpe", "sortino", "volatility", "beta", "pairs", "periods",
                "underwater",
            ])
        for figure in SheetFigure.Name.allCases
        where figure.group != .basics && Metric.Name(rawValue: figure.rawValue) == nil {
            #expect(page.contains("id=\"run1-tip-\(figure.rawValue)\""), "\(figure)")
        }
        for metric in Metric.Name.allCases where !metric.rawValue.hasPrefix("benchmark") {
            #expect(page.contains("id=\"run1-tip-\(metric.rawValue)\""), "\(metric)")
        }
    }

    @Test("a page names nothing outside itself")
    func isSelfContained() throws {
        for runs in [
            [try SampleRuns.stops("SPX")], [try HostileRun.make(), try SampleRuns.minutes(90)],
        ] {
            let page = report.page(for: runs)
            #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("//cdn"))
            #expect(!page.contains("url(") && !page.contains("@import") && !page.contains("<link"))
            let links = parts(page, from: " href=\"", to: "\"")
            #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("#") })
            #expect(!page.contains(" src=\""))
        }
    }

    @Test("the same runs give the same bytes")
    func isDeterministic() throws {
        let first = report.page(for: [try SampleRuns.stops("SPX")])
        #expect(first == report.page(for: [try SampleRuns.stops("SPX")]))
    }

    @Test("names, notes and code cannot leave their places")
    func escaping() throws {
        var report = report
        report.introduction = HostileRun.attack
        let page = report.page(for: [try HostileRun.make()])
        #expect(page.components(separatedBy: "<script").count == 4)
        #expect(page.components(separatedBy: "</script").count == 4)
        for part in ["<img", "<b ", "alert(1)</script><img", "\u{202E}", "\u{2028}", "\u{1B}"] {
            #expect(!page.contains(part), "\(part)")
        }
        #expect(page.contains("&lt;img src=x onerror=alert(2)&gt;"))
    }

    @Test("the policy holds the digests of the page's scripts as they stand")
    func policy() throws {
        let tricky = "var a = '</script><!-- <script>alert(4)';\r\nvar b = /<\\/SCRIPT>/;\r"
        let page = HTMLReport(plotly: tricky).page(for: [try SampleRuns.minutes(60)])
            .replacing("&#39;", with: "'")
        let scripts = parts(page, from: "\n<script>", to: "</script>")
        try #require(scripts.count == 2)
        #expect(!page.contains("\r"))
        let allowed = try #require(parts(page, from: "script-src ", to: ";").first)
        #expect(allowed == scripts.map { "'sha256-\(digest($0))'" }.joined(separator: " "))
        #expect(page.contains("default-src 'none'; script-src"))
    }

    private func digest(_ text: String) -> String {
        let digest = SHA256()
        Array(text.utf8).withUnsafeBytes { digest.update($0) }
        let digits = Array(digest.finish())
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }

    @Test("the data of a page holds what the run holds")
    func data() throws {
        let run = try SampleRuns.stops("SPX")
        let data = try data(in: report.page(for: [run]))
        let first = try #require(data["runs"]?.arrayValue?.first)
        let own = try #require(first["equity"]?["own"]?.arrayValue).compactMap(\.doubleValue)
        try #require(own.count == run.count)
        for (shown, value) in zip(own, run.simulation.equity) {
            #expect(abs(shown / value - 1) < 1e-6)
        }
        #expect(
            times(first["equity"]?["time"]) == run.market.times.map { $0.nanoseconds / 1_000_000 })
        let pnl = first["trades"]?["pnl"]?.arrayValue?.compactMap(\.doubleValue)
        #expect(pnl?.count == run.simulation.trades.count)
        #expect(first["price"]?["open"]?.arrayValue?.count == run.count)
    }

    @Test("a long run keeps its peaks and troughs and stays small")
    func downsampling() throws {
        let run = try SampleRuns.minutes(60_000)
        let page = report.page(for: [run])
        #expect(page.utf8.count < 4_000_000)
        let data = try data(in: page)
        let first = try #require(data["runs"]?.arrayValue?.first)
        let own = try #require(first["equity"]?["own"]?.arrayValue).compactMap(\.doubleValue)
        #expect(own.count <= 12_002 && own.count > 4_000)
        #expect(own.max().map { abs($0 - (run.simulation.equity.max() ?? 0)) < 0.01 } == true)
        #expect(own.min().map { abs($0 - (run.simulation.equity.min() ?? 0)) < 0.01 } == true)
        #expect(
            times(first["equity"]?["time"]).first
                == run.market.times.first.map { $0.nanoseconds / 1_000_000 })
        #expect(
            times(first["equity"]?["time"]).last
                == run.market.times.last.map { $0.nanoseconds / 1_000_000 })
        #expect(first["price"]?["bars"]?.intValue == 5)
        #expect(page.contains("Of 60,000 bars, the"))
    }

    @Test("runs of two bars and of no trades have a page", arguments: [2, 30])
    func short(bars: Int) throws {
        let page = report.page(for: [try SampleRuns.minutes(bars)])
        #expect(page.contains("The run is too short for a rolling figure."))
        _ = try data(in: page)
    }

    @Test("undefined figures carry their reasons")
    func undefined() throws {
        let page = report.page(for: [try SampleRuns.minutes(2)])
        #expect(page.contains("undefined<br><small>No trade has been closed.</small>"))
    }

    private func data(in page: String) throws -> JSON {
        let text = try #require(
            parts(page, from: "id=\"report-data\">", to: "</script>").first)
        return try JSON.parse(text)
    }

    private func times(_ packed: JSON?) -> [Int64] {
        guard var now = packed?["start"]?.intValue, let step = packed?["step"]?.intValue else {
            return []
        }
        var times = [Int64(now)]
        for delta in packed?["delta"]?.arrayValue?.compactMap(\.intValue) ?? [] {
            now += delta * step
            times.append(Int64(now))
        }
        return times
    }

    /// What stands between two texts, each time that the first occurs.
    private func parts(_ text: String, from start: String, to end: String) -> [String] {
        text.components(separatedBy: start).dropFirst().map {
            $0.components(separatedBy: end).first ?? ""
        }
    }
}
