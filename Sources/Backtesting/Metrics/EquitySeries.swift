/// Series over an equity curve, for charts and further statistics.
public enum EquitySeries {
    /// The return of each bar; the first is measured from the initial cash.
    ///
    /// - Shape: n values to n values.
    /// - Missing: after an equity of zero the return is not finite.
    public static func returns(_ equity: [Double], initialCash: Double) -> [Double] {
        [Double](unsafeUninitializedCapacity: equity.count) { output, count in
            var before = initialCash
            for (bar, now) in equity.enumerated() {
                output.initializeElement(at: bar, to: now / before - 1)
                before = now
            }
            count = equity.count
        }
    }

    /// How far each bar's equity is below the highest so far, as a fraction; 0 or more.
    public static func drawdown(_ equity: [Double]) -> [Double] {
        var peak = -Double.infinity
        return equity.map { value in
            peak = max(peak, value)
            return value < peak ? (peak - value) / peak : 0
        }
    }

    /// The yearly Sharpe ratio over the returns of the last `window` bars.
    ///
    /// - Shape: n values to n values; the first `window - 1` are NaN, as is a window without
    ///   variance.
    /// - Look-ahead: value *t* uses returns up to *t*.
    /// - Determinism: each window is summed anew at every 4,096th bar and updated between, so
    ///   rounding cannot build up.
    /// - Complexity: O(n) time but for the renewals.
    public static func rollingSharpe(
        _ returns: [Double], window: Int, barsPerYear: Double
    ) -> [Double] {
        precondition(window >= 2, "A window has at least two returns.")
        var result = [Double](repeating: .nan, count: returns.count)
        guard returns.count >= window else { return result }
        let scale = barsPerYear.squareRoot()
        let count = Double(window)
        var (mean, squares) = (0.0, 0.0)
        // The newest bars of the window that are equal in a row: a whole window has no variance,
        // whatever rounding has left of it.
        var run = 0
        for bar in returns.indices {
            run = bar > 0 && returns[bar] == returns[bar - 1] ? run + 1 : 1
            guard bar >= window - 1 else { continue }
            if (bar - (window - 1)).isMultiple(of: 4096) {
                (mean, squares) = moments(returns[(bar - window + 1)...bar])
            } else {
                let (old, new) = (returns[bar - window], returns[bar])
                let moved = mean + (new - old) / count
                squares += (new - old) * (new - moved + old - mean)
                mean = moved
            }
            let variance = squares / (count - 1)
            if run < window, variance > 0 {
                result[bar] = mean / variance.squareRoot() * scale
            }
        }
        return result
    }

    private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, squares: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    }

    /// The distribution of values in equal bins; values that are not finite are left out.
    ///
    /// - Parameter bins: How many bins, 1 or more; values that are all equal share one bin.
    public static func histogram(_ values: [Double], bins: Int) -> Histogram {
        precondition(bins >= 1, "A histogram has at least one bin.")
        var (lowest, highest) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite {
            lowest = min(lowest, value)
            highest = max(highest, value)
        }
        guard lowest <= highest else { return Histogram(lowest: 0, highest: 0, counts: []) }
        let width = (highest - lowest) / Double(bins)
        guard width > 0, width.isFinite else {
            let count = values.reduce(0) { $0 + ($1.isFinite ? 1 : 0) }
            return Histogram(lowest: lowest, highest: highest, counts: [count])
        }
        var counts = [Int](repeating: 0, count: bins)
        for value in values where value.isFinite {
            counts[min(Int((value - lowest) / width), bins - 1)] += 1
        }
        return Histogram(lowest: lowest, highest: highest, counts: counts)
    }
}

/// Counts of values in equal bins between the lowest and the highest.
public struct Histogram: Sendable, Equatable {
    /// The lower edge of the first bin.
    public var lowest: Double
    /// The upper edge of the last bin.
    public var highest: Double
    /// The number of values in each bin; the last bin holds its upper edge too.
    public var counts: [Int]

    /// The width of a bin.
    public var binWidth: Double {
        counts.isEmpty ? 0 : (highest - lowest) / Double(counts.count)
    }
}
