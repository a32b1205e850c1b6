import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Bar by bar: the same graphs with one bar a call.
let liveBenchmarks: [Benchmark] = [
    live("rsi", "the goal is 10 M bars a second on one core"),
    live("ma_crossover", "two windows and six elementwise operations"),
    live("macd", "exponential averages"),
    live("bollinger", "mean and deviation of one window"),
    live("atr_trailing", "a strategy over high, low and close with stops"),
]

private func live(_ name: String, _ purpose: String) -> Benchmark {
    Benchmark(
        name: "live-\(name)", purpose: purpose, items: 100_000, item: "bar"
    ) {
        let live = LiveStrategy(try example(name))
        let columns = syntheticColumns(100_000)
        let names = live.columns.map(\.name)
        // One row a bar, as bars arrive.
        let rows = (0..<100_000).flatMap { bar in
            names.map { name in columns.first { $0.name == name }?.values[bar] ?? .nan }
        }
        let times = syntheticTimes(100_000)
        return {
            var entries = 0
            rows.withUnsafeBufferPointer { rows in
                for bar in times.indices {
                    let row = UnsafeBufferPointer(
                        rebasing: rows[(bar * names.count)..<((bar + 1) * names.count)])
                    if live.next(time: times[bar], row).entry { entries += 1 }
                }
            }
            blackHole(entries)
        }
    }
}
