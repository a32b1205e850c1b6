import StrategyLanguage

/// Makes the kernel of a pandas window.
func makeWindowKernel(_ function: WindowFunction, _ window: Window) -> any Kernel {
    let minPeriods = window.minPeriods
    switch function {
    case .sum: return SumKernel(window)
    case .mean: return MeanKernel(window)
    case .count: return CountKernel(window)
    case .variance(let ddof): return VarianceKernel(window, ddof: ddof, takesRoot: false)
    case .standardDeviation(let ddof): return VarianceKernel(window, ddof: ddof, takesRoot: true)
    case .skew: return MomentKernel(window, isKurtosis: false)
    case .kurtosis: return MomentKernel(window, isKurtosis: true)
    case .covariance(let ddof):
        return PairKernel(
            CovarianceAccumulator(minPeriods: minPeriods, ddof: ddof, isCorrelation: false), window)
    case .correlation(let ddof):
        return PairKernel(
            CovarianceAccumulator(minPeriods: minPeriods, ddof: ddof, isCorrelation: true), window)
    case .min: return makeExtremum(.minimum, window)
    case .max: return makeExtremum(.maximum, window)
    case .first: return EdgeKernel(.first, window)
    case .last: return EdgeKernel(.last, window)
    case .median: return OrderKernel(.median, window)
    case .quantile(let q, _) where q.value == 0: return makeExtremum(.minimum, window)
    case .quantile(let q, _) where q.value == 1: return makeExtremum(.maximum, window)
    case .quantile(let q, let interpolation):
        return OrderKernel(.quantile(q.value, interpolation), window)
    case .rank(let percent, let method, let ascending):
        return OrderKernel(.rank(percent: percent, method, ascending: ascending), window)
    }
}

private func makeExtremum(_ kind: Extremum, _ window: Window) -> any Kernel {
    window.span == .expanding
        ? ExpandingExtremumKernel(kind, minPeriods: window.minPeriods)
        : ExtremumKernel(kind, window)
}
