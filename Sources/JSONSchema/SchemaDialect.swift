/// The versions of JSON Schema that are understood.
public enum SchemaDialect: String, Sendable, CaseIterable {
    case draft2020 = "https://json-schema.org/draft/2020-12/schema"
}

/// What compiling a schema and validating one instance may cost.
public struct SchemaLimits: Sendable, Hashable {
    /// The most places of schemas that are compiled, those that references lead to included.
    public var places: Int
    /// How deeply schemas may apply others while one instance is validated.
    public var depth: Int
    /// The most steps of validating one instance; looking at one value with one keyword is one.
    public var steps: Int
    /// The most findings that are kept.
    public var findings: Int
    /// What one match of a pattern may cost.
    public var pattern: Pattern.Limits

    /// Makes limits; the defaults fit documents of some megabytes.
    public init(
        places: Int = 50_000, depth: Int = 256, steps: Int = 10_000_000, findings: Int = 100,
        pattern: Pattern.Limits = Pattern.Limits()
    ) {
        self.places = places
        self.depth = depth
        self.steps = steps
        self.findings = findings
        self.pattern = pattern
    }
}
