/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted by `Scripts/fit-repair` with ridge penalties of 200 and 33 on standardized inputs over
/// pages before and after they changed; the limits are those at which at most 2 % of changed
/// fields were given wrong when each site was judged by a model that had not seen it
/// (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.87
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.7

    private static let listBias = -4.203
    private static let listWeights = [
        0.429, 0.194, 0.695, 0.112, 0.212, -0.215, 0.195, -0.411, 0.019, 0.025, 0.045, 0.126,
        -0.207, -0.046, 0.025, -0.016, 0.217, -0.328, -0.442, 0.029, 0.286, 0.884, 0.128, 0.087,
        0.012, -0.159, 0.162, -0.349, 0.048, 0.244, 0.316, 0.592, 0.167, 0.050, 0.433, -0.099,
        0.119, -0.220, -0.046, -0.175, 1.131, -0.124, -0.127, -0.333, -0.306, -0.286, 0.133, 0.365,
        0.086, 0.086, -0.036, 0.562,
    ]
    private static let pageBias = -1.324
    private static let pageWeights = [
        0.509, 0.421, 0.523, 0.299, 1.253, -0.398, 0.023, 0.173, -0.470, 0.936, 0.237, -0.769,
        1.363, 0.185, 0.021, 0.064, 0.303, 0.108, 0.118, 0.182, -0.368, 0.456, -0.499, 0.758,
        0.465, -0.605, 0.586,
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
