import AlmanacCore
import Backtesting

/// `almanac portfolio`.
enum PortfolioCommand {
    static let command = Command(
        name: "portfolio", summary: "Run one strategy over several symbols that share cash.",
        operands: [
            Command.Operand(
                name: "STRATEGY",
                summary: "a JSON or .py file, - for the standard input, or an example's name")
        ],
        options: DataBinding.options + AllocationOptions.options
            + BacktestOptions.all.filter { $0.flag != "--band" } + PortfolioOutput.options,
        examples: [
            (
                "almanac portfolio buy_and_hold --symbol AAPL,JNJ,XOM,KO --weights risk-parity "
                    + "--from 2005-01-01",
                "four stocks that carry the same risk, brought back to it each month"
            ),
            (
                "almanac portfolio ma_crossover --symbol AAPL,MSFT,JPM,XOM --idle spread "
                    + "--max-weight 0.4 --fees 0.001",
                "all money in what is above its average, with costs and a cap"
            ),
            (
                "almanac portfolio rsi --symbol KO --symbol PEP --weights KO=0.7,PEP=0.3 "
                    + "--rebalance quarterly --band 0.05 --json",
                "weights of your own, traded only when they are 5 % off"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let definition = try StrategyFile.read(arguments.operands[0], console)
        let output = try PortfolioOutput(arguments)
        var allocation = Allocation()
        let weights = try AllocationOptions.read(arguments, into: &allocation)
        let backtests = try BacktestOptions.backtests(of: definition, arguments)
        var portfolio = try Portfolio(symbols: backtests, allocation: allocation)
        try AllocationOptions.apply(weights, to: &portfolio)
        try output.show(try portfolio.run(), console)
        return 0
    }
}
