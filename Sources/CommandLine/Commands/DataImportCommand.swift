import AlmanacCore
import Archive
import Database
import TimeSeries

/// `almanac data import`.
enum DataImportCommand {
    static let command = Command(
        name: "data import", summary: "Take a table, CSV or JSON, into the archive as a series.",
        operands: [
            Command.Operand(
                name: "FILE",
                summary:
                    "a table with a column of times: CSV, a JSON object a line, or a JSON array")
        ],
        options: [
            Command.Option(
                "--source", "NAME", "what the source is called (default the file's name)"),
            Command.Option("--symbol", "NAME", "what the rows are about (default the file's name)"),
            DataCommand.slot,
            Command.Option(
                "--known-at", "COLUMN|RULE",
                "from when rows could be known: a column's name, close, next-open, a delay such "
                    + "as +1d, or a moment (default the file's known_at column, or the bars' close)"
            ),
            Command.Option(
                "--frequency", "NAME",
                "\(Frequency.allCases.map(\.rawValue).joined(separator: ", ")) "
                    + "(default found out)"),
            DatabaseOptions.option,
        ] + DataBinding.readingOptions,
        examples: [
            (
                "almanac data import aapl.csv --source mine --symbol AAPL --calendar XNYS",
                "daily prices, each known from its session's close"
            ),
            (
                "almanac data import eps.csv --source mine --symbol AAPL --slot earnings "
                    + "--frequency quarterly --known-at filed",
                "figures known from the date in the column `filed`"
            ),
            (
                "almanac backtest rsi --data archive:mine/AAPL",
                "a backtest on what was imported"
            ),
        ], run: run)

    private static let mostBytes = 1 << 31

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let path = arguments.operands[0]
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let ending = [".csv", ".json", ".jsonl", ".ndjson"].first(
            where: file.lowercased().hasSuffix)
        let stem = String(file.dropLast(ending?.count ?? 0))
        var table = TableImport(
            source: arguments.value("--source") ?? stem,
            symbol: arguments.value("--symbol") ?? arguments.value("--only-symbol") ?? stem)
        for name in [table.source, table.symbol] where name.isEmpty || name.contains("\n") {
            throw arguments.usage("--source and --symbol need a name")
        }
        if table.source.contains("/") {
            throw arguments.usage("--source cannot contain a slash: '\(table.source)'")
        }
        table.slot = arguments.value("--slot") ?? "prices"
        table.correlation = arguments.correlation
        table.frequency = try arguments.choice("--frequency", Frequency.self)
        table.calendar = try DataBinding.calendar(arguments)
        table.options = try DataBinding.readingOptions(arguments)
        if let rule = arguments.value("--known-at") { table.rule = try KnownAtRule(rule) }
        let bytes =
            path == "-"
            ? try console.readInput(mostBytes).get()
            : try FileSystem.read(path, limit: mostBytes)
        let archive = try DatabaseAccess(arguments)
        let job = table
        let outcome = try DatabaseAccess.translating {
            try job.run(
                archive.database, bytes, name: file, bronze: archive.bronze, now: console.now)
        }
        show(outcome, arguments, console)
        return 0
    }

    private static func show(
        _ outcome: TableImport.Outcome, _ arguments: Arguments, _ console: Console
    ) {
        let (series, receipt) = (outcome.series, outcome.receipt)
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "series": series.json, "added": .integer(receipt.added),
                    "corrected": .integer(receipt.corrected),
                    "repeated": .integer(receipt.repeated), "raw": .integer(Int(outcome.raw)),
                    "notes": .array(outcome.notes.map(JSON.string)),
                ]).text(pretty: true) + "\n")
            return
        }
        var parts = ["\(receipt.added) rows added"]
        if receipt.corrected > 0 { parts.append("\(receipt.corrected) corrected") }
        if receipt.repeated > 0 { parts.append("\(receipt.repeated) already there") }
        console.write("\(series.name): \(parts.joined(separator: ", "))\n")
        for note in outcome.notes { console.write("  \(note)\n") }
        console.write(
            "  use it with --data archive:\(series.source)/\(series.symbol)"
                + (series.slot == "prices" ? "" : "#\(series.slot)") + "\n")
    }
}
