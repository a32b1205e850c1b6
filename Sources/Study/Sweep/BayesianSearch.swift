import AlmanacCore
import Glibc
import StrategyLanguage

/// Chooses which combination to run next from what the earlier ones gave.
///
/// The first fifth is drawn, each far from those before; then a Gaussian process over the
/// parameters says of every combination what to expect and how surely, and the one with the largest
/// expected improvement is next; in the last quarter, the one among the neighbours of the best so
/// far, so that the search ends on top of the hill that it found. Values far below the others count
/// as three deviations below, so that they do not rule the fit. Numbers above 0 count by themselves
/// or by their logarithms, whichever fits better.
///
/// A value that takes events: ``next()`` gives a combination, ``report(_:_:)`` takes its value.
/// - Source: Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box
///   functions" (1998); for the draws Mitchell's best candidate (1991), for the end the trust
///   region of Eriksson and others, "Scalable global optimization via local Bayesian optimization"
///   (2019), of a fixed size.
/// - Determinism: the same grid, seed and values give the same choices.
/// - Complexity: O(candidates × choices) a choice; the fit, made anew each time there is a quarter
///   more to fit, O(choices³).
package struct BayesianSearch: Sendable {
    /// The most combinations that a search may choose.
    package static let maxCount = 2_000

    private let count: Int
    private let isLowerBetter: Bool
    private var drawn: [Int]
    private var candidates: [Candidate]
    private var process: GaussianProcess
    private var factor = CholeskyFactor()
    private var points: [[Double]] = []
    private var values: [Double] = []
    private var placeOf: [Int: Int] = [:]
    private var bestSteps: [Int]?
    private var bestValue = -Double.infinity
    private var waiting: Int?
    private var nextFit = 0
    /// How many steps of each parameter a neighbour is away at most.
    private static let reach = 2
    /// Of how many draws the furthest is taken.
    private static let drawsEach = 20

    private struct Candidate: Sendable {
        var combination: Int
        var point: [Double]
        /// Which value of each parameter it has, in order.
        var steps: [Int]
        /// The factor's solution for the covariances with the chosen points.
        var solution: [Double] = []
        var isChosen = false
    }

    /// - Parameters:
    ///   - allowed: The combinations to choose from.
    ///   - count: How many to choose.
    package init(
        _ grid: SweepGrid, allowed: [Int], count: Int, seed: UInt64, isLowerBetter: Bool
    ) {
        self.count = min(count, allowed.count)
        self.isLowerBetter = isLowerBetter
        var generator = SeededGenerator(seed: seed)
        // Of a huge grid a part is looked at, so that memory stays bounded.
        let most = max(500, min(8_000, 6_000_000 / max(1, count)))
        var chosen = allowed
        let kept = min(most, allowed.count)
        for place in 0..<kept {
            let other = place + Int(generator.next() % UInt64(chosen.count - place))
            chosen.swapAt(place, other)
        }
        let space = ParameterSpace(grid)
        candidates = chosen.prefix(kept).sorted().map { combination in
            Candidate(
                combination: combination, point: space.point(combination),
                steps: space.steps(combination))
        }
        drawn = Self.spread(candidates, min(max(8, count / 5), self.count), &generator).reversed()
        for (place, candidate) in candidates.enumerated() { placeOf[candidate.combination] = place }
        process = GaussianProcess(dimensions: space.dimensions)
        nextFit = drawn.count
    }

    /// Combinations far from each other: each the furthest of some draws from those before.
    private static func spread(
        _ candidates: [Candidate], _ count: Int, _ generator: inout SeededGenerator
    ) -> [Int] {
        var distances = [Double](repeating: .infinity, count: candidates.count)
        var chosen: [Int] = []
        while chosen.count < min(count, candidates.count) {
            var furthest = -1
            for _ in 0..<drawsEach {
                let place = Int(generator.next() % UInt64(candidates.count))
                if furthest < 0 || distances[place] > distances[furthest] { furthest = place }
            }
            // Nearly all are taken: the first that is not.
            if distances[furthest] == 0 {
                furthest = distances.firstIndex { $0 > 0 } ?? 0
            }
            let point = candidates[furthest].point
            for place in candidates.indices {
                let square = zip(candidates[place].point, point).reduce(0) {
                    $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                }
                distances[place] = min(distances[place], square)
            }
            chosen.append(candidates[furthest].combination)
        }
        return chosen
    }

    /// The next combination to run; nil once there are enough.
    package mutating func next() -> Int? {
        guard values.count < min(count, candidates.count) else { return nil }
        let combination = drawn.popLast() ?? mostPromising()
        waiting = combination
        return combination
    }

    /// Takes the value of the combination that ``next()`` gave; nil counts as the worst.
    package mutating func report(_ combination: Int, _ value: Double?) {
        precondition(combination == waiting, "values are reported in the order of the choices")
        waiting = nil
        guard let place = placeOf[combination] else { return }
        candidates[place].isChosen = true
        points.append(candidates[place].point)
        let better = value.map { isLowerBetter ? -$0 : $0 }
        let found = better.map { $0.isNaN ? -.infinity : $0 } ?? -.infinity
        values.append(found)
        if found > bestValue { (bestValue, bestSteps) = (found, candidates[place].steps) }
        // Until the first fit there is nothing to keep up to date.
        if factor.rows.count == points.count - 1, !factor.rows.isEmpty { extend() }
    }

    // MARK: - Expectations

    private mutating func mostPromising() -> Int {
        let scores = standardized(values)
        if values.count >= nextFit {
            fit(scores)
            nextFit = values.count + max(4, values.count / 4)
        }
        let weights = factor.solve(scores)
        let scale = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
        let best = scores.max() ?? 0
        var found: (improvement: Double, combination: Int)?
        for candidate in worthALook() {
            var mean = 0.0
            var explained = 0.0
            for index in weights.indices {
                mean += candidate.solution[index] * weights[index]
                explained += candidate.solution[index] * candidate.solution[index]
            }
            let deviation = (max(1e-12, 1 - explained) * max(scale, 1e-12)).squareRoot()
            let improvement = expectedImprovement((mean - best) / deviation) * deviation
            if improvement > found?.improvement ?? -1 {
                found = (improvement, candidate.combination)
            }
        }
        return found?.combination ?? candidates[0].combination
    }

    /// The combinations to choose from: all that are left, in the last quarter the neighbours of
    /// the best one as long as there are any.
    private func worthALook() -> [Candidate] {
        let rest = candidates.filter { !$0.isChosen }
        guard 4 * (count - values.count) <= count, let steps = bestSteps else { return rest }
        let near = rest.filter { candidate in
            zip(candidate.steps, steps).allSatisfy { abs($0 - $1) <= Self.reach }
        }
        return near.isEmpty ? rest : near
    }

    private func expectedImprovement(_ z: Double) -> Double {
        let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
        return z * NormalDistribution.cumulative(z) + density
    }

    private mutating func fit(_ scores: [Double]) {
        // The likelihood of some of the points tells enough.
        let step = max(1, points.count / 300)
        let places = stride(from: 0, to: points.count, by: step)
        process.fit(places.map { points[$0] }, places.map { scores[$0] })
        factor = CholeskyFactor()
        for index in candidates.indices { candidates[index].solution.removeAll() }
        let all = points
        points = []
        for point in all {
            points.append(point)
            extend()
        }
    }

    /// Takes the last point into the factor and into what is known of every candidate.
    private mutating func extend() {
        let count = points.count - 1
        let point = points[count]
        let row = points[..<count].map { process.covariance(point, $0) }
        // Points of a grid differ, and the noise keeps the matrix positive definite.
        guard factor.append(row, diagonal: 1 + process.noise) else {
            preconditionFailure("a covariance with noise has a factor")
        }
        for index in candidates.indices {
            let covariance = process.covariance(candidates[index].point, point)
            let value = factor.lastStep(candidates[index].solution, covariance)
            candidates[index].solution.append(value)
        }
    }

    /// The values in deviations from their mean; what has no value counts as the worst.
    private func standardized(_ values: [Double]) -> [Double] {
        let finite = values.filter(\.isFinite)
        let worst = finite.min() ?? 0
        let filled = values.map { $0.isFinite ? $0 : worst }
        let count = Double(values.count)
        let mean = filled.reduce(0, +) / count
        let squares = filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / count).squareRoot()
        guard deviation > 0 else { return values.map { _ in 0 } }
        return filled.map { max(-3, ($0 - mean) / deviation) }
    }
}

