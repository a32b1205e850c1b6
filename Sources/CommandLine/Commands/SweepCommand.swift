import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage
import Study

/// `almanac sweep`.
enum SweepCommand {
    static let command = Command(
        name: "sweep", summary: "Run a strategy with many combinations of parameters.",
        operands: [
            Command.Operand(
                name: "STRATEGY",
                summary: "a JSON or .py file, - for the standard input, or an example's name")
        ],
        options: gridOptions + [
            Command.Option(
                "--bayes", "N",
                "run N combinations, each chosen by what the earlier ones gave"),
            Command.Option("--top", "N", "how many rows to show (default 20)"),
            Command.Option(
                "--out", "FILE.csv", "write every row; an interrupted sweep goes on from there"),
            Command.Option(
                "--report", "FILE.html", "write a page with maps of the figure over parameters"),
            Command.Option(
                "--save", "FILE.json",
                "write the strategy with the best values as defaults, and where they came from"),
            SweepLuck.option, LedgerFile.option,
        ] + DataBinding.options + BacktestOptions.all.filter { $0.flag != "--param" },
        examples: [
            (
                "almanac sweep ma_crossover --symbol SPX --param fast=5..50 "
                    + "--param slow=20..200:5 --where 'fast < slow'",
                "every pair of averages, best Sharpe ratio first"
            ),
            (
                "almanac sweep rsi --symbol AAPL,MSFT --random 500 --metric total_return "
                    + "--out rsi.csv",
                "500 draws over the schema's bounds on two symbols, all rows in a file"
            ),
            (
                "almanac sweep bollinger --symbol KO --bayes 100",
                "100 runs, each where a better one is likeliest"
            ),
        ], run: run)

    /// The flags that say which combinations to run, and how.
    static let gridOptions: [Command.Option] = [
        Command.Option(
            "--param", "NAME=VALUES",
            "values such as 5..50, 20..200:5 or 10,20,50; NAME alone takes the schema's "
                + "bounds; without any --param all parameters do", isRepeatable: true),
        Command.Option("--where", "CONDITION", "run only what meets it, such as 'fast < slow'"),
        Command.Option("--grid", nil, "run every combination (the default)"),
        Command.Option("--random", "N", "run N combinations drawn at random"),
        Command.Option("--seed", "N", "the seed of what is drawn (default 1)"),
        Command.Option("--metric", "NAME", "the figure to rank by (default sharpe)"),
        Command.Option("--threads", "N", "how many run at once (default: all processors)"),
    ]

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let definition = try StrategyFile.read(arguments.operands[0], console)
        try definition.requireValid()
        let request = try SweepRequest(definition, arguments)
        let sweep = try request.sweep(arguments)
        let file = try arguments.value("--out").map { path throws(AlmanacError) in
            try SweepOutput(path, sweep)
        }
        // What is missing for the page is said before the work, not after it.
        let charts = try arguments.value("--report").map { _ throws(AlmanacError) in
            try ChartLibrary.source()
        }
        let threads = request.threads
        let done = file?.done ?? []
        let progress = ProgressBar(
            console, verb: "sweep", total: sweep.runCount, done: done.count)
        if sweep.speaksForSlots {
            progress.say(
                "the strategy speaks for several slots, so each combination is an ordinary run, "
                    + "which is slower")
        }
        if progress.isShown {
            progress.say(
                "\(sweep.runCount) runs (\(sweep.combinations.count) combinations × "
                    + "\(sweep.symbols.count) symbols) over up to \(sweep.barCount) bars on "
                    + "\(threads) threads, up to "
                    + "\(sweep.memoryEstimate(threads: threads) >> 20) MB")
        }
        Interruption.listen()
        let rows = sweep.run(
            threads: threads, done: done, concurrently: runConcurrently
        ) { rows in
            file?.append(rows)
            progress.advance(rows.count)
            return !Interruption.isRequested && !(file?.hasFailed ?? false)
        }
        progress.finish()
        let isWhole = rows.count == sweep.runCount
        try file?.finish(rows, isWhole: isWhole)
        let report = SweepReport(sweep, rows: rows, top: request.top)
        var luck: SweepLuck?
        if isWhole {
            try requireSense(rows, sweep)
            luck = try SweepLuck(
                sweep, rows: rows, best: rows.best(1, by: sweep.metric).first, threads: threads,
                arguments, console)
        }
        if let charts, let path = arguments.value("--report") {
            let page = HTMLReport(plotly: charts).page(of: report, rows: rows, luck: luck?.report)
            try FileSystem.write(page, to: path)
        }
        // The best of some rows is not the best of the sweep.
        if isWhole, let path = arguments.value("--save"),
            let best = rows.best(1, by: sweep.metric).first
        {
            let trials = luck?.report?.tally.trials ?? rows.count
            let fitted = sweep.definition(fittedTo: best, trials: trials)
            try FileSystem.write(fitted.json.text(pretty: true) + "\n", to: path)
        }
        show(report, luck, file, arguments, console)
        return isWhole ? 0 : Interruption.exitCode
    }

    /// A sweep in which every run failed, or the metric never exists, is an error and not a table.
    private static func requireSense(_ rows: [SweepRow], _ sweep: Sweep) throws(AlmanacError) {
        if let first = rows.first, rows.allSatisfy({ $0.figures == nil }),
            case .failure(let kind, let message) = first.outcome
        {
            throw AlmanacError(
                kind, "every one of the \(rows.count) runs failed; the first: \(message)",
                details: ["runs": .integer(rows.count), "first": .string(message)],
                suggestion: "check the strategy with one of the combinations: almanac backtest")
        }
        guard rows.allSatisfy({ $0.value(sweep.metric) == nil }) else { return }
        let trades = rows.reduce(0) { $0 + ($1.figures?.orders ?? 0) }
        throw AlmanacError(
            .backtest,
            "\(sweep.metric.name.rawValue) is undefined for every one of the \(rows.count) runs"
                + (trades == 0 ? ": none of them trades" : ""),
            details: [
                "metric": .string(sweep.metric.name.rawValue), "runs": .integer(rows.count),
                "orders": .integer(trades),
            ],
            suggestion: trades == 0
                ? "widen the ranges or the period" : "rank by another figure: --metric total_return"
        )
    }

    /// The files that were written.
    private static func files(
        _ report: SweepReport, _ file: SweepOutput?, _ arguments: Arguments
    ) -> [String] {
        [
            file?.keptPath, arguments.value("--report"),
            report.isWhole ? arguments.value("--save") : nil,
        ].compactMap(\.self)
    }

    private static func show(
        _ report: SweepReport, _ luck: SweepLuck?, _ file: SweepOutput?, _ arguments: Arguments,
        _ console: Console
    ) {
        if arguments.has("--json") {
            var object = report.json
            if let luck = luck?.report { object["overfitting"] = luck.json }
            let files = files(report, file, arguments)
            if !files.isEmpty { object["files"] = .array(files.map(JSON.string)) }
            console.write(JSON.object(object).text() + "\n")
            return
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        var text = summary.text(of: report)
        for path in files(report, file, arguments) {
            text += "wrote \(path)\n"
        }
        if !report.isWhole {
            text +=
                file == nil
                ? "with --out FILE.csv an interrupted sweep keeps its rows and can go on\n"
                : "run the same command again to go on from there\n"
        }
        console.write(text + (luck?.text(width: console.width) ?? ""))
    }
}

