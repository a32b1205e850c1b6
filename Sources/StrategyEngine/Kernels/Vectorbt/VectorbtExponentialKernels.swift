import StrategyLanguage

/// vectorbt's `ewm_mean_1d_nb`.
struct VectorbtExponentialMeanKernel: Kernel1 {
    private let decay: Double
    private let newWeight: Double
    private let adjust: Bool
    private let minPeriods: Int
    private var mean = Double.nan
    private var oldWeight = 1.0
    private var count = 0

    init(span: Int, minPeriods: Int, adjust: Bool) {
        let alpha = 1 / (1 + Double(span - 1) / 2)
        decay = 1 - alpha
        newWeight = adjust ? 1 : alpha
        self.adjust = adjust
        self.minPeriods = minPeriods
    }

    mutating func next(_ x: Double) -> Double {
        let isPresent = x == x
        count += isPresent ? 1 : 0
        if mean == mean {
            oldWeight *= decay
            if isPresent {
                if mean != x {
                    mean = (oldWeight * mean + newWeight * x) / (oldWeight + newWeight)
                }
                oldWeight = adjust ? oldWeight + newWeight : 1
            }
        } else if isPresent {
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

/// vectorbt's `ewm_std_1d_nb`.
struct VectorbtExponentialDeviationKernel: Kernel1 {
    private let decay: Double
    private let newWeight: Double
    private let adjust: Bool
    private let minPeriods: Int
    private let ddof: Double
    private var mean = Double.nan
    private var variance = 0.0
    private var weightSum = 1.0
    private var squareSum = 1.0
    private var oldWeight = 1.0
    private var count = 0

    init(span: Int, minPeriods: Int, adjust: Bool, ddof: Int) {
        let alpha = 1 / (1 + Double(span - 1) / 2)
        decay = 1 - alpha
        newWeight = adjust ? 1 : alpha
        self.adjust = adjust
        self.minPeriods = max(minPeriods, 1)
        self.ddof = Double(ddof)
    }

    mutating func next(_ x: Double) -> Double {
        if mean == mean {
            weightSum *= decay
            squareSum *= decay * decay
            oldWeight *= decay
            if x == x { add(x) }
        } else if x == x {
            mean = x
        }
        count += x == x ? 1 : 0
        guard count >= minPeriods, mean.isFinite else { return .nan }
        if ddof == 0 { return variance.squareRoot() }
        let numerator = weightSum * weightSum
        let denominator = numerator - ddof * squareSum
        return denominator > 0 ? (numerator / denominator * variance).squareRoot() : .nan
    }

    private mutating func add(_ x: Double) {
        let old = mean
        let total = oldWeight + newWeight
        if mean != x { mean = (oldWeight * old + newWeight * x) / total }
        let spread = oldWeight * (variance + (old - mean) * (old - mean))
        variance = (spread + newWeight * ((x - mean) * (x - mean))) / total
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
        archive.visit(&mean)
        archive.visit(&variance)
        archive.visit(&weightSum)
        archive.visit(&squareSum)
        archive.visit(&oldWeight)
        archive.visit(&count)
    }
}

/// vectorbt's `crossed_above_1d_nb`: true where the first input is above the second for the first
/// time since it was below, or since they were last equal; a missing value forgets the past.
struct VectorbtCrossKernel: Kernel2 {
    private var wasBelow = false
    private var hasCrossed = false

    mutating func next(_ x: Double, _ y: Double) -> Double {
        if x > y {
            let isCross = wasBelow && !hasCrossed
            if wasBelow { hasCrossed = true }
            return flag(isCross)
        }
        hasCrossed = false
        if x != x || y != y {
            wasBelow = false
        } else if x < y {
            wasBelow = true
        }
        return 0
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&wasBelow)
        archive.visit(&hasCrossed)
    }
}
