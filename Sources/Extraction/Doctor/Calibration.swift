/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted by `Scripts/fit-repair` with a ridge penalty of 10 on standardized inputs, each weight
/// with a sign given beforehand, over pages before and after they changed, as far as no finding
/// refuses what was found; the limits are
/// those at which at most 2 % of changed fields were given wrong when each site was judged by a
/// model that had not seen it (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.935
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.6
    /// The same for a field with several values, each of which can be wrong.
    static let severalLimit = 0.91

    private static let listBias = -9.476
    private static let listWeights = [
        0.000, 0.454, 0.628, 0.000, 0.000, 0.000, -0.597, 0.000, 0.000, 0.386, -0.633, 0.855, 0.000,
        0.000, 0.000, 1.886, 0.065, 0.000, 0.000, 0.000, 0.000, -3.112, 0.000, 0.000, 0.050, 0.881,
        0.922, -1.028, 0.000, -0.939, 0.000, -1.640, 3.548, 1.903, 0.409, 0.000, 0.085, -1.451,
        -0.898, 0.000, -2.354, -0.095, -0.435, -0.126, 0.000, 0.000, -0.924, 0.000, 0.000, 0.000,
        0.000, 0.000, 2.824, 0.000, 0.000, 0.000, -1.962, 0.421, 0.000,
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
