extension PortfolioWeights {
    /// Long-only weights of the least variance, each at most a cap.
    ///
    /// - Parameters:
    ///   - covariance: Positive semidefinite; a hundred-millionth of the mean variance is added to
    ///     the diagonal where it is not definite, which makes the answer unique.
    ///   - cap: The largest weight; where it times the number of weights is at most 1, each is it.
    /// - Complexity: O(n³) for each change of the active set, of which there are about n.
    /// - Source: the primal active-set method for convex quadratic programmes, Nocedal and Wright,
    ///   "Numerical Optimization" (2nd edition), algorithm 16.3, for bounds and one equality.
    public static func minimumVariance(_ covariance: Covariance, cap: Double = 1) -> [Double] {
        let count = covariance.count
        guard count > 1, cap * Double(count) > 1 else {
            return [Double](repeating: min(cap, 1 / Double(max(count, 1))), count: count)
        }
        var programme = ActiveSet(covariance, cap: min(cap, 1))
        programme.solve()
        return programme.weights
    }
}

/// The state of the active-set method: a feasible point, and which weights rest on a bound.
private struct ActiveSet {
    private enum Place { case free, atZero, atCap }

    private let count: Int
    private let cap: Double
    /// The covariance over the mean variance.
    private let matrix: Covariance
    private(set) var weights: [Double]
    private var places: [Place]

    init(_ covariance: Covariance, cap: Double) {
        count = covariance.count
        self.cap = cap
        let size = covariance.count
        let mean = (0..<size).reduce(0) { $0 + covariance[$1, $1] } / Double(size)
        let scale = mean > 0 ? 1 / mean : 1
        var scaled = covariance.values.map { $0 * scale }
        if Cholesky(scaled, count: size) == nil {
            for row in 0..<size { scaled[row * size + row] += 1e-8 }
        }
        matrix = Covariance(count: size, values: scaled)
        weights = PortfolioWeights.equal(size)
        places = [Place](repeating: .free, count: size)
    }

    mutating func solve() {
        // Each step fixes or frees a weight; the limit only guards against rounding in a circle.
        for _ in 0..<(50 * count + 200) {
            let (target, price) = minimum()
            if let blocked = step(to: target) {
                places[blocked.index] = blocked.place
            } else if !release(price) {
                return
            }
        }
    }

    /// The best point with the resting weights where they are, and the multiplier of the sum.
    private func minimum() -> (target: [Double], price: Double?) {
        let free = places.indices.filter { places[$0] == .free }
        guard !free.isEmpty else { return (weights, nil) }
        var fixedSum = 0.0
        var resting = [Double](repeating: 0, count: count)
        for index in places.indices where places[index] != .free {
            resting[index] = weights[index]
            fixedSum += weights[index]
        }
        let pull = matrix.times(resting)
        let block = free.flatMap { row in free.map { matrix[row, $0] } }
        guard let factor = Cholesky(block, count: free.count) else { return (weights, nil) }
        let ones = factor.solve([Double](repeating: 1, count: free.count))
        let pulled = factor.solve(free.map { pull[$0] })
        let price = (1 - fixedSum + pulled.reduce(0, +)) / ones.reduce(0, +)
        var target = weights
        for (place, index) in free.enumerated() {
            target[index] = price * ones[place] - pulled[place]
        }
        return (target, price)
    }

    /// Moves towards a point as far as the bounds allow.
    /// - Returns: The bound that stopped it, where one did.
    private mutating func step(to target: [Double]) -> (index: Int, place: Place)? {
        var length = 1.0
        var blocked: (index: Int, place: Place)?
        for index in places.indices where places[index] == .free {
            let change = target[index] - weights[index]
            let room = change < 0 ? -weights[index] / change : (cap - weights[index]) / change
            if change != 0, room < length {
                length = max(room, 0)
                blocked = (index, change < 0 ? .atZero : .atCap)
            }
        }
        for index in places.indices where places[index] == .free {
            weights[index] += length * (target[index] - weights[index])
        }
        if let blocked { weights[blocked.index] = blocked.place == .atZero ? 0 : cap }
        return blocked
    }

    /// Frees the resting weight that would lower the variance most.
    /// - Returns: False where none would: the point is the minimum.
    private mutating func release(_ price: Double?) -> Bool {
        let gradient = matrix.times(weights)
        let lowest = places.indices.filter { places[$0] == .atZero }
            .min { gradient[$0] < gradient[$1] }
        let highest = places.indices.filter { places[$0] == .atCap }
            .max { gradient[$0] < gradient[$1] }
        let tolerance = 1e-12 * max(1, gradient.reduce(0) { max($0, abs($1)) })
        guard let price else {
            // Nothing is free: a weight at zero and one at its cap may trade places.
            guard let lowest, let highest, gradient[highest] - gradient[lowest] > tolerance else {
                return false
            }
            places[lowest] = .free
            places[highest] = .free
            return true
        }
        let gainLow = lowest.map { price - gradient[$0] } ?? 0
        let gainHigh = highest.map { gradient[$0] - price } ?? 0
        guard max(gainLow, gainHigh) > tolerance else { return false }
        if gainLow >= gainHigh, let lowest {
            places[lowest] = .free
        } else if let highest {
            places[highest] = .free
        }
        return true
    }
}

/// The triangular factor of a symmetric positive definite matrix.
///
/// - Source: Golub and Van Loan, "Matrix Computations" (4th edition), section 4.2.
struct Cholesky {
    private let count: Int
    private var lower: [Double]

    /// Factors a matrix given row by row; nil where it is not positive definite by a clear margin.
    init?(_ matrix: [Double], count: Int) {
        self.count = count
        lower = matrix
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row * count + column]
                for inner in 0..<column {
                    sum -= lower[row * count + inner] * lower[column * count + inner]
                }
                if row == column {
                    guard sum > 1e-11 * matrix[row * count + row] else { return nil }
                    lower[row * count + row] = sum.squareRoot()
                } else {
                    lower[row * count + column] = sum / lower[column * count + column]
                }
            }
        }
    }

    /// The solution of the matrix times it being a vector.
    func solve(_ vector: [Double]) -> [Double] {
        var solution = vector
        for row in 0..<count {
            for column in 0..<row {
                solution[row] -= lower[row * count + column] * solution[column]
            }
            solution[row] /= lower[row * count + row]
        }
        for row in (0..<count).reversed() {
            for column in (row + 1)..<max(count, row + 1) {
                solution[row] -= lower[column * count + row] * solution[column]
            }
            solution[row] /= lower[row * count + row]
        }
        return solution
    }
}
