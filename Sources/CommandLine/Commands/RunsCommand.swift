import AlmanacCore
import Study
import TimeSeries

/// `almanac runs`.
enum RunsCommand {
    static let command = Command(
        name: "runs", summary: "List what was backtested, as the ledger keeps it.",
        operands: [
            Command.Operand(
                name: "HASH", summary: "the beginning of a run's hash, to show it alone",
                isOptional: true)
        ],
        options: [
            Command.Option("--strategy", "NAME", "only runs of a strategy"),
            Command.Option("--limit", "N", "at most so many, the latest first (default 20)"),
            LedgerFile.option,
        ],
        examples: [
            ("almanac runs", "the latest twenty runs with their Sharpe ratios"),
            ("almanac runs 61a2cd91", "the run of that hash, and how often it was made"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let limit = try arguments.wholeNumber("--limit") ?? 20
        let ledger = try LedgerFile(arguments, console)?.read() ?? RunLedger()
        var entries = ledger.entries.reversed().filter { entry in
            arguments.value("--strategy").map { $0 == entry.strategy } ?? true
        }
        if let hash = arguments.operands.first {
            entries = entries.filter { $0.hash.hasPrefix(hash) || $0.includes.contains(hash) }
            guard !entries.isEmpty else {
                throw AlmanacError(
                    .notFound, "the ledger has no run whose hash begins with '\(hash.prefix(80))'",
                    details: ["hash": .string(String(hash.prefix(80)))],
                    suggestion: "`almanac runs` lists the latest")
            }
        }
        let shown = entries.prefix(limit)
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "count": .integer(entries.count),
                    "runs": .array(shown.map(json)), "notes": .array(ledger.notes.map(JSON.string)),
                ]).text(pretty: true) + "\n")
            return 0
        }
        for entry in shown { console.write(line(entry)) }
        for note in ledger.notes { console.write("\(note)\n") }
        if entries.isEmpty { console.write("The ledger has no runs.\n") }
        if entries.count > shown.count {
            console.write("\(entries.count - shown.count) earlier ones; more with --limit N\n")
        }
        return 0
    }

    private static func sharpe(_ entry: LedgerEntry) -> Double? {
        entry.annualSharpes.count > 0 ? entry.annualSharpes.mean : nil
    }

    private static func json(_ entry: LedgerEntry) -> JSON {
        [
            "time": .string(entry.time.iso8601), "kind": .string(entry.kind),
            "strategy": .string(entry.strategy), "symbol": .string(entry.question.symbol),
            "first_bar": .string(entry.firstBar.iso8601),
            "last_bar": .string(entry.lastBar.iso8601), "bars": .integer(entry.bars),
            "variants": .integer(entry.trials),
            "mean_sharpe": sharpe(entry).map(JSON.number) ?? .null, "hash": .string(entry.hash),
        ]
    }

    private static func line(_ entry: LedgerEntry) -> String {
        let sharpe = sharpe(entry).map { "Sharpe " + NumberText.fixed($0, decimals: 2) }
        let what =
            "\(entry.time.date.iso8601)  \(entry.kind.padded(to: 10))"
            + "\(entry.strategy.padded(to: 24))\(entry.question.symbol.padded(to: 8))"
        let span = "\(entry.firstBar.date.iso8601) to \(entry.lastBar.date.iso8601)"
        let variants = entry.trials > 1 ? ", \(entry.trials) variants" : ""
        return "\(what)\(span)  \(sharpe ?? "no Sharpe")\(variants)  \(entry.hash.prefix(12))\n"
    }
}
