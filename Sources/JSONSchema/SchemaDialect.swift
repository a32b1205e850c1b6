/// The versions of JSON Schema that are understood.
public enum SchemaDialect: String, Sendable, CaseIterable {
    case draft2020 = "https://json-schema.org/draft/2020-12/schema"
}
