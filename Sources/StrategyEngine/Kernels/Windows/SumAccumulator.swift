/// How many times the newest value has been seen in a row; missing values do not interrupt it.
struct RunOfEqualValues {
    private(set) var length = 0
    private(set) var value = Double.nan

    @inline(__always)
    mutating func add(_ x: Double) {
        length = x == value ? length + 1 : 1
        value = x
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&length)
        archive.visit(&value)
    }
}

/// Kahan's compensated sum with one compensation for the values that enter and one for those that
/// leave.
struct CompensatedSum {
    private(set) var value = 0.0
    private var entering = 0.0
    private var leaving = 0.0

    @inline(__always)
    mutating func add(_ x: Double) {
        let term = x - entering
        let total = value + term
        entering = total - value - term
        value = total
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        let term = -x - leaving
        let total = value + term
        leaving = total - value - term
        value = total
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&value)
        archive.visit(&entering)
        archive.visit(&leaving)
    }
}

/// The sum of a window (pandas' `roll_sum`); a window of one repeated value gives an exact product.
struct SumAccumulator: WindowAccumulator {
    private let minPeriods: Int
    private var count = 0
    private var sum = CompensatedSum()
    private var run = RunOfEqualValues()

    init(minPeriods: Int) {
        self.minPeriods = minPeriods
    }

    mutating func clear() { self = SumAccumulator(minPeriods: minPeriods) }

    @inline(__always)
    mutating func add(_ x: Double) {
        guard x == x else { return }
        count += 1
        sum.add(x)
        run.add(x)
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        guard x == x else { return }
        count -= 1
        sum.remove(x)
    }

    @inline(__always)
    var result: Double {
        guard count >= minPeriods else { return .nan }
        guard count > 0 else { return 0 }
        return run.length >= count ? run.value * Double(count) : sum.value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&count)
        sum.visitState(&archive)
        run.visitState(&archive)
    }
}

/// The mean of a window (pandas' `roll_mean`); values of one sign never give the other sign.
struct MeanAccumulator: WindowAccumulator {
    private let minPeriods: Int
    private var count = 0
    private var negativeCount = 0
    private var sum = CompensatedSum()
    private var run = RunOfEqualValues()

    init(minPeriods: Int) {
        self.minPeriods = max(minPeriods, 1)
    }

    mutating func clear() { self = MeanAccumulator(minPeriods: minPeriods) }

    @inline(__always)
    mutating func add(_ x: Double) {
        guard x == x else { return }
        count += 1
        sum.add(x)
        negativeCount += x.sign == .minus ? 1 : 0
        run.add(x)
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        guard x == x else { return }
        count -= 1
        sum.remove(x)
        negativeCount -= x.sign == .minus ? 1 : 0
    }

    @inline(__always)
    var result: Double {
        guard count >= minPeriods else { return .nan }
        if run.length >= count { return run.value }
        let mean = sum.value / Double(count)
        if negativeCount == 0, mean < 0 { return 0 }
        if negativeCount == count, mean > 0 { return 0 }
        return mean
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&count)
        archive.visit(&negativeCount)
        sum.visitState(&archive)
        run.visitState(&archive)
    }
}

/// How many values of a window are present (pandas' `count`); infinities are, and `minPeriods` is
/// about bars.
struct CountAccumulator: WindowAccumulator {
    private let minPeriods: Int
    private var bars = 0
    private var count = 0

    init(minPeriods: Int) {
        self.minPeriods = minPeriods
    }

    @inline(__always)
    static func prepare(_ x: Double) -> Double { x }

    mutating func clear() { (bars, count) = (0, 0) }

    @inline(__always)
    mutating func add(_ x: Double) {
        bars += 1
        count += x == x ? 1 : 0
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        bars -= 1
        count -= x == x ? 1 : 0
    }

    @inline(__always)
    var result: Double { bars >= minPeriods ? Double(count) : .nan }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&bars)
        archive.visit(&count)
    }
}
