/// How sure a field is, from its evidence.
enum Calibration {
    static func list(_ evidence: [Double]) -> Double {
        guard evidence.count == Evidence.names.count else { return 0 }
        return (0.55 * evidence[0] + 0.2 * evidence[1] + 0.15 * evidence[8]) * evidence[2] + 0.1
    }

    static func page(_ evidence: [Double]) -> Double { evidence.first ?? 0 }
}
