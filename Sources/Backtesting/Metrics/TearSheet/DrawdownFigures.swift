import TimeSeries

/// How often, how deep and how long an equity curve was below its running peak.
///
/// - Complexity: O(n) time on average, O(n) memory.
struct DrawdownFigures {
    /// The root of the mean squared drawdown.
    private(set) var ulcer = 0.0
    /// The mean of the drawdowns at or beyond their 0.95 quantile over all bars.
    private(set) var deepMean = 0.0
    private var count = 0
    private var depths = 0.0
    private var days = 0.0
    private var longestDays = 0.0

    private static let nanosecondsPerDay = 86_400e9

    /// Measures a curve; the first peak is the first bar.
    init(_ equity: [Double], times: [Timestamp]) {
        guard var peak = equity.first else { return }
        var (peakBar, trough) = (0, peak)
        func length(until bar: Int) -> Double {
            let (from, to) = (times[peakBar].nanoseconds, times[bar].nanoseconds)
            return (Double(to) - Double(from)) / Self.nanosecondsPerDay
        }
        for (bar, value) in equity.enumerated() {
            if value >= peak {
                if trough < peak { record((peak - trough) / peak, length(until: bar)) }
                (peak, peakBar, trough) = (value, bar, value)
            } else {
                trough = min(trough, value)
            }
        }
        if trough < peak { record((peak - trough) / peak, length(until: equity.count - 1)) }
        let falls = EquitySeries.drawdown(equity)
        ulcer = (falls.reduce(0) { $0 + $1 * $1 } / Double(falls.count)).squareRoot()
        deepMean = Self.deepMean(falls)
    }

    private mutating func record(_ depth: Double, _ length: Double) {
        count += 1
        depths += depth
        days += length
        longestDays = max(longestDays, length)
    }

    /// The mean of the deepest twentieth, by rank: a curve that stands still has equal falls, and
    /// rounding must not decide which of them count.
    private static func deepMean(_ falls: [Double]) -> Double {
        let rank = (Double(falls.count - 1) * 0.95 - 1e-9).rounded(.up)
        let deepest = falls.sorted()[max(0, Int(rank))...]
        return deepest.isEmpty ? 0 : deepest.reduce(0, +) / Double(deepest.count)
    }

    var figures: [SheetFigure] {
        let none = "The equity never fell below a peak."
        let number = Double(count)
        return [
            SheetFigure(.drawdownCount, number),
            SheetFigure(.averageDrawdown, count > 0 ? depths / number : nil, unless: none),
            SheetFigure(.averageDrawdownDays, count > 0 ? days / number : nil, unless: none),
            SheetFigure(.longestDrawdownDays, count > 0 ? longestDays : nil, unless: none),
            SheetFigure(.ulcerIndex, ulcer),
        ]
    }
}
