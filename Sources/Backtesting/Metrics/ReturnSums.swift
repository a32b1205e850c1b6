/// What one pass over an equity curve adds up, return by return from the oldest.
///
/// Like the other parts of a pass it takes returns block by block and works on a copy of itself, so
/// that its sums stay in registers.
struct ReturnSums {
    var sum = 0.0
    var gains = 0.0
    var losses = 0.0
    var downsideSquares = 0.0

    mutating func add(_ returns: UnsafePointer<Double>, count: Int) {
        var sums = self
        for index in 0..<count { sums.add(returns[index]) }
        self = sums
    }

    @inline(__always)
    mutating func add(_ change: Double) {
        sum += change
        let down = change < 0 ? change : 0
        gains += change > 0 ? change : 0
        losses -= down
        downsideSquares += down * down
    }
}

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
        // Most runs hold neither a new peak nor a deeper fall.
        forEachRun(of: equity, bars) { run, values in
            if highest(values, count: run.count, from: fall.peak) > fall.peak
                || lowest(values, count: run.count, from: fall.floor) < fall.floor
            {
                for bar in run { fall.add(equity[bar]) }
            }
        }
        self = fall
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

/// The sums of the powers of returns about their mean, which a second pass over a curve adds up.
struct ReturnMoments {
    let mean: Double
    var squares = 0.0
    var cubes = 0.0
    var fourths = 0.0

    init(about mean: Double) {
        self.mean = mean
    }

    mutating func add(_ returns: UnsafePointer<Double>, count: Int) {
        var moments = self
        for index in 0..<count { moments.add(returns[index]) }
        self = moments
    }

    @inline(__always)
    private mutating func add(_ change: Double) {
        let deviation = change - mean
        let square = deviation * deviation
        squares += square
        cubes += square * deviation
        fourths += square * square
    }
}

/// The returns of equity curves, a block of bars at a time.
///
/// Dividing is the slowest part of a pass. In a loop of its own it goes by whole vectors, which the
/// sums, whose order is fixed, cannot; a block's returns wait in the nearest cache in between.
struct ReturnBlocks {
    private static let length = 512

    /// Calls a function with the bars of each block and their returns, the oldest first.
    @inline(__always)
    static func forEach(
        of equity: UnsafeBufferPointer<Double>, initialCash: Double,
        _ body: (_ bars: Range<Int>, _ returns: UnsafePointer<Double>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { returns in
            guard let returns = returns.baseAddress else { return }
            for start in stride(from: 0, to: equity.count, by: length) {
                let bars = start..<min(start + length, equity.count)
                write(equity, bars, initialCash, to: returns)
                body(bars, returns)
            }
        }
    }

    @inline(never)
    private static func write(
        _ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>, _ initialCash: Double,
        to returns: UnsafeMutablePointer<Double>
    ) {
        guard let equity = equity.baseAddress.map({ $0 + bars.lowerBound }) else { return }
        returns[0] = equity[0] / (bars.lowerBound == 0 ? initialCash : equity[-1]) - 1
        for bar in 1..<max(1, bars.count) { returns[bar] = equity[bar] / equity[bar &- 1] - 1 }
    }
}
