import AlmanacCore
import Backtesting
import Glibc
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// A graph of thirty operations over ten million bars with five columns, run once, and how much
/// memory that took.
///
/// Peak resident sizes are the operating system's, of the whole process, so it runs nothing else.
func measureGraphMemory(bars: Int) throws -> JSON {
    let strategy = try strategy(thirtyOperations)
    let before = peakBytes()
    let inputs = syntheticInputs(bars)
    let inputBytes = bars * MemoryLayout<Double>.stride * 6
    let loaded = peakBytes()
    let signals = try strategy.signals(over: inputs)
    let signalled = peakBytes()
    let market = Market(
        symbol: "WALK", times: inputs.times, open: inputs["prices", "open"],
        high: inputs["prices", "high"], low: inputs["prices", "low"],
        close: inputs["prices", "close"] ?? [])
    let simulation = try Simulation.run(
        market, signals: Signals(entries: signals.entries, exits: signals.exits),
        settings: ExecutionSettings())
    let metrics = Metrics(of: simulation, in: market)
    let measured = peakBytes()
    return [
        "bars": .integer(bars), "nodes": .integer(strategy.graph.nodes.count),
        "input_bytes": .integer(inputBytes), "start_peak_bytes": .integer(before),
        "inputs_peak_bytes": .integer(loaded), "signals_peak_bytes": .integer(signalled),
        "metrics_peak_bytes": .integer(measured),
        "signals_over_inputs": .number(Double(signalled) / Double(inputBytes)),
        "metrics_over_inputs": .number(Double(measured) / Double(inputBytes)),
        "trades": .number(metrics.value(.trades) ?? .nan),
    ]
}

private let thirtyOperations = """
    c = p.close
    fast, slow = c.rolling(10).mean(), c.rolling(30).mean()
    width = c.rolling(20).std()
    middle = c.rolling(20).mean()
    upper, lower = middle + 2 * width, middle - 2 * width
    strength = talib.RSI(c, 14)
    reach = talib.ATR(p.high, p.low, c, 14)
    heavy = p.volume > p.volume.rolling(50).mean()
    top, bottom = p.high.rolling(55).max(), p.low.rolling(55).min()
    drift = c.pct_change(5).ewm(span=20).mean()
    up = (fast > slow) & heavy & (strength < 70) & (c < upper) & (drift > 0)
    down = (fast < slow) | (c < lower) | (c < bottom + reach) | (c > top)
    return up, down
    """

/// The most memory that the process has had resident so far.
func peakBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1_024
}
