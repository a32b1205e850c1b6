import Glibc

/// Estimates of the spread from highs, lows and closes.
///
/// - Shape: n bars to n values.
/// - Units: fractions of the price.
/// - Missing: bars without a high, low or close give no estimate; a value before the first estimate
///   is NaN.
/// - Look-ahead: value *t* uses bars before *t* only.
/// - Complexity: O(n × window).
enum SpreadEstimate {
    /// The mean of Corwin and Schultz's estimates over pairs of neighbouring bars.
    ///
    /// A gap between a close and the next bar's range moves that range to the close, and a negative
    /// estimate counts as zero, as in the paper.
    static func corwinSchultz(
        high: [Double], low: [Double], close: [Double], window: Int
    ) -> [Double] {
        averages(count: close.count, window: window) { bar in
            pair(high, low, close, bar: bar)
        }
    }

    /// The mean of Abdi and Ranaldo's two-day corrected estimates over pairs of neighbouring bars.
    static func abdiRanaldo(
        high: [Double], low: [Double], close: [Double], window: Int
    ) -> [Double] {
        averages(count: close.count, window: window) { bar in
            let before = bar - 1
            guard isPrice(close[before]),
                [high[before], low[before], high[bar], low[bar]].allSatisfy(isPrice)
            else { return .nan }
            let last = log(close[before])
            let first = (log(high[before]) + log(low[before])) / 2
            let second = (log(high[bar]) + log(low[bar])) / 2
            return max(4 * (last - first) * (last - second), 0).squareRoot()
        }
    }

    /// The estimate of a bar and the one before it, from Corwin and Schultz's equations 14 and 18.
    private static func pair(
        _ high: [Double], _ low: [Double], _ close: [Double], bar: Int
    ) -> Double {
        let (firstHigh, firstLow, last) = (high[bar - 1], low[bar - 1], close[bar - 1])
        var (secondHigh, secondLow) = (high[bar], low[bar])
        guard [firstHigh, firstLow, last, secondHigh, secondLow].allSatisfy(isPrice) else {
            return .nan
        }
        let gap = secondLow > last ? secondLow - last : secondHigh < last ? secondHigh - last : 0
        secondHigh -= gap
        secondLow -= gap
        func squaredRange(_ high: Double, _ low: Double) -> Double {
            let range = log(high / low)
            return range * range
        }
        let beta = squaredRange(firstHigh, firstLow) + squaredRange(secondHigh, secondLow)
        let gamma = squaredRange(max(firstHigh, secondHigh), min(firstLow, secondLow))
        let scale = 3 - 2 * 2.squareRoot()
        let alpha =
            ((2 * beta).squareRoot() - beta.squareRoot()) / scale - (gamma / scale).squareRoot()
        return max(2 * (exp(alpha) - 1) / (1 + exp(alpha)), 0)
    }

    /// For each bar the mean of the estimates that end in the window before it.
    private static func averages(
        count: Int, window: Int, _ estimate: (Int) -> Double
    ) -> [Double] {
        var estimates = [Double](repeating: .nan, count: count)
        for bar in 1..<max(count, 1) { estimates[bar] = estimate(bar) }
        return TrailingWindow.map(estimates, window: window - 1) { values in
            values.reduce(0, +) / Double(values.count)
        }
    }
}

/// Figures over the values before each bar.
enum TrailingWindow {
    /// For each bar a figure of the present values among the last ones before it; NaN where fewer
    /// than `least` are present.
    ///
    /// - Complexity: O(n × window).
    static func map(
        _ values: [Double], window: Int, least: Int = 1, _ figure: ([Double]) -> Double
    ) -> [Double] {
        var present: [Double] = []
        return values.indices.map { bar in
            present.removeAll(keepingCapacity: true)
            for value in values[max(0, bar - window)..<bar] where value.isFinite {
                present.append(value)
            }
            return present.count < least ? .nan : figure(present)
        }
    }

    /// The returns from each present price to the next; NaN elsewhere.
    static func returns(of prices: [Double]) -> [Double] {
        var before = Double.nan
        return prices.map { price in
            guard isPrice(price) else { return .nan }
            defer { before = price }
            return price / before - 1
        }
    }

    /// The standard deviation (of a sample) of the returns before each bar; NaN below two.
    static func volatility(of prices: [Double], window: Int) -> [Double] {
        map(returns(of: prices), window: window, least: 2) { returns in
            let count = Double(returns.count)
            let mean = returns.reduce(0, +) / count
            let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (squares / (count - 1)).squareRoot()
        }
    }
}
