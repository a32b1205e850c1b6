import StrategyLanguage

/// The exponentially weighted covariance of pairs, one pair at a time.
///
/// Source: `ewmcov` in pandas' `aggregations.pyx`, whose order of operations this keeps.
struct ExponentialCovariance {
    private let decay: Double
    private let newWeight: Double
    private let adjust: Bool
    private let ignoreMissing: Bool
    private let minPeriods: Int
    private let bias: Bool
    private var meanX = Double.nan
    private var meanY = Double.nan
    private var covariance = 0.0
    private var weightSum = 1.0
    private var squareSum = 1.0
    private var oldWeight = 1.0
    private var count = 0

    init(_ weights: ExponentialWeights, bias: Bool) {
        let alpha = weights.alpha.value
        decay = 1 - alpha
        newWeight = weights.adjust ? 1 : alpha
        adjust = weights.adjust
        ignoreMissing = weights.ignoreMissing
        minPeriods = max(weights.minPeriods, 1)
        self.bias = bias
    }

    /// Takes the next pair and gives the covariance; a pair with a missing value does not count.
    @inline(__always)
    mutating func next(_ x: Double, _ y: Double) -> Double {
        let isPresent = x == x && y == y
        count += isPresent ? 1 : 0
        if meanX == meanX {
            if isPresent || !ignoreMissing {
                weightSum *= decay
                squareSum *= decay * decay
                oldWeight *= decay
            }
            if isPresent { add(x, y) }
        } else if isPresent {
            meanX = x
            meanY = y
        }
        guard count >= minPeriods else { return .nan }
        if bias { return covariance }
        let numerator = weightSum * weightSum
        let denominator = numerator - squareSum
        return denominator > 0 ? numerator / denominator * covariance : .nan
    }

    @inline(__always)
    private mutating func add(_ x: Double, _ y: Double) {
        let (oldX, oldY) = (meanX, meanY)
        let total = oldWeight + newWeight
        // A constant series keeps its mean to the last bit.
        if meanX != x { meanX = (oldWeight * oldX + newWeight * x) / total }
        if meanY != y { meanY = (oldWeight * oldY + newWeight * y) / total }
        covariance =
            (oldWeight * (covariance + (oldX - meanX) * (oldY - meanY))
                + newWeight * ((x - meanX) * (y - meanY))) / total
        weightSum += newWeight
        squareSum += newWeight * newWeight
        oldWeight += newWeight
        if !adjust {
            weightSum /= oldWeight
            squareSum /= oldWeight * oldWeight
            oldWeight = 1
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&meanX)
        archive.visit(&meanY)
        archive.visit(&covariance)
        archive.visit(&weightSum)
        archive.visit(&squareSum)
        archive.visit(&oldWeight)
        archive.visit(&count)
    }
}
