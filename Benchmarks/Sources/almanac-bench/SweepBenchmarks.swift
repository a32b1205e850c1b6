import AlmanacCore
import Backtesting
import Dispatch
import Glibc
import StrategyLanguage
import Study
import TimeSeries

/// Every pair of two simple averages of up to a hundred bars, with return, Sharpe ratio and
/// drawdown of each: what the peer's script does with `MA.run_combs` and `from_signals`.
///
/// Alignment, compilation and the sweep's hash are part of the work.
let sweepBenchmarks: [Benchmark] = [
    sweep("4950", "every pair of 100 averages on all processors", windows: 100, bars: 2_148),
    sweep(
        "4950-one-thread", "at most 2.5 ns a bar and combination on one core", windows: 100,
        bars: 2_148, threads: 1),
    sweep(
        "1225-one-thread", "a quarter of the combinations take a quarter of the time", windows: 50,
        bars: 2_148, threads: 1),
    sweep(
        "4950-long-one-thread", "ten times the bars take ten times as long", windows: 100,
        bars: 21_480, threads: 1),
    Benchmark(
        name: "sweep-4950-with-stops", purpose: "the same with a stop that varies too",
        items: 4_950 * 4 * 2_148, item: "bar"
    ) {
        let work = try Sweeping(windows: 100, bars: 2_148, stops: 4)
        return { blackHole(try work.run(threads: processorCount)) }
    },
]

private let processorCount = max(
    1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

private func sweep(
    _ name: String, _ purpose: String, windows: Int, bars: Int, threads: Int = processorCount
) -> Benchmark {
    Benchmark(
        name: "sweep-\(name)", purpose: purpose, items: windows * (windows - 1) / 2 * bars,
        item: "bar"
    ) {
        let work = try Sweeping(windows: windows, bars: bars)
        return { blackHole(try work.run(threads: threads)) }
    }
}

/// The figures by which the peer's sweep is seen to be the same.
func sweepCheck() throws -> JSON {
    let rows = try Sweeping(windows: 100, bars: 2_148).run(threads: 1)
    let figures = rows.compactMap(\.figures)
    return [
        "combinations": .integer(figures.count),
        "mean_total_return": .number(
            figures.reduce(0) { $0 + $1.totalReturn } / Double(figures.count)),
        "best_sharpe": .number(figures.compactMap(\.sharpe).max() ?? .nan),
        "worst_drawdown": .number(figures.map(\.maxDrawdown).max() ?? .nan),
    ]
}

/// A sweep of many combinations with a stop on all processors, run once, and what it took.
func measureSweepMemory() throws -> JSON {
    let work = try Sweeping(windows: 100, bars: 5_000, stops: 21)
    var (before, after) = (timespec(), timespec())
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before)
    let rows = try work.run(threads: processorCount)
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after)
    let seconds =
        Double(after.tv_sec - before.tv_sec) + Double(after.tv_nsec - before.tv_nsec) / 1e9
    return [
        "combinations": .integer(rows.count), "bars": .integer(5_000),
        "processor_seconds": .number(seconds), "peak_bytes": .integer(peakBytes()),
    ]
}

private struct Sweeping {
    let backtest: Backtest
    let ranges: [ParameterRange]

    init(windows: Int, bars: Int, stops: Int = 0) throws {
        guard let example = ExampleStrategies.named("ma_crossover") else {
            throw MissingPiece(name: "ma_crossover")
        }
        var definition = try StrategyDefinition(json: example.document, name: "ma_crossover")
        let last = windows + 1
        ranges =
            [
                ParameterRange(name: "fast", values: (2..<last).map { .int($0) }),
                ParameterRange(name: "slow", values: (3...last).map { .int($0) }),
                // As the peer fills.
                ParameterRange(name: "execution_price", values: [.string("close")]),
            ]
            + (stops == 0
                ? []
                : [
                    ParameterRange(
                        name: "stop", values: (1...stops).map { .float(Double($0) * 0.02) })
                ])
        if stops > 0 {
            definition.parameters.append(
                ParameterSpecification(name: "stop", type: .float, minimum: 0, maximum: 1))
            definition.code = definition.code.replacing(
                "return entries, exits",
                with: "return {'entries': entries, 'exits': exits, 'stop_loss': params['stop']}")
        }
        let closes = syntheticCloses(bars)
        let day = Timestamp.nanosecondsPerDay
        let frame = Frame(
            times: closes.indices.map { Timestamp(nanoseconds: Int64($0 + 14_610) * day) },
            columns: [Frame.NamedColumn(name: "close", values: closes)])
        var given: [BoundParameters.Entry] = []
        if stops > 0 { given.append(BoundParameters.Entry(name: "stop", value: .float(0.1))) }
        backtest = Backtest(
            definition: definition,
            parameters: try BoundParameters(definition.parameters, given: given),
            data: [
                SlotData(
                    slot: "prices", symbol: "WALK", frame: frame, calendar: .always,
                    source: "synthetic")
            ])
    }

    func run(threads: Int) throws -> [SweepRow] {
        var backtest = backtest
        backtest.settings.fees = 0.001
        backtest.barsPerYear = 365
        let grid = try SweepGrid(
            backtest.definition, ranges: ranges, constraint: "fast < slow")
        let concurrently: Concurrently = { count, body in
            if count == 1 || threads == 1 {
                for index in 0..<count { body(index) }
            } else {
                DispatchQueue.concurrentPerform(iterations: count) { body($0) }
            }
        }
        return try Sweep([backtest], grid: grid, concurrently: concurrently)
            .run(threads: threads, concurrently: concurrently)
    }
}
