import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage
import Study
import TimeSeries

/// `almanac validate`.
enum ValidateCommand {
    static let command = Command(
        name: "validate",
        summary: "Choose parameters on some bars and judge the choice on others.",
        operands: SweepCommand.command.operands,
        options: splits + SweepCommand.gridOptions + [
            Command.Option("--equity", "FILE.csv", "write the equity out of sample"),
            Command.Option("--include", "PARTS", "more for --json: equity"),
            Command.Option(
                "--report", "FILE.html", "write a page with what each fold chose and earned"),
            LedgerFile.option,
        ] + DataBinding.options + BacktestOptions.all.filter { $0.flag != "--param" },
        examples: [
            (
                "almanac validate ma_crossover --symbol SPX --param fast=5..50:5 "
                    + "--param slow=20..200:20 --where 'fast < slow' --walk-forward 1000,250",
                "every 250 bars the best of the last 1,000 is chosen anew"
            ),
            (
                "almanac validate rsi --symbol AAPL --random 500 --combinatorial 6,2 --purge 20 "
                    + "--embargo 20",
                "15 folds that make 5 paths through all bars"
            ),
        ], run: run)

    private static let splits: [Command.Option] = [
        Command.Option(
            "--walk-forward", "TRAIN,TEST",
            "choose on TRAIN bars, judge on the next TEST, and move on"),
        Command.Option("--anchored", nil, "let a walk forward choose on all bars before"),
        Command.Option("--hold-out", "BARS", "choose once and judge on the last BARS"),
        Command.Option("--folds", "N", "cross-validate in N folds"),
        Command.Option(
            "--combinatorial", "GROUPS,TESTED", "judge on every choice of TESTED of the groups"),
        Command.Option("--purge", "BARS", "bars before test bars that are not chosen on"),
        Command.Option("--embargo", "BARS", "bars after test bars that are not chosen on"),
    ]

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let definition = try StrategyFile.read(arguments.operands[0], console)
        try definition.requireValid()
        let split = try split(arguments)
        let gap = Fold.Gap(
            purge: try arguments.wholeNumber("--purge") ?? 0,
            embargo: try arguments.wholeNumber("--embargo") ?? 0)
        let includesEquity = try includesEquity(arguments)
        // What is missing for the page is said before the work, not after it.
        let charts = try arguments.value("--report").map { _ throws(AlmanacError) in
            try ChartLibrary.source()
        }
        let request = try SweepRequest(definition, arguments)
        let validation = try Validation(try request.sweep(arguments), split: split, gap: gap)
        let progress = ProgressBar(
            console, verb: "validate", total: validation.sweep.combinations.count)
        Interruption.listen()
        let result = try validation.run(
            threads: request.threads, concurrently: runConcurrently
        ) { scored in
            progress.advance(scored)
            return !Interruption.isRequested
        }
        progress.finish()
        guard let result else { return Interruption.exitCode }
        if let path = arguments.value("--equity") {
            try FileSystem.write(CSVExport.equity(of: result), to: path)
        }
        if let charts, let path = arguments.value("--report") {
            try FileSystem.write(HTMLReport(plotly: charts).page(of: result), to: path)
        }
        _ = try LedgerFile(arguments, console)?.add(
            [LedgerEntry(result, time: console.now())], idea: definition.idea)
        if arguments.has("--json") {
            console.write(result.json(includingEquity: includesEquity).text() + "\n")
        } else {
            let summary = TerminalSummary(
                width: console.width, style: console.usesColour ? .colour : .plain,
                unicode: console.isUnicode)
            console.write(summary.text(of: result))
        }
        return 0
    }

    private static func includesEquity(_ arguments: Arguments) throws(AlmanacError) -> Bool {
        guard let parts = arguments.value("--include") else { return false }
        guard parts == "equity" else {
            throw AlmanacError(
                .validation, "--include cannot be '\(parts)': it takes equity",
                details: ["option": "--include", "value": .string(parts)])
        }
        return true
    }

    private static func split(_ arguments: Arguments) throws(AlmanacError) -> Split {
        let given = ["--walk-forward", "--hold-out", "--folds", "--combinatorial"].filter {
            arguments.value($0) != nil
        }
        guard given.count == 1 else {
            throw arguments.usage(
                given.isEmpty
                    ? "validate needs one of --walk-forward TRAIN,TEST, --hold-out BARS, "
                        + "--folds N and --combinatorial GROUPS,TESTED"
                    : given.joined(separator: " and ") + " exclude each other")
        }
        if arguments.has("--anchored"), given[0] != "--walk-forward" {
            throw arguments.usage("--anchored belongs to --walk-forward")
        }
        switch given[0] {
        case "--walk-forward":
            let (train, test) = try pair(given[0], arguments)
            return .walkForward(train: train, test: test, isAnchored: arguments.has("--anchored"))
        case "--combinatorial":
            let (groups, tested) = try pair(given[0], arguments)
            return .combinatorial(groups: groups, tested: tested)
        case "--folds": return .purged(folds: try arguments.wholeNumber("--folds") ?? 0)
        default: return .holdOut(test: try arguments.wholeNumber("--hold-out") ?? 0)
        }
    }

    private static func pair(
        _ flag: String, _ arguments: Arguments
    ) throws(AlmanacError) -> (Int, Int) {
        let parts = (arguments.value(flag) ?? "").split(separator: ",").map { Int($0) }
        guard parts.count == 2, let first = parts[0], let second = parts[1] else {
            throw arguments.usage("\(flag) takes two numbers, such as 1000,250")
        }
        return (first, second)
    }
}
