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
    static let pageLimit = 0.97

    private static let listBias = 0.972
    private static let listWeights = [
        0.166, 0.512, 0.214, 0.229, 0.651, 0.000, 0.506, -0.447, 0.174, 0.088, -0.238, 0.385, 0.131,
        -0.221, 0.636, -0.139, -0.042, -0.238, 0.070, 0.200, 0.082, 0.275, 0.410, 0.650, -0.841,
        -0.051, -0.019, -0.014, -0.004,
    ]
    private static let pageBias = 2.986
    private static let pageWeights = [
        -0.454, 1.047, 1.036, -1.072, 1.097, -1.711, 0.519, -0.446, -1.482, 0.525, 0.128, 0.463,
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
