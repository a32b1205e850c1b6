import Agents
import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import TimeSeries

/// `almanac ask`.
enum AskCommand {
    static let command = Command(
        name: "ask", summary: "Turn a sentence into a strategy and backtest it.",
        operands: [Command.Operand(name: "SENTENCE", summary: "what to trade, in plain English")],
        options: [
            Command.Option("--save", "FILE.json", "write the strategy to a file")
        ] + BacktestCommand.options.filter { $0.flag != "--param" }
            + [
                Command.Option(
                    "--param", "NAME=VALUE", "a parameter of the strategy", isRepeatable: true)
            ] + RunOutput.options + [LedgerFile.option],
        examples: [
            (
                "almanac ask \"Buy AAPL when its 10-day average crosses above its 30-day average, "
                    + "5% stop\"",
                "says what it understood, then shows the backtest"
            ),
            (
                "almanac ask \"Buy SPX when RSI(14) falls below 30, sell above 70, since 2005\" "
                    + "--save rsi.json",
                "keeps the strategy, to be changed by hand"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let output = try RunOutput(arguments)
        let reading = try SentenceReader(catalogue: .bundled).read(arguments.operands[0])
        let definition = try StrategyDefinition(json: reading.definition, name: "ask")
        var given: [(name: String, value: String)] = []
        for (name, value) in arguments.pairs("--param") {
            guard let name else {
                throw arguments.usage("--param takes NAME=VALUE, not '\(value)'")
            }
            given.append((name, value))
        }
        let parameters = try BoundParameters(definition.parameters, text: given)
        let binding = try DataBinding(definition, arguments)
        var data: [SlotData] = []
        for symbol in reading.symbols {
            data.append(try binding.bundled(symbol.symbol, symbol.slot))
        }
        var backtest = Backtest(definition: definition, parameters: parameters, data: data)
        try apply(reading, to: &backtest)
        try BacktestCommand.configure(&backtest, arguments)
        let run = try backtest.run()
        if let path = arguments.value("--save") {
            try FileSystem.write(definition.json.text(pretty: true) + "\n", to: path)
        }
        let luck = try LuckSection([run], command: "ask", arguments, console)
        try output.show(
            [run], console,
            understood: Understood(
                sentence: reading.understood, assumptions: reading.assumptions,
                json: json(of: reading, definition)), luck: luck)
        return 0
    }

    private static func apply(
        _ reading: SentenceReading, to backtest: inout Backtest
    ) throws(AlmanacError) {
        backtest.from = reading.period.from.flatMap(BacktestCommand.edge)
        backtest.to = reading.period.to.flatMap(BacktestCommand.edge)
        if let last = reading.period.last, let end = backtest.data.first?.frame.times.last {
            backtest.from = .day(last.firstDay(endingOn: end.date).daysSinceEpoch)
        }
        if let cash = reading.cash { backtest.settings.initialCash = cash }
        if let fees = reading.fees { backtest.settings.fees = fees }
        if let fees = reading.fixedFees { backtest.settings.fixedFees = fees }
        if let slippage = reading.slippage { backtest.settings.slippage = slippage }
    }

    private static func json(of reading: SentenceReading, _ definition: StrategyDefinition) -> JSON
    {
        var symbols = JSONObject()
        for binding in reading.symbols { symbols[binding.slot] = .string(binding.symbol) }
        return [
            "sentence": .string(reading.understood), "symbols": .object(symbols),
            "assumptions": .array(reading.assumptions.map(JSON.string)),
            "strategy": definition.json,
        ]
    }
}
