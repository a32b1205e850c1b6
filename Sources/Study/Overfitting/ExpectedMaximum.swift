import Glibc

/// What the best of many trials reaches by luck alone.
public enum ExpectedMaximum {
    /// The Euler–Mascheroni constant.
    private static let eulerGamma = 0.577_215_664_901_532_9

    /// The expected maximum of independent standard normal values.
    ///
    /// - Parameter trials: How many values; a fraction is allowed, for an effective number.
    /// - Returns: 0 for one value or none.
    /// - Source: Bailey and López de Prado, "The deflated Sharpe ratio" (2014), equation 1:
    ///   (1 − γ) Z⁻¹[1 − 1/N] + γ Z⁻¹[1 − 1/(N e)], an approximation for many trials that is 8 %
    ///   too low for two and 2 % too high for ten.
    public static func ofNormals(_ trials: Double) -> Double {
        guard trials > 1 else { return 0 }
        let plain = NormalDistribution.quantile(1 - 1 / trials)
        let beyond = NormalDistribution.quantile(1 - 1 / (trials * M_E))
        return max(0, (1 - eulerGamma) * plain + eulerGamma * beyond)
    }

    /// The Sharpe ratio that the best of many trials without any skill is expected to reach.
    ///
    /// - Parameters:
    ///   - trials: How many variants were tried.
    ///   - variance: The variance of the trials' Sharpe ratios, in the units of the result squared.
    public static func sharpe(trials: Double, variance: Double) -> Double {
        max(variance, 0).squareRoot() * ofNormals(trials)
    }

    /// The years of data below which the best of some trials without skill is expected to show a
    /// yearly Sharpe ratio.
    ///
    /// - Parameters:
    ///   - trials: How many independent variants were tried.
    ///   - annualSharpe: The yearly ratio that was found, above 0.
    /// - Returns: `nil` for a ratio that is not above 0.
    /// - Source: Bailey, Borwein, López de Prado and Zhu, "Pseudo-mathematics and financial
    ///   charlatanism" (2014), theorem 2 (minimum backtest length).
    public static func minimumBacktestYears(
        trials: Double, annualSharpe: Double
    ) -> Double? {
        guard annualSharpe > 0 else { return nil }
        let ratio = ofNormals(trials) / annualSharpe
        return ratio * ratio
    }
}

extension SharpeEstimate {
    /// The probability that the true ratio is above what luck alone gives the best of the trials.
    ///
    /// - Parameters:
    ///   - trials: How many variants were tried, this one included.
    ///   - variance: The variance of the trials' ratios of a bar.
    /// - Source: the Deflated Sharpe Ratio; Bailey and López de Prado (2014), equation 2.
    public func deflated(trials: Double, variance: Double) -> Double? {
        probability(above: ExpectedMaximum.sharpe(trials: trials, variance: variance))
    }
}
