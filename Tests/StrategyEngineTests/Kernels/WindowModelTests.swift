import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing

/// Windows against naive versions that look at each window by itself.
@Suite struct WindowModelTests {
    /// A walk with missing values and many ties.
    private static func column(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        var level = 100.0
        return (0..<count).map { _ in
            level += generator.unit() * 2 - 1
            return generator.unit() < 0.1 ? .nan : (level * 4).rounded() / 4
        }
    }

    private static func naive(
        _ x: [Double], bars: Int, minPeriods: Int, _ statistic: ([Double]) -> Double
    ) -> [Double] {
        x.indices.map { bar in
            let window = x[max(0, bar - bars + 1)...bar].filter { !$0.isNaN }
            return window.count >= max(minPeriods, 1) ? statistic(window) : .nan
        }
    }

    private static func engine(
        _ function: WindowFunction, _ x: [Double], bars: Int, minPeriods: Int
    ) -> [Double] {
        let window = Window(span: .bars(bars), minPeriods: minPeriods)
        return KernelRunner.run(makeKernel(for: .window(function, window)), [x], bars: x.count)
    }

    @Test(arguments: [(1, 1), (2, 1), (7, 3), (50, 20), (700, 1), (2_500, 2_000)])
    func `Selections from a window are those of the sorted window`(
        bars: Int, minPeriods: Int
    ) {
        let x = Self.column(bars > 100 ? 4_000 : 600, seed: UInt64(bars))
        func check(_ function: WindowFunction, _ statistic: ([Double]) -> Double) {
            let actual = Self.engine(function, x, bars: bars, minPeriods: minPeriods)
            let expected = Self.naive(x, bars: bars, minPeriods: minPeriods, statistic)
            #expect(isSame(actual, expected), "\(function)")
        }
        check(.min) { $0.min() ?? .nan }
        check(.max) { $0.max() ?? .nan }
        check(.first) { $0[0] }
        check(.last) { $0[$0.count - 1] }
        check(.median) { window in
            let sorted = window.sorted()
            let half = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
        }
        check(.quantile(Number(0.3), .lower)) { window in
            window.sorted()[Int(0.3 * Double(window.count - 1))]
        }
    }

    @Test(arguments: [(5, 1), (60, 60), (900, 10)])
    func `A rank counts the values below and the ties`(bars: Int, minPeriods: Int) {
        let x = Self.column(3_000, seed: UInt64(bars))
        let function = WindowFunction.rank(percent: false, method: .average, ascending: true)
        let actual = Self.engine(function, x, bars: bars, minPeriods: minPeriods)
        for bar in x.indices where !actual[bar].isNaN {
            let window = x[max(0, bar - bars + 1)...bar].filter { !$0.isNaN }
            let below = window.count { $0 < x[bar] }
            let equal = window.count { $0 == x[bar] }
            #expect(actual[bar] == Double(below) + Double(equal + 1) / 2)
        }
    }

    @Test(arguments: [2, 20, 300])
    func `Moments of a window are those of two passes over it`(bars: Int) {
        let x = Self.column(2_000, seed: 3)
        func check(_ function: WindowFunction, _ power: Double) {
            let actual = Self.engine(function, x, bars: bars, minPeriods: 2)
            for bar in x.indices {
                let window = x[max(0, bar - bars + 1)...bar].filter { !$0.isNaN }
                guard window.count >= 2 else {
                    #expect(actual[bar].isNaN)
                    continue
                }
                let mean = window.reduce(0, +) / Double(window.count)
                let squares = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let expected = power == 1 ? mean : squares / Double(window.count - 1)
                #expect(abs(actual[bar] - expected) <= 1e-9 * max(1, abs(expected)))
            }
        }
        check(.mean, 1)
        check(.variance(ddof: 1), 2)
    }

    @Test func `A window of equal values has exactly their mean and no spread`() {
        let x = (0..<30).map { 0.1 * Double($0 % 7) } + [Double](repeating: 0.1, count: 30)
        let mean = Self.engine(.mean, x, bars: 10, minPeriods: 10)
        let deviation = Self.engine(.standardDeviation(ddof: 1), x, bars: 10, minPeriods: 10)
        #expect(mean[45] == 0.1)
        #expect(deviation[45] == 0)
    }

    @Test func `A window of equal values forgets the rounding of what came before`() {
        let x = [1e17, -3, 1e-5] + [Double](repeating: 0.1, count: 12)
        let sum = Self.engine(.sum, x, bars: 10, minPeriods: 10)
        let mean = Self.engine(.mean, x, bars: 10, minPeriods: 10)
        #expect(sum[14] == 0.1 * 10)
        #expect(mean[14] == 0.1)
    }

    @Test func `A window longer than memory costs no more than the bars there are`() {
        let x = Self.column(100, seed: 5)
        let functions: [WindowFunction] = [
            .mean, .sum, .min, .max, .count, .first, .median, .variance(ddof: 1), .skew, .kurtosis,
        ]
        for function in functions {
            let huge = Self.engine(function, x, bars: 1 << 40, minPeriods: 1)
            #expect(isSame(huge, Self.engine(function, x, bars: 100, minPeriods: 1)))
        }
    }
}
