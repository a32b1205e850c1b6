import AlmanacCore
import Backtesting
import Foundation
import Reporting
import TestSupport
import Testing

/// Pages in a real browser, driven by `Scripts/look`.
///
/// With `ALMANAC_PAGES=FOLDER` the pages and pictures of them are kept there to be looked at.
@Suite(
    .enabled(if: Browser.isPresent, "needs chromium: apt-get install chromium"),
    .enabled(if: Browser.plotly != nil, "needs plotly.js: Scripts/setup"), .serialized)
struct BrowserTests {
    @Test("pages load without a message or a request, draw every chart and fit narrow windows")
    func load() throws {
        let rsi = try SampleRuns.run("SPX")
        let walk = try SampleRuns.minutes(3_000)
        let pages = [
            ("rsi", [rsi], 4), ("walk", [walk], 4), ("several", [rsi, walk], 9),
            ("hostile", [try HostileRun.make()], 4),
        ]
        for (name, runs, plots) in pages {
            let views = try Browser.look(try Browser.page(of: runs), name: name)
            try #require(views.count == 4)
            for view in views {
                let place = "\(name), \(view["width"]?.intValue ?? 0) wide"
                #expect(view["ready"]?.boolValue == true, "\(place)")
                #expect(view["messages"] == [], "\(place)")
                #expect(view["requests"] == [], "\(place)")
                #expect(view["plots"]?.intValue == plots, "\(place)")
                #expect((view["overflow"]?.intValue ?? 1) <= 0, "\(place)")
                #expect(view["repeatedIds"] == [], "\(place)")
                #expect(view["missingIds"] == [], "\(place)")
            }
        }
    }
}

/// The browser, as far as tests use it.
enum Browser {
    static let isPresent = ["chromium", "chromium-headless-shell"].contains {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }

    /// The charting library's source where set-up has fetched it.
    static let plotly: String? = {
        let tools = PackageRoot.path + "/.tools"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tools)) ?? []
        guard let name = names.filter({ $0.hasPrefix("plotly-") }).max() else { return nil }
        return try? String(contentsOfFile: "\(tools)/\(name)/plotly.min.js", encoding: .utf8)
    }()

    static func page(of runs: [BacktestRun], introduction: String? = nil) throws -> String {
        HTMLReport(plotly: try #require(plotly), introduction: introduction).page(for: runs)
    }

    /// What each view of a page shows; `script` is an expression whose value is added to it.
    static func look(
        _ page: String, name: String, script: String? = nil, more: [String] = []
    ) throws -> [JSON] {
        try withTemporaryFolder { folder in
            let kept = ProcessInfo.processInfo.environment["ALMANAC_PAGES"]
            let path = (kept ?? folder) + "/\(name).html"
            try page.write(toFile: path, atomically: true, encoding: .utf8)
            var arguments = [path] + more
            if let script {
                try script.write(toFile: folder + "/script.js", atomically: true, encoding: .utf8)
                arguments += ["--script", folder + "/script.js"]
            }
            if let kept { arguments += ["--pictures", kept] }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: PackageRoot.path + "/Scripts/look")
            process.arguments = arguments
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            let json = try JSON.parse(String(decoding: text, as: UTF8.self))
            return try #require(json.arrayValue)
        }
    }
}
