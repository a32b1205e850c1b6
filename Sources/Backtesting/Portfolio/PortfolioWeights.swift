/// Long-only weights that sum to one, by the standard schemes.
///
/// - Units: fractions of what is divided.
/// - Determinism: the order of the instruments decides the last bits; portfolios order theirs by
///   name.
public enum PortfolioWeights {
    /// The same weight for each.
    public static func equal(_ count: Int) -> [Double] {
        [Double](repeating: 1 / Double(max(count, 1)), count: count)
    }

    /// Weights in proportion to one over the standard deviation.
    ///
    /// - Parameter covariance: With variances above zero.
    public static func inverseVolatility(_ covariance: Covariance) -> [Double] {
        let inverse = (0..<covariance.count).map { 1 / covariance[$0, $0].squareRoot() }
        let sum = inverse.reduce(0, +)
        return inverse.map { $0 / sum }
    }

    /// Weights under which each instrument contributes the same to the portfolio's variance.
    ///
    /// Minimises `½ y' C y - Σ ln(y) / n` over the correlations `C` one coordinate after another
    /// until nothing changes, then divides by the deviations and scales to one.
    ///
    /// - Parameter covariance: With variances above zero.
    /// - Complexity: O(n²) a sweep, some tens of sweeps.
    /// - Source: Spinu, "An Algorithm for Computing Risk Parity Weights" (2013) for the problem;
    ///   Griveau-Billion, Richard and Roncalli, "A Fast Algorithm for Computing High-dimensional
    ///   Risk Parity Portfolios" (2013) for the descent.
    public static func riskParity(_ covariance: Covariance) -> [Double] {
        let count = covariance.count
        guard count > 1 else { return equal(count) }
        let deviation = (0..<count).map { covariance[$0, $0].squareRoot() }
        let budget = 1 / Double(count)
        var scaled = [Double](repeating: budget.squareRoot(), count: count)
        for _ in 0..<10_000 {
            var moved = 0.0
            for row in 0..<count {
                var others = 0.0
                for column in 0..<count where column != row {
                    let correlation = covariance[row, column] / (deviation[row] * deviation[column])
                    others += correlation * scaled[column]
                }
                let root = ((others * others + 4 * budget).squareRoot() - others) / 2
                moved = max(moved, abs(root - scaled[row]) / max(root, 1e-300))
                scaled[row] = root
            }
            if moved <= 1e-14 { break }
        }
        let weights = (0..<count).map { scaled[$0] / deviation[$0] }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// Weights brought under a cap; what is cut off goes to the others in proportion.
    ///
    /// Where the cap times the number of weights is at most their sum, each is the cap, and the
    /// weights sum to less.
    public static func capped(_ weights: [Double], at cap: Double) -> [Double] {
        let total = weights.reduce(0, +)
        guard weights.contains(where: { $0 > cap }) else { return weights }
        if cap * Double(weights.count) <= total {
            return weights.map { _ in cap }
        }
        var isCapped = weights.map { _ in false }
        while true {
            let held = Double(isCapped.count { $0 }) * cap
            var free = 0.0
            for index in weights.indices where !isCapped[index] { free += weights[index] }
            guard free > 0 else { return spreading(total - held, isCapped, cap) }
            let scale = (total - held) / free
            let above = weights.indices.filter { !isCapped[$0] && weights[$0] * scale > cap }
            if above.isEmpty {
                return weights.indices.map { isCapped[$0] ? cap : weights[$0] * scale }
            }
            for index in above { isCapped[index] = true }
        }
    }

    /// Gives what is left to weights of zero, which have no proportion.
    private static func spreading(
        _ rest: Double, _ isCapped: [Bool], _ cap: Double
    ) -> [Double] {
        let others = isCapped.count { !$0 }
        return isCapped.map { $0 ? cap : rest / Double(max(others, 1)) }
    }
}
