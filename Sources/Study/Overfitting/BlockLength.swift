import Glibc

/// How long the blocks of a bootstrap should be, so that it keeps what returns owe to one another.
public enum BlockLength {
    /// The mean block length of the stationary bootstrap that the returns call for, at least 1.
    ///
    /// - Returns: A number of bars; 1 for fewer than 8 returns or without variance.
    /// - Complexity: O(n√n).
    /// - Source: Politis and White, "Automatic block-length selection for the dependent bootstrap"
    ///   (2004), as corrected by Patton, Politis and White (2009); the choice of the cut-off lag
    ///   and the upper limit min(3√n, n/3) as in the package arch 8.0.
    public static func stationary(_ returns: [Double]) -> Double {
        let count = returns.count
        guard count >= 8 else { return 1 }
        let n = Double(count)
        let mean = returns.reduce(0, +) / n
        let deviations = returns.map { $0 - mean }
        let inARow = max(5, Int(log10(n)))
        let mostLags = min(Int(n.squareRoot().rounded(.up)) + inARow, count - 2)
        let covariances = Covariances(deviations, lags: mostLags)
        guard covariances.values[0] > 0, covariances.values[0].isFinite else { return 1 }
        let band = 2 * (log10(n) / n).squareRoot()
        let cut = covariances.firstQuietLag(below: band, inARow: inARow)
        let lags = min(cut.map { 2 * max($0, 1) } ?? mostLags, mostLags)
        var (slope, longRun) = (0.0, covariances.values[0])
        for lag in 1...lags {
            let place = Double(lag) / Double(lags)
            let weight = place <= 0.5 ? 1 : 2 * (1 - place)
            slope += 2 * weight * Double(lag) * covariances.values[lag]
            longRun += 2 * weight * covariances.values[lag]
        }
        let length = cbrt(slope * slope / (longRun * longRun) * n)
        let most = min(3 * n.squareRoot(), n / 3).rounded(.up)
        return length.isFinite ? min(max(length, 1), most) : most
    }

    /// The median of the lengths that some of the variants call for, evenly chosen from all.
    ///
    /// - Parameter sample: The most variants that are looked at.
    public static func stationary(_ trials: TrialReturns, sample: Int = 101) -> Double {
        let count = min(sample, trials.trialCount)
        guard count > 0 else { return 1 }
        let lengths = (0..<count).map { index in
            stationary(trials.returns(of: index * trials.trialCount / count))
        }
        return lengths.sorted()[count / 2]
    }
}

/// The covariances of a series with itself, and how large the correlations are.
private struct Covariances {
    /// Sums of products over n, from lag 0.
    var values: [Double] = []
    /// Correlations without sign, each over the values that its lag leaves.
    private var correlations: [Double] = []

    init(_ deviations: [Double], lags: Int) {
        let count = deviations.count
        for lag in 0...lags {
            var (products, early, late) = (0.0, 0.0, 0.0)
            for bar in lag..<count { products += deviations[bar] * deviations[bar - lag] }
            for bar in 0..<(count - lag - 1) {
                early += deviations[bar] * deviations[bar]
                late += deviations[bar + lag + 1] * deviations[bar + lag + 1]
            }
            values.append(products / Double(count))
            correlations.append(abs(products) / (early * late).squareRoot())
        }
    }

    /// The first lag from which on several correlations in a row are insignificant.
    func firstQuietLag(below band: Double, inARow: Int) -> Int? {
        guard inARow < correlations.count else { return nil }
        return (inARow..<correlations.count).first { lag in
            correlations[(lag - inARow)..<lag].allSatisfy { $0 < band }
        }
        .map { $0 - inARow }
    }
}
