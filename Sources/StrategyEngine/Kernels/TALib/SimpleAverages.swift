/// The sum of the newest `period` values, kept by adding and removing.
struct RollingSum: SeriesMachine {
    private var total = 0.0
    private var window: Ring
    private var warmUp: Countdown

    init(period: Int) {
        window = Ring(count: period)
        warmUp = Countdown(period - 1)
    }

    private(set) var isReady = false

    mutating func next(_ x: Double) -> Double {
        total += x
        window.push(x)
        if warmUp.consumes() { return .nan }
        isReady = true
        let result = total
        total -= window.oldest
        return result
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&total)
        window.visitState(&archive)
        warmUp.visitState(&archive)
        archive.visit(&isReady)
    }
}

/// SMA.
struct SimpleAverage: SeriesMachine {
    private var sum: RollingSum
    private let period: Double

    init(period: Int) {
        sum = RollingSum(period: period)
        self.period = Double(period)
    }

    var isReady: Bool { sum.isReady }

    mutating func next(_ x: Double) -> Double { sum.next(x) / period }

    mutating func visitState(_ archive: inout StateArchive) { sum.visitState(&archive) }
}

/// WMA: weights 1, 2, … up to the newest bar.
///
/// Both running sums are rebuilt from the window every `8 * period` bars, as TA-Lib does.
struct WeightedAverage: SeriesMachine {
    private let period: Int
    private let divider: Double
    private var weightedSum = 0.0
    private var plainSum = 0.0
    private var trailing = 0.0
    private var window: Ring
    private var seen = 0
    private var barsToRebuild: Int

    init(period: Int) {
        self.period = period
        divider = Double(period) * Double(period + 1) / 2
        window = Ring(count: period)
        barsToRebuild = 8 * period
    }

    var isReady: Bool { seen >= period }

    mutating func next(_ x: Double) -> Double {
        if period == 1 {
            seen = 1
            return x
        }
        window.push(x)
        if seen < period - 1 {
            seen += 1
            plainSum += x
            weightedSum += x * Double(seen)
            return .nan
        }
        seen = period
        plainSum += x
        plainSum -= trailing
        weightedSum += x * Double(period)
        barsToRebuild -= 1
        if barsToRebuild <= 0 { rebuild() }
        trailing = window.oldest
        let result = weightedSum / divider
        weightedSum -= plainSum
        return result
    }

    private mutating func rebuild() {
        barsToRebuild = 8 * period
        plainSum = 0
        weightedSum = 0
        for offset in 0..<period {
            let x = window[fromOldest: offset]
            plainSum += x
            weightedSum += x * Double(offset + 1)
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&weightedSum)
        archive.visit(&plainSum)
        archive.visit(&trailing)
        window.visitState(&archive)
        archive.visit(&seen)
        archive.visit(&barsToRebuild)
    }
}

/// TRIMA: weights that rise to the middle of the window and fall again.
struct TriangularAverage: SeriesMachine {
    private let period: Int
    private let factor: Double
    /// Where the value that moves from the rising to the falling half stands in the window.
    private let middle: Int
    private var numerator = 0.0
    private var risingSum = 0.0
    private var fallingSum = 0.0
    private var trailing = 0.0
    private var window: Ring
    private var warmUp: Countdown

    init(period: Int) {
        self.period = period
        let half = period >> 1
        let isOdd = period % 2 == 1
        let weights = isOdd ? Double(half + 1) * Double(half + 1) : Double(half) * Double(half + 1)
        factor = 1 / weights
        middle = isOdd ? half : half - 1
        window = Ring(count: period)
        warmUp = Countdown(period - 1)
    }

    private(set) var isReady = false

    mutating func next(_ x: Double) -> Double {
        window.push(x)
        if warmUp.consumes() { return .nan }
        if isReady {
            advance(x)
        } else {
            isReady = true
            seed()
        }
        trailing = window.oldest
        return numerator * factor
    }

    private mutating func seed() {
        for offset in (0...middle).reversed() {
            risingSum += window[fromOldest: offset]
            numerator += risingSum
        }
        for offset in (middle + 1)..<max(period, middle + 1) {
            fallingSum += window[fromOldest: offset]
            numerator += fallingSum
        }
    }

    private mutating func advance(_ x: Double) {
        let moving = window[fromOldest: middle]
        numerator -= risingSum
        risingSum -= trailing
        risingSum += moving
        if period % 2 == 1 {
            numerator += fallingSum
            fallingSum -= moving
        } else {
            fallingSum -= moving
            numerator += fallingSum
        }
        fallingSum += x
        numerator += x
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&numerator)
        archive.visit(&risingSum)
        archive.visit(&fallingSum)
        archive.visit(&trailing)
        window.visitState(&archive)
        warmUp.visitState(&archive)
        archive.visit(&isReady)
    }
}
