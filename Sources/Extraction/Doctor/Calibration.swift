/// How likely a field is to be right, from its evidence: logistic models over the evidence's
/// numbers.
///
/// Fitted with ridge penalties of 2 and 0.5 over pages before and after they changed; the limits
/// are those at which at most 2 % of changed fields were given wrong when each site was judged by
/// a model that had not seen it (`Documentation/Repair.md`).
enum Calibration {
    /// How sure a field of a list must be to be given.
    static let listLimit = 0.93
    /// How sure a field of a page that is one record must be to be given.
    static let pageLimit = 0.94

    private static let listBias = 1.568
    private static let listWeights = [
        0.093, 0.444, 0.001, 0.282, 0.446, 0.000, 0.562, -0.465, 0.161, 0.083, -0.350, 0.354,
        0.126, -0.361, 0.601, -0.152, -0.024, -0.294, 0.063, 0.202, 0.105, 0.283, 0.383, 0.650,
        -0.839, -0.046, 0.245, -0.085, -0.060,
    ]
    private static let pageBias = 2.970
    private static let pageWeights = [
        -0.446, 1.029, 1.041, -0.965, 1.183, -1.879, 0.928, -0.643, -1.566, 0.484, 0.350, 0.451,
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
