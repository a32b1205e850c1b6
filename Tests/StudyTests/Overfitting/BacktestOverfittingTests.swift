import AlmanacCore
import Foundation
import Study
import Testing

@Suite("The probability of backtest overfitting")
struct BacktestOverfittingTests {
    /// Every choice of half of the blocks by brute force.
    private struct Naive {
        var logits: [Double] = []
        var losses = 0
        var inSample: [Double] = []
        var outOfSample: [Double] = []

        init(_ rows: [[Double]], blocks: Int) {
            let bars = rows[0].count
            let ranges = (0..<blocks).map { $0 * bars / blocks..<($0 + 1) * bars / blocks }
            for mask in 0..<(1 << blocks) where mask.nonzeroBitCount == blocks / 2 {
                let chosen = ranges.indices.filter { mask >> $0 & 1 == 1 }.flatMap { ranges[$0] }
                let others = ranges.indices.filter { mask >> $0 & 1 == 0 }.flatMap { ranges[$0] }
                let inside = rows.map { row in Self.sharpe(chosen.map { row[$0] }) }
                let outside = rows.map { row in Self.sharpe(others.map { row[$0] }) }
                let best = inside.indices.reduce(0) { inside[$1] > inside[$0] ? $1 : $0 }
                let rank =
                    1 + Double(outside.count { $0 < outside[best] })
                    + Double(outside.count { $0 == outside[best] } - 1) / 2
                logits.append(log(rank / (Double(rows.count + 1) - rank)))
                if outside[best] < 0 { losses += 1 }
                inSample.append(inside[best])
                outOfSample.append(outside[best])
            }
        }

        static func sharpe(_ values: [Double]) -> Double {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return squares > 0 ? mean / (squares / (count - 1)).squareRoot() : 0
        }
    }

    @Test("it is what brute force gives", arguments: [(2, 11), (4, 30), (6, 40), (8, 51)])
    func model(blocks: Int, bars: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            var rows = RandomReturns.rows(seed: seed, variants: 7, bars: bars, shared: 0.3)
            rows.append([Double](repeating: 0, count: bars))
            rows[2] = rows[2].enumerated().map { $0 < bars / 2 ? 0 : $1 }
            let naive = Naive(rows, blocks: blocks)
            let result = try BacktestOverfitting(TrialReturns(rows), blocks: blocks)
            let count = Double(naive.logits.count)
            #expect(result.logits.count == naive.logits.count)
            for (own, expected) in zip(result.logits.sorted(), naive.logits.sorted()) {
                #expect(abs(own - expected) < 1e-12, "seed \(seed)")
            }
            #expect(result.probability == Double(naive.logits.count { $0 <= 0 }) / count)
            #expect(result.probabilityOfLoss == Double(naive.losses) / count)
            let inMean = naive.inSample.reduce(0, +) / count
            let outMean = naive.outOfSample.reduce(0, +) / count
            #expect(abs(result.meanInSample - inMean) < 1e-12)
            #expect(abs(result.meanOutOfSample - outMean) < 1e-12)
            let products = zip(naive.inSample, naive.outOfSample).reduce(0) {
                $0 + ($1.0 - inMean) * ($1.1 - outMean)
            }
            let squares = naive.inSample.reduce(0) { $0 + ($1 - inMean) * ($1 - inMean) }
            #expect(abs(try #require(result.slope) - products / squares) < 1e-9)
        }
    }

    @Test("noise is overfitted about half of the time and one skilled variant never")
    func meaning() throws {
        var sum = 0.0
        for seed in 1...10 as ClosedRange<UInt64> {
            let rows = RandomReturns.rows(seed: seed, variants: 20, bars: 320)
            let result = try BacktestOverfitting(TrialReturns(rows), blocks: 8)
            sum += result.probability
            // All noise: what is good on one half is bad on the other, for the sum is given.
            #expect(try #require(result.slope) < 0)
        }
        #expect(sum / 10 > 0.35 && sum / 10 < 0.75)
        var rows = RandomReturns.rows(seed: 99, variants: 20, bars: 320)
        rows[7] = rows[7].map { $0 + 0.02 }
        let skilled = try BacktestOverfitting(TrialReturns(rows), blocks: 8)
        #expect(skilled.probability == 0 && skilled.probabilityOfLoss == 0)
    }

    @Test("the number of threads changes nothing")
    func threads() throws {
        let trials = TrialReturns(RandomReturns.rows(seed: 5, variants: 600, bars: 48))
        let one = try BacktestOverfitting(trials, blocks: 8)
        #expect(
            try BacktestOverfitting(trials, blocks: 8, concurrently: RandomReturns.onThreads)
                == one)
        let summary = TrialSummary(trials)
        #expect(TrialSummary(trials, concurrently: RandomReturns.onThreads) == summary)
    }

    @Test("16 blocks give 12,870 choices")
    func choices() throws {
        let trials = TrialReturns(RandomReturns.rows(seed: 5, variants: 3, bars: 100))
        #expect(try BacktestOverfitting(trials).logits.count == 12_870)
    }

    @Test("what cannot be halved is an error that says so")
    func errors() {
        let rows = RandomReturns.rows(seed: 5, variants: 3, bars: 20)
        for blocks in [0, 1, 7, 22, 16] {
            #expect(throws: AlmanacError.self) {
                try BacktestOverfitting(TrialReturns(rows), blocks: blocks)
            }
        }
        #expect(throws: AlmanacError.self) {
            try BacktestOverfitting(TrialReturns([rows[0]]), blocks: 4)
        }
    }

    @Test("the mean correlation is that of all pairs")
    func correlation() throws {
        let rows = RandomReturns.rows(seed: 21, variants: 6, bars: 80, shared: 0.5)
        func correlation(_ a: [Double], _ b: [Double]) -> Double {
            let (x, y) = (a.reduce(0, +) / 80, b.reduce(0, +) / 80)
            let xy = zip(a, b).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
            let xx = a.reduce(0) { $0 + ($1 - x) * ($1 - x) }
            let yy = b.reduce(0) { $0 + ($1 - y) * ($1 - y) }
            return xy / (xx * yy).squareRoot()
        }
        var sum = 0.0
        for i in 0..<6 { for j in 0..<i { sum += correlation(rows[i], rows[j]) } }
        let summary = TrialSummary(TrialReturns(rows + [[Double](repeating: 0, count: 80)]))
        #expect(abs(try #require(summary.meanCorrelation) - sum / 15) < 1e-12)
        #expect(summary.trialCount == 7 && summary.sharpes.count == 6)
        let same = TrialSummary(TrialReturns([rows[0], rows[0], rows[0]]))
        #expect(abs(same.effectiveTrials - 1) < 1e-9)
        #expect(same.best == 0)
    }
}
