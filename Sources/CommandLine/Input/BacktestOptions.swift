import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

/// What the commands that run a strategy are told: the strategy, its parameters, the period, the
/// account and what trading costs.
enum BacktestOptions {
    /// The strategy.
    static let operands = [
        Command.Operand(
            name: "STRATEGY",
            summary: "a JSON or .py file, - for the standard input, or an example's name")
    ]

    /// The flags.
    static let all: [Command.Option] =
        [
            Command.Option(
                "--param", "NAME=VALUE", "a parameter of the strategy", isRepeatable: true),
            Command.Option("--from", "DATE", "the first day (or moment), included"),
            Command.Option("--to", "DATE", "the last day (or moment), included"),
            Command.Option(
                "--warmup", "BARS", "bars before --from that fill the windows (default 0)"),
            Command.Option("--latency", "TIME", "delay of every other slot's values, such as 15m"),
            Command.Option("--cash", "AMOUNT", "the initial cash (default 10000)"),
            Command.Option(
                "--fees", "FRACTION", "costs as a fraction of traded value, such as 0.001 or 10bp"),
            Command.Option("--fixed-fees", "AMOUNT", "costs of each order"),
            Command.Option(
                "--slippage", "MODEL",
                "a fraction of the price against the trader, fixed=AMOUNT, spread=SHARE or "
                    + "volatility=SHARE"),
            Command.Option("--lot-size", "N", "trade multiples of this quantity only"),
            Command.Option("--direction", "WHICH", "long, short or both (default both)"),
            Command.Option(
                "--leverage", "N", "the most exposure, as a multiple of equity (default 1)"),
            Command.Option("--max-position", "FRACTION", "the most of the equity in one position"),
            Command.Option(
                "--band", "FRACTION",
                "leave a position alone until it is so far from the weight that a strategy gives"),
        ] + CostOptions.options + [
            Command.Option("--fills", "RULES", "standard or vectorbt (default standard)"),
            Command.Option("--bars-per-year", "N", "for annual figures; the calendar's by default"),
            Command.Option(
                "--max-cost", "N", "the most work, operations × bars × window (default 1e13)"),
        ]

    /// The backtests that operands and flags describe, one for each symbol.
    static func backtests(
        of definition: StrategyDefinition, _ arguments: Arguments, _ progress: Progress? = nil
    ) throws(AlmanacError) -> [Backtest] {
        let parameters = try parameters(of: definition, arguments)
        // A fault of the code is reported before data is looked for.
        try definition.requireValid()
        let strategy = try definition.compile(parameters)
        let data = try DataBinding(definition, arguments, progress).runs(
            arguments, trading: strategy.slotOutputs.map(\.slot))
        var template = Backtest(definition: definition, parameters: parameters, data: [])
        try configure(&template, arguments)
        return data.map { slots in
            var backtest = template
            backtest.data = slots
            return backtest
        }
    }

    private static func parameters(
        of definition: StrategyDefinition, _ arguments: Arguments
    ) throws(AlmanacError) -> BoundParameters {
        var given: [(name: String, value: String)] = []
        for (name, value) in arguments.pairs("--param") {
            guard let name else {
                throw arguments.usage("--param takes NAME=VALUE, not '\(value)'")
            }
            given.append((name, value))
        }
        return try BoundParameters(definition.parameters, text: given)
    }

    /// Refuses flags that no run could take, before there is a strategy to run.
    static func check(_ arguments: Arguments) throws(AlmanacError) {
        guard let example = ExampleStrategies.all.first else { return }
        let definition = try StrategyDefinition(json: example.document, name: example.name)
        var backtest = Backtest(
            definition: definition,
            parameters: try BoundParameters(definition.parameters, text: []), data: [])
        try configure(&backtest, arguments)
        if let loose = arguments.pairs("--param").first(where: { $0.name == nil }) {
            throw arguments.usage("--param takes NAME=VALUE, not '\(loose.value)'")
        }
        _ = try DataBinding.readingOptions(arguments)
        _ = try DataBinding.calendar(arguments)
    }

    /// Puts the flags of a run into a backtest.
    static func configure(
        _ backtest: inout Backtest, _ arguments: Arguments
    ) throws(AlmanacError) {
        backtest.from = try edge(arguments, "--from") ?? backtest.from
        backtest.to = try edge(arguments, "--to") ?? backtest.to
        if let bars = try arguments.wholeNumber("--warmup") { backtest.warmup = .bars(bars) }
        if let text = arguments.value("--latency") { backtest.latency = try duration(text) }
        if let cash = try arguments.number("--cash") { backtest.settings.initialCash = cash }
        if let fees = try arguments.fraction("--fees") { backtest.settings.fees = fees }
        if let fees = try arguments.number("--fixed-fees") { backtest.settings.fixedFees = fees }
        try CostOptions.configure(&backtest.settings, arguments)
        if let size = try arguments.number("--lot-size") { backtest.settings.lotSize = size }
        if let leverage = try arguments.number("--leverage") {
            backtest.settings.leverage = leverage
        }
        if let most = try arguments.number("--max-position") {
            backtest.settings.maxPosition = most
        }
        if let direction = try arguments.choice(
            "--direction", ExecutionSettings.Direction.self)
        {
            backtest.settings.direction = direction
        }
        if let rules = try arguments.choice("--fills", ExecutionSettings.FillRules.self) {
            backtest.settings.fillRules = rules
        }
        if let band = try arguments.number("--band") { backtest.band = band }
        backtest.barsPerYear = try arguments.number("--bars-per-year")
        if let cost = try arguments.number("--max-cost") { backtest.maxCost = cost }
        do {
            try backtest.settings.check()
        } catch {
            throw arguments.namingOption(error)
        }
    }

    private static func edge(
        _ arguments: Arguments, _ flag: String
    ) throws(AlmanacError) -> AlignmentRequest.Edge? {
        guard let text = arguments.value(flag) else { return nil }
        if let edge = edge(text) { return edge }
        throw AlmanacError(
            .validation, "\(flag) takes a date, not '\(text)'",
            details: ["option": .string(flag), "value": .string(text)],
            suggestion: "write it as 2015-12-31, or 2015-12-31T16:00:00Z for a moment")
    }

    /// A day as `YYYY-MM-DD`, or a moment in ISO 8601.
    static func edge(_ text: String) -> AlignmentRequest.Edge? {
        guard let moment = Timestamp(iso8601: text) else { return nil }
        return text.utf8.count == 10 ? .day(moment.date.daysSinceEpoch) : .moment(moment)
    }

    private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    /// A length of time given with a flag, in nanoseconds.
    static func duration(
        _ arguments: Arguments, _ flag: String
    ) throws(AlmanacError) -> Int64? {
        guard let text = arguments.value(flag) else { return nil }
        let (seconds, _) = try duration(text, of: flag).components
        return seconds * 1_000_000_000
    }

    private static func duration(
        _ text: String, of flag: String = "--latency"
    ) throws(AlmanacError) -> Duration {
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            count >= 0, count < 1_000_000
        {
            return .seconds(count * unit)
        }
        throw AlmanacError(
            .validation, "\(flag) takes a time, not '\(text)'",
            details: ["option": .string(flag), "value": .string(text)],
            suggestion: "a number and a unit: 30s, 15m, 4h, 1d")
    }
}
