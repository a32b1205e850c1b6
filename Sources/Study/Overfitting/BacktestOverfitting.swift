public import AlmanacCore
import Glibc

/// The probability of backtest overfitting, by combinatorially symmetric cross-validation.
///
/// The bars are cut into blocks. For each way to choose half of the blocks, the variant with the
/// best Sharpe ratio on them is looked up, and where it ranks among all variants on the other half.
/// Choosing the best is worth nothing where it comes out below the median half of the time.
/// - Source: Bailey, Borwein, López de Prado and Zhu, "The probability of backtest overfitting"
///   (2017), with the Sharpe ratio as the measure; equal ranks share their mean.
public struct BacktestOverfitting: Sendable, Equatable {
    /// The part of the choices after which the best variant ranks at or below the median.
    public var probability: Double
    /// The part of the choices after which the best variant loses: a Sharpe ratio below 0.
    public var probabilityOfLoss: Double
    /// The out-of-sample ratio gained for each unit of in-sample ratio, by least squares over the
    /// choices; `nil` where the best in-sample ratio is always the same.
    public var slope: Double?
    /// The mean ratio of a bar of the best variant on the blocks that chose it.
    public var meanInSample: Double
    /// The mean ratio of a bar of the same variant on the other blocks.
    public var meanOutOfSample: Double
    /// The logit of the relative rank of each choice: below 0 is below the median.
    public var logits: [Double]
    /// The blocks that the bars were cut into.
    public var blocks: Int

    /// The most blocks; beyond it the number of choices grows out of hand.
    public static let mostBlocks = 20

    /// Cuts the bars and judges every choice.
    ///
    /// - Parameters:
    ///   - trials: Two variants or more, with finite returns.
    ///   - blocks: An even number from 2 to 20; 16 gives 12,870 choices.
    ///   - concurrently: How pieces of work are run.
    /// - Determinism: the same for any number of threads; of equal best variants the first counts.
    /// - Throws: A `validation_error` for fewer than two variants, too few bars, or a number of
    ///   blocks that cannot be halved.
    /// - Complexity: O(variants × (bars + choices)) time in two passes; memory for the choices in
    ///   each piece of 256 variants.
    public init(
        _ trials: TrialReturns, blocks: Int = 16, concurrently: Concurrently = serially
    ) throws(AlmanacError) {
        try Self.check(trials, blocks: blocks)
        let choices = BlockChoices(bars: trials.barCount, blocks: blocks)
        let best = Self.best(trials, choices, concurrently)
        let ranks = Self.ranks(of: best, trials, choices, concurrently)
        let count = Double(choices.count)
        self.blocks = blocks
        logits = ranks.map { log($0 / (Double(trials.trialCount + 1) - $0)) }
        probability = Double(logits.count { $0 <= 0 }) / count
        probabilityOfLoss = Double(best.other.count { $0 < 0 }) / count
        meanInSample = best.value.reduce(0, +) / count
        meanOutOfSample = best.other.reduce(0, +) / count
        var (products, squares) = (0.0, 0.0)
        for (inSample, other) in zip(best.value, best.other) {
            products += (inSample - meanInSample) * (other - meanOutOfSample)
            squares += (inSample - meanInSample) * (inSample - meanInSample)
        }
        slope = squares > 1e-20 * count * meanInSample * meanInSample ? products / squares : nil
    }

    private static func check(_ trials: TrialReturns, blocks: Int) throws(AlmanacError) {
        guard trials.trialCount >= 2 else {
            throw AlmanacError(
                .validation, "the probability of overfitting needs at least two variants",
                details: ["variants": .integer(trials.trialCount)])
        }
        guard (2...mostBlocks).contains(blocks), blocks.isMultiple(of: 2) else {
            throw AlmanacError(
                .validation, "the blocks have to be an even number from 2 to \(mostBlocks)",
                details: ["blocks": .integer(blocks)], suggestion: "16 is usual")
        }
        guard trials.barCount >= 2 * blocks else {
            throw AlmanacError(
                .validation, "\(blocks) blocks need at least \(2 * blocks) bars",
                details: ["bars": .integer(trials.barCount), "blocks": .integer(blocks)],
                suggestion: "use fewer blocks or a longer period")
        }
    }

    /// The best variant of each choice: its ratio there, and on the other blocks.
    private struct Best: Sendable {
        var value: [Double]
        var other: [Double]

        /// Takes the better one of two for each choice; the earlier one where they are equal.
        mutating func take(_ sharpes: [Double]) {
            let last = sharpes.count - 1
            for choice in sharpes.indices where sharpes[choice] > value[choice] {
                value[choice] = sharpes[choice]
                other[choice] = sharpes[last - choice]
            }
        }

        mutating func take(_ later: Best) {
            for choice in value.indices where later.value[choice] > value[choice] {
                value[choice] = later.value[choice]
                other[choice] = later.other[choice]
            }
        }
    }

    private static func best(
        _ trials: TrialReturns, _ choices: BlockChoices, _ concurrently: Concurrently
    ) -> Best {
        let empty = Best(
            value: [Double](repeating: -.infinity, count: choices.count),
            other: [Double](repeating: 0, count: choices.count))
        let parts = trials.inPieces(concurrently) { range in
            var best = empty
            forEachSharpes(trials, range, choices) { best.take($0) }
            return best
        }
        return parts.reduce(into: empty) { $0.take($1) }
    }

    /// The rank of each choice's best variant on the other blocks: 1 is the worst.
    private static func ranks(
        of best: Best, _ trials: TrialReturns, _ choices: BlockChoices,
        _ concurrently: Concurrently
    ) -> [Double] {
        // The ratio on the other blocks of choice c is that of choice `last - c`.
        let bars: [Double] = best.other.reversed()
        let parts = trials.inPieces(concurrently) { range in
            // Variants below count two and equal ones count one.
            var below = [Int32](repeating: 0, count: choices.count)
            forEachSharpes(trials, range, choices) { sharpes in
                for choice in sharpes.indices {
                    below[choice] &+= (sharpes[choice] < bars[choice] ? 1 : 0)
                    below[choice] &+= (sharpes[choice] <= bars[choice] ? 1 : 0)
                }
            }
            return below
        }
        var below = [Int](repeating: 0, count: choices.count)
        for part in parts { for choice in below.indices { below[choice] += Int(part[choice]) } }
        // The variant itself is among the equal ones.
        return below.reversed().map { (Double($0) + 1) / 2 }
    }

    private static func forEachSharpes(
        _ trials: TrialReturns, _ range: Range<Int>, _ choices: BlockChoices,
        _ body: ([Double]) -> Void
    ) {
        var sharpes = [Double](repeating: 0, count: choices.count)
        trials.forEach(range) { _, returns in
            choices.sharpes(of: returns, into: &sharpes)
            body(sharpes)
        }
    }
}
