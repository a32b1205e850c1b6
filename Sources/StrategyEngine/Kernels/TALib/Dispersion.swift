import StrategyLanguage

/// VAR: the population variance of the newest `period` values.
///
/// Deviations are summed from a shift near the window. Sums and shift are rebuilt from the window
/// when the variance has become small next to what it is extracted from, when a far outlier has
/// just left, and every `32 * period` bars; the thresholds are TA-Lib's.
struct RollingVariance: Kernel1 {
    private let period: Int
    private let reciprocal: Double
    private var window: Ring
    private var shift = 0.0
    private var sum = 0.0
    private var squares = 0.0
    private var seen = 0
    private var barsToRebuild: Int

    init(period: Int) {
        self.period = period
        reciprocal = 1 / Double(period)
        window = Ring(count: period)
        barsToRebuild = 32 * period
    }

    mutating func next(_ x: Double) -> Double {
        window.push(x)
        if seen == 0 { shift = x }
        let deviation = x - shift
        sum += deviation
        squares += deviation * deviation
        if seen < period { seen += 1 }
        guard seen == period else { return .nan }

        var variance = extracted
        let leaving = remove(window.oldest)
        barsToRebuild -= 1
        let isStale = variance < 1e-6 * (squares * reciprocal)
        if isStale || leaving > 1e6 * squares || barsToRebuild <= 0 { variance = rebuild() }
        return variance
    }

    private var extracted: Double {
        let mean = sum * reciprocal
        return squares * reciprocal - mean * mean
    }

    /// Takes the oldest value out of the sums and gives its squared deviation.
    private mutating func remove(_ x: Double) -> Double {
        let deviation = x - shift
        sum -= deviation
        let square = deviation * deviation
        squares -= square
        return square
    }

    private mutating func rebuild() -> Double {
        barsToRebuild = 32 * period
        var total = 0.0
        for offset in 0..<period { total += window[fromOldest: offset] }
        shift = total * reciprocal
        sum = 0
        squares = 0
        for offset in 0..<period {
            let deviation = window[fromOldest: offset] - shift
            sum += deviation
            squares += deviation * deviation
        }
        var variance = extracted
        // Below this ratio only the rounding of the mean is left.
        if variance < 1e-12 * (squares * reciprocal) { variance = 0 }
        _ = remove(window.oldest)
        return variance
    }

    mutating func visitState(_ archive: inout StateArchive) {
        window.visitState(&archive)
        archive.visit(&shift)
        archive.visit(&sum)
        archive.visit(&squares)
        archive.visit(&seen)
        archive.visit(&barsToRebuild)
    }
}

/// STDDEV, a multiple of the population standard deviation.
struct RollingDeviation: Kernel1 {
    private var variance: RollingVariance
    private let multiple: Double

    init(period: Int, multiple: Double) {
        variance = RollingVariance(period: period)
        self.multiple = multiple
    }

    mutating func next(_ x: Double) -> Double { variance.next(x).squareRoot() * multiple }

    mutating func visitState(_ archive: inout StateArchive) { variance.visitState(&archive) }
}

/// BBANDS: a moving average and multiples of the standard deviation around it.
struct BollingerBands: Kernel {
    private let upperMultiple: Double
    private let lowerMultiple: Double
    private let isSimple: Bool
    private var simple: SimpleAverage
    private var average: MovingAverage
    private var variance: RollingVariance
    /// TA-Lib starts the deviation so that its first value meets the average's first.
    private var varianceDelay: Countdown
    private var warmUp: Countdown

    init(_ options: TALibOptions) {
        let period = options.integer(0)
        upperMultiple = options[1]
        lowerMultiple = options[2]
        average = options.average(period: 0, kind: 3)
        simple = SimpleAverage(period: period)
        isSimple = options.integer(3) == 0
        variance = RollingVariance(period: period)
        varianceDelay = Countdown(max(0, average.lookback - (period - 1)))
        warmUp = Countdown(max(average.lookback, period - 1))
    }

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        for bar in 0..<chunk.count {
            let (upper, middle, lower) = next(x[bar])
            chunk.outputs[0][bar] = upper
            chunk.outputs[1][bar] = middle
            chunk.outputs[2][bar] = lower
        }
    }

    private mutating func next(_ x: Double) -> (upper: Double, middle: Double, lower: Double) {
        let middle = isSimple ? simple.next(x) : average.next(x)
        let variance = varianceDelay.consumes() ? .nan : variance.next(x)
        if warmUp.consumes() { return (.nan, .nan, .nan) }
        let deviation = variance.squareRoot()
        let upper =
            upperMultiple == lowerMultiple
            ? middle + deviation * upperMultiple : fused(deviation, upperMultiple, middle)
        return (upper, middle, middle - deviation * lowerMultiple)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        simple.visitState(&archive)
        average.visitState(&archive)
        variance.visitState(&archive)
        varianceDelay.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

let dispersionMakers: [TALibFunction: KernelMaker] = [
    // TA-Lib takes VAR's multiple and does not use it.
    .variance: { RollingVariance(period: $0.integer(0)) },
    .stddev: { RollingDeviation(period: $0.integer(0), multiple: $0[1]) },
    .bbands: { BollingerBands($0) },
]
