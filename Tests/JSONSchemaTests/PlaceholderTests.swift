import JSONSchema
import Testing

@Suite struct JSONSchemaModuleTests {
    @Test func `the module loads`() {}
}
