/// vectorbt's `rolling_mean_1d_nb`: the difference of two running sums, so that rounding errors
/// depend on the whole past; missing unless every value of the window is present.
struct VectorbtMeanKernel: Kernel {
    private let window: Int
    private var sum = 0.0
    private var missing = 0
    /// The running sums and counts of missing values of the newest bars.
    private var sums = History()
    private var missings = History()
    private var bar = 0

    init(window: Int) {
        precondition(window >= 1, "a window holds at least one bar")
        self.window = window
    }

    mutating func run(_ chunk: Chunk) {
        let oldest = max(0, bar - window)
        let end = min(oldest + window + 1, bar + chunk.count)
        sums.reserve(from: oldest, storing: bar, to: end)
        missings.reserve(from: oldest, storing: bar, to: end)
        for index in 0..<chunk.count { step(chunk, index) }
    }

    @inline(__always)
    private mutating func step(_ chunk: Chunk, _ index: Int) {
        let x = chunk.inputs[0][index]
        if x == x { sum += x } else { missing += 1 }
        var present = Double(min(bar + 1, window) - missing)
        var windowSum = sum
        if bar >= window {
            present += missings[bar - window]
            windowSum -= sums[bar - window]
        }
        sums[bar] = sum
        missings[bar] = Double(missing)
        chunk.outputs[0][index] = present < Double(window) ? .nan : windowSum / present
        bar += 1
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&sum)
        archive.visit(&missing)
        sums.visitState(&archive)
        missings.visitState(&archive)
        archive.visit(&bar)
    }
}

/// vectorbt's `rolling_std_1d_nb`: pandas' recurrence, begun afresh only when it is unstable, and
/// NaN where rounding made the variance negative.
struct VectorbtDeviationKernel: Kernel {
    private let window: Int
    private let ddof: Double
    private var deviations = CompensatedDeviations()
    private var history = History()
    private var bar = 0

    init(window: Int, ddof: Int) {
        precondition(window >= 1, "a window holds at least one bar")
        self.window = window
        self.ddof = Double(ddof)
    }

    mutating func run(_ chunk: Chunk) {
        let oldest = max(0, bar - window)
        let end = min(oldest + window + 1, bar + chunk.count)
        history.reserve(from: oldest, storing: bar, to: end)
        for index in 0..<chunk.count {
            let x = chunk.inputs[0][index]
            if bar >= window, history[bar - window] == history[bar - window] {
                deviations.remove(history[bar - window])
            }
            history[bar] = x
            if x == x { deviations.add(x) }
            if deviations.isUnstable { recompute() }
            let count = deviations.count
            chunk.outputs[0][index] =
                count >= Double(window) && count > ddof
                ? (deviations.squares / (count - ddof)).squareRoot() : .nan
            bar += 1
        }
    }

    private mutating func recompute() {
        deviations = CompensatedDeviations()
        for held in max(0, bar - window + 1)...bar where history[held] == history[held] {
            deviations.add(history[held])
        }
        deviations.settle()
    }

    mutating func visitState(_ archive: inout StateArchive) {
        deviations.visitState(&archive)
        history.visitState(&archive)
        archive.visit(&bar)
    }
}
