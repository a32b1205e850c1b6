import Glibc

/// The shape of a set of returns: skew, kurtosis, and the losses in the tail.
///
/// - Missing: values that are not finite make every figure `nil`.
/// - Complexity: O(n) time on average, one copy of the values.
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

    /// Measures returns whose mean is known.
    ///
    /// - Parameter tail: The part of the returns in the tail, for example 0.05.
    init(_ returns: [Double], mean: Double, tail: Double) {
        let count = Double(returns.count)
        guard !returns.isEmpty, mean.isFinite else { return }
        var (second, third, fourth) = (0.0, 0.0, 0.0)
        for value in returns {
            let deviation = value - mean
            let square = deviation * deviation
            second += square
            third += square * deviation
            fourth += square * square
        }
        if second > 0, second.isFinite {
            let variance = second / count
            if count > 2 {
                let raw = third / count / pow(variance, 1.5)
                skew = raw * (count * (count - 1)).squareRoot() / (count - 2)
            }
            if count > 3 {
                let raw = fourth / count / (variance * variance) - 3
                kurtosis = (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * raw + 6)
            }
        }
        measureTail(returns, tail)
    }

    private mutating func measureTail(_ returns: [Double], _ tail: Double) {
        var values = returns
        let position = tail * Double(returns.count - 1)
        let rank = Int(position)
        let low = values.withUnsafeMutableBufferPointer { select($0, rank) }
        // The values behind the rank are not below it; the least of them is the next rank.
        let next = values[(rank + 1)...].min() ?? low
        let quantile = low + (next - low) * (position - Double(rank))
        var (sum, count) = (0.0, 0)
        // In the order of time, so that the sum does not depend on how the selection moved them.
        for value in returns where value <= quantile {
            sum += value
            count += 1
        }
        valueAtRisk = -quantile
        conditionalValueAtRisk = count > 0 ? -sum / Double(count) : nil
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
            while values[left] < pivot { left += 1 }
            while pivot < values[right] { right -= 1 }
            if left <= right {
                values.swapAt(left, right)
                left += 1
                right -= 1
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
