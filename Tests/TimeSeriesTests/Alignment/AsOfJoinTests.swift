import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct AsOfJoinTests {
    @Test("an observation counts from the close at which it is known, not before")
    func visibility() {
        let join = AsOfJoin(
            times: at([1, 2]), knownAt: at([10, 20]), at: at([9, 10, 11, 19, 20, 99]))
        #expect(join.rows == [-1, 0, 0, 0, 1, 1])
    }

    @Test("latency delays what counts")
    func latency() {
        let join = AsOfJoin(
            times: at([1, 2]), knownAt: at([10, 20]), at: at([10, 14, 15, 24, 25]),
            latency: .nanoseconds(5))
        #expect(join.rows == [-1, -1, 0, 0, 1])
    }

    @Test("a late restatement of an older time never replaces a newer time")
    func restatement() {
        let times = at([1, 2, 1, 2])
        let join = AsOfJoin(
            times: times, knownAt: at([10, 20, 30, 40]), at: at([10, 20, 30, 40]))
        #expect(join.rows == [0, 1, 1, 3])
        // Time 2 has no value until its correction, so time 1 shows, corrected once that is known.
        #expect(join.values(of: [5, .nan, 6, 7]) == [5, 5, 6, 7])
    }

    @Test("a value expires when it has been known for longer than the limit")
    func age() {
        let join = AsOfJoin(
            times: at([1, 2]), knownAt: at([10, 20]), at: at([10, 15, 16, 20, 25, 26]),
            maxAge: .nanoseconds(5))
        #expect(join.rows == [0, 0, -1, 1, 1, -1])
        let values = join.values(of: [3, .nan])
        #expect(values.map(\.isNaN) == [false, false, true, true, true, true])
    }

    @Test("a correction to a missing value falls back to the time before")
    func withdrawal() {
        let join = AsOfJoin(
            times: at([1, 2, 2]), knownAt: at([1, 2, 3]), at: at([1, 2, 3]))
        #expect(join.values(of: [5, 6, .nan]) == [5, 6, 5])
    }

    @Test("no observations and no closes are no error")
    func empty() {
        #expect(AsOfJoin(times: [], knownAt: [], at: at([1, 2])).rows == [-1, -1])
        #expect(AsOfJoin(times: [], knownAt: [], at: at([1])).values(of: [])[0].isNaN)
        #expect(AsOfJoin(times: at([1]), knownAt: at([1]), at: []).values(of: [.nan]).isEmpty)
    }

    @Test("the ends of time do not overflow")
    func extremes() {
        let ends = [Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max)]
        let join = AsOfJoin(
            times: ends, knownAt: ends, at: ends, latency: .seconds(Int64.max),
            maxAge: .seconds(Int64.max))
        #expect(join.rows == [0, -1])
    }

    @Test("rows and values agree with a search over every row", arguments: 0..<150)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 0...40, using: &generator)
        let span = Int.random(in: 1...30, using: &generator)
        let isOrderly = seed % 3 == 0
        var times = (0..<count).map { _ in Int.random(in: 0...span, using: &generator) }
        var known = (0..<count).map { _ in Int.random(in: 0...span, using: &generator) }
        if isOrderly {
            times = Array(0..<count)
            known.sort()
        }
        let missing = [0, 0.3, 0.9][seed % 3]
        let column = (0..<count).map { generator.unit() < missing ? .nan : Double($0) }
        var closes = (0..<20).map { _ in Int.random(in: -1...span + 5, using: &generator) }
        if seed % 4 != 1 { closes.sort() }
        let latency = Int.random(in: 0...3, using: &generator)
        let maxAge = seed % 2 == 0 ? nil : Int.random(in: 0...8, using: &generator)
        let join = AsOfJoin(
            times: at(times), knownAt: at(known), at: at(closes),
            latency: .nanoseconds(latency), maxAge: maxAge.map { .nanoseconds($0) })
        let values = join.values(of: column)
        for (index, close) in closes.enumerated() {
            let versions = latestVersions(times: times, known: known, by: close - latency)
            func isFresh(_ row: Int) -> Bool { maxAge.map { close - known[row] <= $0 } ?? true }
            let row = versions.last.flatMap { isFresh($0) ? $0 : nil }
            #expect(join.rows[index] == Int32(row ?? -1), "seed \(seed), close \(close)")
            let source = versions.last { !column[$0].isNaN }.flatMap { isFresh($0) ? $0 : nil }
            let expected = source.map { column[$0] } ?? .nan
            #expect(
                values[index] == expected || (values[index].isNaN && expected.isNaN),
                "seed \(seed), close \(close)")
        }
    }

    /// The version in force of each visible time, by time.
    private func latestVersions(times: [Int], known: [Int], by limit: Int) -> [Int] {
        var best: [Int: Int] = [:]
        for row in times.indices where known[row] <= limit {
            if let other = best[times[row]], known[other] > known[row] { continue }
            best[times[row]] = row
        }
        return best.keys.sorted().compactMap { best[$0] }
    }

    private func at(_ values: [Int]) -> [Timestamp] {
        values.map { Timestamp(nanoseconds: Int64($0)) }
    }
}
