import Database
import Testing

@Suite struct DatabaseModuleTests {
    @Test func `the module loads`() {}
}
