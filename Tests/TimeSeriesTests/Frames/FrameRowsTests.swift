import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct FrameRowsTests {
    @Test("rows sort by time, then by when they were known, and equal rows keep their order")
    func sorting() {
        let frame = frame(
            times: [3, 1, 3, 3, 1], known: [9, 5, 7, 9, 5], values: [0, 1, 2, 3, 4])
        #expect(!frame.isSorted)
        let sorted = frame.sorted()
        #expect(sorted["x"] == [1, 4, 2, 0, 3])
        #expect(sorted.isSorted)
        let (kept, dropped) = sorted.deduplicated()
        #expect(kept["x"] == [4, 2, 3])
        #expect(kept.knownAt?.map(\.nanoseconds) == [5, 7, 9])
        #expect(dropped == 2)
    }

    @Test("without known moments the last row of a time wins")
    func duplicateTimes() {
        let frame = frame(times: [1, 1, 2, 2, 2, 3], known: nil, values: [0, 1, 2, 3, 4, 5])
        let (kept, dropped) = frame.deduplicated()
        #expect(kept["x"] == [1, 4, 5])
        #expect(dropped == 3)
    }

    @Test("a clean frame stays as it is", arguments: [0, 1, 4])
    func clean(count: Int) {
        let frame = frame(
            times: (0..<Int64(count)).map { $0 }, known: nil,
            values: (0..<count).map(Double.init))
        #expect(frame.sorted()["x"] == frame["x"])
        #expect(frame.deduplicated().dropped == 0)
        #expect(frame[0..<count].count == count)
    }

    @Test("columns are found by name and rows by range")
    func lookups() {
        let frame = frame(times: [1, 2, 3], known: [4, 5, 6], values: [1, .nan, 3])
        #expect(frame.columnNames == ["x"])
        #expect(frame.index(of: "x") == 0)
        #expect(frame.index(of: "y") == nil)
        #expect(frame[2..<3]["x"] == [3])
        #expect(frame[2..<3].knownAt?.map(\.nanoseconds) == [6])
        #expect(frame[1..<1].count == 0)
        #expect(frame.missingCounts.map(\.missing) == [1])
    }

    @Test("sorting and dropping repeats agrees with a plain version", arguments: 0..<30)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 0...40, using: &generator)
        let times = (0..<count).map { _ in Int64.random(in: 0...8, using: &generator) }
        let known = (0..<count).map { _ in Int64.random(in: 0...4, using: &generator) }
        let frame = frame(times: times, known: known, values: (0..<count).map(Double.init))
        var last: [[Int64]: Int] = [:]
        for row in 0..<count { last[[times[row], known[row]]] = row }
        let expected = last.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
            .compactMap { last[$0].map(Double.init) }
        #expect(frame.sorted().deduplicated().frame["x"] == expected, "seed \(seed)")
    }

    private func frame(times: [Int64], known: [Int64]?, values: [Double]) -> Frame {
        Frame(
            times: times.map(Timestamp.init(nanoseconds:)),
            knownAt: known?.map(Timestamp.init(nanoseconds:)),
            columns: [.init(name: "x", values: values)])
    }
}
