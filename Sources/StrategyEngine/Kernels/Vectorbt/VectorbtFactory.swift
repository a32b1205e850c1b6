import StrategyLanguage

/// Makes the kernel of one of vectorbt's own functions.
///
/// Unlike pandas' functions these let infinities through.
func makeVectorbtKernel(_ function: VectorbtFunction) -> any Kernel {
    switch function {
    case .rollingMean(let window): VectorbtMeanKernel(window: window)
    case .rollingStandardDeviation(let window, let ddof):
        VectorbtDeviationKernel(window: window, ddof: ddof)
    case .exponentialMean(let span, let minPeriods, let adjust):
        VectorbtExponentialMeanKernel(span: span, minPeriods: minPeriods, adjust: adjust)
    case .exponentialStandardDeviation(let span, let minPeriods, let adjust, let ddof):
        VectorbtExponentialDeviationKernel(
            span: span, minPeriods: minPeriods, adjust: adjust, ddof: ddof)
    case .rollingMinimum(let window):
        ExtremumKernel(
            .minimum, Window(span: .bars(window), minPeriods: window), isVectorbt: true)
    case .rollingMaximum(let window):
        ExtremumKernel(
            .maximum, Window(span: .bars(window), minPeriods: window), isVectorbt: true)
    case .crossedAbove: VectorbtCrossKernel()
    }
}
