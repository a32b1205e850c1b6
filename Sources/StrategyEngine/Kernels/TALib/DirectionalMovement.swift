import StrategyLanguage

/// Wilder's directional movement: moves beyond the bar before, and the true range, smoothed.
///
/// The first `period - 1` moves are summed; from then on each sum loses its `period`th part and
/// gains the newest move. At period 1 nothing is smoothed.
struct DirectionalMovement: Sendable {
    private let period: Double
    private var previousHigh = 0.0
    private var previousLow = 0.0
    private var previousClose = 0.0
    private var hasPrevious = false
    private var seeds: Countdown
    private(set) var plus = 0.0
    private(set) var minus = 0.0
    private(set) var range = 0.0

    init(period: Int) {
        self.period = Double(period)
        seeds = Countdown(period - 1)
    }

    /// Takes a bar; false while the sums are being seeded.
    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Bool {
        let up = high - previousHigh
        let down = previousLow - low
        let newRange = trueRange(high: high, low: low, previousClose: previousClose)
        (previousHigh, previousLow, previousClose) = (high, low, close)
        guard hasPrevious else {
            hasPrevious = true
            return false
        }
        let isSeed = seeds.consumes()
        if period == 1 {
            (plus, minus, range) = (0, 0, 0)
        } else if !isSeed {
            plus -= plus / period
            minus -= minus / period
            range -= range / period
        }
        if down > 0 && up < down {
            minus += down
        } else if up > 0 && up > down {
            plus += up
        }
        range += newRange
        return !isSeed
    }

    /// TA-Lib's sums of movement start a bar earlier than what needs the range.
    var isSeeded: Bool { hasPrevious && seeds.isOver }

    var plusIndicator: Double { range > 0 ? 100 * (plus / range) : 0 }
    var minusIndicator: Double { range > 0 ? 100 * (minus / range) : 0 }

    /// The difference of the two indicators in percent of their sum; nil where that is zero.
    var index: Double? {
        guard range > 0 else { return nil }
        let (minusDI, plusDI) = (minusIndicator, plusIndicator)
        let sum = minusDI + plusDI
        if sum > -zeroWidth && sum < zeroWidth { return nil }
        return 100 * (abs(minusDI - plusDI) / sum)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&previousHigh)
        archive.visit(&previousLow)
        archive.visit(&previousClose)
        archive.visit(&hasPrevious)
        seeds.visitState(&archive)
        archive.visit(&plus)
        archive.visit(&minus)
        archive.visit(&range)
    }
}

/// PLUS_DM and MINUS_DM.
private struct MovementLine: Kernel2 {
    private let isPlus: Bool
    private let period: Int
    private var movement: DirectionalMovement

    init(isPlus: Bool, period: Int) {
        self.isPlus = isPlus
        self.period = period
        movement = DirectionalMovement(period: period)
    }

    mutating func next(_ high: Double, _ low: Double) -> Double {
        let isSmoothed = movement.next(high, low, low)
        // The sum over the seed is a result too, but a single bar has no movement.
        guard isSmoothed || (period > 1 && movement.isSeeded) else { return .nan }
        return isPlus ? movement.plus : movement.minus
    }

    mutating func visitState(_ archive: inout StateArchive) { movement.visitState(&archive) }
}

/// PLUS_DI and MINUS_DI.
private struct IndicatorLine: Kernel3 {
    private let isPlus: Bool
    private let isUnsmoothed: Bool
    private var movement: DirectionalMovement

    init(isPlus: Bool, period: Int) {
        self.isPlus = isPlus
        isUnsmoothed = period == 1
        movement = DirectionalMovement(period: period)
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        guard movement.next(high, low, close) else { return .nan }
        if isUnsmoothed {
            // Not in percent, as in TA-Lib.
            let move = isPlus ? movement.plus : movement.minus
            return move > 0 && !(movement.range <= 0) ? move / movement.range : 0
        }
        return isPlus ? movement.plusIndicator : movement.minusIndicator
    }

    mutating func visitState(_ archive: inout StateArchive) { movement.visitState(&archive) }
}

/// DX, which repeats its last value where it is undefined.
private struct MovementIndex: Kernel3 {
    private var movement: DirectionalMovement
    private var last = 0.0

    init(period: Int) { movement = DirectionalMovement(period: period) }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        guard movement.next(high, low, close) else { return .nan }
        if let index = movement.index { last = index }
        return last
    }

    mutating func visitState(_ archive: inout StateArchive) {
        movement.visitState(&archive)
        archive.visit(&last)
    }
}

/// ADX: the DX smoothed by Wilder's method.
private struct AverageMovementIndex: Kernel3 {
    private let period: Double
    private var movement: DirectionalMovement
    private var value = 0.0
    private var seeds: Countdown

    init(period: Int) {
        self.period = Double(period)
        movement = DirectionalMovement(period: period)
        seeds = Countdown(period)
    }

    var isReady: Bool { seeds.isOver }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        guard movement.next(high, low, close) else { return .nan }
        if seeds.consumes() {
            if let index = movement.index { value += index }
            guard isReady else { return .nan }
            value /= period
        } else if let index = movement.index {
            value = (value * (period - 1) + index) / period
        }
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        movement.visitState(&archive)
        archive.visit(&value)
        seeds.visitState(&archive)
    }
}

/// ADXR: the mean of the ADX and its value `period - 1` bars before.
private struct MovementRating: Kernel3 {
    private var average: AverageMovementIndex
    private var earlier: Ring
    private var warmUp: Countdown

    init(period: Int) {
        average = AverageMovementIndex(period: period)
        earlier = Ring(count: period)
        warmUp = Countdown(period - 1)
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        let value = average.next(high, low, close)
        guard average.isReady else { return .nan }
        earlier.push(value)
        return warmUp.consumes() ? .nan : (value + earlier.oldest) / 2
    }

    mutating func visitState(_ archive: inout StateArchive) {
        average.visitState(&archive)
        earlier.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

let directionalMovementMakers: [TALibFunction: KernelMaker] = [
    .plusDM: { MovementLine(isPlus: true, period: $0.integer(0)) },
    .minusDM: { MovementLine(isPlus: false, period: $0.integer(0)) },
    .plusDI: { IndicatorLine(isPlus: true, period: $0.integer(0)) },
    .minusDI: { IndicatorLine(isPlus: false, period: $0.integer(0)) },
    .dx: { MovementIndex(period: $0.integer(0)) },
    .adx: { AverageMovementIndex(period: $0.integer(0)) },
    .adxr: { MovementRating(period: $0.integer(0)) },
]
