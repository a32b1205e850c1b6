import AlmanacCore
import Backtesting
import Reporting

/// How the results of runs are shown and where they are kept.
struct RunOutput {
    private let asJSON: Bool
    private let parts: Set<BacktestRun.Part>
    private let files: OutputFiles

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
        files = try OutputFiles(arguments)
        parts = try arguments.choices("--include", BacktestRun.Part.self)
    }

    /// Writes the files first, so that a result is shown only once it is kept.
    func show(
        _ runs: [BacktestRun], _ console: Console, understood: Understood?, luck: LuckSection?
    ) throws(AlmanacError) {
        let written = try files.write(
            page: { charts in
                var page = HTMLReport(plotly: charts, introduction: understood?.sentence)
                page.luck = luck?.reports ?? []
                return page.page(for: runs)
            }, trades: { CSVExport.trades(of: runs) }, equity: { CSVExport.equity(of: runs) })
        if asJSON {
            var object: JSONObject = ["success": true]
            if let understood { object["understood"] = understood.json }
            if let plan = understood?.plan { object["plan"] = plan }
            if let steps = understood?.steps, !steps.isEmpty { object["steps"] = .array(steps) }
            object["runs"] = .array(runs.map { $0.json(including: parts) })
            if let luck, luck.isInJSON { object["ledger"] = luck.json }
            if !written.isEmpty { object["files"] = .array(written.map(JSON.string)) }
            console.write(JSON.object(object).text() + "\n")
            return
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        var text = understood.map { $0.text(width: console.width) + "\n" } ?? ""
        text += runs.count == 1 ? summary.text(of: runs[0]) : summary.table(of: runs)
        if let luck { text += luck.text(width: console.width) }
        for path in written { text += "wrote \(path)\n" }
        console.write(text)
    }
}

/// What `ask` understood, for showing beside its result.
struct Understood {
    var sentence: String
    var assumptions: [String]
    var json: JSON
    /// The plan that it was part of, for JSON.
    var plan: JSON?
    /// What was done before it ran, for JSON.
    var steps: [JSON] = []

    func text(width: Int) -> String {
        var text = TextLayout.paragraph("Understood: \(sentence)", width)
        for assumption in assumptions {
            text += TextLayout.paragraph("assumed: \(assumption)", width, first: "  ")
        }
        return text
    }
}
