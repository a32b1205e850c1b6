/// vectorbt's `rolling_mean_1d_nb`: the difference of two running sums, so that rounding errors
/// depend on the whole past; missing unless every value of the window is present.
struct VectorbtMeanKernel: Kernel {
    private let window: Int
    private var sum = 0.0
    /// How many values have been present in a row, the newest among them.
    private var present = 0
    /// The running sums of the newest bars.
    private var sums = History()
    private var bar = 0

    init(window: Int) {
        precondition(window >= 1, "a window holds at least one bar")
        self.window = window
    }

    mutating func run(_ chunk: Chunk) {
        let oldest = max(0, bar - window)
        sums.reserve(
            from: oldest, storing: bar, to: min(oldest + window + 1, bar + chunk.count))
        let (x, out) = (chunk.inputs[0], chunk.outputs[0])
        let (window, mask) = (window, sums.mask)
        var (sum, present, bar) = (sum, present, bar)
        sums.withSlots { sums in
            for index in 0..<chunk.count {
                let value = x[index]
                if value == value {
                    sum += value
                    present &+= 1
                } else {
                    present = 0
                }
                let before = bar >= window ? sums[(bar &- window) & mask] : 0
                sums[bar & mask] = sum
                out[index] = present >= window ? (sum - before) / Double(window) : .nan
                bar &+= 1
            }
        }
        (self.sum, self.present, self.bar) = (sum, present, bar)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&sum)
        archive.visit(&present)
        sums.visitState(&archive)
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
