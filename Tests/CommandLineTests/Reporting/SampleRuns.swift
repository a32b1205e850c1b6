import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import TestSupport
import TimeSeries

/// Runs over bundled prices and over made-up ones, for looking at reports of them.
enum SampleRuns {
    static let rsi = """
        def generate_signals(data, params):
            \"\"\"Buys weakness, sells strength.\"\"\"
            prices = data['prices']
            rsi = vbt.RSI.run(prices['close'], window=params['rsi_window']).rsi

            entries = (rsi < params['oversold']).fillna(False).astype(bool)
            exits = (rsi > params['overbought']).fillna(False).astype(bool)
            return entries, exits  # nothing more
        """

    static let crossover = """
        def generate_signals(data, params):
            close = data['prices']['close']
            fast = close.rolling(params['fast']).mean()
            slow = close.rolling(params['slow']).mean()
            return {
                'entries': (fast > slow) & (fast.shift(1) <= slow.shift(1)),
                'exits': (fast < slow) & (fast.shift(1) >= slow.shift(1)),
                'short_entries': (fast < slow) & (fast.shift(1) >= slow.shift(1)),
                'short_exits': (fast > slow) & (fast.shift(1) <= slow.shift(1)),
                'stop_loss': 0.012, 'take_profit': 0.012,
            }
        """

    static func definition(
        name: String = "rsi", code: String = rsi, summary: String = "",
        frequency: Frequency = .day1, columns: [String] = ["open", "high", "low", "close"]
    ) -> StrategyDefinition {
        StrategyDefinition(
            name: name, summary: summary,
            slots: [
                DataSlot(name: "prices", frequency: frequency, columns: columns, summary: "Prices")
            ],
            parameters: [
                ParameterSpecification(
                    name: "rsi_window", type: .int, minimum: 2, maximum: 100,
                    defaultValue: .int(14), summary: "Bars of the index"),
                ParameterSpecification(
                    name: "oversold", type: .float, minimum: 0, maximum: 50,
                    defaultValue: .float(30), summary: "Buy below"),
                ParameterSpecification(
                    name: "overbought", type: .float, minimum: 50, maximum: 100,
                    defaultValue: .float(70), summary: "Sell above"),
                ParameterSpecification(
                    name: "fast", type: .int, minimum: 1, defaultValue: .int(5)),
                ParameterSpecification(
                    name: "slow", type: .int, minimum: 1, defaultValue: .int(20)),
            ], code: code)
    }

    /// The rows of a bundled symbol.
    static func frame(_ symbol: String) throws -> Frame {
        let lines = String(decoding: try BundledPrices.csv(for: symbol), as: UTF8.self)
            .split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        var times: [Timestamp] = []
        var columns = lines[0].dropFirst().map {
            Frame.NamedColumn(name: String($0), values: [])
        }
        for line in lines.dropFirst() {
            guard let time = Timestamp(iso8601: String(line[0])) else { continue }
            times.append(time)
            for index in columns.indices {
                columns[index].values.append(Double(line[index + 1]) ?? .nan)
            }
        }
        return Frame(times: times, columns: columns)
    }

    /// A run of a definition over a bundled symbol, 10 basis points of fees.
    static func run(
        _ symbol: String, _ definition: StrategyDefinition = definition(),
        change: (inout Backtest) -> Void = { _ in }
    ) throws -> BacktestRun {
        let bundled = try BundledPrices.resolve(symbol)
        let data = SlotData(
            slot: "prices", symbol: bundled.symbol, frame: try frame(symbol),
            calendar: .newYork, isAdjusted: bundled.isAdjusted, source: bundled.provenance)
        // Stocks are bundled with their closes alone.
        var definition = definition
        definition.slots[0].columns.removeAll { data.frame[$0] == nil }
        return try run(definition, data, change: change)
    }

    static func run(
        _ definition: StrategyDefinition, _ data: SlotData,
        change: (inout Backtest) -> Void = { _ in }
    ) throws -> BacktestRun {
        var backtest = Backtest(
            definition: definition, parameters: try BoundParameters(definition.parameters),
            data: [data])
        backtest.settings.fees = 0.001
        change(&backtest)
        return try backtest.run()
    }

    /// A run that trades both ways with stops, some of them ambiguous, on few shares.
    static func stops(_ symbol: String) throws -> BacktestRun {
        try run(symbol, definition(name: "stops", code: crossover)) { backtest in
            backtest.settings.slippage = 0.0005
            backtest.settings.lotSize = 1
        }
    }

    /// A run that buys at once and holds, over given daily closes.
    static func held(_ closes: [Double]) throws -> BacktestRun {
        let start = Timestamp(iso8601: "2020-01-01")?.nanoseconds ?? 0
        let times = closes.indices.map {
            Timestamp(nanoseconds: start + Int64($0) * Timestamp.nanosecondsPerDay)
        }
        let frame = Frame(times: times, columns: [.init(name: "close", values: closes)])
        return try run(
            definition(
                code: """
                    def generate_signals(data, params):
                        close = data['prices']['close']
                        return close > 0, close < 0
                    """, columns: ["close"]),
            SlotData(
                slot: "prices", symbol: "UP", frame: frame, calendar: .always, source: "made up"))
    }

    /// A run over a random walk of minutes around the clock.
    static func minutes(
        _ count: Int, definition: StrategyDefinition? = nil, symbol: String = "WALK"
    ) throws -> BacktestRun {
        var generator = SeededGenerator(seed: 7)
        var price = 100.0
        var columns = ["open", "high", "low", "close"].map {
            Frame.NamedColumn(name: $0, values: [])
        }
        for _ in 0..<count {
            let open = price
            price *= 1 + (generator.unit() - 0.5) * 0.004
            let high = max(open, price) * (1 + generator.unit() * 0.001)
            let low = min(open, price) * (1 - generator.unit() * 0.001)
            for (index, value) in [open, high, low, price].enumerated() {
                columns[index].values.append(value)
            }
        }
        let start = Timestamp(iso8601: "2020-01-01")?.nanoseconds ?? 0
        let times = (0..<count).map {
            Timestamp(nanoseconds: start + Int64($0) * Timestamp.nanosecondsPerMinute)
        }
        let data = SlotData(
            slot: "prices", symbol: symbol, frame: Frame(times: times, columns: columns),
            calendar: .always, source: "made up")
        let crossing =
            definition
            ?? Self.definition(name: "crossover", code: crossover, frequency: .minute1)
        let parameters = try BoundParameters(
            crossing.parameters, text: [("execution_frequency", "1Min")])
        return try run(crossing, data) { $0.parameters = parameters }
    }
}
