import Testing

/// The rules themselves: each finds a planted fault, and leaves alone what only looks like one.
@Suite struct RuleTests {
    private func file(_ text: String, _ path: String = "Sources/TimeSeries/A.swift") -> SourceText {
        SourceText(path: path, text: text)
    }

    private let modules = ManifestModule.parse(
        """
        let modules: [Module] = [
            Module("CZlib", .system, debian: "zlib1g-dev"),
            Module("Low"),
            Module("High", uses: ["Low", "CZlib"]),
            Module("tool", .executable, uses: [
                "High",
            ]),
        ]
        let other = ["x"]
        """)

    @Test("the manifest's table is read")
    func manifest() {
        #expect(modules.map(\.name) == ["CZlib", "Low", "High", "tool"])
        #expect(modules.map(\.kind) == ["system", "library", "library", "executable"])
        #expect(modules.map(\.uses) == [[], [], ["Low", "CZlib"], ["High"]])
        #expect(LayerRules.order(modules).isEmpty)
        #expect(LayerRules.order(modules.reversed()).count == 3)
    }

    @Test("comments and strings are no code, interpolations are")
    func code() {
        let text = ##"""
            let a = "x! // \(b! + f("y!")) z!" // c!
            /* d! /* e! */ f! */ let g = #"h! \(i!) \#(j!)"#
            let k = """
                l! "m!" \(n!)
                """
            let o = "\\" + p!
            """##
        let code = file(text).code
        #expect(code.count == file(text).lines.count)
        let letters = code.joined().filter { $0.isLetter && $0 != "t" && $0 != "e" }
        #expect(letters == "labflgjlknlop")
        #expect(code[0].contains("b! + f(\"") && code[1].contains("j!") && code[3].contains("n!"))
    }

    @Test("an import from above, of Foundation, or of another target's C module is found")
    func imports() {
        let low = file("import Low\npublic import High\n// import High", "Sources/Low/A.swift")
        #expect(LayerRules.imports(low, modules).map(\.line) == [1, 2])
        let high = file("package import struct Low.Thing\nimport Glibc", "Sources/High/A.swift")
        #expect(LayerRules.imports(high, modules).isEmpty)
        #expect(LayerRules.foundation(file("import Glibc\nimport Foundation")).map(\.line) == [2])
        #expect(LayerRules.foundation(file("import FoundationEssentials")).count == 1)
        #expect(LayerRules.foundation(file("import Foundation", "Sources/almanac/m.swift")).isEmpty)
        let owner = file("import CZlib", "Sources/High/A.swift")
        let second = file("import CZlib", "Sources/Low/A.swift")
        let leak = file("package import CZlib", "Sources/High/B.swift")
        #expect(LayerRules.cModules([owner, owner], modules).isEmpty)
        #expect(LayerRules.cModules([owner, second, leak], modules).count == 2)
    }

    @Test("a missing or untitled documentation page is found")
    func pages() {
        let found = LayerRules.pages(modules) { $0.contains("Low") ? "# ``Low``\n\nText." : nil }
        #expect(found.map(\.path) == ["Sources/High/High.docc/High.md"])
    }

    @Test("long lines, files and functions are found, unless excepted")
    func lengths() {
        let long = String(repeating: "x", count: 101)
        #expect(LengthRules.longLines(file("a\n\(long)\nb")).map(\.line) == [2])
        #expect(LengthRules.longLines(file("// https://\(long)")).isEmpty)
        let lines = file(String(repeating: "a\n", count: 401))
        #expect(LengthRules.longFile(lines, exceptions: [:]).count == 1)
        #expect(LengthRules.longFile(lines, exceptions: [lines.path: "why"]).isEmpty)
        let huge = file(String(repeating: "a\n", count: 801))
        #expect(LengthRules.longFile(huge, exceptions: [huge.path: "why"]).count == 1)

        let body = String(repeating: "    work()\n", count: 69)
        let text = """
            struct S {
                init?<T>(_ t: T) {\n\(body)    }
                @inlinable public func fine(f: () -> Void = {}) {}
                func long(
                    f: () -> Void = {}
                ) -> [Int] {\n\(body)    }
                var x: Int {\n\(body)\(body)    }
            }
            """
        let found = LengthRules.longFunctions(file(text), exceptions: [:])
        #expect(found.map { $0.message.prefix(4) } == ["init", "long"])
        let except = ["Sources/TimeSeries/A.swift:long": "why", "Sources/B.swift:gone": "why"]
        #expect(LengthRules.longFunctions(file(text), exceptions: except).count == 1)
        let stale = LengthRules.staleExceptions(
            [file(text)], longFiles: ["Sources/TimeSeries/A.swift": "why"], longFunctions: except)
        #expect(stale.map(\.path) == ["Sources/B.swift:gone", "Sources/TimeSeries/A.swift"])
    }

    @Test(
        "a forced unwrap, cast or try is found",
        arguments: [
            "let a = b!", "f(x)!.g", "a[1]! + 1", "try! f()", "x as! Int", "var v: Int!",
            "fatalError(\"no\")", "a?.b!",
        ])
    func forced(line: String) {
        #expect(SafetyRules.forced(file(line)).count == 1)
        #expect(SafetyRules.forced(file(line, "Tests/T/A.swift")).isEmpty)
    }

    @Test(
        "negation, inequality and prose are not forced",
        arguments: ["if !a, b != c, !(d) {", "a!=b", "// b! and try! are prose", "\"Stop!\""])
    func notForced(line: String) { #expect(SafetyRules.forced(file(line)).isEmpty) }

    @Test(
        "an ambient clock or generator is found below the top layer",
        arguments: [
            "let now = Date()", "ContinuousClock.now", "clock_gettime(CLOCK_MONOTONIC, &t)",
            "time(nil)", "x.shuffled()", "Int.random(in: 0..<9)",
            "var g = SystemRandomNumberGenerator()", "Double.random(\n    in: 0..<1)",
        ])
    func ambient(text: String) {
        let joined = text.replacing("(\n    in:", with: "(in:")
        #expect(SafetyRules.ambient(file(joined)).count == 1)
        #expect(SafetyRules.ambient(file(joined, "Sources/CommandLine/A.swift")).isEmpty)
    }

    @Test("a generator or a time that is passed in is fine")
    func passedIn() {
        let text = """
            Int.random(in: 0..<9, using: &generator)
            Double.random(in: 0..<1,
                using: &generator)
            x.shuffled(using: &generator)
            let day = runtime(nil == nil)
            """
        #expect(SafetyRules.ambient(file(text)).isEmpty)
    }

    @Test("printing, leftovers, bare promises and @testable are found")
    func rest() {
        #expect(SafetyRules.printing(file("    print(a)\nfunc print(_ a: Int)")).count == 1)
        #expect(SafetyRules.printing(file("print(a)", "Sources/almanac/main.swift")).isEmpty)
        #expect(
            SafetyRules.leftovers(file("// TO" + "DO later\n// to do, a methodology")).count == 1)
        let bare = "struct A: @unchecked Sendable {}"
        #expect(SafetyRules.unproven(file("let x = 1\n\(bare)")).count == 1)
        #expect(SafetyRules.unproven(file("// Guarded by the lock.\n@frozen\n\(bare)")).isEmpty)
        #expect(SafetyRules.testable(file("@testable import A")).count == 1)
    }
}
