import AlmanacCore
import BundledPrices
import Foundation
import TestSupport
import Testing
import TimeSeries

/// Whatever kind of source a sentence takes, what becomes known after a moment decides nothing up
/// to it.
@Suite struct AskNoiseTests {
    /// A kind of source: the sentence that takes it, its slot, and its columns with their ranges.
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var condition: String
        var slot: String
        var columns: [(name: String, range: ClosedRange<Double>)]
        var testDescription: String { name }
    }

    static let kinds = [
        Kind(
            name: "texts", condition: "@elonmusk is positive", slot: "elonmusk",
            columns: [("sentiment", -1...1), ("posts", 0...9), ("quality", 0.4...1)]),
        Kind(
            name: "values", condition: "the VIX is below 20", slot: "vix",
            columns: [("value", 10...30)]),
        Kind(
            name: "events", condition: "insiders buy", slot: "insider_buy",
            columns: [("events", 0...400)]),
        Kind(
            name: "counts", condition: "mentions on WSB are above 4", slot: "wallstreetbets",
            columns: [("posts", 0...9)]),
    ]

    /// A row of a signal: what time it is about, from when it is known, its values.
    struct Row {
        var time: Timestamp
        var knownAt: Timestamp
        var values: [Double]
    }

    struct World {
        var rows: [Row]
        var prices: [(day: String, close: Double)]
    }

    private static func world(_ kind: Kind, _ generator: inout SeededGenerator) throws -> World {
        let text = String(decoding: try BundledPrices.csv(for: "MSFT"), as: UTF8.self)
        let prices = text.split(separator: "\n").dropFirst().compactMap {
            line -> (String, Double)? in
            let parts = line.split(separator: ",")
            guard parts[0].prefix(10) >= "2014-01-01", parts[0].prefix(10) < "2015-07-01",
                let close = Double(parts[1])
            else { return nil }
            return (String(parts[0].prefix(10)), close)
        }
        var rows: [Row] = []
        var count = 0.0
        for (day, _) in prices {
            let time = try #require(Timestamp(iso8601: day + "T14:30:00Z"))
            // Known the same day, days later, or both: a restatement.
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                count += Double(Int.random(in: 0...1, using: &generator))
                let hours = Int64.random(in: 0...120, using: &generator)
                let values = kind.columns.map { column in
                    column.name == "events"
                        ? count : Double.random(in: column.range, using: &generator)
                }
                rows.append(
                    Row(
                        time: time,
                        knownAt: time.advanced(
                            byNanoseconds: hours * Timestamp.nanosecondsPerHour),
                        values: values))
            }
        }
        return World(rows: rows, prices: prices)
    }

    /// The world with every value that is known after the close of a bar replaced.
    private static func noisy(
        _ world: World, _ kind: Kind, after bar: Int, _ generator: inout SeededGenerator
    ) throws -> World {
        var world = world
        // New York closes at 21:00 in UTC at the latest.
        let close = try #require(Timestamp(iso8601: world.prices[bar].day + "T21:00:00Z"))
        for index in world.rows.indices where world.rows[index].knownAt > close {
            world.rows[index].values = kind.columns.map {
                Double.random(in: $0.range, using: &generator)
            }
        }
        for index in world.prices.indices.dropFirst(bar + 1) {
            world.prices[index].close *= Double.random(in: 0.5...2, using: &generator)
        }
        return world
    }

    /// The bars with an entry and an exit, and the orders with their bars.
    private static func outcome(
        _ world: World, _ kind: Kind, in folder: String
    ) throws -> (signals: [[Int]], orders: [(bar: Int, text: String)]) {
        var signal = "time,known_at," + kind.columns.map(\.name).joined(separator: ",") + "\n"
        let ordered = world.rows.enumerated().sorted {
            ($0.element.time, $0.element.knownAt, $0.offset)
                < ($1.element.time, $1.element.knownAt, $1.offset)
        }.map(\.element)
        for row in ordered {
            signal += "\(row.time.iso8601),\(row.knownAt.iso8601),"
            signal += row.values.map { JSON.text(of: $0) }.joined(separator: ",") + "\n"
        }
        var prices = "time,close\n"
        for (day, close) in world.prices { prices += "\(day),\(JSON.text(of: close))\n" }
        try Data(signal.utf8).write(to: URL(fileURLWithPath: folder + "/signal.csv"))
        try Data(prices.utf8).write(to: URL(fileURLWithPath: folder + "/prices.csv"))
        let run = CommandRunner([
            "ask", "buy MSFT when \(kind.condition), hold for 3 days", "--offline", "--json",
            "--include", "signals,orders", "--data", "prices=\(folder)/prices.csv", "--data",
            "\(kind.slot)=\(folder)/signal.csv", "--calendar", "XNYS", "--from", "2014-02-03",
            "--to", "2015-06-30",
        ])
        let result = try #require(
            try run.json()["runs"]?.arrayValue?.first, "\(run.output)\(run.complaint)")
        let signals = ["entries", "exits"].map { name in
            result["signals"]?[name]?.arrayValue?.compactMap(\.intValue) ?? []
        }
        let orders = (result["orders"]?.arrayValue ?? []).map {
            ($0["bar"]?.intValue ?? 0, $0.text())
        }
        return (signals, orders)
    }

    @Test(
        "noise in what becomes known after a moment changes nothing up to it", arguments: Self.kinds
    )
    func noise(kind: Kind) throws {
        let seed = UInt64.random(in: 0...1_000_000)
        print("noise in \(kind.name) of seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        try withTemporaryFolder { folder in
            let world = try Self.world(kind, &generator)
            let before = try Self.outcome(world, kind, in: folder)
            #expect(before.signals[0].count > 5 && before.orders.count > 5, "seed \(seed)")
            let skipped = world.prices.count { $0.day < "2014-02-03" }
            for _ in 0..<12 {
                let place = Int.random(in: 60..<330, using: &generator)
                let changed = try Self.noisy(world, kind, after: place, &generator)
                let after = try Self.outcome(changed, kind, in: folder)
                // The run's bars begin later than the file's.
                let bar = place - skipped
                for index in 0..<2 {
                    #expect(
                        before.signals[index].filter { $0 <= bar }
                            == after.signals[index].filter { $0 <= bar }, "seed \(seed), \(bar)")
                }
                #expect(
                    before.orders.filter { $0.bar <= bar }.map(\.text)
                        == after.orders.filter { $0.bar <= bar }.map(\.text),
                    "seed \(seed), \(bar)")
                #expect(
                    before.orders.map(\.text) != after.orders.map(\.text),
                    "the noise does show later: seed \(seed), \(bar)")
            }
        }
    }
}
