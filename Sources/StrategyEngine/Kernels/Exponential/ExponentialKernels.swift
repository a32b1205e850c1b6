import StrategyLanguage

/// Makes the kernel of pandas' exponentially weighted statistics.
func makeExponentialKernel(
    _ function: ExponentialFunction, _ weights: ExponentialWeights
) -> any Kernel {
    switch function {
    case .mean: ExponentialMeanKernel(weights)
    case .variance(let bias):
        ExponentialSpreadKernel(weights, .init(weights, bias: bias), takesRoot: false)
    case .standardDeviation(let bias):
        ExponentialSpreadKernel(weights, .init(weights, bias: bias), takesRoot: true)
    case .covariance(let bias):
        ExponentialCovarianceKernel(.init(weights, bias: bias))
    case .correlation:
        ExponentialCorrelationKernel(weights)
    }
}

/// pandas' `ewm().mean()`; infinities count as missing.
///
/// `alpha` is taken as the weight `1 / (1 + com)` that pandas computes inside, whatever parameter
/// its caller gave. Source: `ewm` in pandas' `aggregations.pyx`.
struct ExponentialMeanKernel: Kernel {
    private let decay: Double
    private let newWeight: Double
    private let adjust: Bool
    private let ignoreMissing: Bool
    private let minPeriods: Int
    /// pandas' special case of a centre of mass of exactly 1 without adjustment.
    private let isHalf: Bool
    private var mean = Double.nan
    private var oldWeight = 1.0
    private var count = 0

    init(_ weights: ExponentialWeights) {
        let alpha = weights.alpha.value
        decay = 1 - alpha
        newWeight = weights.adjust ? 1 : alpha
        adjust = weights.adjust
        ignoreMissing = weights.ignoreMissing
        minPeriods = max(weights.minPeriods, 1)
        isHalf = alpha == 0.5 && !weights.adjust
    }

    mutating func run(_ chunk: Chunk) {
        var copy = self
        chunk.map { copy.next(finiteOrMissing($0)) }
        self = copy
    }

    @inline(__always)
    private mutating func next(_ x: Double) -> Double {
        let isPresent = x == x
        if mean == mean {
            if isPresent || !ignoreMissing { oldWeight *= decay }
            if isPresent {
                count += 1
                if mean != x {
                    let weight = isHalf ? 1 - oldWeight : newWeight
                    mean = (oldWeight * mean + weight * x) / (oldWeight + weight)
                }
                oldWeight = adjust ? oldWeight + newWeight : 1
            }
        } else if isPresent {
            count += 1
            mean = x
        }
        return count >= minPeriods ? mean : .nan
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&mean)
        archive.visit(&oldWeight)
        archive.visit(&count)
    }
}

/// pandas' `ewm().var()` and `std()`; infinities count as missing.
struct ExponentialSpreadKernel: Kernel {
    private let takesRoot: Bool
    private var moments: ExponentialCovariance

    init(_ weights: ExponentialWeights, _ moments: ExponentialCovariance, takesRoot: Bool) {
        self.takesRoot = takesRoot
        self.moments = moments
    }

    mutating func run(_ chunk: Chunk) {
        var moments = moments
        chunk.map { raw in
            let x = finiteOrMissing(raw)
            let variance = moments.next(x, x)
            return takesRoot ? rootOrZero(variance) : variance
        }
        self.moments = moments
    }

    mutating func visitState(_ archive: inout StateArchive) {
        moments.visitState(&archive)
    }
}

/// pandas' `ewm().cov(other)`; each value is masked by the other's missing or infinite value.
struct ExponentialCovarianceKernel: Kernel {
    private var moments: ExponentialCovariance

    init(_ moments: ExponentialCovariance) {
        self.moments = moments
    }

    mutating func run(_ chunk: Chunk) {
        var moments = moments
        chunk.map { moments.next(finiteOrMissing($0 + 0 * $1), finiteOrMissing($1 + 0 * $0)) }
        self.moments = moments
    }

    mutating func visitState(_ archive: inout StateArchive) {
        moments.visitState(&archive)
    }
}

/// pandas' `ewm().corr(other)`: the biased covariance over the root of both biased variances.
struct ExponentialCorrelationKernel: Kernel {
    private var xy: ExponentialCovariance
    private var xx: ExponentialCovariance
    private var yy: ExponentialCovariance

    init(_ weights: ExponentialWeights) {
        xy = ExponentialCovariance(weights, bias: true)
        xx = xy
        yy = xy
    }

    mutating func run(_ chunk: Chunk) {
        var (xy, xx, yy) = (xy, xx, yy)
        chunk.map { rawX, rawY in
            let x = finiteOrMissing(rawX + 0 * rawY)
            let y = finiteOrMissing(rawY + 0 * rawX)
            let covariance = xy.next(x, y)
            return covariance / rootOrZero(xx.next(x, x) * yy.next(y, y))
        }
        (self.xy, self.xx, self.yy) = (xy, xx, yy)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        xy.visitState(&archive)
        xx.visitState(&archive)
        yy.visitState(&archive)
    }
}
