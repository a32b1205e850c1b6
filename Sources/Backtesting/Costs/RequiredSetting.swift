import AlmanacCore

/// Throws unless a setting is a number in its range.
func requireSetting(
    _ name: String, _ value: Double, _ holds: Bool, _ range: String
) throws(AlmanacError) {
    guard holds, value.isFinite else {
        throw AlmanacError(
            .validation, "\(name) is \(value); it has to be \(range)",
            details: [
                "parameter": .string(name), "value": .number(value), "bounds": .string(range),
            ])
    }
}
