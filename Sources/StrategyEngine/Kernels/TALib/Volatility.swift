import StrategyLanguage

/// TRANGE.
private struct RangeLine: Kernel3 {
    private var previousClose = 0.0
    private var hasPrevious = false

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        defer {
            previousClose = close
            hasPrevious = true
        }
        guard hasPrevious else { return .nan }
        return trueRange(high: high, low: low, previousClose: previousClose)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&previousClose)
        archive.visit(&hasPrevious)
    }
}

/// ATR, and NATR, which is the ATR in percent of the close.
struct AverageRange: Kernel3 {
    private let period: Double
    private let newWeight: Double
    private let oldWeight: Double
    private let isPercent: Bool
    private var value = 0.0
    private var previousClose = 0.0
    private var hasPrevious = false
    private var seeds: Countdown

    init(period: Int, isPercent: Bool) {
        self.period = Double(period)
        oldWeight = Double(period - 1) / Double(period)
        newWeight = 1 - oldWeight
        // TA-Lib leaves the plain true range of period 1 as it is.
        self.isPercent = isPercent && period > 1
        seeds = Countdown(period)
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        let range = trueRange(high: high, low: low, previousClose: previousClose)
        previousClose = close
        guard hasPrevious else {
            hasPrevious = true
            return .nan
        }
        if seeds.consumes() {
            value += range
            guard seeds.isOver else { return .nan }
            value /= period
        } else {
            value = fused(oldWeight, value, newWeight * range)
        }
        guard isPercent else { return value }
        return close != 0 ? value / close * 100 : 0
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&value)
        archive.visit(&previousClose)
        archive.visit(&hasPrevious)
        seeds.visitState(&archive)
    }
}

let volatilityMakers: [TALibFunction: KernelMaker] = [
    .trange: { _ in RangeLine() },
    .atr: { AverageRange(period: $0.integer(0), isPercent: false) },
    .natr: { AverageRange(period: $0.integer(0), isPercent: true) },
    .sar: { ParabolicStop(acceleration: $0[0], maximum: $0[1]) },
]
