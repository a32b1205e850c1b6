/// The sum of squared deviations from the mean by Welford's recurrence, with Kahan's compensation
/// of the mean.
struct CompensatedDeviations {
    private(set) var count = 0.0
    private(set) var squares = 0.0
    private(set) var isUnstable = false
    private var mean = 0.0
    private var entering = 0.0
    private var leaving = 0.0

    @inline(__always)
    mutating func add(_ x: Double) {
        let squaresBefore = squares
        count += 1
        let meanBefore = mean - entering
        let shifted = x - entering
        let delta = shifted - mean
        entering = delta + mean - shifted
        mean += delta / count
        squares += (x - meanBefore) * (x - mean)
        if squaresBefore * cancellationTolerance > squares { isUnstable = true }
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        let squaresBefore = squares
        count -= 1
        guard count != 0 else {
            mean = 0
            squares = 0
            isUnstable = false
            return
        }
        let meanBefore = mean - leaving
        let shifted = x - leaving
        let delta = shifted - mean
        leaving = delta + mean - shifted
        mean -= delta / count
        squares -= (x - meanBefore) * (x - mean)
        if squaresBefore * cancellationTolerance > squares { isUnstable = true }
    }

    @inline(__always)
    mutating func settle() { isUnstable = false }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&count)
        archive.visit(&squares)
        archive.visit(&isUnstable)
        archive.visit(&mean)
        archive.visit(&entering)
        archive.visit(&leaving)
    }
}

/// The variance of a window, or its square root (pandas' `roll_var`, `std`).
struct VarianceAccumulator: WindowAccumulator {
    private let minPeriods: Double
    private let ddof: Double
    private let takesRoot: Bool
    private var deviations = CompensatedDeviations()

    init(minPeriods: Int, ddof: Int, takesRoot: Bool) {
        self.minPeriods = Double(max(minPeriods, 1))
        self.ddof = Double(ddof)
        self.takesRoot = takesRoot
    }

    @inline(__always)
    mutating func clear() { deviations = CompensatedDeviations() }

    @inline(__always)
    mutating func add(_ x: Double) {
        guard x == x else { return }
        deviations.add(x)
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        guard x == x else { return }
        deviations.remove(x)
    }

    @inline(__always)
    var isUnstable: Bool { deviations.isUnstable }

    @inline(__always)
    mutating func settle() { deviations.settle() }

    @inline(__always)
    var result: Double {
        let count = deviations.count
        guard count >= minPeriods, count > ddof else { return .nan }
        let variance = deviations.squares / (count - ddof)
        return takesRoot ? rootOrZero(variance) : variance
    }

    mutating func visitState(_ archive: inout StateArchive) {
        deviations.visitState(&archive)
    }
}

/// The square root of a variance, 0 where rounding made it negative.
@inline(__always)
func rootOrZero(_ x: Double) -> Double { x < 0 ? 0 : x.squareRoot() }
