import AlmanacCore
import Backtesting
import Reporting

/// How the result of a portfolio is shown and where it is kept.
struct PortfolioOutput {
    private let asJSON: Bool
    private let parts: Set<PortfolioRun.Part>
    private let trades: String?
    private let equity: String?

    static let options: [Command.Option] = [
        Command.Option("--trades", "FILE.csv", "write the trades"),
        Command.Option("--equity", "FILE.csv", "write equity, cash and weights at every bar"),
        Command.Option(
            "--include", "PARTS",
            "more for --json: equity, cash, orders, positions, weights, rebalances"),
    ]

    init(_ arguments: Arguments) throws(AlmanacError) {
        asJSON = arguments.has("--json")
        trades = arguments.value("--trades")
        equity = arguments.value("--equity")
        var parts: Set<PortfolioRun.Part> = []
        for name in (arguments.value("--include") ?? "").split(separator: ",") {
            guard let part = PortfolioRun.Part(rawValue: String(name)) else {
                let names = PortfolioRun.Part.allCases.map(\.rawValue).joined(separator: ", ")
                throw AlmanacError(
                    .validation, "--include cannot be '\(name)': it takes \(names)",
                    details: ["option": "--include", "value": .string(String(name))])
            }
            parts.insert(part)
        }
        self.parts = parts
    }

    /// Writes the files first, so that a result is shown only once it is kept.
    func show(_ run: PortfolioRun, _ console: Console) throws(AlmanacError) {
        var files: [(String, String)] = []
        if let trades { files.append((trades, CSVExport.trades(of: run))) }
        if let equity { files.append((equity, CSVExport.equity(of: run))) }
        for (path, text) in files { try FileSystem.write(text, to: path) }
        if asJSON {
            var object: JSONObject = [
                "success": true, "portfolio": run.json(including: parts),
            ]
            if !files.isEmpty { object["files"] = .array(files.map { .string($0.0) }) }
            console.write(JSON.object(object).text() + "\n")
            return
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        var text = summary.text(of: run)
        for (path, _) in files { text += "wrote \(path)\n" }
        console.write(text)
    }
}
