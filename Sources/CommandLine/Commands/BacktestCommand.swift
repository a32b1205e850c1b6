import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

/// `almanac backtest`.
enum BacktestCommand {
    static let command = Command(
        name: "backtest", summary: "Backtest a strategy on prices.",
        operands: BacktestOptions.operands.map {
            Command.Operand(
                name: $0.name, summary: "\($0.summary); with prices named, else \(unnamed)",
                isOptional: true)
        },
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
                "almanac backtest --source yahoo --symbol TSLA",
                "what holding it would have come to, on prices that are fetched where missing"
            ),
            (
                "almanac backtest ma_crossover --source table "
                    + "--symbol https://example.com/prices.csv",
                "prices from any address of a CSV or JSON file"
            ),
        ], run: run)

    /// The strategy of those who name none, by which prices are looked at for themselves.
    private static let unnamed = "buy_and_hold"

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let isAboutPrices = ["--symbol", "--data"].contains { arguments.has($0) }
        guard let name = arguments.operands.first ?? (isAboutPrices ? unnamed : nil) else {
            throw arguments.usage("STRATEGY is missing")
        }
        let definition = try StrategyFile.read(name, console)
        let output = try RunOutput(arguments)
        let progress = Progress(console)
        let backtests = try BacktestOptions.backtests(of: definition, arguments, progress)
        let runs = try runAll(backtests, progress)
        let luck = try LuckSection(runs, command: "backtest", arguments, console)
        try output.show(runs, console, understood: nil, luck: luck)
        return 0
    }
}