/// The parameters of a grid as points of the unit cube, and as steps.
private struct ParameterSpace {
    private let grid: SweepGrid
    /// For each parameter that varies, two coordinates for each direction of each value.
    private let axes: [(index: Int, coordinates: [[Double]])]
    /// For each of them, which in order each value is; 0 for choices, which have no order.
    private let places: [[Int]]

    init(_ grid: SweepGrid) {
        self.grid = grid
        axes = grid.ranges.enumerated().compactMap { index, range in
            range.values.count > 1 ? (index, Self.coordinates(range.values)) : nil
        }
        places = axes.map { Self.places(grid.ranges[$0.index].values) }
    }

    var dimensions: Int { axes.reduce(0) { $0 + ($1.coordinates.first?.count ?? 0) } / 2 }

    func point(_ combination: Int) -> [Double] {
        let digits = grid.digits(of: combination)
        return axes.flatMap { $0.coordinates[digits[$0.index]] }
    }

    func steps(_ combination: Int) -> [Int] {
        let digits = grid.digits(of: combination)
        return axes.indices.map { places[$0][digits[axes[$0].index]] }
    }

    private static func places(_ values: [ParameterValue]) -> [Int] {
        let numbers = values.compactMap(\.number)
        guard numbers.count == values.count else { return values.map { _ in 0 } }
        var places = values.map { _ in 0 }
        let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        for (place, index) in order.enumerated() { places[index] = place }
        return places
    }

    private static func coordinates(_ values: [ParameterValue]) -> [[Double]] {
        let numbers = values.compactMap(\.number)
        guard numbers.count == values.count, let low = numbers.min(), let high = numbers.max(),
            high > low
        else {
            // Choices without an order are all equally far apart.
            return values.indices.map { place in
                values.indices.flatMap { $0 == place ? [0.5, 0.5] : [0, 0] }
            }
        }
        return numbers.map { number in
            let share = (number - low) / (high - low)
            return [share, low > 0 ? log(number / low) / log(high / low) : share]
        }
    }
}
