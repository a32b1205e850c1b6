import AlmanacCore
import Backtesting
import Reporting

/// How the results of runs are shown and where they are kept.
struct RunOutput {
    private let asJSON: Bool
    private let parts: Set<BacktestRun.Part>
    private let report: (path: String, charts: String)?
    private let trades: String?
    private let equity: String?

    static let options: [Command.Option] = [
        Command.Option("--report", "FILE.html", "write a page with charts that works offline"),
        Command.Option("--trades", "FILE.csv", "write the trades"),
        Command.Option("--equity", "FILE.csv", "write the equity at every bar"),
        Command.Option(
            "--include", "PARTS",
            "more for --json: signals, equity, orders, positions, tear_sheet (by commas)"),
    ]

    init(_ arguments: Arguments) throws(AlmanacError) {
        asJSON = arguments.has("--json")
        // What is missing for the page is said before the work, not after it.
        if let path = arguments.value("--report") {
            report = (path, try ChartLibrary.source())
        } else {
            report = nil
        }
        trades = arguments.value("--trades")
        equity = arguments.value("--equity")
        for path in [report?.path, trades, equity] {
            if let path { try FileSystem.requireWritable(path) }
        }
        var parts: Set<BacktestRun.Part> = []
        for name in (arguments.value("--include") ?? "").split(separator: ",") {
            guard let part = BacktestRun.Part(rawValue: String(name)) else {
                let names = BacktestRun.Part.allCases.map(\.rawValue).joined(separator: ", ")
                throw AlmanacError(
                    .validation, "--include cannot be '\(name)': it takes \(names)",
                    details: ["option": "--include", "value": .string(String(name))])
            }
            parts.insert(part)
        }
        self.parts = parts
    }

    /// Writes the files first, so that a result is shown only once it is kept.
    func show(
        _ runs: [BacktestRun], _ console: Console, understood: Understood?, luck: LuckSection?
    ) throws(AlmanacError) {
        var files: [(String, String)] = []
        if let report {
            var page = HTMLReport(plotly: report.charts, introduction: understood?.sentence)
            page.luck = luck?.reports ?? []
            files.append((report.path, page.page(for: runs)))
        }
        if let trades { files.append((trades, CSVExport.trades(of: runs))) }
        if let equity { files.append((equity, CSVExport.equity(of: runs))) }
        for (path, text) in files { try FileSystem.write(text, to: path) }
        if asJSON {
            var object: JSONObject = ["success": true]
            if let understood { object["understood"] = understood.json }
            object["runs"] = .array(runs.map { $0.json(including: parts) })
            if let luck, luck.isInJSON { object["ledger"] = luck.json }
            if !files.isEmpty { object["files"] = .array(files.map { .string($0.0) }) }
            console.write(JSON.object(object).text() + "\n")
            return
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        var text = understood.map { $0.text(width: console.width) + "\n" } ?? ""
        text += runs.count == 1 ? summary.text(of: runs[0]) : summary.table(of: runs)
        if let luck { text += luck.text(width: console.width) }
        for (path, _) in files { text += "wrote \(path)\n" }
        console.write(text)
    }
}

/// What `ask` understood, for showing beside its result.
struct Understood {
    var sentence: String
    var assumptions: [String]
    var json: JSON

    func text(width: Int) -> String {
        var text = Self.wrap("Understood: \(sentence)", width: width)
        for assumption in assumptions {
            text += Self.wrap("  assumed: \(assumption)", width: width)
        }
        return text
    }

    static func wrap(_ text: String, width: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = "   "
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }
}
