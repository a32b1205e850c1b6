/// How a bar's Sharpe ratio becomes a yearly one when returns depend on those before them.
///
/// The usual factor, the root of the bars in a year, holds for independent returns only. Returns
/// that follow a trend make it too large, those that swing back make it too small.
/// - Source: Lo, "The statistics of Sharpe ratios" (2002), equation 20.
public enum SharpeAnnualisation {
    /// The factor q / √(q + 2 Σ (q − k) ρₖ), with k from 1 to q − 1.
    ///
    /// - Parameters:
    ///   - autocorrelations: ρ₁, ρ₂ …; those that are left out count as 0.
    ///   - bars: The bars in a year, q; a fraction is rounded.
    /// - Returns: `nil` where the correlations leave no variance.
    public static func factor(autocorrelations: [Double], bars: Double) -> Double? {
        let q = bars.rounded()
        guard q >= 1, q.isFinite else { return nil }
        var sum = q
        for (index, correlation) in autocorrelations.enumerated() {
            let lag = Double(index + 1)
            if lag >= q { break }
            sum += 2 * (q - lag) * correlation
        }
        guard sum > 0, sum.isFinite else { return nil }
        return q / sum.squareRoot()
    }

    /// The autocorrelations of returns at lags 1 to `lags`; empty without variance.
    ///
    /// - Complexity: O(n × lags).
    public static func autocorrelations(of returns: [Double], lags: Int) -> [Double] {
        let mean = returns.reduce(0, +) / Double(max(returns.count, 1))
        let deviations = returns.map { $0 - mean }
        let squares = deviations.reduce(0) { $0 + $1 * $1 }
        guard squares > 0, squares.isFinite else { return [] }
        return (0..<max(0, min(lags, returns.count - 1))).map { index in
            var sum = 0.0
            for bar in (index + 1)..<deviations.count {
                sum += deviations[bar] * deviations[bar - index - 1]
            }
            return sum / squares
        }
    }
}
