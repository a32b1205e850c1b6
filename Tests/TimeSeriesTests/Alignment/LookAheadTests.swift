import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct LookAheadTests {
    @Test("what becomes known after a bar's close changes nothing on it", arguments: 0..<60)
    func truncation(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let target = [Frequency.hour1, .day1, .week1, .month1][seed % 4]
        let prices = randomBars(count: 60 * 24, step: 3_600, using: &generator)
        let minutes = randomBars(count: 400, step: 900, using: &generator)
        let events = randomEvents(count: 300, using: &generator)
        var versioned = randomEvents(count: 400, using: &generator)
        versioned.times = versioned.times.map {
            Timestamp(nanoseconds: $0.nanoseconds / 3_600_000_000_000 * 3_600_000_000_000)
        }
        func aligned(_ cut: Timestamp) throws -> AlignedData {
            try align(
                AlignmentRequest(
                    slots: [
                        .init(name: "prices", frame: prices, frequency: .hour1),
                        .init(
                            name: "minutes",
                            frame: rows(of: minutes) {
                                minutes.times[$0].nanoseconds + 900_000_000_000 <= cut.nanoseconds
                            }, frequency: .minute15),
                        .init(
                            name: "events",
                            frame: rows(of: events) { (events.knownAt?[$0] ?? cut) <= cut },
                            frequency: .event),
                        .init(
                            name: "versioned",
                            frame: rows(of: versioned) { (versioned.knownAt?[$0] ?? cut) <= cut },
                            frequency: .hour1),
                    ], executionFrequency: target))
        }
        let whole = try aligned(Timestamp(nanoseconds: .max))
        for _ in 0..<5 {
            let bar = Int.random(in: 0..<whole.count, using: &generator)
            let part = try aligned(whole.closes[bar])
            // Aggregated bars of cut rows may end early; those of a finished period may not differ.
            for name in target == .hour1 ? ["events", "versioned", "minutes"] : ["events"] {
                let (a, b) = (try #require(whole[name]), try #require(part[name]))
                for (left, right) in zip(a.columns, b.columns) {
                    #expect(
                        left.values[bar].bitPattern == right.values[bar].bitPattern,
                        "seed \(seed), slot \(name), bar \(bar)")
                }
            }
        }
    }

    @Test("aggregated versions agree with aggregating what was known", arguments: 0..<40)
    func versions(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1_000 + seed))
        let hour: Int64 = 3_600_000_000_000
        let days = 12
        var times: [Timestamp] = []
        var known: [Timestamp] = []
        var values: [Double] = []
        for index in 0..<days * 24 {
            let start = Int64(index) * hour
            for version in 0..<Int.random(in: 1...3, using: &generator) {
                times.append(Timestamp(nanoseconds: start))
                let delay = version == 0 ? 1 : Int64.random(in: 2...60, using: &generator)
                known.append(Timestamp(nanoseconds: start + delay * hour))
                values.append(Double(Int.random(in: 1...1_000, using: &generator)))
            }
        }
        let hours = Frame(
            times: times, knownAt: known, columns: [.init(name: "volume", values: values)])
        let axis = Frame(
            times: (0..<days).map { Timestamp(nanoseconds: Int64($0) * 24 * hour) },
            columns: [.init(name: "close", values: .init(repeating: 1, count: days))])
        let data = try align(
            AlignmentRequest(slots: [
                .init(name: "prices", frame: axis, frequency: .day1),
                .init(name: "hours", frame: hours, frequency: .hour1),
            ]))
        let sums = try #require(data["hours"]?["volume"])
        for day in 0..<days {
            let close = Timestamp(nanoseconds: Int64(day + 1) * 24 * hour)
            let sorted = hours.sorted()
            var latest: [Int64: Double] = [:]
            for row in 0..<sorted.count where (sorted.knownAt?[row] ?? close) <= close {
                let index = sorted.times[row].nanoseconds / hour
                if index / 24 == Int64(day) { latest[index] = sorted.columns[0].values[row] }
            }
            #expect(sums[day] == latest.keys.sorted().reduce(0) { $0 + (latest[$1] ?? 0) })
        }
    }

    private func rows(of frame: Frame, where isKept: (Int) -> Bool) -> Frame {
        frame.gathering((0..<frame.count).filter(isKept).map { Int32($0) })
    }

    private func randomBars(
        count: Int, step: Int64, using generator: inout SeededGenerator
    ) -> Frame {
        var start: Int64 = 0
        let times = (0..<count).map { _ in
            start += step * Int64.random(in: 1...3, using: &generator)
            return Timestamp(nanoseconds: start * 1_000_000_000)
        }
        return Frame(times: times, columns: randomColumns(count, using: &generator))
    }

    private func randomEvents(count: Int, using generator: inout SeededGenerator) -> Frame {
        let times = (0..<count).map { _ in
            Timestamp(
                nanoseconds: Int64.random(in: 0...90 * 86_400, using: &generator) * 1_000_000_000)
        }
        let known = times.map {
            Timestamp(
                nanoseconds: $0.nanoseconds
                    + Int64.random(in: 0...10 * 86_400, using: &generator) * 1_000_000_000)
        }
        return Frame(times: times, knownAt: known, columns: randomColumns(count, using: &generator))
    }

    private func randomColumns(
        _ count: Int, using generator: inout SeededGenerator
    ) -> [Frame.NamedColumn] {
        ["high", "volume", "score"].map { name in
            .init(
                name: name,
                values: (0..<count).map { _ in
                    generator.unit() < 0.2 ? .nan : generator.unit()
                })
        }
    }
}
