package import TimeSeries

/// Finds what does not fit in a series of numbers or moments.
package enum Anomalies {
    /// How far each value lies from the median of those before it, in robust standard deviations.
    ///
    ///     z = (x − median) / max(1.4826 × median absolute deviation, floor)
    ///
    /// - Parameters:
    ///   - window: How many values before each are looked at; at least 8 must be there, else NaN.
    ///   - floor: The least deviation, so that a constant series does not make every change
    ///     infinite.
    /// - Look-ahead: None; a value is compared with those before it.
    /// - Complexity: O(n w log w).
    package static func robustZ(
        _ values: [Double], window: Int = 60, floor: Double = 1e-9
    ) -> [Double] {
        values.indices.map { index in
            let before = values[max(0, index - window)..<index].filter { !$0.isNaN }
            guard before.count >= 8, !values[index].isNaN else { return .nan }
            let middle = median(before)
            let spread = 1.4826 * median(before.map { abs($0 - middle) })
            return (values[index] - middle) / max(spread, floor)
        }
    }

    /// Stretches between moments that are longer than so many times the usual one (the median).
    ///
    /// - Returns: The positions of the moments after them.
    package static func gaps(in times: [Timestamp], factor: Double = 5) -> [Int] {
        guard times.count >= 3 else { return [] }
        let steps = zip(times, times.dropFirst()).map {
            Double($1.nanoseconds) - Double($0.nanoseconds)
        }
        let usual = median(steps)
        guard usual > 0 else { return [] }
        return steps.indices.filter { steps[$0] > factor * usual }.map { $0 + 1 }
    }

    /// Positions at which the level of a series shifts: the medians of the values before and from
    /// there differ by more than so many robust standard deviations of both sides.
    ///
    /// Of neighbouring positions the one with the greatest difference counts.
    /// - Look-ahead: Looks `window` values ahead: for judging data, not for signals.
    package static func levelShifts(
        in values: [Double], window: Int = 20, threshold: Double = 4
    ) -> [Int] {
        guard values.count >= 2 * window else { return [] }
        let strengths = (window...values.count - window).map { position -> Double in
            let before = values[position - window..<position].filter { !$0.isNaN }
            let after = values[position..<position + window].filter { !$0.isNaN }
            guard before.count * 2 >= window, after.count * 2 >= window else { return 0 }
            let (left, right) = (median(before), median(after))
            let spread = median(before.map { abs($0 - left) } + after.map { abs($0 - right) })
            return abs(right - left) / max(1.4826 * spread, 1e-9)
        }
        return strengths.indices.filter { index in
            let near = max(0, index - window)..<min(strengths.count, index + window + 1)
            return strengths[index] > threshold
                && near.allSatisfy {
                    strengths[$0] < strengths[index]
                        || $0 >= index && strengths[$0] <= strengths[index]
                }
        }.map { $0 + window }
    }

    /// The middle of some values; the mean of the two middle ones of an even number.
    package static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
