/// Figures over the last so many bars, for charts.
///
/// - Shape: n values to n values; the first `window - 1` are NaN.
/// - Look-ahead: value *t* uses returns up to *t*.
/// - Determinism: each window is summed anew at every 4,096th bar and updated between, so rounding
///   cannot build up.
/// - Complexity: O(n) time but for the renewals.
public enum RollingSeries {
    /// The yearly volatility: standard deviation (n - 1) times the root of the bars in a year.
    public static func volatility(
        _ returns: [Double], window: Int, barsPerYear: Double
    ) -> [Double] {
        let scale = (barsPerYear / Double(window - 1)).squareRoot()
        return map(returns, returns, window: window) { sums in
            sums.isFlat ? 0 : sums.squares.squareRoot() * scale
        }
    }

    /// The slope of a regression of returns on the benchmark's; NaN where those do not vary.
    public static func beta(
        _ returns: [Double], on benchmark: [Double], window: Int
    ) -> [Double] {
        map(benchmark, returns, window: window) { sums in
            sums.isFlat || sums.squares <= 0 ? .nan : sums.products / sums.squares
        }
    }

    /// The yearly Sortino ratio with target 0; NaN for a window without a negative return.
    public static func sortino(
        _ returns: [Double], window: Int, barsPerYear: Double
    ) -> [Double] {
        precondition(window >= 2, "A window has at least two returns.")
        var result = [Double](repeating: .nan, count: returns.count)
        var (sum, squares, negatives) = (0.0, 0.0, 0)
        func square(_ value: Double) -> Double { value < 0 ? value * value : 0 }
        for bar in returns.indices where bar >= window - 1 {
            let first = bar - window + 1
            if first.isMultiple(of: 4096) {
                (sum, squares, negatives) = (0, 0, 0)
                for value in returns[first...bar] {
                    sum += value
                    squares += square(value)
                    negatives += value < 0 ? 1 : 0
                }
            } else {
                let (old, new) = (returns[first - 1], returns[bar])
                sum += new - old
                squares += square(new) - square(old)
                negatives += (new < 0 ? 1 : 0) - (old < 0 ? 1 : 0)
            }
            if negatives > 0, squares > 0 {
                let count = Double(window)
                result[bar] =
                    sum / count / (squares / count).squareRoot() * barsPerYear.squareRoot()
            }
        }
        return result
    }

    /// The sums of one window about its means.
    private struct WindowSums {
        var means = (x: 0.0, y: 0.0)
        var squares = 0.0
        var products = 0.0
        /// Whether every x is the same, whatever rounding has left of the squares.
        var isFlat = false

        init() {}

        init(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) {
            means.x = x.reduce(0, +) / Double(x.count)
            means.y = y.reduce(0, +) / Double(y.count)
            for index in x.indices {
                squares += (x[index] - means.x) * (x[index] - means.x)
                products += (x[index] - means.x) * (y[index] - means.y)
            }
        }
    }

    private static func map(
        _ x: [Double], _ y: [Double], window: Int, _ value: (WindowSums) -> Double
    ) -> [Double] {
        precondition(window >= 2 && x.count == y.count, "A window has at least two pairs.")
        var result = [Double](repeating: .nan, count: x.count)
        var sums = WindowSums()
        var equalBars = 0
        let count = Double(window)
        for bar in x.indices {
            equalBars = bar > 0 && x[bar] == x[bar - 1] ? equalBars + 1 : 1
            guard bar >= window - 1 else { continue }
            let first = bar - window + 1
            if first.isMultiple(of: 4096) {
                sums = WindowSums(x[first...bar], y[first...bar])
            } else {
                let (oldX, oldY) = (x[first - 1], y[first - 1])
                let before = sums.means
                sums.means.x += (x[bar] - oldX) / count
                sums.means.y += (y[bar] - oldY) / count
                sums.squares += (x[bar] - oldX) * (x[bar] - sums.means.x + oldX - before.x)
                sums.products +=
                    (x[bar] - sums.means.x) * (y[bar] - before.y)
                    - (oldX - sums.means.x) * (oldY - before.y)
            }
            sums.isFlat = equalBars >= window
            sums.squares = max(sums.squares, 0)
            result[bar] = value(sums)
        }
        return result
    }
}
