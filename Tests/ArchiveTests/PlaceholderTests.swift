import Archive
import Testing

@Suite struct ArchiveModuleTests {
    @Test func `the module loads`() {}
}
