/// EMA, seeded by the mean of the first `period` values.
struct ExponentialAverage: SeriesMachine {
    private let period: Int
    private let weight: Double
    private let isIdentity: Bool
    private var value = 0.0
    private var seeds: Countdown

    /// Makes an average; at period 1 the recursion alone would not give back every value exactly.
    init(period: Int, copiesSinglePeriod: Bool = true) {
        self.period = period
        weight = 2 / Double(period + 1)
        isIdentity = period == 1 && copiesSinglePeriod
        seeds = Countdown(period)
    }

    var isReady: Bool { seeds.isOver }

    mutating func next(_ x: Double) -> Double {
        if seeds.consumes() {
            value += x
            guard isReady else { return .nan }
            value /= Double(period)
        } else {
            value = isIdentity ? x : fused(x - value, weight, value)
        }
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&value)
        seeds.visitState(&archive)
    }
}

/// DEMA: twice the EMA less the EMA of the EMA.
struct DoubleExponentialAverage: SeriesMachine {
    private let isIdentity: Bool
    private var first: ExponentialAverage
    private var second: ExponentialAverage

    init(period: Int) {
        isIdentity = period == 1
        first = ExponentialAverage(period: period)
        second = first
    }

    var isReady: Bool { second.isReady }

    mutating func next(_ x: Double) -> Double {
        let once = first.next(x)
        guard first.isReady else { return .nan }
        let twice = second.next(once)
        return isIdentity ? x : 2 * once - twice
    }

    mutating func visitState(_ archive: inout StateArchive) {
        first.visitState(&archive)
        second.visitState(&archive)
    }
}

/// Three EMAs one after the other.
struct TripleSmoothing: Sendable {
    private var first: ExponentialAverage
    private var second: ExponentialAverage
    private var third: ExponentialAverage

    init(period: Int) {
        first = ExponentialAverage(period: period, copiesSinglePeriod: false)
        second = first
        third = first
    }

    /// The three values, once the last of them exists.
    mutating func next(_ x: Double) -> (once: Double, twice: Double, thrice: Double)? {
        let once = first.next(x)
        guard first.isReady else { return nil }
        let twice = second.next(once)
        guard second.isReady else { return nil }
        let thrice = third.next(twice)
        return third.isReady ? (once, twice, thrice) : nil
    }

    mutating func visitState(_ archive: inout StateArchive) {
        first.visitState(&archive)
        second.visitState(&archive)
        third.visitState(&archive)
    }
}

/// TEMA.
struct TripleExponentialAverage: SeriesMachine {
    private let isIdentity: Bool
    private var smoothing: TripleSmoothing
    private(set) var isReady = false

    init(period: Int) {
        isIdentity = period == 1
        smoothing = TripleSmoothing(period: period)
    }

    mutating func next(_ x: Double) -> Double {
        guard let (once, twice, thrice) = smoothing.next(x) else { return .nan }
        isReady = true
        return isIdentity ? x : thrice + (3 * once - 3 * twice)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        smoothing.visitState(&archive)
        archive.visit(&isReady)
    }
}

/// TRIX: the percent change of a triple EMA in one bar.
struct TripleAverageChange: Kernel1 {
    private var smoothing: TripleSmoothing
    private var previous = 0.0
    private var hasPrevious = false

    init(period: Int) { smoothing = TripleSmoothing(period: period) }

    mutating func next(_ x: Double) -> Double {
        guard let thrice = smoothing.next(x)?.thrice else { return .nan }
        defer {
            previous = thrice
            hasPrevious = true
        }
        guard hasPrevious else { return .nan }
        return previous != 0 ? (thrice / previous - 1) * 100 : 0
    }

    mutating func visitState(_ archive: inout StateArchive) {
        smoothing.visitState(&archive)
        archive.visit(&previous)
        archive.visit(&hasPrevious)
    }
}

/// An exponential average written as a blend of the new value and the old average.
private struct BlendedAverage: Sendable {
    private let period: Int
    private let newWeight: Double
    private let oldWeight: Double
    private var value = 0.0
    private var seeds: Countdown

    init(period: Int) {
        self.period = period
        newWeight = 2 / (Double(period) + 1)
        oldWeight = 1 - newWeight
        seeds = Countdown(period)
    }

    mutating func next(_ x: Double) -> Double? {
        if seeds.consumes() {
            value += x
            guard seeds.isOver else { return nil }
            value /= Double(period)
        } else {
            value = fused(oldWeight, value, newWeight * x)
        }
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&value)
        seeds.visitState(&archive)
    }
}

/// T3: Tillson's average of six exponential averages in a row.
struct TillsonAverage: SeriesMachine {
    private let isIdentity: Bool
    private let weights: (third: Double, fourth: Double, fifth: Double, sixth: Double)
    private var first: BlendedAverage
    private var second: BlendedAverage
    private var third: BlendedAverage
    private var fourth: BlendedAverage
    private var fifth: BlendedAverage
    private var sixth: BlendedAverage
    private(set) var isReady = false

    init(period: Int, volumeFactor v: Double) {
        isIdentity = period == 1
        let square = v * v
        let cube = -(square * v)
        weights = (
            third: fused(3, square, fused(3, v, 1) - cube),
            fourth: -6 * square - 3 * (v - cube), fifth: 3 * (square - cube), sixth: cube
        )
        first = BlendedAverage(period: period)
        second = first
        third = first
        fourth = first
        fifth = first
        sixth = first
    }

    mutating func next(_ x: Double) -> Double {
        if isIdentity {
            isReady = true
            return x
        }
        guard let e1 = first.next(x), let e2 = second.next(e1), let e3 = third.next(e2),
            let e4 = fourth.next(e3), let e5 = fifth.next(e4), let e6 = sixth.next(e5)
        else { return .nan }
        isReady = true
        let tail = fused(weights.fourth, e4, fused(weights.sixth, e6, weights.fifth * e5))
        return fused(weights.third, e3, tail)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        first.visitState(&archive)
        second.visitState(&archive)
        third.visitState(&archive)
        fourth.visitState(&archive)
        fifth.visitState(&archive)
        sixth.visitState(&archive)
        archive.visit(&isReady)
    }
}