/// What the flags ask for.
struct SweepRequest {
    let definition: StrategyDefinition
    let grid: SweepGrid
    let search: SweepSearch
    let metric: SweepMetric
    let top: Int
    let threads: Int

    init(_ definition: StrategyDefinition, _ arguments: Arguments) throws(AlmanacError) {
        self.definition = definition
        grid = try SweepGrid(
            definition, ranges: try Self.ranges(definition, arguments),
            constraint: arguments.value("--where"))
        let seed = UInt64(try arguments.wholeNumber("--seed") ?? 1)
        let random = try arguments.wholeNumber("--random")
        let bayes = try arguments.wholeNumber("--bayes")
        guard
            (arguments.has("--grid") ? 1 : 0) + (random == nil ? 0 : 1) + (bayes == nil ? 0 : 1)
                < 2
        else { throw arguments.usage("--grid, --random and --bayes exclude each other") }
        search =
            bayes.map { .bayes(count: $0, seed: seed) }
            ?? random.map { .random(count: $0, seed: seed) } ?? .grid
        metric = SweepMetric(try arguments.choice("--metric", Metric.Name.self) ?? .sharpe)
        top = try arguments.wholeNumber("--top") ?? 20
        let threads = try arguments.wholeNumber("--threads") ?? processorCount
        guard threads > 0 else { throw arguments.usage("--threads takes at least 1") }
        self.threads = threads
    }

    /// The ranges that are given, or the schema's where none is.
    private static func ranges(
        _ definition: StrategyDefinition, _ arguments: Arguments
    ) throws(AlmanacError) -> [ParameterRange] {
        var ranges: [ParameterRange] = []
        for text in arguments.all("--param") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let specification = definition.parameters.first(where: { $0.name == name })
            else {
                // The binding of parameters knows how to say what there is instead.
                _ = try BoundParameters(definition.parameters, text: [(name, "")])
                continue
            }
            ranges.append(
                parts.count == 2
                    ? try ParameterRange(specification, text: String(parts[1]))
                    : try ParameterRange(schema: specification))
        }
        if ranges.isEmpty {
            for specification in definition.parameters where !specification.isExecution {
                ranges.append(try ParameterRange(schema: specification))
            }
        }
        return ranges
    }

    /// The sweep over the data that the flags bind.
    func sweep(_ arguments: Arguments) throws(AlmanacError) -> Sweep {
        let data = try DataBinding(definition, arguments).runs(arguments)
        var template = Backtest(
            definition: definition, parameters: try grid.parameters(of: 0), data: [])
        try BacktestOptions.configure(&template, arguments)
        let backtests = data.map { slots in
            var backtest = template
            backtest.data = slots
            return backtest
        }
        return try Sweep(
            backtests, grid: grid, search: search, metric: metric, concurrently: runConcurrently)
    }
}

extension ParameterSpecification {
    /// Whether it says how the strategy is run, not what it does.
    var isExecution: Bool { name == "execution_frequency" || name == "execution_price" }
}
