public import AlmanacCore
import Glibc

/// Whether the best of all variants beats a benchmark by more than choosing among them explains.
///
/// The null hypothesis is that no variant is better than the benchmark. A p-value is the part of
/// the resamples in which the best variant, with its own advantage taken away, does at least as
/// well as the best one did in truth.
/// - Source: White, "A reality check for data snooping" (2000); Hansen, "A test for superior
///   predictive ability" (2005), with the kernel estimate of the variance that belongs to the
///   stationary bootstrap.
public struct SuperiorAbility: Sendable, Equatable {
    /// White's p-value: means as they are, every variant recentred.
    ///
    /// Many bad variants make it larger.
    public var realityCheck: Double
    /// Hansen's p-value, in which variants that are clearly bad do not count.
    public var consistent: Double
    /// Hansen's lower bound: variants worse than the benchmark do not count.
    public var lower: Double
    /// Hansen's upper bound: variants worse than the benchmark count as if they equalled it.
    public var upper: Double
    /// The greatest studentised mean, the statistic of Hansen's test; 0 where no mean is above 0.
    public var statistic: Double
    /// The variant with that mean; `nil` where no variant differs from the benchmark.
    public var best: Int?
    /// The mean length of the blocks.
    public var meanBlockLength: Double
    /// The number of resamples; no p-value is finer than one over it.
    public var resamples: Int

    /// Draws resamples and tests.
    ///
    /// - Parameters:
    ///   - trials: The variants' returns less those of the benchmark (``TrialReturns/minus(_:)``);
    ///     returns as they are ask whether any variant is better than holding cash.
    ///   - resamples: How many resamples, 1 or more.
    ///   - meanBlockLength: The mean length of the blocks; `nil` chooses the median of what some of
    ///     the variants call for.
    ///   - seed: What the resamples depend on.
    ///   - concurrently: How pieces of work are run.
    /// - Missing: variants without variance, or with a return that is not finite, do not count.
    /// - Throws: A `validation_error` for no variants or fewer than eight bars.
    /// - Complexity: O(variants × resamples × bars / block length) time; memory for the resamples'
    ///   blocks.
    public init(
        _ trials: TrialReturns, resamples: Int = 1000, meanBlockLength: Double? = nil,
        seed: UInt64 = 1, concurrently: Concurrently = serially
    ) throws(AlmanacError) {
        guard trials.trialCount > 0, trials.barCount >= 8, resamples > 0 else {
            throw AlmanacError(
                .validation,
                "a test for superior ability needs a variant, eight bars and a resample",
                details: [
                    "variants": .integer(trials.trialCount), "bars": .integer(trials.barCount),
                    "resamples": .integer(resamples),
                ])
        }
        let length = max(1, meanBlockLength ?? BlockLength.stationary(trials))
        self.init(
            trials,
            BlockResamples(
                barCount: trials.barCount, count: resamples, meanBlockLength: length, seed: seed),
            meanBlockLength: length, concurrently: concurrently)
    }

    /// Tests with given resamples.
    ///
    /// - Parameter meanBlockLength: What the estimate of the variance takes for the mean length.
    public init(
        _ trials: TrialReturns, _ draws: BlockResamples, meanBlockLength: Double,
        concurrently: Concurrently = serially
    ) {
        precondition(trials.barCount == draws.barCount, "Resamples have the bars of the variants.")
        precondition(draws.count > 0, "A test needs a resample.")
        let parts = trials.inPieces(concurrently) { range in
            var part = SuperiorAbilityPart(resamples: draws.count)
            part.add(trials, range, draws, meanBlockLength)
            return part
        }
        var all = SuperiorAbilityPart(resamples: draws.count)
        for part in parts { all.take(part) }
        let best = all.best
        self.best = best.studentised > -.infinity ? best.trial : nil
        statistic = max(0, best.studentised)
        let observed = statistic
        let count = Double(draws.count)
        func part(_ greatest: [Double], above value: Double) -> Double {
            Double(greatest.count { $0 > value }) / count
        }
        let hasBest = self.best != nil
        realityCheck = hasBest ? part(all.greatest.plain, above: all.greatestMean) : 1
        lower = hasBest ? part(all.greatest.lower, above: observed) : 1
        consistent = hasBest ? part(all.greatest.consistent, above: observed) : 1
        upper = hasBest ? part(all.greatest.upper, above: observed) : 1
        self.meanBlockLength = meanBlockLength
        self.resamples = draws.count
    }
}
