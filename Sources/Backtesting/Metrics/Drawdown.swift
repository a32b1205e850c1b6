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
}

/// Finds the deepest falls of an equity curve in one pass.
///
/// - Complexity: O(n) time, O(limit) memory.
struct DrawdownScan {
    /// The falls so far, deepest first; equal depths keep the order of time.
    private(set) var deepest: [Drawdown] = []
    /// The most bars from a peak to its recovery, or to the end.
    private(set) var longestBars = 0
    /// The depth of the deepest fall.
    private(set) var deepestFall: DeepestFall
    private let limit: Int
    private var peak: Double
    private var trough: Double
    private var peakBar = 0
    private var troughBar = 0

    /// Begins at the first bar's equity.
    init(first: Double, limit: Int) {
        self.limit = limit
        (peak, trough) = (first, first)
        deepestFall = DeepestFall(first: first)
    }

    mutating func add(_ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>) {
        // Most runs stay below the peak and above the trough, and change nothing.
        forEachRun(of: equity, bars, length: 64) { run, values in
            let (low, high) = extremes(
                of: values, count: run.count, low: .infinity, high: -.infinity)
            if high >= peak || low < trough {
                for bar in run { add(equity[bar], at: bar) }
            }
        }
    }

    private mutating func add(_ equity: Double, at bar: Int) {
        if equity >= peak {
            if trough < peak { record(until: bar, recovered: true) }
            (peak, peakBar, trough, troughBar) = (equity, bar, equity, bar)
            deepestFall.add(equity)
        } else if equity < trough {
            (trough, troughBar) = (equity, bar)
            deepestFall.add(equity)
        }
    }

    /// Takes in a fall that lasts to the end.
    mutating func finish(lastBar: Int) {
        if trough < peak { record(until: lastBar, recovered: false) }
    }

    @inline(never)
    private mutating func record(until bar: Int, recovered: Bool) {
        longestBars = max(longestBars, bar - peakBar)
        let depth = (peak - trough) / peak
        guard deepest.count < limit || depth > (deepest.last?.depth ?? .infinity) else { return }
        let place = deepest.firstIndex { $0.depth < depth } ?? deepest.count
        deepest.insert(
            Drawdown(
                peakBar: peakBar, troughBar: troughBar, recoveryBar: recovered ? bar : nil,
                depth: depth, lengthBars: bar - peakBar), at: place)
        if deepest.count > limit { deepest.removeLast() }
    }
}
