import AlmanacCore
import Archive
import CommandLine
import Database
import Foundation
import TestSupport
import Testing
import TimeSeries

/// `almanac signals --store`: signals beside the records that they were made of.
@Suite struct SignalStoreTests {
    private static let start = Timestamp(nanoseconds: 1_600_000_000_000_000_000)
    private static let later: @Sendable () -> Timestamp = {
        start.advanced(byNanoseconds: 90 * Timestamp.nanosecondsPerDay)
    }

    /// Stores the posts of a forum with these numbers, one every seven hours.
    private func addPosts(_ numbers: Range<Int>, to path: String) throws {
        #expect(CommandRunner(["data", "list", "--database", path]).exitCode == 0)
        let database = try Database(DatabaseLocation(path))
        try database.writeNow { transaction throws in
            let bronze = Bronze()
            let prepared = try bronze.prepare(Array("page \(numbers)".utf8))
            var fetch = Fetch(
                source: "forum", url: "http://forum.example/", tier: "static",
                fetchedAt: Self.start, completedAt: Self.start)
            fetch.job = 7
            let raw = try bronze.store(transaction, prepared, fetch, at: Self.start)
            for index in numbers {
                let hours = Int64(index * 7) * Timestamp.nanosecondsPerHour
                let time = Self.start.advanced(byNanoseconds: hours)
                let mood = index % 3 == 0 ? "bearish, selling" : "bullish, buying"
                var draft = RecordDraft(
                    source: "forum", kind: "post", identity: "\(index)", time: time,
                    knownAt: time,
                    fields: [
                        "text": .string("$TSLA thought \(index * 7_919): \(mood)"),
                        "author": .string("person-\(index % 5)"),
                    ], recipe: "forum", recipeVersion: 1, raw: raw, rawHash: prepared.hash)
                draft.author = try Authors.author(
                    transaction, source: "forum", name: "person-\(index % 5)", at: Self.start
                )?.pseudonym
                _ = try Records.store(transaction, draft, isLive: false) { time }
            }
        }
    }

    private func store(_ path: String, out: String) throws -> JSON {
        let run = CommandRunner(
            [
                "signals", "--source", "forum", "--symbol", "TSLA", "--store", "--out", out,
                "--json", "--database", path,
            ], now: Self.later)
        #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
        return try run.json()
    }

    private func signals(_ path: String) throws -> [Signal] {
        let database = try Database(DatabaseLocation(path))
        return try database.readNow { transaction throws in
            try Signals.list(
                transaction, symbol: "TSLA", type: "sentiment", asOf: Self.later()
            ).map(\.signal)
        }
    }

