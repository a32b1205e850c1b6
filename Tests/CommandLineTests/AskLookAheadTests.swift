import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

/// Nothing in the chain from posts and prices to orders knows what comes later.
@Suite(.requiresSharedData) struct AskLookAheadTests {
    /// A year and a half of tweets and prices.
    static let whole: ActorStandIn.Data = {
        var data = ActorStandIn.Data()
        data.days = Array(RealPosts.tesla.prefix(370))
        let end = data.days.last?.time ?? Timestamp(nanoseconds: 0)
        data.posts = RealPosts.tweets.filter { $0.moment < end }
        return data
    }()

    /// What the chain made: bars' times, entries and exits by bar, orders, and the signals' rows.
    struct Outcome {
        var entries: [Int] = []
        var exits: [Int] = []
        var orders: [JSON] = []
        var rows: [Substring] = []
    }

    static func outcome(_ data: ActorStandIn.Data) async throws -> Outcome {
        let setting = try AskFetchTests.Setting(data)
        let run = await setting.ask(
            AskFetchTests.sentence, "--yes", "--json", "--include", "signals,orders", "--to",
            "2030-01-01", "--from", "2015-10-15")
        let result = try #require(try run.json()["runs"]?.arrayValue?.first, "\(run.output)")
        let file = setting.folder + "/signals.csv"
        let signals = await CommandRunner.onOwnThread(
            [
                "signals", "archive:x", "--symbol", "TSLA", "--author", "elonmusk", "--out", file,
                "--database", setting.folder + "/almanac.db",
            ], environment: setting.environment, now: SourceCommandTests.Setting.now)
        #expect(signals.exitCode == 0, "\(signals.complaint)")
        var outcome = Outcome()
        outcome.entries = result["signals"]?["entries"]?.arrayValue?.compactMap(\.intValue) ?? []
        outcome.exits = result["signals"]?["exits"]?.arrayValue?.compactMap(\.intValue) ?? []
        outcome.orders = result["orders"]?.arrayValue ?? []
        let text = try String(contentsOfFile: file, encoding: .utf8)
        outcome.rows = text.split(separator: "\n")
        return outcome
    }

    /// The data with everything that became known after a moment replaced by noise.
    static func noisy(
        _ data: ActorStandIn.Data, after bar: Int, _ generator: inout SeededGenerator
    ) -> ActorStandIn.Data {
        var data = data
        // A day's bar is known at 16:00 in New York, 21:00 in UTC at the latest.
        let moment = data.days[bar].time.advanced(byNanoseconds: 21 * Timestamp.nanosecondsPerHour)
        let words = ["Tesla", "great", "terrible", "bankrupt", "record", "love", "crash", "$TSLA"]
        for index in data.posts.indices where data.posts[index].moment > moment {
            data.posts[index].text = (0..<8).map { _ in
                words[Int.random(in: 0..<words.count, using: &generator)]
            }.joined(separator: " ")
            data.posts[index].likes = Int.random(in: 0...1_000_000, using: &generator)
        }
        for index in data.days.indices.dropFirst(bar + 1) {
            let factor = Double.random(in: 0.5...2, using: &generator)
            data.days[index].values = data.days[index].values.map { $0 * factor }
        }
        return data
    }

    @Test("noise after a moment changes no signal and no order up to it, whatever the moment")
    func noise() async throws {
        let data = Self.whole
        let before = try await Self.outcome(data)
        #expect(before.entries.count > 20 && before.orders.count > 10)
        let seed = UInt64.random(in: 0...1_000_000)
        print("noise of seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let bar = Int.random(in: 40..<330, using: &generator)
            let changed = Self.noisy(data, after: bar, &generator)
            let after = try await Self.outcome(changed)
            let label = "seed \(seed), bar \(bar)"
            #expect(
                before.entries.filter { $0 <= bar } == after.entries.filter { $0 <= bar },
                "\(label)")
            #expect(
                before.exits.filter { $0 <= bar } == after.exits.filter { $0 <= bar }, "\(label)")
            func texts(_ outcome: Outcome) -> [String] {
                outcome.orders.filter { $0["bar"]?.intValue ?? 0 <= bar }.map { $0.text() }
            }
            #expect(texts(before) == texts(after), "\(label)")
            // The rows of the days up to the moment, byte for byte.
            let last = data.days[bar].time.date.iso8601
            func rows(_ outcome: Outcome) -> [Substring] {
                outcome.rows.dropFirst().filter { $0.prefix(10) <= last }
            }
            #expect(rows(before) == rows(after) && rows(before).count > 30, "\(label)")
            #expect(before.orders != after.orders, "the noise does show later: \(label)")
        }
    }
}
