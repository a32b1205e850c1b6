/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted by `Scripts/fit-repair` with a ridge penalty of 10 on standardized inputs, each weight
/// with a sign given beforehand, over pages before and after they changed, as far as no finding
/// refuses what was found; the limits are those at which at most 2 % of changed fields were given
/// wrong when each site was judged by a model that had not seen it (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.91
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.6
    /// The same for a field with several values, each of which can be wrong.
    static let severalLimit = 0.91

    private static let listBias = -9.751
    private static let listWeights = [
        0.136, 0.100, 0.513, 0.000, 0.000, 0.000, -0.541, 0.000, 0.000, 0.317, -0.675, 0.880, 0.000,
        0.000, 0.000, 3.235, 0.216, 0.000, 0.000, 0.000, 0.000, -2.864, 0.000, 0.000, 0.000, 0.430,
        1.604, 0.000, 0.000, -0.861, 0.000, -1.884, 2.976, 1.068, 0.143, 0.000, 0.000, -1.286,
        -0.871, 0.000, -1.636, 0.000, 0.000, 0.000, 0.000, 0.000, -0.954, 0.000, 0.000, 0.227,
        0.000, 0.000, 2.750, 0.000, 0.000, 0.000, -1.223, 0.671, 0.000,
    ]
    private static let pageBias = 0.749
    private static let pageWeights = [
        1.087, 0.616, 0.299, 0.249, 0.687, -0.286, 0.000, 0.000, 0.000, 1.545, 0.000, -0.694, 0.000,
        0.000, 0.104, 0.000, 0.000, 0.147, 0.254, 0.000, 0.554, 0.603, 0.360, 0.000, 0.000, 0.000,
        -0.645, 0.000, 0.000, 0.000,
    ]

    /// How likely a field of a list is to be right; 0 where there is no evidence.
    static func list(_ evidence: [Double]) -> Double {
        probability(evidence, listWeights, listBias)
    }

    /// How likely a field of a page is to be right; 0 where there is no evidence.
    static func page(_ evidence: [Double]) -> Double {
        probability(evidence, pageWeights, pageBias)
    }

    private static func probability(
        _ evidence: [Double], _ weights: [Double], _ bias: Double
    ) -> Double {
        guard evidence.count == weights.count else { return 0 }
        var sum = bias
        for (value, weight) in zip(evidence, weights) { sum += value * weight }
        return 1 / (1 + exponential(-sum))
    }

    /// e to a power between -40 and 40, the same on every machine.
    static func exponential(_ power: Double) -> Double {
        let clamped = min(40, max(-40, power))
        let part = clamped / 64
        var term = 1.0
        var sum = 1.0
        for index in 1...12 {
            term *= part / Double(index)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }
}