    @Test("a signal leads to its record, page and job")
    func lineage() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/a.db"
            try addPosts(0..<20, to: path)
            let document = try store(path, out: folder + "/rows.csv")
            #expect(document["stored"]?["signals"]?.intValue == 20)
            let first = try #require(document["stored"]?["first"]?.intValue)
            let way = try CommandRunner(
                ["lineage", "signal:\(first)", "--json", "--database", path]
            ).json()
            #expect(way["signal"]?["type"]?.stringValue == "sentiment")
            #expect((way["signal"]?["value"]?.doubleValue ?? 0) < 0)
            #expect(way["record"]?["identity"]?.stringValue == "0", "\(way)")
            #expect(way["raw"]?["url"]?.stringValue == "http://forum.example/")
            #expect(way["job"]?["id"]?.intValue == 7)
            let backtest = CommandRunner(
                ["data", "list", "--json", "--database", path])
            #expect(backtest.output.contains("\"signals\""))
        }
    }

    @Test("two runs read each post once and come to what one run over all does")
    func incremental() throws {
        try withTemporaryFolder { folder in
            let (one, two) = (folder + "/one.db", folder + "/two.db")
            try addPosts(0..<60, to: one)
            _ = try store(one, out: folder + "/one.csv")
            try addPosts(0..<23, to: two)
            _ = try store(two, out: folder + "/two.csv")
            try addPosts(23..<60, to: two)
            let second = try store(two, out: folder + "/two.csv")
            #expect(second["posts"]?.intValue == 37)
            let text = try String(contentsOfFile: folder + "/one.csv", encoding: .utf8)
            #expect(text == (try String(contentsOfFile: folder + "/two.csv", encoding: .utf8)))
            #expect(text.split(separator: "\n").count > 10)
            #expect(try signals(one) == signals(two))
            #expect(try signals(one).count == 60)
            let third = try store(two, out: folder + "/two.csv")
            #expect(third["posts"]?.intValue == 0)
            #expect(third["stored"]?["signals"]?.intValue == 0)
            #expect(try signals(two).count == 60)
        }
    }

    @Test("what was measured is kept, and a person who is forgotten leaves the state")
    func peopleAndQuality() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/a.db"
            try addPosts(0..<30, to: path)
            _ = try store(path, out: folder + "/rows.csv")
            let database = try Database(DatabaseLocation(path))
            func memory() throws -> [UInt8] {
                try database.readNow { transaction throws in
                    try SignalStates.list(transaction).flatMap(\.memory)
                }
            }
            func traces(_ text: String) throws -> Int {
                let (state, name) = (try memory(), Array(text.utf8))
                return state.indices.count { state[$0...].starts(with: name) }
            }
            let fingerprint = try database.writeNow { transaction throws in
                try Authors.fingerprint(transaction, "person-3", at: Self.start)
            }
            #expect(try traces("person-3") == 0)
            #expect(try traces(fingerprint) > 0)
            let forgotten = CommandRunner(
                ["data", "forget", "person-3", "--reason", "asked", "--database", path],
                now: Self.later)
            #expect(forgotten.exitCode == 0, "\(forgotten.output)\(forgotten.complaint)")
            #expect(try traces(fingerprint) == 0)
            let kept = try database.readNow { transaction throws in
                try Journal.metrics(
                    transaction, source: "forum", metric: "score",
                    since: Timestamp(nanoseconds: .min))
            }
            #expect(kept.count == 1)
            #expect((kept.first?.metric.value ?? 0) > 0.9)
        }
    }

    @Test("what insiders bought becomes a slot, each purchase with its record")
    func events() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/a.db"
            #expect(CommandRunner(["data", "list", "--database", path]).exitCode == 0)
            let database = try Database(DatabaseLocation(path))
            try database.writeNow { transaction throws in
                let bronze = Bronze()
                let prepared = try bronze.prepare(Array("filing".utf8))
                let fetch = Fetch(
                    source: "sec", url: "https://www.sec.gov/x.txt", tier: "api",
                    fetchedAt: Self.start, completedAt: Self.start)
                let raw = try bronze.store(transaction, prepared, fetch, at: Self.start)
                for (index, code) in ["P", "S", "P", "A"].enumerated() {
                    let days = Int64(index) * Timestamp.nanosecondsPerDay
                    let time = Self.start.advanced(byNanoseconds: days)
                    let draft = RecordDraft(
                        source: "sec", kind: "insider_trade", identity: "f#\(index)", time: time,
                        knownAt: time,
                        fields: [
                            "symbol": index == 2 ? "AAPL" : "TSLA", "code": .string(code),
                            "security": "common", "shares": 5, "price": 2,
                        ], recipe: "client:sec", recipeVersion: 1, raw: raw,
                        rawHash: prepared.hash)
                    _ = try Records.store(transaction, draft, isLive: false) { time }
                }
            }
            let words = [
                "signals", "--events", "insider_buy", "--symbol", "tsla", "--store", "--json",
                "--out", folder + "/events.csv", "--database", path,
            ]
            let first = try CommandRunner(words, now: Self.later).json()
            #expect(first["count"]?.intValue == 1, "\(first)")
            #expect(first["stored"]?["signals"]?.intValue == 1)
            let again = try CommandRunner(words, now: Self.later).json()
            #expect(again["stored"]?["signals"]?.intValue == 0)
            let way = try CommandRunner(["lineage", "1", "--json", "--database", path]).json()
            #expect(way["signal"]?["value"]?.doubleValue == 10)
            #expect(way["record"]?["identity"]?.stringValue == "f#0")
            let text = try String(contentsOfFile: folder + "/events.csv", encoding: .utf8)
            #expect(text.hasPrefix("timestamp,known_at,events,count,value\n"))
        }
    }

    @Test(
        "what cannot be kept is refused with a way out",
        arguments: [
            (["x.csv", "--store", "--symbol", "TSLA"], "usage_error"),
            (["--store", "--symbol", "TSLA"], "usage_error"),
            (["--source", "forum", "--store"], "usage_error"),
            (["--source", "forum", "--store", "--symbol", "TSLA"], "not_found"),
            ([String](), "usage_error"),
        ])
    func refusals(words: [String], type: String) throws {
        try withTemporaryFolder { folder in
            let run = CommandRunner(
                ["signals", "--json", "--database", folder + "/a.db"] + words, now: Self.later)
            #expect(run.exitCode != 0)
            let error = try run.json()["error"]
            #expect(error?["type"]?.stringValue == type, "\(run.output)")
        }
    }
}
