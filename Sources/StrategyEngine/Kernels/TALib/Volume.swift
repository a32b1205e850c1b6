import StrategyLanguage

/// OBV: volume added on rises and taken off on falls.
private struct OnBalanceVolume: Kernel2 {
    private var value = 0.0
    private var previous = 0.0
    private var hasPrevious = false

    mutating func next(_ price: Double, _ volume: Double) -> Double {
        if !hasPrevious {
            hasPrevious = true
            value = volume
        } else if price > previous {
            value += volume
        } else if price < previous {
            value -= volume
        }
        previous = price
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&value)
        archive.visit(&previous)
        archive.visit(&hasPrevious)
    }
}

/// AD: Chaikin's accumulation and distribution line.
private struct AccumulationLine: Kernel4 {
    private(set) var value = 0.0

    mutating func next(
        _ high: Double, _ low: Double, _ close: Double, _ volume: Double
    ) -> Double {
        let range = high - low
        if range > 0 { value += ((close - low) - (high - close)) / range * volume }
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) { archive.visit(&value) }
}

/// ADOSC: the difference of two exponential averages of the AD line, seeded by its first value.
private struct AccumulationOscillator: Kernel4 {
    private let fastWeight: Double
    private let slowWeight: Double
    private var line = AccumulationLine()
    private var fast = 0.0
    private var slow = 0.0
    private var hasSeed = false
    private var warmUp: Countdown

    init(fast: Int, slow: Int) {
        fastWeight = 2 / Double(fast + 1)
        slowWeight = 2 / Double(slow + 1)
        warmUp = Countdown(max(fast, slow) - 1)
    }

    mutating func next(
        _ high: Double, _ low: Double, _ close: Double, _ volume: Double
    ) -> Double {
        let value = line.next(high, low, close, volume)
        if hasSeed {
            fast = fused(1 - fastWeight, fast, fastWeight * value)
            slow = fused(1 - slowWeight, slow, slowWeight * value)
        } else {
            hasSeed = true
            fast = value
            slow = value
        }
        return warmUp.consumes() ? .nan : fast - slow
    }

    mutating func visitState(_ archive: inout StateArchive) {
        line.visitState(&archive)
        archive.visit(&fast)
        archive.visit(&slow)
        archive.visit(&hasSeed)
        warmUp.visitState(&archive)
    }
}

let volumeMakers: [TALibFunction: KernelMaker] = [
    .obv: { _ in OnBalanceVolume() },
    .ad: { _ in AccumulationLine() },
    .adosc: { AccumulationOscillator(fast: $0.integer(0), slow: $0.integer(1)) },
]
