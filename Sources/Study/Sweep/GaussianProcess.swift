import Glibc

/// A Gaussian process with a Matérn covariance over points of the unit cube, for values with
/// mean 0.
///
/// Each direction of a point has two coordinates, of which the process goes by one: by the value or
/// by its logarithm. Which one, the scale of each direction, the smoothness and the share of noise
/// are those of a small set under which the values are likeliest, found one after another.
/// - Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), algorithm
///   2.1, equation 5.8 with the signal's variance at its maximum, and section 4.2.1 (smoothness
///   1/2, 3/2 and 5/2).
/// - Determinism: sums run in a fixed order.
struct GaussianProcess {
    /// How far apart points may lie in each direction and still tell about each other.
    private(set) var scales: [Double]
    /// Whether the second coordinate of a direction counts, its logarithm.
    private(set) var usesSecond: [Bool]
    /// The variance of the noise over that of the signal.
    private(set) var noise = 0.01
    /// How smooth the values are: the figure of a rule that switches at a level is rough.
    private(set) var smoothness = Smoothness.fiveHalves

    enum Smoothness: CaseIterable { case half, threeHalves, fiveHalves }

    private static let scaleChoices: [Double] = [0.03, 0.06, 0.12, 0.25, 0.5, 1]
    private static let noiseChoices: [Double] = [1e-4, 0.01, 0.05, 0.2]

    init(dimensions: Int) {
        scales = [Double](repeating: 0.25, count: dimensions)
        usesSecond = [Bool](repeating: false, count: dimensions)
    }

    /// How much two points tell about each other, from 0 to 1.
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
        var square = 0.0
        for index in scales.indices {
            let place = usesSecond[index] ? 2 * index + 1 : 2 * index
            let distance = (a[place] - b[place]) / scales[index]
            square += distance * distance
        }
        switch smoothness {
        case .half:
            return exp(-square.squareRoot())
        case .threeHalves:
            let scaled = (3 * square).squareRoot()
            return (1 + scaled) * exp(-scaled)
        case .fiveHalves:
            let scaled = (5 * square).squareRoot()
            return (1 + scaled + scaled * scaled / 3) * exp(-scaled)
        }
    }

    /// Chooses scales, smoothness and noise for some values.
    /// - Complexity: O(directions × n³).
    mutating func fit(_ points: [[Double]], _ values: [Double]) {
        var best = likelihood(points, values)
        for _ in 0..<2 {
            for index in scales.indices {
                improve(points, values, &best) { $0.usesSecond[index].toggle() }
                for choice in Self.scaleChoices {
                    improve(points, values, &best) { $0.scales[index] = choice }
                }
            }
            for choice in Self.noiseChoices {
                improve(points, values, &best) { $0.noise = choice }
            }
            for choice in Smoothness.allCases {
                improve(points, values, &best) { $0.smoothness = choice }
            }
        }
    }

    private mutating func improve(
        _ points: [[Double]], _ values: [Double], _ best: inout Double,
        _ change: (inout GaussianProcess) -> Void
    ) {
        var other = self
        change(&other)
        let found = other.likelihood(points, values)
        if found > best { (self, best) = (other, found) }
    }

    /// The logarithm of the likelihood of the values but for a constant; lowest where the
    /// covariance cannot be factored.
    private func likelihood(_ points: [[Double]], _ values: [Double]) -> Double {
        var factor = CholeskyFactor()
        var squares = 0.0
        var determinant = 0.0
        var solved: [Double] = []
        for (index, point) in points.enumerated() {
            let row = points[..<index].map { covariance(point, $0) }
            guard factor.append(row, diagonal: 1 + noise) else { return -.infinity }
            let value = factor.lastStep(solved, values[index])
            solved.append(value)
            squares += value * value
            determinant += log(factor.lastDiagonal)
        }
        let count = Double(points.count)
        guard squares > 0 else { return -determinant }
        return -0.5 * count * log(squares / count) - determinant
    }
}

/// The lower triangular factor of a matrix that grows by rows.
struct CholeskyFactor {
    /// The rows, each up to its diagonal.
    private(set) var rows: [[Double]] = []

    /// The diagonal of the last row.
    var lastDiagonal: Double { rows.last?.last ?? 1 }

    /// Adds a row of the matrix; false, without change, where it is not positive definite.
    mutating func append(_ covariances: [Double], diagonal: Double) -> Bool {
        var row = solve(covariances)
        let rest = row.reduce(diagonal) { $0 - $1 * $1 }
        guard rest > 1e-12 else { return false }
        row.append(rest.squareRoot())
        rows.append(row)
        return true
    }

    /// The solution of the factor times x is the right side.
    func solve(_ right: [Double]) -> [Double] {
        var solution: [Double] = []
        solution.reserveCapacity(right.count)
        for index in right.indices {
            let row = rows[index]
            var rest = right[index]
            for earlier in 0..<index { rest -= row[earlier] * solution[earlier] }
            solution.append(rest / row[index])
        }
        return solution
    }

    /// The last element of a solution whose earlier ones are known.
    func lastStep(_ solution: [Double], _ right: Double) -> Double {
        guard let row = rows.last else { return right }
        var rest = right
        for index in solution.indices { rest -= row[index] * solution[index] }
        return rest / row[solution.count]
    }
}
