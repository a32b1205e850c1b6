/// The Sharpe ratios of all variants of a sweep, and how far the variants are the same thing.
///
/// - Source: average correlation and the number of independent trials that it implies: Bailey and
///   López de Prado, "The deflated Sharpe ratio" (2014), appendix A.3.
public struct TrialSummary: Sendable, Equatable {
    /// How many variants were tried, those without a Sharpe ratio included.
    public var trialCount: Int
    /// The ratios of a bar: how many are defined, their mean, their variance.
    public var sharpes: PooledMoments
    /// The variant with the highest ratio; of equal ones the first; `nil` where none is defined.
    public var best: Int?
    /// The mean correlation between the returns of two variants; `nil` for fewer than two with
    /// variance.
    public var meanCorrelation: Double?

    /// How many independent trials the variants amount to: ρ + (1 − ρ) M, from 1 to M.
    ///
    /// It understates the number where variants form a few groups that differ, so the deflated
    /// ratio is judged by the full count, and this is shown beside it.
    public var effectiveTrials: Double {
        let count = Double(trialCount)
        guard let meanCorrelation, count > 1 else { return count }
        let correlation = min(max(meanCorrelation, 0), 1)
        return correlation + (1 - correlation) * count
    }

    /// Measures every variant once.
    ///
    /// - Determinism: the same for any number of threads.
    /// - Complexity: O(variants × bars) time, O(bars) memory for each piece of 256 variants.
    public init(_ trials: TrialReturns, concurrently: Concurrently = serially) {
        let parts = trials.inPieces(concurrently) { Part(trials, $0) }
        var moments = PooledMoments()
        var total = [Double](repeating: 0, count: trials.barCount)
        var (withVariance, bestValue) = (0, -Double.infinity)
        var best: Int?
        for part in parts {
            moments.add(part.moments)
            withVariance += part.standardised
            for bar in total.indices { total[bar] += part.sum[bar] }
            if let trial = part.best, part.bestSharpe > bestValue {
                (best, bestValue) = (trial, part.bestSharpe)
            }
        }
        trialCount = trials.trialCount
        sharpes = moments
        self.best = best
        let count = Double(withVariance)
        if withVariance > 1 {
            // The sum of all entries of the correlation matrix is the variance of the sum.
            let entries = total.reduce(0) { $0 + $1 * $1 } / Double(trials.barCount)
            meanCorrelation = min(1, (entries - count) / (count * (count - 1)))
        } else {
            meanCorrelation = nil
        }
    }

    private struct Part: Sendable {
        var moments = PooledMoments()
        var best: Int?
        var bestSharpe = -Double.infinity
        /// The sum of the standardised returns of all variants, bar by bar.
        var sum: [Double]
        /// How many variants are in the sum.
        var standardised = 0

        init(_ trials: TrialReturns, _ range: Range<Int>) {
            sum = [Double](repeating: 0, count: trials.barCount)
            let bars = Double(trials.barCount)
            trials.forEach(range) { trial, returns in
                guard let estimate = SharpeEstimate(returns: returns) else { return }
                moments.add(estimate.sharpe)
                if estimate.sharpe > bestSharpe {
                    (best, bestSharpe) = (trial, estimate.sharpe)
                }
                let mean = returns.reduce(0, +) / bars
                let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let scale = 1 / (squares / bars).squareRoot()
                for bar in sum.indices { sum[bar] += (returns[bar] - mean) * scale }
                standardised += 1
            }
        }
    }
}
