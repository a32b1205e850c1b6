/// The deepest fall of an equity curve below its running peak, found in one pass.
struct DeepestFall {
    private(set) var peak: Double
    /// The equity at which a fall becomes the deepest so far, so that most bars need no division.
    private(set) var floor: Double
    /// The fall as a positive fraction of the peak.
    private(set) var depth = 0.0

    init(first: Double) {
        (peak, floor) = (first, first)
    }

    mutating func add(_ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>) {
        var fall = self
        forEachRun(of: equity, bars, length: 128) { run, values in
            let (low, high) = extremes(
                of: values, count: run.count, low: .infinity, high: -.infinity)
            if !fall.take(low: low, high: high) {
                for bar in run { fall.add(equity[bar]) }
            }
        }
        self = fall
    }

    /// Takes in a run of bars by its extremes alone, where these are enough.
    ///
    /// Without a new peak the deepest of the run's falls is the one to its low; without a fall
    /// below the floor as its high puts it, it holds none. Both are so to the bit, because
    /// rounding keeps the order of what it rounds.
    ///
    /// - Returns: Whether they are enough; they are not where a run may hold both.
    @inline(__always)
    mutating func take(low: Double, high: Double) -> Bool {
        // Below zero rounding turns the order around.
        guard peak > 0, depth <= 1 else { return false }
        // Which it is is as good as random: numbers are chosen, and only the rare way branches.
        let isRaised = !(high <= peak)
        let raised = high * (1 - depth)
        if isRaised && !(low >= floor && low >= raised) { return false }
        let isDeeper = low < floor && !isRaised
        let deeper = max(depth, (peak - low) / peak)
        depth = isDeeper ? deeper : depth
        floor = isRaised ? raised : isDeeper ? low : floor
        peak = isRaised ? high : peak
        return true
    }

    @inline(__always)
    mutating func add(_ equity: Double) {
        if equity > peak {
            peak = equity
            floor = peak * (1 - depth)
        } else if equity < floor {
            depth = max(depth, (peak - equity) / peak)
            floor = equity
        }
    }
}
