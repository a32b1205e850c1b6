import AlmanacCore
import TestSupport
import Testing

@Suite struct RunsCommandTests {
    @Test("runs are listed from the ledger, shown by their hash, and unknown ones are not found")
    func lists() throws {
        try withTemporaryFolder { folder in
            let ledger = ["--ledger", folder + "/ledger.jsonl", "--json"]
            #expect(try CommandRunner(["runs"] + ledger).json()["count"] == 0)
            let run = try CommandRunner(
                ["ask", "golden cross on KO", "--session", "none"] + ledger
            ).json()
            let hash = try #require(run["runs"]?.arrayValue?.first?["hash"]?.stringValue)
            let listed = try CommandRunner(["runs", String(hash.prefix(10))] + ledger).json()
            #expect(listed["runs"]?.arrayValue?.first?["hash"]?.stringValue == hash)
            #expect(listed["runs"]?.arrayValue?.first?["kind"] == "ask")
            #expect(
                CommandRunner(["runs", "nosuch"] + ledger).exitCode
                    == AlmanacError.Kind.notFound.exitCode)
        }
    }
}
