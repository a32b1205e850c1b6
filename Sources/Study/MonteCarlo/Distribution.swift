public import AlmanacCore

/// A distribution of values by its mean and some quantiles.
public struct Distribution: Sendable, Equatable {
    /// The mean.
    public var mean: Double
    /// The values below which 5, 25, 50, 75 and 95 % of all lie, by linear interpolation.
    public var quantiles: [(part: Double, value: Double)] {
        zip(Self.parts, values).map { ($0, $1) }
    }
    private var values: [Double]

    private static let parts = [0.05, 0.25, 0.5, 0.75, 0.95]

    /// Measures values.
    /// - Parameter values: At least one, finite, in any order.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "A distribution has a value.")
        mean = values.reduce(0, +) / Double(values.count)
        let sorted = values.sorted()
        self.values = Self.parts.map { Quantiles.value(sorted, at: $0) }
    }

    /// The value in the middle.
    public var median: Double { values[2] }

    /// The distribution as JSON: `mean`, `p5`, `p25`, `p50`, `p75`, `p95`.
    public var json: JSON {
        var object: JSONObject = ["mean": .number(mean)]
        for (part, value) in quantiles {
            object["p\(Int((part * 100).rounded()))"] = .number(value)
        }
        return .object(object)
    }
}
