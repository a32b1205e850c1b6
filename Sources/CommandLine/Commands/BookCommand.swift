import AlmanacCore
import Backtesting

/// `almanac book`.
enum BookCommand {
    static let command = Command(
        name: "book", summary: "Run several strategies that share cash.",
        operands: [
            Command.Operand(
                name: "BOOK.json",
                summary: "the strategies with their symbols, parameters and weights")
        ],
        options: BookFile.sharedOptions + AllocationOptions.options + PortfolioOutput.options,
        examples: [
            (
                "almanac book book.json --fees 0.0005 --json",
                "the strategies of a file, with costs"
            ),
            (
                "almanac book book.json --weights risk-parity --rebalance quarterly",
                "another allocation than the file's"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let file = try BookFile(path: arguments.operands[0])
        let output = try PortfolioOutput(arguments)
        var allocation = file.allocation
        let weights = try AllocationOptions.read(arguments, into: &allocation)
        var members: [Portfolio.Member] = []
        for entry in file.entries {
            members.append(try entry.member(arguments, console))
        }
        var book = try Portfolio(book: file.name, strategies: members, allocation: allocation)
        try AllocationOptions.apply(weights, to: &book)
        try output.show(try book.run(), console)
        return 0
    }
}
