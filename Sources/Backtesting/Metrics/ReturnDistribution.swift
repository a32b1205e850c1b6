import Glibc

/// The shape of a set of returns: skew, kurtosis, and the losses in the tail.
///
/// - Source: skew and kurtosis as pandas (adjusted for bias: G1, G2); quantile as NumPy's linear
///   interpolation; conditional value at risk: Rockafellar and Uryasev (2000), mean of the returns
///   at or below the quantile.
struct ReturnDistribution {
    var skew: Double?
    var kurtosis: Double?
    var valueAtRisk: Double?
    var conditionalValueAtRisk: Double?

    /// Makes an empty shape, in which every figure is undefined.
    init() {}

    /// Makes the shape of a number of returns from their moments and their lowest ones.
    init(count: Int, _ moments: ReturnMoments, _ tail: inout LowestReturns) {
        let count = Double(count)
        let second = moments.squares
        if second > 0, second.isFinite {
            let variance = second / count
            if count > 2 {
                let raw = moments.cubes / count / pow(variance, 1.5)
                skew = raw * (count * (count - 1)).squareRoot() / (count - 2)
            }
            if count > 3 {
                let raw = moments.fourths / count / (variance * variance) - 3
                kurtosis = (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * raw + 6)
            }
        }
        let (quantile, mean) = tail.measure()
        valueAtRisk = -quantile
        conditionalValueAtRisk = mean.map { -$0 }
    }
}

/// Collects the lowest returns of a curve in one pass: those of the tail and some more.
///
/// A sample says below what the tail must lie, so that the others need not be kept or sorted. Where
/// the sample has misled, all returns are gathered after all: the figures are the same.
///
/// - Missing: returns have to be finite.
/// - Complexity: O(n) time on average; memory for the returns that are kept.
struct LowestReturns {
    private static let sampleCount = 4096

    private let groups: ReturnGroups
    /// The part of the returns in the tail.
    private let tail: Double
    /// Returns up to here are kept.
    private let threshold: Double
    /// The tail's upper end is hardly below this.
    private let floor: Double
    private let kept: UnsafeMutablePointer<Double>
    private var count = 0

    /// Makes room for the returns of a curve; ``deallocate()`` ends it.
    init(_ groups: ReturnGroups, tail: Double) {
        self.groups = groups
        self.tail = tail
        // Only the pages that are written take memory.
        kept = .allocate(capacity: groups.equity.count + 1)
        (floor, threshold) = Self.bounds(groups.equity, tail: tail)
    }

    func deallocate() { kept.deallocate() }

    /// Returns that five standard errors of a sample put below and above the tail's upper end;
    /// infinite for few bars.
    private static func bounds(
        _ equity: UnsafeBufferPointer<Double>, tail: Double
    ) -> (Double, Double) {
        guard equity.count > 4 * sampleCount else { return (-.infinity, .infinity) }
        let expected = tail * Double(sampleCount)
        let error = 5 * (expected * (1 - tail)).squareRoot()
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: sampleCount) { sample in
            for index in 0..<sampleCount {
                let bar = 1 + index * (equity.count - 1) / sampleCount
                sample.initializeElement(at: index, to: equity[bar] / equity[bar - 1] - 1)
            }
            let high = select(sample, min(Int(expected + error), sampleCount - 1))
            return (select(sample, max(Int(expected - error), 0)), high)
        }
    }

    /// Takes the next returns.
    @inline(__always)
    mutating func add(_ returns: Lanes) {
        for lane in 0..<Lanes.count { add(returns[lane]) }
    }

    /// Takes the next return.
    @inline(__always)
    mutating func add(_ change: Double) {
        // Written in any case, and kept by counting on. The sign of the distance counts, since a
        // comparison would become a branch, which is as good as random here.
        kept[count] = change
        count &+= 1 &- Int(truncatingIfNeeded: (threshold - change).bitPattern &>> 63)
    }

    /// The tail's upper end by linear interpolation, and the mean of the returns at or below it.
    mutating func measure() -> (quantile: Double, mean: Double?) {
        let position = tail * Double(groups.equity.count - 1)
        let rank = Int(position)
        if count < min(rank + 2, groups.equity.count) { gatherAll() }
        let all = UnsafeMutableBufferPointer(start: kept, count: count)
        var values = inReach(of: all)
        if values.count < count - rank { values = Array(all) }
        let place = rank - (count - values.count)
        let low = values.withUnsafeMutableBufferPointer { select($0, place) }
        // The values behind the rank are not below it; the least of them is the next rank.
        let next = values[(place + 1)...].min() ?? low
        let quantile = low + (next - low) * (position - Double(rank))
        var (sum, found) = (0.0, 0)
        // In the order of time, so that the sum does not depend on how the selection moved them.
        for value in all {
            // No branch, which would be as good as random; adding 0 changes nothing.
            sum += value <= quantile ? value : 0
            found += value <= quantile ? 1 : 0
        }
        return (quantile, found > 0 ? sum / Double(found) : nil)
    }

    /// The kept returns that are not below the floor.
    private func inReach(of all: UnsafeMutableBufferPointer<Double>) -> [Double] {
        [Double](unsafeUninitializedCapacity: all.count + 1) { values, initialized in
            var found = 0
            for value in all {
                values.initializeElement(at: found, to: value)
                found &+= 1 &- Int(truncatingIfNeeded: (value - floor).bitPattern &>> 63)
            }
            initialized = found
        }
    }

    private mutating func gatherAll() {
        var gathered = 0
        groups.forEach(in: 0..<groups.equity.count) { _, returns in
            returns.store(at: kept + gathered)
            gathered += Lanes.count
        }
        let rest = groups.rest
        for lane in 0..<rest.count { kept[gathered + lane] = rest.returns[lane] }
        count = groups.equity.count
    }
}

/// The value that sorting would put at a rank, with smaller ones moved before and others behind.
///
/// - Complexity: O(n) on average; the pivot is the median of three, so sorted input is no worst
///   case.
/// - Source: Hoare (1961), algorithm 65 (FIND).
func select(_ values: UnsafeMutableBufferPointer<Double>, _ rank: Int) -> Double {
    var (first, last) = (0, values.count - 1)
    while first < last {
        let middle = first + (last - first) / 2
        if values[middle] < values[first] { values.swapAt(middle, first) }
        if values[last] < values[first] { values.swapAt(last, first) }
        if values[last] < values[middle] { values.swapAt(last, middle) }
        let pivot = values[middle]
        var (left, right) = (first, last)
        while left <= right {
            while values[left] < pivot { left &+= 1 }
            while pivot < values[right] { right &-= 1 }
            if left <= right {
                values.swapAt(left, right)
                left &+= 1
                right &-= 1
            }
        }
        if rank <= right {
            last = right
        } else if rank >= left {
            first = left
        } else {
            return values[rank]
        }
    }
    return values[rank]
}
