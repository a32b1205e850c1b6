/// How the covariance of returns is estimated.
public enum CovarianceEstimate: String, Sendable, CaseIterable {
    /// The sample covariance, divided by n - 1.
    case sample
    /// The sample covariance (divided by n) shrunk towards equal variances without correlation.
    ///
    /// - Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance
    ///   matrices", Journal of Multivariate Analysis 88 (2004), as scikit-learn computes it.
    case ledoitWolf = "ledoit-wolf"
}

/// A symmetric matrix of variances and covariances, row by row.
public struct Covariance: Sendable, Equatable {
    /// The number of rows.
    public let count: Int
    /// The elements, row by row.
    public private(set) var values: [Double]
    /// How much of the matrix is the target that it was shrunk to, from 0 to 1.
    public private(set) var shrinkage = 0.0

    /// Takes a matrix as it is.
    /// - Parameter values: `count` rows of `count` elements, symmetric.
    public init(count: Int, values: [Double]) {
        precondition(values.count == count * count, "a matrix is square")
        self.count = count
        self.values = values
    }

    /// Estimates from returns.
    ///
    /// - Parameter returns: One array for each instrument, all of one length of 2 or more, finite.
    /// - Determinism: sums run in the order of time.
    /// - Complexity: O(instruments² × returns).
    public init(of returns: [[Double]], _ estimate: CovarianceEstimate) {
        count = returns.count
        let length = returns.first?.count ?? 0
        precondition(length >= 2 && returns.allSatisfy { $0.count == length })
        let centred = returns.map { column -> [Double] in
            let mean = column.reduce(0, +) / Double(length)
            return column.map { $0 - mean }
        }
        values = [Double](repeating: 0, count: count * count)
        // Sums of x² y² over time, which the shrinkage needs.
        var fourths = 0.0
        let divisor = Double(estimate == .sample ? length - 1 : length)
        for row in 0..<count {
            for column in 0...row {
                var (sum, fourth) = (0.0, 0.0)
                for bar in 0..<length {
                    let product = centred[row][bar] * centred[column][bar]
                    sum += product
                    fourth += product * product
                }
                values[row * count + column] = sum / divisor
                values[column * count + row] = sum / divisor
                fourths += row == column ? fourth : 2 * fourth
            }
        }
        if estimate == .ledoitWolf { shrink(fourths: fourths, length: Double(length)) }
    }

    private mutating func shrink(fourths: Double, length: Double) {
        let size = Double(count)
        let mean = (0..<count).reduce(0) { $0 + self[$1, $1] } / size
        let squares = values.reduce(0) { $0 + $1 * $1 }
        let distance = squares / size - mean * mean
        let error = min((fourths / length - squares) / (size * length), distance)
        guard count > 1, distance > 0, error > 0 else { return }
        shrinkage = error / distance
        for index in values.indices { values[index] *= 1 - shrinkage }
        for row in 0..<count { values[row * count + row] += shrinkage * mean }
    }

    /// An element.
    public subscript(row: Int, column: Int) -> Double { values[row * count + column] }

    /// The product with a vector.
    public func times(_ vector: [Double]) -> [Double] {
        (0..<count).map { row in
            var sum = 0.0
            for column in 0..<count { sum += values[row * count + column] * vector[column] }
            return sum
        }
    }
}
