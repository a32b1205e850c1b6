import AlmanacCore
import Reporting

/// `almanac compare`.
enum CompareCommand {
    static let command = Command(
        name: "compare", summary: "Put saved runs beside each other.",
        operands: [
            Command.Operand(
                name: "RUN",
                summary: "a file that `almanac backtest --json` wrote, or - for the standard input",
                isRepeatable: true)
        ],
        options: [
            Command.Option("--report", "FILE.html", "write a page with charts that works offline")
        ],
        examples: [
            (
                "almanac backtest rsi --symbol SPX --json --include equity > spx.json",
                "saves a run with its equity, which the page needs"
            ),
            ("almanac compare spx.json aapl.json", "figures side by side, the best marked"),
            (
                "almanac compare spx.json aapl.json --report compared.html",
                "the same, and a page with both curves"
            ),
        ], run: run)

    /// The most bytes that a saved run may have.
    private static let limit = 512 * 1024 * 1024

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        // What is missing for the page is said before the work, not after it.
        var report: (path: String, charts: String)?
        if let path = arguments.value("--report") { report = (path, try ChartLibrary.source()) }
        if arguments.operands.filter({ $0 == "-" }).count > 1 {
            throw arguments.usage("the standard input can be read only once")
        }
        var runs: [SavedRun] = []
        for path in arguments.operands {
            runs += try SavedRun.read(
                try text(of: path, console), file: path == "-" ? "standard input" : path)
        }
        let comparison = try RunComparison(runs)
        if let report {
            let page = try HTMLReport(plotly: report.charts).page(comparing: comparison)
            try FileSystem.write(page, to: report.path)
        }
        if arguments.has("--json") {
            var json = comparison.json.objectValue ?? JSONObject()
            if let report { json["files"] = [.string(report.path)] }
            console.write(JSON.object(json).text() + "\n")
        } else {
            console.write(ComparisonText(comparison, width: console.width).text)
            if let report { console.write("wrote \(report.path)\n") }
        }
        return 0
    }

    private static func text(
        of path: String, _ console: Console
    ) throws(AlmanacError) -> String {
        let bytes =
            path == "-"
            ? try console.readInput(limit).get() : try FileSystem.read(path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AlmanacError(
                .validation, "\(path) is not a saved run: it is not text in UTF-8",
                details: ["file": .string(path)],
                suggestion: "save one: almanac backtest STRATEGY --symbol SPX --json > run.json")
        }
        return text
    }
}
