/// A fall of the equity from a peak, and its recovery.
public struct Drawdown: Sendable, Equatable {
    /// The bar of the peak.
    public var peakBar: Int
    /// The bar of the lowest equity.
    public var troughBar: Int
    /// The first bar at or above the peak again; `nil` while under water at the end.
    public var recoveryBar: Int?
    /// The depth as a fraction of the peak; above 0.
    public var depth: Double
    /// The bars from the peak to the recovery, or to the last bar.
    public var lengthBars: Int

    /// The deepest falls of an equity curve, deepest first, and the length of the longest.
    ///
    /// Equal depths keep the order of time.
    ///
    /// - Complexity: O(n) time, O(limit) memory.
    static func deepest(_ equity: [Double], limit: Int) -> (list: [Drawdown], longestBars: Int) {
        var found: [Drawdown] = []
        var longest = 0
        guard var peak = equity.first else { return ([], 0) }
        var (peakBar, troughBar, trough) = (0, 0, peak)

        func finish(_ bar: Int, recovered: Bool) {
            guard trough < peak else { return }
            longest = max(longest, bar - peakBar)
            let depth = (peak - trough) / peak
            guard found.count < limit || depth > (found.last?.depth ?? .infinity) else { return }
            let place = found.firstIndex { $0.depth < depth } ?? found.count
            found.insert(
                Drawdown(
                    peakBar: peakBar, troughBar: troughBar, recoveryBar: recovered ? bar : nil,
                    depth: depth, lengthBars: bar - peakBar), at: place)
            if found.count > limit { found.removeLast() }
        }
        for (bar, value) in equity.enumerated() {
            if value >= peak {
                finish(bar, recovered: true)
                (peak, peakBar, trough, troughBar) = (value, bar, value, bar)
            } else if value < trough {
                (trough, troughBar) = (value, bar)
            }
        }
        finish(equity.count - 1, recovered: false)
        return (found, longest)
    }
}
