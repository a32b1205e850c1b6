import AlmanacCore
import Glibc

/// Resamples of a series of bars, each put together from blocks that keep their inner order.
///
/// Only where blocks begin and end is kept, so that the sum over a resample takes one subtraction
/// of running sums for each block.
public struct BlockResamples: Sendable, Equatable {
    /// The number of bars of the series and of each resample.
    public let barCount: Int
    /// The number of resamples.
    public var count: Int { firsts.count - 1 }
    /// Where the blocks of each resample begin in `starts`, and where those of the last one end.
    private var firsts: [Int] = [0]
    /// The first bar of each block, and the bar behind its last one.
    private var starts: [Int32] = []
    private var ends: [Int32] = []

    /// Draws resamples by the stationary bootstrap: each block begins at any bar, its length is
    /// geometric, and the series continues at its beginning behind its end.
    ///
    /// - Parameters:
    ///   - barCount: The bars of the series, 1 or more.
    ///   - count: How many resamples.
    ///   - meanBlockLength: At least 1; 1 draws single bars.
    ///   - seed: What the draws depend on.
    /// - Source: Politis and Romano, "The stationary bootstrap" (1994).
    /// - Complexity: O(count × barCount / meanBlockLength) time and memory.
    public init(barCount: Int, count: Int, meanBlockLength: Double, seed: UInt64) {
        precondition(barCount >= 1 && barCount < Int32.max, "A resample has at least one bar.")
        precondition(count >= 0, "The number of resamples is at least 0.")
        precondition(meanBlockLength >= 1, "A block has at least one bar.")
        self.barCount = barCount
        var generator = SeededGenerator(seed: seed)
        let continues = log1p(-1 / meanBlockLength)
        for _ in 0..<count {
            var remaining = barCount
            while remaining > 0 {
                let start = Int.random(in: 0..<barCount, using: &generator)
                // With a length of 1 the logarithm is -∞ and every block ends at once.
                let more = log1p(-generator.unit()) / continues
                let length = more < Double(remaining) ? min(Int(more) + 1, remaining) : remaining
                append(start, length)
                remaining -= length
            }
            firsts.append(starts.count)
        }
    }

    /// Makes resamples from the bars that each of them draws.
    ///
    /// - Parameter bars: For each resample as many bars as the series has.
    public init(bars: [[Int]]) {
        barCount = bars.first?.count ?? 1
        for resample in bars {
            precondition(resample.count == barCount, "A resample has the bars of the series.")
            for bar in resample { append(bar, 1) }
            firsts.append(starts.count)
        }
    }

    private mutating func append(_ start: Int, _ length: Int) {
        let end = start + length
        starts.append(Int32(start))
        ends.append(Int32(min(end, barCount)))
        if end > barCount {
            starts.append(0)
            ends.append(Int32(end - barCount))
        }
    }

    /// The blocks of a resample, in the order in which they follow one another.
    public func blocks(of resample: Int) -> [Range<Int>] {
        (firsts[resample]..<firsts[resample + 1]).map { Int(starts[$0])..<Int(ends[$0]) }
    }

    /// Calls a function with the sum over each resample of a group of eight series.
    ///
    /// - Parameter running: The running sums of the series: element t sums the bars before t.
    func forEachSum(
        _ running: UnsafePointer<SIMD8<Double>>,
        _ body: (_ resample: Int, _ sum: SIMD8<Double>) -> Void
    ) {
        starts.withUnsafeBufferPointer { starts in
            ends.withUnsafeBufferPointer { ends in
                for resample in 0..<count {
                    var sum = SIMD8<Double>.zero
                    for block in firsts[resample]..<firsts[resample + 1] {
                        sum += running[Int(ends[block])] - running[Int(starts[block])]
                    }
                    body(resample, sum)
                }
            }
        }
    }
}
