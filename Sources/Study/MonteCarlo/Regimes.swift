import Glibc

/// Which kind of market each bar of a benchmark is in, as it was known before the bar began.
///
/// - Look-ahead: bar t is judged by closes up to t - 1. Volatility terciles compare with the
///   volatilities up to then, not with those of the whole sample.
/// - Missing: a close that is not a price leaves a bar, and those whose window holds it, unjudged.
public enum Regimes {
    /// Whether the market stands above or below its own average.
    public enum Trend: String, Sendable, CaseIterable {
        case above, below
    }

    /// How volatile the market is, beside its own past.
    public enum Volatility: String, Sendable, CaseIterable {
        case low, middle, high
    }

    /// The trend of each bar.
    ///
    /// - Shape: n closes to n trends; the first `window` are `nil`.
    /// - Parameters:
    ///   - closes: The benchmark's closes, oldest first.
    ///   - window: The bars of the average, usually 200.
    /// - Complexity: O(n × window): each average is summed anew, so that rounding cannot decide.
    public static func trend(_ closes: [Double], window: Int = 200) -> [Trend?] {
        precondition(window >= 1, "An average has at least one bar.")
        return closes.indices.map { bar in
            guard bar >= window else { return nil }
            let mean = closes[(bar - window)..<bar].reduce(0, +) / Double(window)
            let last = closes[bar - 1]
            guard mean.isFinite, mean > 0 else { return nil }
            return last > mean ? .above : .below
        }
    }

    /// The volatility of each bar, in thirds of the past ones.
    ///
    /// - Shape: n closes to n thirds; `nil` until `history` volatilities are known.
    /// - Parameters:
    ///   - closes: The benchmark's closes, oldest first.
    ///   - window: The returns that a volatility is measured over, usually 20.
    ///   - history: How many volatilities it takes before one is ranked.
    /// - Source: the standard deviation (n - 1) of simple returns.
    /// - Complexity: O(n × (window + log n)).
    public static func volatility(
        _ closes: [Double], window: Int = 20, history: Int = 60
    ) -> [Volatility?] {
        precondition(window >= 2 && history >= 3, "A tercile needs returns and a past.")
        let deviations = closes.indices.map { deviation(closes, before: $0, window: window) }
        // The order of all values only numbers the places of the tree; what is counted is the past.
        let sorted = Set(deviations.compactMap(\.self)).sorted()
        var past = CountTree(count: sorted.count)
        return deviations.map { deviation in
            guard let deviation else { return nil }
            let place = Self.place(of: deviation, in: sorted)
            past.add(place)
            guard past.total >= history else { return nil }
            let rank = Double(past.count(upTo: place)) / Double(past.total)
            return rank <= 1.0 / 3 ? .low : rank <= 2.0 / 3 ? .middle : .high
        }
    }

    private static func deviation(_ closes: [Double], before bar: Int, window: Int) -> Double? {
        guard bar > window else { return nil }
        let returns = ((bar - window)..<bar).map { closes[$0] / closes[$0 - 1] - 1 }
        let mean = returns.reduce(0, +) / Double(window)
        let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(window - 1)).squareRoot()
        return deviation.isFinite ? deviation : nil
    }

    private static func place(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Counts at places, with sums over all places up to one.
///
/// - Source: Fenwick, "A new data structure for cumulative frequency tables" (1994).
private struct CountTree {
    private var nodes: [Int]
    private(set) var total = 0

    init(count: Int) { nodes = [Int](repeating: 0, count: count + 1) }

    mutating func add(_ place: Int) {
        total += 1
        var node = place + 1
        while node < nodes.count {
            nodes[node] += 1
            node += node & -node
        }
    }

    func count(upTo place: Int) -> Int {
        var (node, sum) = (place + 1, 0)
        while node > 0 {
            sum += nodes[node]
            node -= node & -node
        }
        return sum
    }
}
