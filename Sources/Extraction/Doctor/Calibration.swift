/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted by `Scripts/fit-repair` with a ridge penalty of 10 on standardized inputs, each weight
/// with a sign given beforehand, over pages before and after they changed, as far as no finding
/// refuses what was found; the limits are those at which at most 2 % of changed fields were given
/// wrong when each site was judged by a model that had not seen it (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.8
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.6
    /// The same for a field with several values, each of which can be wrong.
    static let severalLimit = 0.91

    private static let listBias = -8.197
    private static let listWeights = [
        0.163, 0.000, 0.724, 0.000, 0.000, 0.000, 0.000, 0.737, 0.000, 0.236, 0.000, 0.337, 0.000,
        0.000, 0.790, 1.381, 0.188, 0.000, 0.000, 0.000, 0.000, -1.176, 0.000, 0.926, 0.000, 0.128,
        0.985, 0.000, 0.000, 0.000, 0.000, -0.734, 1.737, 0.406, 0.000, 0.000, 0.000, -1.256,
        -1.332, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 1.158,
        0.000, 0.000, 3.638, 0.000, 0.000, 0.000, 0.000, 0.434, 0.000,
    ]
    private static let pageBias = 0.711
    private static let pageWeights = [
        1.001, 0.641, 0.292, 0.254, 0.685, -0.350, 0.000, 0.000, 0.000, 1.719, 0.000, -0.355, 0.000,
        0.000, 0.090, 0.000, 0.000, 0.147, 0.250, 0.000, 0.626, 0.505, 0.389, 0.000, 0.000, 0.000,
        -0.609, 0.000, 0.000, 0.000,
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
