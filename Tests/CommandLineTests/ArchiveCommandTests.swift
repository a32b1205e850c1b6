import AlmanacCore
import Archive
import CommandLine
import Database
import Foundation
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// `almanac archive`, `doctor`, `data mask` and `data forget`, as a person drives them.
@Suite struct ArchiveCommandTests {
    private struct Place {
        let folder: String

        func run(_ words: String...) -> CommandRunner {
            CommandRunner(
                words.map { $0.replacingOccurrences(of: "FOLDER", with: folder) },
                environment: ["DATABASE_URL": folder + "/archive.db", "ALMANAC_LEDGER": "none"],
                // The doctor finds a clock that is far from the file's moments.
                now: { Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) })
        }

        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
    }

    private static let lines = (1...9).map {
        "{\"date\": \"2024-02-0\($0)\", \"close\": \(100 + $0), \"by\": {\"id\": 1}}\n"
    }.joined()

    @Test("JSON lines are imported as CSV is, with a note of what was left out")
    func json() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.lines, "abc.jsonl")
            let run = place.run("data", "import", "FOLDER/abc.jsonl", "--json")
            #expect(run.exitCode == 0, "\(run.complaint)")
            let document = try run.json()
            #expect(document["added"] == 9 && document["series"]?["source"] == "abc")
            #expect(document["notes"]?.arrayValue?.count == 2)
            let shown = place.run("data", "show", "abc", "--limit", "1")
            #expect(shown.output.contains("109"))
        }
    }

    @Test("bytes are erased with a reason, which the check and the lineage tell")
    func erase() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.lines, "abc.jsonl")
            _ = place.run("data", "import", "FOLDER/abc.jsonl")
            let way = try place.run("lineage", "raw:1", "--json").json()
            let hash = try #require(way["bytes"]?["sha256"]?.stringValue)
            #expect(place.run("archive", "erase", hash).exitCode == 2)
            let database = try Database(DatabaseLocation(folder + "/archive.db"))
            defer { database.close() }
            func refused() throws -> Int64? {
                try database.readNow {
                    try $0.first("SELECT count(*) FROM bad_rows")?.integer(0)
                }
            }
            try database.writeNow { transaction throws in
                try transaction.execute(
                    """
                    INSERT INTO bad_rows (source, raw, row_number, field, rule, reason, fields, at)
                    VALUES ('abc', 1, 0, 'f', 'type', 'no number', '{"f": "secret"}', 0)
                    """)
            }
            #expect(try refused() == 1)
            let erased = place.run("archive", "erase", hash, "--reason", "mine", "--json")
            #expect(erased.exitCode == 0)
            #expect(try refused() == 0)
            #expect(try erased.json()["sha256"] == .string(hash))
            #expect(place.run("archive", "erase", "none", "--reason", "x").exitCode == 9)
            let check = try place.run("archive", "verify", "--json").json()
            #expect(check["erased"]?.arrayValue?.first?["reason"] == "mine")
            #expect(check["blobs"] == 0 && check["rows"] == 9)
            let after = place.run("lineage", "raw:1")
            #expect(after.output.contains("gone") && after.output.contains("mine"))
        }
    }

    @Test("retention is set for a source, and a sweep says what it did")
    func sweep() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.lines, "abc.jsonl")
            _ = place.run("data", "import", "FOLDER/abc.jsonl")
            #expect(place.run("archive", "sweep", "--source", "abc").exitCode == 2)
            #expect(
                place.run("archive", "sweep", "--source", "none", "--keep-days", "3").exitCode
                    == 9)
            let kept = place.run(
                "archive", "sweep", "--source", "abc", "--keep-days", "3", "--json")
            #expect(try kept.json()["ended"] == 0, "\(kept.complaint)")
        }
    }

    @Test("who is forgotten leaves no refused rows, and pages without a mask are told")
    func inTheOpen() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            _ = place.run("data", "list")
            let database = try Database(DatabaseLocation(folder + "/archive.db"))
            defer { database.close() }
            try database.writeNow { transaction throws in
                for fields in [#"{"by": "@Anna_B", "n": 1}"#, #"{"by": "anna_bell"}"#] {
                    try transaction.execute(
                        """
                        INSERT INTO bad_rows
                        (source, raw, row_number, field, rule, reason, fields, at)
                        VALUES ('forum', 1, 0, 'n', 'type', 'no number', $1, 0)
                        """, [SQLValue(fields)])
                }
            }
            func forget() -> CommandRunner {
                place.run("data", "forget", "anna_b", "--reason", "asked", "--json")
            }
            let first = forget()
            #expect(try first.json()["refused_rows"] == 1, "\(first.output)")
            let left = try database.readNow { transaction in
                try transaction.query("SELECT fields FROM bad_rows").map { try $0.text(0) }
            }
            #expect(left == [#"{"by": "anna_bell"}"#])
            #expect(forget().exitCode == 9)
            try database.writeNow { transaction throws in
                var draft = RecordDraft(
                    source: "forum", kind: "post", identity: "1",
                    time: Timestamp(nanoseconds: 0), knownAt: Timestamp(nanoseconds: 0),
                    fields: ["text": "said anna_b."], recipe: "forum", recipeVersion: 1, raw: 1,
                    rawHash: "c0ffee")
                draft.quality = 1
                _ = try Records.store(transaction, draft, now: { Timestamp(nanoseconds: 0) })
            }
            let second = forget()
            #expect(second.exitCode == 9)
            #expect(second.output.contains("almanac archive erase c0ffee"), "\(second.output)")
        }
    }

    @Test("a mask is set and taken away, and nobody is forgotten who is not known")
    func people() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            let masked = place.run("data", "mask", "forum", "--names", "author,user", "--json")
            let mask = try masked.json()["mask"]
            #expect(mask == ["author", "user"])
            #expect(place.run("data", "mask", "forum", "--off").output.contains("as they come"))
            #expect(place.run("data", "forget", "anna").exitCode == 2)
            let nobody = place.run("data", "forget", "anna", "--reason", "asked")
            #expect(nobody.exitCode == 9 && nobody.complaint.contains("nothing of this person"))
        }
    }

    @Test("the doctor finds a new database sound, and says what is wrong with a damaged one")
    func doctor() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            _ = place.run("data", "list")
            let sound = place.run("doctor", "--json")
            let document = try sound.json()
            #expect(sound.exitCode == 0 && document["success"] == true, "\(sound.output)")
            let verdicts = document["findings"]?.arrayValue?.compactMap { $0["verdict"] } ?? []
            #expect(verdicts.count >= 4 && !verdicts.contains("fault"))
            #expect(place.run("doctor").output.hasPrefix("database: "))
            try place.write("this is no database at all, but some text", "archive.db")
            let broken = place.run("doctor")
            #expect(broken.exitCode == 5 && broken.output.contains("BROKEN"))
            #expect(broken.output.contains("to mend: "))
        }
    }

    @Test("limits of tiers are set, and refused where they are none")
    func tiers() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            let set = place.run(
                "jobs", "limit", "--source", "forum", "--tier", "browser=1", "--tier", "static=4")
            #expect(set.exitCode == 0, "\(set.complaint)")
            for text in ["browser", "browser=0", "=1", "a=b", "a=1=2"] {
                let run = place.run("jobs", "limit", "--source", "forum", "--tier", text)
                #expect(run.exitCode == 2, "\(text)")
            }
            #expect(place.run("jobs", "limit", "--tier", "browser=1").exitCode == 2)
        }
    }

    @Test("on a narrow terminal neither errors nor help go beyond its edge", arguments: [40, 60])
    func narrow(_ width: Int) {
        let said = Mutex("")
        var console = Console(
            write: { text in said.withLock { $0 += text } },
            complain: { text in said.withLock { $0 += text } },
            readInput: { _ in .success([]) }, width: width)
        console.isErrorTerminal = true
        for words in [["jobs"], ["data", "import", "--help"], ["archive", "erase", "--help"]] {
            _ = Almanac.run(words, console: console)
        }
        let lines = said.withLock { $0 }.split(separator: "\n")
        #expect(lines.count > 40)
        let wide = lines.filter { $0.count > width }
        #expect(wide.isEmpty, "\(wide.joined(separator: "\n"))")
    }
}
