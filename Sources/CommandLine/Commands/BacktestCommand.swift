import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

/// `almanac backtest`.
enum BacktestCommand {
    static let command = Command(
        name: "backtest", summary: "Backtest a strategy on prices.",
        operands: BacktestOptions.operands,
        options: DataBinding.options + BacktestOptions.all + RunOutput.options + [
            LedgerFile.option
        ],
        examples: [
            (
                "almanac backtest rsi --symbol SPX",
                "an example strategy on the bundled S&P 500"
            ),
            (
                "almanac backtest my.json --data prices=aapl.csv --fees 0.001 --report out.html",
                "a strategy of your own on a file, with costs and a report"
            ),
            (
                "almanac backtest ma_crossover --symbol SPX --commission per-share=0.005,min=1 "
                    + "--spread corwin-schultz --borrow 0.03",
                "what a broker charges, an estimated spread, and borrowed shares"
            ),
            (
                "almanac backtest pairs --symbol asset_a=KO --symbol asset_b=PEP",
                "a strategy over two symbols, of which the first is traded"
            ),
            (
                "almanac backtest ma_crossover --source table "
                    + "--symbol https://example.com/prices.csv",
                "prices from any address of a CSV or JSON file"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let definition = try StrategyFile.read(arguments.operands[0], console)
        let output = try RunOutput(arguments)
        let progress = Progress(console)
        let backtests = try BacktestOptions.backtests(of: definition, arguments, progress)
        let runs = try runAll(backtests, progress)
        let luck = try LuckSection(runs, command: "backtest", arguments, console)
        try output.show(runs, console, understood: nil, luck: luck)
        return 0
    }
}
