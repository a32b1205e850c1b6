import AlmanacCore
import Foundation
import TestSupport
import Testing

/// `almanac data`, `lineage` and `archive`, and a backtest on what was imported.
@Suite struct DataCommandTests {
    private struct Place {
        let folder: String
        var database: String { folder + "/archive.db" }

        func run(_ words: String...) -> CommandRunner {
            CommandRunner(
                words.map { $0.replacingOccurrences(of: "FOLDER", with: folder) },
                environment: ["DATABASE_URL": database, "ALMANAC_LEDGER": "none"])
        }

        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
    }

    private static let prices =
        "date,open,close\n"
        + (1...28).map { day in
            let close = 100 + 10 * sin(Double(day))
            return "2024-02-\(day < 10 ? "0" : "")\(day),\(close - 1),\(close)\n"
        }.joined()

    @Test("a file is imported, listed, shown, asked as of a day, and exported as it was")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.prices, "abc.csv")
            let empty = place.run("data", "list")
            #expect(empty.exitCode == 0 && empty.output.contains("the archive is empty"))
            let first = place.run(
                "data", "import", "FOLDER/abc.csv", "--source", "mine", "--symbol", "ABC",
                "--json")
            #expect(first.exitCode == 0, "\(first.complaint)")
            #expect(try first.json()["added"] == 28)
            let again = place.run(
                "data", "import", "FOLDER/abc.csv", "--source", "mine", "--symbol", "ABC")
            #expect(again.output.contains("0 rows added, 28 already there"))
            #expect(place.run("data", "list").output.contains("mine/ABC"))
            let list = try place.run("data", "list", "--json").json()
            #expect(list["series"]?.arrayValue?.first?["rows"] == 28)
            let shown = try place.run("data", "show", "mine", "--limit", "2", "--json").json()
            #expect(shown["series"]?["data"]?.arrayValue?.count == 2)
            #expect(shown["series"]?["found"] == 28)
            let then = try place.run("data", "asof", "2024-02-10", "mine/ABC", "--json").json()
            // A bar of the 9th closes with it, and is known when the 10th begins.
            #expect(then["series"]?["found"] == 9)
            let each = try place.run("data", "asof", "2024-02-10", "--json").json()
            #expect(each["series"]?.arrayValue?.first?["rows_known"] == 9)
            let exported = place.run("data", "export", "mine/ABC", "--output", "FOLDER/out.csv")
            #expect(exported.exitCode == 0)
            let back = place.run(
                "data", "import", "FOLDER/out.csv", "--source", "copy", "--symbol", "ABC")
            #expect(back.output.contains("28 rows added"), "\(back.complaint)")
            let lines = place.run("data", "export", "mine/ABC", "--format", "jsonl").output
                .split(separator: "\n")
            #expect(lines.count == 28)
            let row = try JSON.parse(String(lines[0]))
            #expect(row["time"] == "2024-02-01T00:00:00Z" && row["close"]?.doubleValue != nil)
            let way = try place.run("lineage", "raw:1", "--json").json()
            #expect(way["raw"]?["url"] == "file:abc.csv")
            #expect(way["bytes"]?["bytes"] == .integer(Self.prices.utf8.count))
            #expect(way["raw"]?["correlation_id"]?.stringValue?.hasPrefix("cmd-") == true)
        }
    }

    @Test("a series leads to the fetches that brought its rows")
    func seriesLineage() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.prices, "abc.csv")
            try place.write(
                Self.prices.replacingOccurrences(of: "2024-02-28,", with: "2024-02-29,"),
                "later.csv")
            for file in ["abc.csv", "abc.csv", "later.csv"] {
                let done = place.run(
                    "data", "import", "FOLDER/\(file)", "--source", "mine", "--symbol", "ABC")
                #expect(done.exitCode == 0, "\(done.complaint)")
            }
            let way = try place.run("lineage", "mine/ABC", "--json").json()
            let appends = try #require(way["appends"]?.arrayValue)
            #expect(appends.map { $0["added"] } == [1, 28], "what brought nothing new is left out")
            #expect(appends.map { $0["url"] } == ["file:later.csv", "file:abc.csv"])
            #expect(appends[0]["raw"] == 3 && appends[0]["first"] == "2024-02-29T00:00:00Z")
            let text = place.run("lineage", "mine/ABC").output
            #expect(text.contains("28 added  2024-02-01 to 2024-02-28  raw:1  file:abc.csv"))
            #expect(place.run("lineage", "mine/XYZ").exitCode == 9)
            #expect(place.run("lineage", "nothing").exitCode == 2)
        }
    }

    @Test("a backtest on the archive is the backtest on the file")
    func backtest() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.prices, "abc.csv")
            _ = place.run(
                "data", "import", "FOLDER/abc.csv", "--source", "mine", "--symbol", "abc")
            let strategy = "rsi"
            let file = try place.run(
                "backtest", strategy, "--data", "FOLDER/abc.csv", "--json"
            ).json()
            let archive = try place.run(
                "backtest", strategy, "--data", "archive:mine/abc", "--json"
            ).json()
            let (one, other) = (file["runs"]?.arrayValue?.first, archive["runs"]?.arrayValue?.first)
            #expect(one?["metrics"] != nil && one?["metrics"] == other?["metrics"])
            let source = other?["data"]?.arrayValue?.first?["source"]
            #expect(source == "archive mine/abc")
        }
    }

    @Test("a backup is made, found whole, and restored elsewhere")
    func backup() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.prices, "abc.csv")
            _ = place.run("data", "import", "FOLDER/abc.csv")
            #expect(place.run("archive", "verify").output.contains("sound: 28 rows"))
            let made = place.run("archive", "backup", "FOLDER/a.backup")
            #expect(made.exitCode == 0, "\(made.complaint)")
            #expect(place.run("archive", "backup", "FOLDER/a.backup").exitCode == 16)
            #expect(place.run("archive", "verify", "FOLDER/a.backup").exitCode == 0)
            let restored = place.run(
                "archive", "restore", "FOLDER/a.backup", "--database", "FOLDER/new.db")
            #expect(restored.exitCode == 0, "\(restored.complaint)")
            let list = place.run("data", "list", "--database", "FOLDER/new.db")
            #expect(list.output.contains("abc/abc"))
        }
    }

    @Test(
        "what cannot be is refused with what to do",
        arguments: [
            (["data", "import", "FOLDER/none.csv"], 5), (["data", "show", "mine/ABC"], 9),
            (["data", "import", "FOLDER/abc.csv", "--known-at", "+1m"], 3),
            (["data", "import", "FOLDER/abc.csv", "--known-at", "published"], 6),
            (["data", "import", "FOLDER/abc.csv", "--source", "a/b"], 2),
            (["data", "asof", "yesterday"], 3),
            (["data", "export", "x", "--format", "parquet"], 3),
            (["data"], 2), (["lineage", "x"], 2), (["lineage", "signal:7"], 9),
            (["archive", "restore", "FOLDER/none"], 5),
            (["backtest", "rsi", "--data", "archive:none/x"], 9),
        ] as [([String], Int32)])
    func refusals(_ words: [String], _ code: Int32) throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try place.write(Self.prices, "abc.csv")
            let run = CommandRunner(
                words.map { $0.replacingOccurrences(of: "FOLDER", with: folder) },
                environment: ["DATABASE_URL": place.database, "ALMANAC_LEDGER": "none"])
            #expect(run.exitCode == code, "\(words): \(run.complaint)\(run.output)")
            #expect(!run.complaint.isEmpty)
        }
    }
}
