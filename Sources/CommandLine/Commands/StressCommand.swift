import AlmanacCore
import Backtesting
import Reporting
import Study

/// `almanac stress`.
enum StressCommand {
    static let command = Command(
        name: "stress",
        summary: "Shuffle and redraw a run's trades, and split it by kind of market.",
        operands: BacktestOptions.operands,
        options: [
            Command.Option("--paths", "N", "how many paths each way (default 1000)"),
            Command.Option(
                "--ruin", "FRACTION", "the loss that counts as ruin (default 0.5)"),
            Command.Option("--seed", "N", "the seed of what is drawn (default 1)"),
        ] + DataBinding.options + BacktestOptions.all,
        examples: [
            (
                "almanac stress rsi --symbol SPX",
                "how deep the drawdown could have been, and in which markets it earned"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let definition = try StrategyFile.read(arguments.operands[0], console)
        let paths = try arguments.wholeNumber("--paths") ?? 1000
        guard (1...100_000).contains(paths) else {
            throw arguments.usage("--paths takes a number from 1 to 100000")
        }
        let ruin = try arguments.number("--ruin") ?? 0.5
        guard ruin > 0, ruin <= 1 else {
            throw arguments.usage("--ruin takes a fraction above 0 up to 1, not \(ruin)")
        }
        let seed = UInt64(max(0, try arguments.wholeNumber("--seed") ?? 1))
        let progress = Progress(console)
        let runs = try runAll(
            try BacktestOptions.backtests(of: definition, arguments, progress), progress)
        var tests: [StressTest] = []
        for run in runs {
            tests.append(try StressTest(run, paths: paths, ruin: ruin, seed: seed))
        }
        if arguments.has("--json") {
            let document: JSON = ["success": true, "runs": .array(tests.map(\.json))]
            console.write(document.text() + "\n")
            return 0
        }
        let summary = TerminalSummary(
            width: console.width, style: console.usesColour ? .colour : .plain,
            unicode: console.isUnicode)
        console.write(tests.map(summary.text(of:)).joined(separator: "\n"))
        return 0
    }
}
