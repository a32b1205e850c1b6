import AlmanacCore
import Backtesting
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// The crossover of a 10-bar and a 30-bar simple average over a million one-minute bars, which is
/// what the peer's script does with pandas and vectorbt.
let crossoverBenchmarks: [Benchmark] = [
    crossover("compile", "a strategy's text is a graph in well under a millisecond", items: 1) {
        guard let example = ExampleStrategies.named("ma_crossover") else {
            throw MissingPiece(name: "ma_crossover")
        }
        let document = example.document
        return {
            let definition = try StrategyDefinition(json: document, name: "ma_crossover")
            blackHole(try definition.compile(BoundParameters(definition.parameters)))
        }
    },
    crossover("1m-signals", "two averages and their crossings, a few ns a bar each") {
        let crossover = try Crossover()
        return { blackHole(try crossover.computeSignals()) }
    },
    crossover("1m-return-sharpe", "fills, return and Sharpe ratio of signals that are there") {
        let crossover = try Crossover()
        let signals = try crossover.computeSignals()
        var workspace = SimulationWorkspace()
        return { blackHole(try crossover.quick(signals, &workspace)) }
    },
    crossover("1m-every-metric", "fills and every figure of signals that are there") {
        let crossover = try Crossover()
        let signals = try crossover.computeSignals()
        return { blackHole(try crossover.everyMetric(signals)) }
    },
    crossover("1m-every-metric-benchmark-shared", "the same where runs share the benchmark") {
        let crossover = try Crossover()
        let signals = try crossover.computeSignals()
        let benchmark = Backtesting.Benchmark(crossover.market, crossover.settings)
        return { blackHole(try crossover.everyMetric(signals, benchmark)) }
    },
    crossover("1m-return-sharpe-with-signals", "the same from prices") {
        let crossover = try Crossover()
        var workspace = SimulationWorkspace()
        return { blackHole(try crossover.quick(crossover.computeSignals(), &workspace)) }
    },
    crossover("1m-every-metric-with-signals", "the same from prices") {
        let crossover = try Crossover()
        return { blackHole(try crossover.everyMetric(crossover.computeSignals())) }
    },
]

/// The figures by which the peer's run is seen to be the same run.
func crossoverCheck() throws -> JSON {
    let crossover = try Crossover()
    let signals = try crossover.computeSignals()
    let simulation = try Simulation.run(
        crossover.market, signals: signals, settings: crossover.settings)
    let metrics = Metrics(of: simulation, in: crossover.market)
    return [
        "trades": .number(metrics.value(.trades) ?? .nan),
        "total_return": .number(metrics.value(.totalReturn) ?? .nan),
        "sharpe": .number(metrics.value(.sharpe) ?? .nan),
        "max_drawdown": .number(metrics.value(.maxDrawdown) ?? .nan),
    ]
}

private func crossover(
    _ name: String, _ purpose: String, items: Int = 1_000_000,
    _ prepare: @escaping @Sendable () throws -> () throws -> Void
) -> Benchmark {
    Benchmark(
        name: "crossover-\(name)", purpose: purpose, items: items,
        item: items == 1 ? "strategy" : "bar", prepare: prepare)
}

/// The strategy, its prices and the settings that the peer uses too.
private struct Crossover {
    let strategy: CompiledStrategy
    let inputs: StrategyInputs
    let market: Market
    let settings: ExecutionSettings

    init() throws {
        strategy = try example("ma_crossover")
        let closes = syntheticCloses(1_000_000)
        var inputs = StrategyInputs(times: syntheticTimes(closes.count))
        inputs["prices", "close"] = closes
        self.inputs = inputs
        market = Market(symbol: "WALK", times: inputs.times, close: closes)
        var settings = ExecutionSettings()
        settings.initialCash = 10_000
        settings.fees = 0.00001
        settings.executionPrice = .close
        settings.barsPerYear = 365 * 24 * 60
        self.settings = settings
    }

    func computeSignals() throws -> Signals {
        let signals = try strategy.signals(over: inputs)
        return Signals(entries: signals.entries, exits: signals.exits)
    }

    func quick(_ signals: Signals, _ workspace: inout SimulationWorkspace) throws -> QuickResult {
        try workspace.quick(market, signals: signals, settings: settings)
    }

    func everyMetric(_ signals: Signals, _ benchmark: Backtesting.Benchmark? = nil) throws
        -> Metrics
    {
        let simulation = try Simulation.run(market, signals: signals, settings: settings)
        return Metrics(of: simulation, in: market, benchmark: benchmark)
    }
}
