import AlmanacCore

/// A field of a definition that is not as it must be.
struct DefinitionFault {
    var field: String
    var rule: String

    init(_ field: String, _ rule: String) {
        self.field = field
        self.rule = rule
    }

    var error: AlmanacError {
        AlmanacError(
            .validation, "\(field) \(rule)", details: ["field": .string(field)],
            suggestion: "`almanac strategies show rsi` prints a definition to compare with")
    }
}
