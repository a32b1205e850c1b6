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
        let pages = [
            ("stops", [try SampleRuns.stops("SPX")], 17),
            ("several", [try HostileRun.make(), try SampleRuns.minutes(2_000)], 5),
            ("short", [try SampleRuns.minutes(2)], 3),
        ]
        let views = try Browser.look(
            try pages.map { ($0.0, try Browser.page(of: $0.1)) }, widths: [390, 1400])
        try #require(views.count % (pages.count * 2) == 0)
        for (index, view) in views.enumerated() {
            let (name, _, plots) = pages[index * pages.count / views.count]
            let place: Comment = "\(name), \(view["width"]?.intValue ?? 0) wide"
            #expect(view["ready"]?.boolValue == true, place)
            #expect(view["messages"] == [], place)
            #expect(view["requests"] == [], place)
            #expect(view["plots"]?.intValue == plots, place)
            #expect((view["overflow"]?.intValue ?? 1) <= 0, place)
            #expect(view["repeatedIds"] == [], place)
            #expect(view["missingIds"] == [], place)
        }
    }

    @Test("controls do what they say")
    func controls() throws {
        let run = try SampleRuns.stops("SPX")
        let views = try Browser.look(
            [("controls", try Browser.page(of: [run]))], widths: [1400], script: Self.script)
        let view = try #require(views.first)
        let result = try #require(view["result"])
        #expect(result["exception"] == nil)
        #expect(view["messages"] == [])
        #expect(result["status"]?.stringValue?.hasPrefix("26 to 50 of ") == true)
        let profits = run.simulation.trades.map(\.pnl)
        let worst = result["worst"]?.stringValue.flatMap { Double($0.replacing(",", with: "")) }
        #expect(worst.map { abs($0 - (profits.min() ?? 0)) <= 0.005 } == true)
        #expect(result["sorted"]?.stringValue == "ascending")
        #expect(result["scale"]?.stringValue == "log")
        // The page begins in the colours that the browser asks for.
        let asked = view["scheme"]?.stringValue
        #expect(result["theme"]?.stringValue == (asked == "dark" ? "light" : "dark"))
        #expect(result["candles"]?.stringValue == "one candle is one bar")
        #expect(result["linked"]?.boolValue == true)
        #expect(result["tips"]?.intValue == 0)
        #expect(result["window"]?.stringValue == "true" && result["shorter"]?.boolValue == true)
    }

    private static let script = """
        (() => {
          const table = document.querySelector('.trades');
          table.querySelector('.next').click();
          const status = table.querySelector('[role=status]').textContent;
          const head = table.querySelector('[data-key=pnl]');
          head.querySelector('button').click();
          const cells = [...table.querySelector('tbody tr').children];
          const place = [...head.parentNode.children].indexOf(head);
          const points = () => {
            const line = find('beta').data[0];
            return line.x[line.y.findIndex(value => value !== null)];
          };
          const charts = [...document.querySelectorAll('.js-plotly-plot')];
          const find = kind => charts.find(c => c.dataset.chart === kind);
          const before = points();
          const window = document.querySelector('[data-window="0"]');
          window.click();
          const shorter = points() < before;
          document.querySelector('.log').click();
          document.querySelector('#theme').click();
          cells[0].querySelector('button').click();
          const alone = ['returns', 'years', 'months', 'boxes', 'pairs', 'costs'];
          const ranges = charts.filter(c => !alone.includes(c.dataset.chart))
            .map(c => JSON.stringify(c.layout.xaxis.range));
          // Explanations that stand beyond the window while their names have the focus.
          const tips = [...document.querySelectorAll('.term')].filter(term => {
            term.focus();
            const box = term.nextElementSibling.getBoundingClientRect();
            return getComputedStyle(term.nextElementSibling).visibility !== 'visible'
              || box.left < 0 || box.right > innerWidth;
          }).length;
          return {
            tips, status, shorter, window: window.getAttribute('aria-pressed'),
            worst: cells[place].textContent, sorted: head.getAttribute('aria-sort'),
            scale: find('equity').layout.yaxis.type, theme: document.documentElement.dataset.theme,
            candles: find('price').layout.xaxis.title.text,
            linked: ranges.every(range => range === ranges[0]),
          };
        })()
        """
}

extension BrowserTests {
    @Test("details of several runs are drawn when they are opened")
    func details() throws {
        let runs = [try SampleRuns.stops("SPX"), try SampleRuns.run("AAPL")]
        let script = """
            (() => {
              const before = document.querySelectorAll('.js-plotly-plot').length;
              const details = [...document.querySelectorAll('details.more')];
              details.forEach(element => { element.open = true; });
              return new Promise(resolve => setTimeout(() => resolve({ before,
                details: details.length,
                after: document.querySelectorAll('.js-plotly-plot').length }), 3000));
            })()
            """
        let views = try Browser.look(
            [("details", try Browser.page(of: runs))], widths: [1400], script: script)
        let view = try #require(views.first)
        #expect(view["messages"] == [])
        #expect(view["result"] == ["before": 5, "details": 16, "after": 35])
    }

    @Test("the page of compared runs draws both charts and rebases them")
    func comparison() throws {
        let comparison = try RunComparison(ComparisonTests.runs(["SPX", "AAPL"]))
        let page = try HTMLReport(plotly: try #require(Browser.plotly)).page(comparing: comparison)
        let script = """
            (() => {
              const chart = document.querySelector('[data-chart=overlay]');
              const first = () => chart.data.map(trace => trace.y.find(value => value !== null));
              const before = first();
              document.querySelector('.common').click();
              document.querySelector('.compare-log').click();
              return { before, after: first(), scale: chart.layout.yaxis.type,
                ticks: chart.layout.yaxis.ticktext.length > 2 };
            })()
            """
        let views = try Browser.look([("compared", page)], widths: [390, 1400], script: script)
        for view in views {
            #expect(view["messages"] == [])
            #expect(view["requests"] == [])
            #expect(view["plots"]?.intValue == 2)
            #expect((view["overflow"]?.intValue ?? 1) <= 0)
            #expect(view["repeatedIds"] == [] && view["missingIds"] == [])
            let result = try #require(view["result"])
            #expect(result["scale"]?.stringValue == "log" && result["ticks"]?.boolValue == true)
            #expect(result["after"]?.arrayValue?.compactMap(\.doubleValue) == [1, 1])
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

    /// What each view of each page shows; `script` is an expression whose value is added to it.
    static func look(
        _ pages: [(name: String, text: String)], widths: [Int], script: String? = nil
    ) throws -> [JSON] {
        try withTemporaryFolder { folder in
            let kept = ProcessInfo.processInfo.environment["ALMANAC_PAGES"]
            var arguments: [String] = []
            for (name, text) in pages {
                let path = (kept ?? folder) + "/\(name).html"
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                arguments.append(path)
            }
            arguments += ["--widths", widths.map(String.init).joined(separator: ",")]
            arguments += ["--schemes", kept == nil ? "dark" : "light,dark"]
            if let kept { arguments += ["--pictures", kept, "--print"] }
            if let script {
                try script.write(toFile: folder + "/script.js", atomically: true, encoding: .utf8)
                arguments += ["--script", folder + "/script.js"]
            }
            let text = try Program.run([PackageRoot.path + "/Scripts/look"] + arguments)
            let json = try JSON.parse(String(decoding: text, as: UTF8.self))
            return try #require(json.arrayValue)
        }
    }
}
