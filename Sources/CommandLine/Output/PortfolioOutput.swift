import AlmanacCore
import Backtesting
import Reporting
import Study

/// How the result of a portfolio is shown and where it is kept.
struct PortfolioOutput {
    private let parts: Set<PortfolioRun.Part>
    private let files: OutputFiles
    private let arguments: Arguments

    static let options: [Command.Option] = [
        Command.Option("--report", "FILE.html", "write a page with charts that works offline"),
        Command.Option("--trades", "FILE.csv", "write the trades"),
        Command.Option("--equity", "FILE.csv", "write equity, cash and weights at every bar"),
        Command.Option(
            "--include", "PARTS",
            "more for --json: equity, cash, orders, positions, weights, rebalances"),
        LedgerFile.option,
    ]

    init(_ arguments: Arguments) throws(AlmanacError) {
        self.arguments = arguments
        files = try OutputFiles(arguments)
        parts = try arguments.choices("--include", PortfolioRun.Part.self)
    }

    /// Counts the run in the ledger and writes the files first, so that a result is shown only
    /// once it is kept.
    func show(_ run: PortfolioRun, _ console: Console) throws(AlmanacError) {
        let entries = LedgerEntry.entries(of: run, time: console.now())
        _ = try LedgerFile(arguments, console)?.add(entries, idea: entries.first?.question.idea)
        let written = try files.write(
            page: { HTMLReport(plotly: $0).page(of: run) }, trades: { CSVExport.trades(of: run) },
            equity: { CSVExport.equity(of: run) })
        if arguments.has("--json") {
            var object: JSONObject = [
                "success": true, "portfolio": run.json(including: parts),
            ]
            if !written.isEmpty { object["files"] = .array(written.map(JSON.string)) }
            console.write(JSON.object(object).text() + "\n")
            return
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        var text = summary.text(of: run)
        for path in written { text += "wrote \(path)\n" }
        console.write(text)
    }
}
