/// The central moments of a window about an origin inside it, and from them its skewness or excess
/// kurtosis (pandas' `roll_skew`, `roll_kurt`, which are bias-corrected).
///
/// Moments are computed afresh when the mean has drifted far from the origin, or when a deviation
/// that has left the window was so large that what is left may be rounding error.
struct MomentAccumulator: WindowAccumulator {
    private let minPeriods: Int
    private let isKurtosis: Bool
    private var moments = Moments()

    init(minPeriods: Int, isKurtosis: Bool) {
        self.minPeriods = max(minPeriods, isKurtosis ? 4 : 3)
        self.isKurtosis = isKurtosis
    }

    private struct Moments {
        var count = 0
        var origin = 0.0
        var mean = 0.0
        var second = 0.0
        var third = 0.0
        var fourth = 0.0
        var peak = 0.0
        var isUnstable = false
    }

    @inline(__always)
    mutating func clear() { moments = Moments() }

    @inline(__always)
    mutating func add(_ x: Double) {
        guard x == x else { return }
        if moments.count == 0 { moments.origin = x.magnitude < greatestOrigin ? x : 0 }
        moments.count += 1
        let shifted = x - moments.origin
        let n = Double(moments.count)
        let delta = shifted - moments.mean
        let step = delta / n
        let term = delta * step * (n - 1)
        if isKurtosis {
            moments.fourth +=
                step
                * (-4 * moments.third
                    + step * (6 * moments.second + term * (n * n - 3 * n + 3)))
        }
        moments.third += step * (term * (n - 2) - 3 * moments.second)
        moments.second += term
        moments.mean += step
        watch(shifted)
    }

    @inline(__always)
    mutating func remove(_ x: Double) {
        guard x == x else { return }
        moments.count -= 1
        guard moments.count > 0 else {
            moments = Moments()
            return
        }
        let shifted = x - moments.origin
        let n = Double(moments.count)
        let delta = shifted - moments.mean
        let step = delta / n
        let term = step * delta * (n + 1)
        if isKurtosis {
            moments.fourth +=
                step
                * (4 * moments.third
                    + step * (6 * moments.second - term * (n * n + 3 * n + 3)))
        }
        moments.third -= step * (term * (n + 2) - 3 * moments.second)
        moments.second -= term
        moments.mean -= step
        watch(shifted)
    }

    /// Notes how far a value is from the mean, and whether the moments can still be trusted.
    @inline(__always)
    private mutating func watch(_ shifted: Double) {
        let deviation = (shifted - moments.mean).magnitude
        if deviation > moments.peak { moments.peak = deviation }
        let (second, third, fourth) = (moments.second, moments.third, moments.fourth)
        let peakLimit = Double.ulpOfOne / cancellationTolerance
        if second != second || third != third || fourth != fourth
            || moments.mean * moments.mean * 0.0625 > second
            || moments.peak * moments.peak * peakLimit > second
        {
            moments.isUnstable = true
        }
    }

    @inline(__always)
    var isUnstable: Bool { moments.isUnstable }

    @inline(__always)
    mutating func settle() { moments.isUnstable = false }

    @inline(__always)
    var result: Double {
        guard moments.count >= minPeriods else { return .nan }
        let n = Double(moments.count)
        let second = moments.second
        if isKurtosis {
            let ratio = moments.fourth / (second * second)
            let inner = n * (n + 1) * ratio - 3 * (n - 1)
            return (n - 1) / ((n - 2) * (n - 3)) * inner
        }
        let ratio = moments.third / (second * second.squareRoot())
        return ratio * (n * (n - 1).squareRoot() / (n - 2))
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&moments.count)
        archive.visit(&moments.origin)
        archive.visit(&moments.mean)
        archive.visit(&moments.second)
        archive.visit(&moments.third)
        archive.visit(&moments.fourth)
        archive.visit(&moments.peak)
        archive.visit(&moments.isUnstable)
    }
}
