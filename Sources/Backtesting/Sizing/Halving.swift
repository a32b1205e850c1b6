/// Finds the largest number that meets a condition by halving an interval.
enum Halving {
    /// The largest number from 0 to a bound that meets a condition; 0 where none does.
    ///
    /// - Parameter holds: A condition that holds up to some number and not beyond it.
    /// - Complexity: some sixty calls of the condition.
    static func largest(upTo bound: Double, _ holds: (Double) -> Bool) -> Double {
        if holds(bound) { return bound }
        return largest(from: 0, to: bound, holds)
    }

    /// The same between a number that meets the condition, or is taken for it, and one that does
    /// not.
    static func largest(
        from low: Double, to high: Double, _ holds: (Double) -> Bool
    ) -> Double {
        var (low, high) = (low, high)
        // Each step gains a bit; small numbers of a large interval need more than a mantissa.
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high || high - low <= 1e-16 * high { break }
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
