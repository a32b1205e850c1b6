import AlmanacCore
import JSONSchema
import TestSupport
import Testing

/// The required tests of the JSON Schema test suite for draft 2020-12.
@Suite(.requiresSharedData) struct ConformanceTests {
    private static let folder = "data/conformance/json-schema"
    static let files = (try? SharedData.names(in: folder, suffix: ".json")) ?? []

    @Test("every required test has the expected result", arguments: files)
    func file(name: String) throws {
        let groups = try JSON.parse(SharedData.text(Self.folder + "/" + name), maxDepth: 200)
        for group in groups.arrayValue ?? [] {
            let title = "\(name): \(group["description"]?.stringValue ?? "")"
            let document = try #require(group["schema"])
            let schema: Schema
            do {
                schema = try Schema(document, documents: RemoteDocuments.all)
            } catch {
                Issue.record("\(title): \(error)")
                continue
            }
            for test in group["tests"]?.arrayValue ?? [] {
                let description = "\(title): \(test["description"]?.stringValue ?? "")"
                let value = try #require(test["data"])
                let expected = test["valid"] == .bool(true)
                let findings = try schema.findings(in: value)
                let comment: Comment = "\(description): \(findings.map(\.message))"
                #expect(findings.isEmpty == expected, comment)
                #expect(try schema.accepts(value) == expected, "\(description)")
            }
        }
    }

    @Test("the folder is whole")
    func count() throws {
        var count = 0
        for name in Self.files {
            let groups = try JSON.parse(SharedData.text(Self.folder + "/" + name), maxDepth: 200)
            for group in groups.arrayValue ?? [] { count += group["tests"]?.arrayValue?.count ?? 0 }
        }
        #expect(count == 1_299 && Self.files.count == 46)
    }
}
