import Backtesting

/// A sweep's inner loop: the crossovers of all pairs of a hundred averages over a few years of
/// daily bars, each with its signals, fills, return, Sharpe ratio and drawdown.
let sweepKernelBenchmarks: [Benchmark] = [
    Benchmark(
        name: "sweep-crossover",
        purpose: "signals from averages that are there, fills and main figures: at most 2.5 ns",
        items: CrossoverSweep.bars * CrossoverSweep.pairs.count, item: "bar and combination"
    ) {
        let sweep = try CrossoverSweep()
        return { blackHole(try sweep.run(fills: true)) }
    },
    Benchmark(
        name: "sweep-crossover-signals", purpose: "the part of the same that makes the signals",
        items: CrossoverSweep.bars * CrossoverSweep.pairs.count, item: "bar and combination"
    ) {
        let sweep = try CrossoverSweep()
        return { blackHole(try sweep.run(fills: false)) }
    },
]

/// All crossovers of the averages over 2 to 101 bars.
private struct CrossoverSweep {
    static let bars = 2148
    private static let words = (bars + 63) / 64
    private static let windows = 2...101

    /// Pairs of averages in square tiles, so that those in use stay in the second cache.
    static let pairs: [(fast: Int, slow: Int)] = {
        let tile = 20
        var pairs: [(Int, Int)] = []
        for rows in stride(from: 0, to: windows.count, by: tile) {
            for columns in stride(from: rows, to: windows.count, by: tile) {
                for fast in rows..<rows + tile {
                    for slow in max(columns, fast + 1)..<max(columns + tile, fast + 1) {
                        pairs.append((fast, slow))
                    }
                }
            }
        }
        return pairs
    }()

    private let averages: [[Double]]
    private let market: QuickMarket

    init() throws {
        let closes = syntheticCloses(Self.bars)
        averages = Self.windows.map { window in
            var sum = 0.0
            return closes.indices.map { bar in
                sum += closes[bar] - (bar >= window ? closes[bar - window] : 0)
                return bar >= window - 1 ? sum / Double(window) : .nan
            }
        }
        var settings = ExecutionSettings()
        settings.fees = 0.001
        market = try QuickMarket(
            Market(times: syntheticTimes(Self.bars, minutes: 1440), close: closes),
            settings: settings)
    }

    /// Goes through every pair.
    ///
    /// - Returns: A figure of all runs.
    func run(fills: Bool) throws -> Double {
        var workspace = SimulationWorkspace()
        var entries = [UInt64](repeating: 0, count: Self.words)
        var exits = entries
        var total = 0.0
        for (fast, slow) in Self.pairs {
            cross(averages[fast], averages[slow], &entries, &exits)
            guard fills else {
                total += Double(entries[Self.words / 2] & 1)
                continue
            }
            try entries.withUnsafeBufferPointer { entries in
                try exits.withUnsafeBufferPointer { exits in
                    let signals = PackedSignals(
                        count: Self.bars, entries: entries, exits: exits)
                    let result = try workspace.quick(market, signals: signals)
                    total += result.totalReturn + (result.sharpe ?? 0) + result.maxDrawdown
                }
            }
        }
        return total
    }

    /// Where one column comes to lie above another, and where below it.
    private func cross(
        _ fast: [Double], _ slow: [Double], _ entries: inout [UInt64], _ exits: inout [UInt64]
    ) {
        var (wasNotAbove, wasNotBelow): (UInt64, UInt64) = (0, 0)
        fast.withUnsafeBufferPointer { fast in
            slow.withUnsafeBufferPointer { slow in
                for word in 0..<Self.words {
                    let bars = word * 64..<min(word * 64 + 64, Self.bars)
                    let said = Self.compare(fast, slow, bars)
                    let notAbove = said.isLess | said.isEqual
                    let notBelow = said.isGreater | said.isEqual
                    entries[word] = said.isGreater & (notAbove << 1 | wasNotAbove)
                    exits[word] = said.isLess & (notBelow << 1 | wasNotBelow)
                    (wasNotAbove, wasNotBelow) = (notAbove >> 63, notBelow >> 63)
                }
            }
        }
    }

    /// A bit for each of up to sixty-four bars and outcome of comparing two columns.
    ///
    /// Four lanes count in twos: a lane's number is doubled for each of its bars and one is added
    /// where the comparison holds, which takes two instructions for two bars.
    @inline(__always)
    private static func compare(
        _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>, _ bars: Range<Int>
    ) -> (isGreater: UInt64, isLess: UInt64, isEqual: UInt64) {
        guard bars.count == 64, let x = x.baseAddress, let y = y.baseAddress else {
            var (greater, less, equal): (UInt64, UInt64, UInt64) = (0, 0, 0)
            for bar in bars {
                let bit: UInt64 = 1 << UInt64(bar - bars.lowerBound)
                greater |= x[bar] > y[bar] ? bit : 0
                less |= x[bar] < y[bar] ? bit : 0
                equal |= x[bar] == y[bar] ? bit : 0
            }
            return (greater, less, equal)
        }
        var greater = SIMD4<Int64>.zero
        var less = greater
        var equal = greater
        for bar in stride(from: bars.lowerBound, to: bars.upperBound, by: 4) {
            let a = UnsafeRawPointer(x + bar).loadUnaligned(as: SIMD4<Double>.self)
            let b = UnsafeRawPointer(y + bar).loadUnaligned(as: SIMD4<Double>.self)
            greater = greater &+ greater &- unsafeBitCast(a .> b, to: SIMD4<Int64>.self)
            less = less &+ less &- unsafeBitCast(a .< b, to: SIMD4<Int64>.self)
            equal = equal &+ equal &- unsafeBitCast(a .== b, to: SIMD4<Int64>.self)
        }
        return (gather(greater), gather(less), gather(equal))
    }

    /// The bits of four lanes in the order of their bars.
    private static func gather(_ lanes: SIMD4<Int64>) -> UInt64 {
        var bits = unsafeBitCast(lanes, to: SIMD4<UInt64>.self)
        // Moves three places of zeros between the bits.
        bits = (bits | bits &<< 24) & SIMD4(repeating: 0x0000_00FF_0000_00FF)
        bits = (bits | bits &<< 12) & SIMD4(repeating: 0x000F_000F_000F_000F)
        bits = (bits | bits &<< 6) & SIMD4(repeating: 0x0303_0303_0303_0303)
        bits = (bits | bits &<< 3) & SIMD4(repeating: 0x1111_1111_1111_1111)
        let word = bits[0] | bits[1] << 1 | bits[2] << 2 | bits[3] << 3
        // The first bars are in the highest four bits, and go to the lowest.
        let turned = word.byteSwapped
        let low: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
        return (turned & low) << 4 | (turned >> 4) & low
    }
}
