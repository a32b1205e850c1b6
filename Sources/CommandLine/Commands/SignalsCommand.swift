import AlmanacCore
import Archive
import Database
import SignalProcessing
import TimeSeries

/// `almanac signals`.
enum SignalsCommand {
    static let command = Command(
        name: "signals", summary: "Turn posts into signals that a strategy's slot can read.",
        operands: [
            Command.Operand(
                name: "POSTS",
                summary: "a CSV or JSON-lines file of posts, NAME=FILE to name its source, - for "
                    + "the standard input, or archive:SOURCE for records of kind post",
                isOptional: true, isRepeatable: true)
        ],
        options: options,
        examples: [
            (
                "almanac signals tweets.csv --about TSLA --author elonmusk --out tsla-signals.csv",
                "daily signals of posts that all count as about one symbol"
            ),
            (
                "almanac signals twitter=tweets.csv reddit=wsb.csv --symbol GME --out gme.csv",
                "signals of two sources, with how far they agree"
            ),
            (
                "almanac signals --events insider_buy --symbol TSLA --out insiders.csv",
                "what insiders bought, by when it was filed, from `data pull --source sec`"
            ),
            (
                "almanac signals --source reddit --symbol TSLA --store",
                "signals of posts that `almanac data pull` brought, kept in the archive"
            ),
            (
                "almanac backtest my.json --data prices=tsla.csv --data signal=tsla-signals.csv",
                "a backtest of a strategy with a slot `signal`"
            ),
        ], run: run)

    private static let options: [Command.Option] = [
        Command.Option(
            "--source", "NAME", "read the posts that the archive has of a source",
            isRepeatable: true),
        Command.Option(
            "--store", nil,
            "keep the signals in the archive with the record each came from; said again, only "
                + "what is new is read"),
        Command.Option(
            "--events", "KIND",
            "what the archive knows to have been published of a company: insider_buy, "
                + "insider_sell, house_buy, senate_buy, congress_buy (or _sell), earnings, "
                + "earnings_beat, earnings_miss, filing"),
        Command.Option(
            "--cik", "NUMBER", "the company's number with the SEC, for filings without a symbol"),
        Command.Option("--symbol", "SYMBOL", "the symbol to make signals of (default: most named)"),
        Command.Option("--about", "SYMBOL", "count every post as about this symbol"),
        Command.Option("--author", "NAME", "who wrote posts that name no author"),
        Command.Option("--frequency", "NAME", "the bars to make, such as 1Hour (default 1Day)"),
        Command.Option("--calendar", "NAME", "whose bars they are (default XNYS)"),
        Command.Option("--delay", "TIME", "how long after its time a post is known, such as 1m"),
        Command.Option(
            "--prices", "FILE.csv",
            "daily prices of the symbol, by which authors are judged as their opinions come true"),
        Command.Option(
            "--least-quality", "N", "withhold rows of less quality (default 0.7; 0 keeps all)"),
        Command.Option("--mask", "KINDS", "handle, besides email, phone, card and ip_address"),
        Command.Option("--time-zone", "NAME", "the zone of times without one (default UTC)"),
        Command.Option(
            "--text-column", "NAME", "the column of texts, where its name does not tell"),
        Command.Option("--time-column", "NAME", "the column of times"),
        Command.Option(
            "--skip-bad-rows", nil, "leave out rows that cannot be read, and count them"),
        Command.Option("--out", "FILE.csv", "where to write the signals"),
        Command.Option("--posts", "FILE.csv", "where to write what was read of each post"),
        Command.Option("--save", nil, "keep the measurements of quality in the archive"),
        SentimentOption.option, DatabaseOptions.option,
    ]

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        for case let path? in [arguments.value("--out"), arguments.value("--posts")] {
            try FileSystem.requireWritable(path)
        }
        if let events = arguments.value("--events") {
            return try PublishedEvents(events, arguments, console).run()
        }
        let gate = try QualityGate(least: arguments.number("--least-quality") ?? 0.7)
        let grid = try grid(arguments)
        if arguments.has("--store") {
            return try SignalStore(arguments, console, grid, gate).run()
        }
        if arguments.operands.isEmpty, arguments.all("--source").isEmpty {
            throw arguments.usage("give a file of posts, or --source NAME")
        }
        let input = try SignalInput(arguments, console)
        try input.requireFew(grid)
        let about = arguments.value("--about")?.uppercased()
        let pipeline = SignalPipeline(
            grid, privacy: input.privacy, assuming: about.map { [$0] } ?? [],
            sentiment: try SentimentOption.step(input.posts, input.privacy, arguments, console))
        let result = SignalRun(
            input, through: pipeline, wantsPosts: arguments.has("--posts"), console)
        let symbol = try symbol(result, arguments)
        // The bar that the last post fell in counts too: nothing more can come for it from here.
        var last = result.pipeline
        let rows = result.rows + last.finish(at: grid.bar(at: result.end).close)
        let (frame, withheld) = gate.applied(to: SignalRow.frame(rows, symbol: symbol))
        if let path = arguments.value("--out") {
            try FileSystem.write(CSVWriter.text(of: frame), to: path)
        }
        if let path = arguments.value("--posts"), let table = result.table {
            try FileSystem.write(table.text, to: path)
        }
        if arguments.has("--save") { try save(result, arguments, console) }
        let output = SignalsOutput(
            input: input, run: result, symbol: symbol, frame: frame, withheld: withheld.count,
            least: gate.least, path: arguments.value("--out"))
        console.write(
            arguments.has("--json") ? output.json.text(pretty: true) + "\n" : output.text)
        return 0
    }

    private static func grid(_ arguments: Arguments) throws(AlmanacError) -> BarGrid {
        let frequency = try arguments.choice("--frequency", Frequency.self) ?? .day1
        guard Frequency.executable.contains(frequency) else {
            throw AlmanacError(
                .validation,
                "--frequency cannot be '\(frequency.rawValue)': signals are made for bars",
                details: ["option": "--frequency", "value": .string(frequency.rawValue)])
        }
        return BarGrid(
            frequency: frequency, calendar: try DataBinding.calendar(arguments) ?? .newYork)
    }

    /// The symbol that is asked for, or the one that most posts are about.
    private static func symbol(
        _ run: SignalRun, _ arguments: Arguments
    ) throws(AlmanacError) -> String {
        let named = run.symbols
        if let wanted = arguments.value("--symbol") ?? arguments.value("--about") {
            let symbol = wanted.uppercased()
            if named.contains(where: { $0.symbol == symbol }) { return symbol }
            throw AlmanacError(
                .invalidSymbol, "no post is about \(symbol)",
                details: [
                    "symbol": .string(symbol),
                    "symbols": .array(named.prefix(10).map { .string($0.symbol) }),
                ],
                suggestion: named.isEmpty
                    ? "count all posts as about it with --about \(symbol)"
                    : "most are about \(named.prefix(5).map(\.symbol).joined(separator: ", ")); "
                        + "count all posts as about it with --about \(symbol)")
        }
        guard let first = named.first else {
            throw AlmanacError(
                .validation, "no post names a symbol",
                details: ["posts": .integer(run.postCount)],
                suggestion: "count every post as about one with --about SYMBOL")
        }
        return first.symbol
    }

    private static func save(
        _ run: SignalRun, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        let archive = try DatabaseAccess(arguments)
        let now = console.now()
        try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                try SignalRun.keep(run.reports, in: transaction, measuredAt: run.end, now)
            }
        }
    }
}
