import Testing

/// The house rules, run over the repository's own files.
@Suite struct TidyTests {
    private func expectNone(
        _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let list = findings.map(\.description).joined(separator: "\n")
        #expect(findings.isEmpty, "\n\(list)", sourceLocation: sourceLocation)
    }

    @Test("the repository is found whole")
    func repository() {
        #expect(Repository.modules.count > 15)
        #expect(Repository.sources.count > 10)
        #expect(Repository.files.contains { $0.path.hasPrefix("Benchmarks/") })
    }

    @Test("dependencies point down only")
    func layers() {
        expectNone(LayerRules.order(Repository.modules))
        expectNone(Repository.files.flatMap { LayerRules.imports($0, Repository.modules) })
    }

    @Test("values, language and study do without Foundation")
    func foundation() { expectNone(Repository.sources.flatMap(LayerRules.foundation)) }

    @Test("each C module is imported by one target and stays inside it")
    func cModules() { expectNone(LayerRules.cModules(Repository.sources, Repository.modules)) }

    @Test("every library target has a documentation page")
    func pages() { expectNone(LayerRules.pages(Repository.modules, text: Repository.text)) }

    @Test("lines have at most 100 characters")
    func lines() { expectNone(Repository.files.flatMap(LengthRules.longLines)) }

    @Test("files keep to their length, apart from the listed exceptions")
    func fileLengths() {
        expectNone(
            Repository.files.flatMap {
                LengthRules.longFile($0, exceptions: Exceptions.longFiles)
            })
    }

    @Test("functions have at most 70 lines, apart from the listed exceptions")
    func functionLengths() {
        expectNone(
            Repository.files.flatMap {
                LengthRules.longFunctions($0, exceptions: Exceptions.longFunctions)
            })
    }

    @Test("every exception is still needed")
    func exceptions() {
        expectNone(
            LengthRules.staleExceptions(
                Repository.files, longFiles: Exceptions.longFiles,
                longFunctions: Exceptions.longFunctions))
    }

    @Test("nothing is forced in the sources")
    func forced() { expectNone(Repository.sources.flatMap(SafetyRules.forced)) }

    @Test("no ambient clock or generator below the top layer")
    func ambient() { expectNone(Repository.sources.flatMap(SafetyRules.ambient)) }

    @Test("nothing below the top layer prints")
    func printing() { expectNone(Repository.sources.flatMap(SafetyRules.printing)) }

    @Test("every promise to the compiler has its reason just above")
    func unproven() { expectNone(Repository.files.flatMap(SafetyRules.unproven)) }

    @Test("nothing is left for later")
    func leftovers() { expectNone(Repository.files.flatMap(SafetyRules.leftovers)) }

    @Test("no test reaches into a module")
    func testable() { expectNone(Repository.files.flatMap(SafetyRules.testable)) }
}
