/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted by `Scripts/fit-repair` with ridge penalties of 3 and 10 on standardized inputs, each
/// weight with a sign given beforehand, over pages before and after they changed; the limits are
/// those at which at most 2 % of changed fields were given wrong when each site was judged by a
/// model that had not seen it (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.9
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.6
    /// The same for a field with several values, each of which can be wrong.
    static let severalLimit = 0.91

    private static let listBias = -17.291
    private static let listWeights = [
        0.448, 0.000, 3.821, 0.661, -0.554, 0.162, -0.579, 0.147, 0.000, 0.177, -0.325, 0.928,
        0.000, -1.509, 0.000, 0.457, 0.531, 0.000, 0.373, 0.000, 0.000, -0.727, 0.000, 2.368,
        1.323, 1.415, 1.963, 0.000, 0.000, -0.382, 0.000, -0.223, 5.257, 0.839, 0.786, -0.956,
        0.000, -0.166, -1.913, -1.864, -1.235, -0.431, 0.000, 0.000, 0.000, 0.000, -0.807,
        -0.911, 0.000, 0.354, 0.000, 0.000, 0.717, -0.259, 0.000, -2.269, -2.009, 0.000, 0.000,
    ]
    private static let pageBias = -3.15
    private static let pageWeights = [
        0.019, 0.976, 0.622, 0.000, 2.548, -0.872, 0.000, 0.000, -1.413, 1.407, 0.000, -0.674,
        3.203, 0.000, 0.692, 0.000, 0.208, 0.468, 0.042, 0.022, 0.781, 0.649, 1.004, 0.000,
        0.000, 0.000, 0.000, 0.000, 0.000, 0.000,
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
