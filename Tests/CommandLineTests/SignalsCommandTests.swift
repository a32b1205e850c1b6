import AlmanacCore
import Archive
import CommandLine
import Database
import Foundation
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// `almanac signals` as it is used.
@Suite struct SignalsCommandTests {
    @Sendable private static func now() -> Timestamp {
        Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    }

    /// A post a day through 2017, good and bad ones in turns of a month.
    private static let posts: String = {
        var text = "id,created_at,tweet,likes_count\n"
        for index in 0..<360 {
            let (month, day) = (index / 30 + 1, index % 28 + 1)
            let mood = month % 2 == 0 ? "bullish, breaking out" : "bearish, breaking down"
            let date = "2017-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            text += "\(index),\(date)T12:00:00Z,\"thought \(index * 7_919) on SPX: \(mood)\",5\n"
        }
        return text
    }()

    private static let strategy = """
        {"name": "mood",
         "data_schema": {"prices": {"frequency": "1Day", "columns": ["close"]},
                         "mood": {"frequency": "1Day", "columns": ["level"]}},
         "param_schema": {},
         "code": "def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:\\n\
            level = data['mood']['level']\\n    return (level > 0.1).fillna(False).astype(bool), \
        (level < -0.1).fillna(False).astype(bool)\\n"}
        """

    @Test("posts become a slot that a backtest reads")
    func wholeChain() throws {
        try withTemporaryFolder { folder in
            let (signals, strategy) = (folder + "/mood.csv", folder + "/mood.json")
            let made = CommandRunner(
                ["signals", "-", "--about", "SPX", "--author", "jo", "--out", signals],
                input: Self.posts, now: Self.now)
            #expect(made.exitCode == 0, "\(made.complaint)")
            #expect(made.output.contains("weigh nothing"))
            #expect(made.output.contains("quality 0.9"))
            try Self.strategy.write(toFile: strategy, atomically: true, encoding: .utf8)
            let run = CommandRunner([
                "backtest", strategy, "--symbol", "prices=SPX", "--data", "mood=" + signals,
                "--from", "2017-01-01", "--to", "2017-12-31", "--json",
            ])
            #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
            #expect(run.output.contains("\"trades\""))
        }
    }

    @Test("JSON says what was read, of when, and how good it is")
    func json() throws {
        let run = CommandRunner(
            ["signals", "-", "--about", "spx", "--json"], input: Self.posts,
            now: Self.now)
        let document = try run.json()
        #expect(document["success"]?.boolValue == true)
        #expect(document["symbol"]?.stringValue == "SPX")
        #expect(document["posts"]?.intValue == 360)
        #expect(document["steps"]?.arrayValue?.first?.stringValue == "validate@1")
        #expect(document["quality"]?["late_engagement_share"]?["value"]?.doubleValue == 1)
        #expect(document["spans"]?.arrayValue?.count == 1)
    }

    @Test(
        "bad input is said with a way out",
        arguments: [
            ("", [String](), "schema_mismatch_error"),
            ("a,b\n1,2\n", [], "schema_mismatch_error"),
            ("text,time\nhello,noon\n", [], "schema_mismatch_error"),
            ("text,time\nhello,2020-01-01\n", [], "validation_error"),
            ("text,time\n$TSLA,2020-01-01\n", ["--symbol", "AAPL"], "invalid_symbol_error"),
            ("text,time\n$TSLA,2020-01-01\n", ["--least-quality", "2"], "validation_error"),
            ("text,time\n$TSLA,2020-01-01\n", ["--frequency", "event"], "validation_error"),
            ("text,time\n$TSLA,2020-01-01\n", ["--delay", "soon"], "validation_error"),
            ("text,time\n$TSLA,2099-01-01\n", [], "schema_mismatch_error"),
            ("\u{1F}\u{8B}", [], "schema_mismatch_error"),
            ("text,time\n$TSLA,2020-01-01\n", ["--mask", "name"], "validation_error"),
        ])
    func badInput(text: String, options: [String], type: String) throws {
        let run = CommandRunner(["signals", "-", "--json"] + options, input: text, now: Self.now)
        #expect(run.exitCode != 0)
        #expect(try run.json()["error"]?["type"]?.stringValue == type, "\(run.output)")
    }

    @Test("a file that gzip packed is read as what it holds, and a broken one is refused")
    func packed() throws {
        try withTemporaryFolder { folder in
            let packed = folder + "/forum.csv.gz"
            var bytes = try #require(
                Data(
                    base64Encoded:
                        "H4sIAAAAAAAC/ytJrSjRKcnMTeVKz89PUVAJCfZxVMhLLS/WMTIwMtA1MNQ1MOYC"
                        + "AAsohwYlAAAA"
                ))
            try bytes.write(to: URL(fileURLWithPath: packed))
            let run = CommandRunner(
                ["signals", packed, "--about", "TSLA", "--json"], now: Self.now)
            #expect(try run.json()["posts"]?.intValue == 1, "\(run.output)")
            bytes[20] ^= 0xFF
            try bytes.write(to: URL(fileURLWithPath: packed))
            let broken = CommandRunner(["signals", packed, "--json"], now: Self.now)
            #expect(try broken.json()["error"]?["type"]?.stringValue == "data_fetch_error")
        }
    }

    @Test("posts of the archive become signals, and their quality is kept there")
    func archive() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/a.db"
            #expect(CommandRunner(["data", "list", "--database", path]).exitCode == 0)
            let database = try Database(DatabaseLocation(path))
            let start = Timestamp(nanoseconds: 1_600_000_000_000_000_000)
            try database.writeNow { transaction throws in
                let bronze = Bronze()
                let prepared = try bronze.prepare(Array("page".utf8))
                let fetch = Fetch(
                    source: "forum", url: "http://forum.example/", tier: "static",
                    fetchedAt: start, completedAt: start)
                let raw = try bronze.store(transaction, prepared, fetch, at: start)
                for index in 0..<20 {
                    let time = start.advanced(byNanoseconds: Int64(index) * 3_600_000_000_000)
                    let draft = RecordDraft(
                        source: "forum", kind: "post", identity: "\(index)", time: time,
                        knownAt: time,
                        fields: [
                            "text": .string("$TSLA thought \(index * 7_919): bullish"),
                            "author": "jo",
                        ], recipe: "forum", recipeVersion: 1, raw: raw, rawHash: prepared.hash)
                    _ = try Records.store(transaction, draft, isLive: false) { time }
                }
            }
            let output = Said()
            let code = Almanac.run(
                [
                    "signals", "archive:forum", "--symbol", "TSLA", "--save", "--json",
                    "--database", path,
                ],
                console: Console(
                    write: { text in output.text.withLock { $0 += text } }, complain: { _ in },
                    readInput: { _ in .success([]) },
                    now: { start.advanced(byNanoseconds: 9_000_000_000_000_000) }))
            let document = try JSON.parse(output.text.withLock { $0 })
            #expect(code == 0, "\(document)")
            #expect(document["posts"]?.intValue == 20)
            #expect(document["symbols"]?.arrayValue?.first?["posts"]?.intValue == 20)
            let kept = try database.readNow { transaction throws in
                try Journal.metrics(
                    transaction, source: "forum", metric: "validity",
                    since: Timestamp(nanoseconds: .min))
            }
            #expect(kept.count == 1)
        }
    }
}

/// What a command wrote.
private final class Said: Sendable {
    let text = Mutex("")
}
