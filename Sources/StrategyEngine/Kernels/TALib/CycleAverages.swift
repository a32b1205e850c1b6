import Glibc

/// MAMA and FAMA: averages whose speed follows the phase of the cycle.
struct MesaAverage: SeriesMachine {
    private let fastLimit: Double
    private let slowLimit: Double
    private var cycle = HilbertCycle(settling: 9)
    private var previousPhase = 0.0
    private var value = 0.0
    /// The following average, FAMA.
    private(set) var following = 0.0
    private var warmUp = Countdown(32)

    init(fastLimit: Double, slowLimit: Double) {
        self.fastLimit = fastLimit
        self.slowLimit = slowLimit
    }

    private(set) var isReady = false

    mutating func next(_ x: Double) -> Double {
        let isWarmingUp = warmUp.consumes()
        guard cycle.advance(x) else { return .nan }
        var rate = rate()
        value = fused(1 - rate, value, rate * x)
        rate *= 0.5
        following = fused(1 - rate, following, rate * value)
        if isWarmingUp { return .nan }
        isReady = true
        return value
    }

    private mutating func rate() -> Double {
        let phase =
            cycle.inPhase != 0
            ? atan(cycle.quadrature / cycle.inPhase) * HilbertCycle.degreesPerRadian : 0
        var change = previousPhase - phase
        previousPhase = phase
        if change < 1 { change = 1 }
        guard change > 1 else { return fastLimit }
        let rate = fastLimit / change
        return rate < slowLimit ? slowLimit : rate
    }

    mutating func visitState(_ archive: inout StateArchive) {
        cycle.visitState(&archive)
        archive.visit(&previousPhase)
        archive.visit(&value)
        archive.visit(&following)
        warmUp.visitState(&archive)
        archive.visit(&isReady)
    }
}

/// MAMA as a function of two outputs.
struct MesaAverages: Kernel {
    var average: MesaAverage

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        for bar in 0..<chunk.count {
            chunk.outputs[0][bar] = average.next(x[bar])
            chunk.outputs[1][bar] = average.isReady ? average.following : .nan
        }
    }

    mutating func visitState(_ archive: inout StateArchive) { average.visitState(&archive) }
}

/// HT_TRENDLINE: the mean price over the dominant cycle, smoothed over 4 bars.
struct HilbertTrendline: Kernel1 {
    private static let longestCycle = 50

    private var cycle = HilbertCycle(settling: 34)
    private var prices = Ring(count: longestCycle)
    private var smoothPeriod = 0.0
    private var trend1 = 0.0
    private var trend2 = 0.0
    private var trend3 = 0.0
    private var warmUp = Countdown(63)

    mutating func next(_ x: Double) -> Double {
        prices.push(x)
        let isWarmingUp = warmUp.consumes()
        guard cycle.advance(x) else { return .nan }
        smoothPeriod = fused(0.67, smoothPeriod, 0.33 * cycle.period)
        let length = smoothPeriod + 0.5
        // A missing period sums no prices, as a conversion of NaN to int does in C.
        let bars = length > 0 ? Int(min(length, Double(Self.longestCycle))) : 0
        var mean = 0.0
        for age in 0..<bars { mean += prices[age: age] }
        if bars > 0 { mean /= Double(bars) }
        let trend = (fused(2, trend2, fused(4, mean, 3 * trend1)) + trend3) / 10
        (trend1, trend2, trend3) = (mean, trend1, trend2)
        return isWarmingUp ? .nan : trend
    }

    mutating func visitState(_ archive: inout StateArchive) {
        cycle.visitState(&archive)
        prices.visitState(&archive)
        archive.visit(&smoothPeriod)
        archive.visit(&trend1)
        archive.visit(&trend2)
        archive.visit(&trend3)
        warmUp.visitState(&archive)
    }
}
