/// Count, mean and variance of values that come in groups, such as the Sharpe ratios of many
/// sweeps.
///
/// - Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
///   sample variances" (1979).
public struct PooledMoments: Sendable, Equatable {
    /// How many values.
    public private(set) var count: Int
    /// Their mean; 0 without values.
    public private(set) var mean: Double
    /// The sum of squared deviations from the mean.
    public private(set) var squares: Double

    /// Makes the moments of no values.
    public init() { (count, mean, squares) = (0, 0, 0) }

    /// Makes the moments of a group from its count, mean and variance (n - 1).
    public init(count: Int, mean: Double, variance: Double) {
        precondition(count >= 0, "A group has at least no values.")
        self.count = count
        self.mean = count > 0 ? mean : 0
        squares = count > 1 ? max(variance, 0) * Double(count - 1) : 0
    }

    /// The variance (n - 1); 0 for fewer than two values.
    public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

    /// Takes in a value.
    public mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
    }

    /// Takes in a group.
    public mutating func add(_ other: PooledMoments) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        let distance = other.mean - mean
        let (own, others) = (Double(count), Double(other.count))
        count += other.count
        mean += distance * others / (own + others)
        squares += other.squares + distance * distance * own * others / (own + others)
    }

    /// The moments of the values times a factor.
    public func scaled(by factor: Double) -> PooledMoments {
        var result = self
        result.mean *= factor
        result.squares *= factor * factor
        return result
    }
}
