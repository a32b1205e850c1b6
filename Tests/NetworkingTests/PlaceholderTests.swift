import Networking
import Testing

@Suite struct NetworkingModuleTests {
    @Test func `the module loads`() {}
}
