import Glibc

/// The greatest statistics of some of the variants, in truth and in each resample.
struct SuperiorAbilityPart: Sendable {
    /// The variant with the greatest studentised mean; of equal ones the first.
    private(set) var best = (trial: 0, studentised: -Double.infinity)
    /// The greatest mean times √n.
    private(set) var greatestMean = -Double.infinity
    /// The greatest of each resample, for each way to recentre.
    private(set) var greatest: Greatest

    struct Greatest: Sendable {
        var plain: [Double]
        /// Where no variant counts, the statistic is 0: it is floored there for the tests of
        /// Hansen.
        var lower: [Double]
        var consistent: [Double]
        var upper: [Double]
    }

    init(resamples: Int) {
        let floor = [Double](repeating: 0, count: resamples)
        greatest = Greatest(
            plain: [Double](repeating: -.infinity, count: resamples), lower: floor,
            consistent: floor, upper: floor)
    }

    mutating func take(_ later: SuperiorAbilityPart) {
        if later.best.studentised > best.studentised { best = later.best }
        greatestMean = max(greatestMean, later.greatestMean)
        func keepGreater(_ own: inout [Double], _ others: [Double]) {
            for index in own.indices { own[index] = max(own[index], others[index]) }
        }
        keepGreater(&greatest.plain, later.greatest.plain)
        keepGreater(&greatest.lower, later.greatest.lower)
        keepGreater(&greatest.consistent, later.greatest.consistent)
        keepGreater(&greatest.upper, later.greatest.upper)
    }

    mutating func add(
        _ trials: TrialReturns, _ range: Range<Int>, _ draws: BlockResamples, _ length: Double
    ) {
        let group = SIMD8<Double>.scalarCount
        var running = [SIMD8<Double>](repeating: .zero, count: trials.barCount + 1)
        let empty = Lanes(root: Double(trials.barCount).squareRoot())
        var lanes = empty
        trials.forEach(range) { trial, returns in
            let lane = (trial - range.lowerBound) % group
            if let figures = MeanFigures(returns, meanBlockLength: length) {
                lanes.set(lane, figures)
                greatestMean = max(greatestMean, lanes.root * figures.mean)
                let studentised = lanes.root * figures.mean / figures.deviation
                if studentised > best.studentised { best = (trial, studentised) }
                var sum = 0.0
                for bar in returns.indices {
                    sum += returns[bar]
                    running[bar + 1][lane] = sum
                }
            }
            if lane == group - 1 || trial == range.upperBound - 1 {
                add(lanes, running, draws)
                lanes = empty
            }
        }
    }

    private mutating func add(
        _ lanes: Lanes, _ running: [SIMD8<Double>], _ draws: BlockResamples
    ) {
        let inverse = 1 / Double(draws.barCount)
        running.withUnsafeBufferPointer { running in
            guard let running = running.baseAddress else { return }
            draws.forEachSum(running) { resample, sum in
                let means = sum * inverse
                let plain = ((means - lanes.mean) * lanes.root).max()
                let lower = ((means - lanes.lower) * lanes.scale).max()
                let consistent = ((means - lanes.consistent) * lanes.scale).max()
                let upper = ((means - lanes.mean) * lanes.scale).max()
                greatest.plain[resample] = max(greatest.plain[resample], plain)
                greatest.lower[resample] = max(greatest.lower[resample], lower)
                greatest.consistent[resample] = max(greatest.consistent[resample], consistent)
                greatest.upper[resample] = max(greatest.upper[resample], upper)
            }
        }
    }

    /// What is taken away from the resampled means of eight variants, and what they are divided by.
    private struct Lanes {
        /// The root of the number of bars.
        let root: Double
        // A lane without a variant is infinitely far below.
        var mean = SIMD8<Double>(repeating: .infinity)
        var lower = SIMD8<Double>(repeating: .infinity)
        var consistent = SIMD8<Double>(repeating: .infinity)
        var scale = SIMD8<Double>(repeating: 1)

        init(root: Double) { self.root = root }

        mutating func set(_ lane: Int, _ figures: MeanFigures) {
            let bars = root * root
            let threshold = -figures.deviation * (2 * log(log(bars)) / bars).squareRoot()
            mean[lane] = figures.mean
            lower[lane] = max(figures.mean, 0)
            consistent[lane] = figures.mean >= threshold ? figures.mean : 0
            scale[lane] = root / figures.deviation
        }
    }
}

/// The mean of a series, and the deviation of √n times its mean under the stationary bootstrap.
struct MeanFigures {
    var mean: Double
    var deviation: Double

    /// Measures a series; `nil` without variance or where a value is not finite.
    ///
    /// The variance is γ₀ + 2 Σ κᵢ γᵢ with κᵢ = (1 − i/n) λⁱ + (i/n) λⁿ⁻ⁱ and λ = 1 − 1/length.
    /// With the covariances around the circle that is a geometric sum, which runs along with the
    /// series.
    /// - Complexity: O(n).
    init?(_ returns: [Double], meanBlockLength: Double) {
        let n = Double(returns.count)
        let mean = returns.reduce(0, +) / n
        guard mean.isFinite else { return nil }
        let decay = 1 - 1 / meanBlockLength
        // Over the bars before: Σ λⁱ d and Σ i λⁱ d, for i from 1 to n - 1.
        var (near, weighted) = (0.0, 0.0)
        for bar in returns.indices.dropFirst() {
            let before = returns[bar] - mean
            weighted = decay * (weighted + near + before)
            near = decay * (near + before)
        }
        let round = pow(decay, n)
        var (squares, products) = (0.0, 0.0)
        for value in returns {
            let deviation = value - mean
            squares += deviation * deviation
            products += deviation * (near - weighted / n)
            // A full round takes the value itself away again.
            weighted = decay * (weighted + near + deviation) - n * round * deviation
            near = decay * (near + deviation) - round * deviation
        }
        let variance = (squares + 2 * products) / n
        // What rounding leaves of equal returns is no variance.
        guard squares / n > 1e-24 * mean * mean, variance > 1e-12 * squares / n, variance.isFinite
        else { return nil }
        self.mean = mean
        deviation = variance.squareRoot()
    }
}
