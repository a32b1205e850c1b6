import Jobs
import Testing

@Suite struct JobsModuleTests {
    @Test func `the module loads`() {}
}
