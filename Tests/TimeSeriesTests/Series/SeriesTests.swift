import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct SeriesTests {
    @Test("a correction changes what is known later and nothing before")
    func corrections() throws {
        var series = Series(empty: .numbers([]))
        try series.append(time: at(1), knownAt: at(10), value: .number(5))
        try series.append(time: at(2), knownAt: at(20), value: .number(6))
        try series.append(time: at(1), knownAt: at(30), value: .number(7))
        #expect(series.asOf(at(9)).count == 0)
        #expect(series.asOf(at(10)).values == .numbers([5]))
        #expect(series.asOf(at(29)).values == .numbers([5, 6]))
        #expect(series.asOf(at(30)).values == .numbers([7, 6]))
        #expect(series.latestRow(asOf: at(5)) == nil)
        // The late correction of an older time does not replace the newer time.
        #expect(series.latestRow(asOf: at(30)) == 1)
        #expect(try series.frame(column: "eps")["eps"] == [5, 7, 6])
    }

    @Test("a value of another kind is refused and nothing is added")
    func kinds() throws {
        var series = Series(empty: .strings(StringColumn()))
        #expect(throws: AlmanacError.self) {
            try series.append(time: at(1), knownAt: at(1), value: .number(1))
        }
        #expect(series.count == 0)
        try series.append(time: at(1), knownAt: at(1), value: .string("buy"))
        #expect(throws: AlmanacError.self) { try series.frame(column: "label") }
    }

    @Test("booleans join as ones and zeros")
    func booleans() throws {
        let series = Series(
            times: [at(2), at(1)], knownAt: [at(3), at(3)],
            values: .booleans(BitColumn([true, false])))
        #expect(try series.frame(column: "flag")["flag"] == [0, 1])
    }

    @Test("the view at a moment agrees with a plain version", arguments: 0..<40)
    func model(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var series = Series(empty: .numbers([]))
        for row in 0..<Int.random(in: 0...30, using: &generator) {
            try series.append(
                time: at(Int.random(in: 0...6, using: &generator)),
                knownAt: at(Int.random(in: 0...9, using: &generator)), value: .number(Double(row)))
        }
        for moment in 0...10 {
            var expected: [Double] = []
            for time in 0...6 {
                var best: Int?
                for row in 0..<series.count
                where series.times[row] == at(time) && series.knownAt[row] <= at(moment) {
                    if best.map({ series.knownAt[row] >= series.knownAt[$0] }) ?? true {
                        best = row
                    }
                }
                if let best { expected.append(Double(best)) }
            }
            #expect(series.asOf(at(moment)).values == .numbers(expected), "seed \(seed)")
            #expect(series.latestRow(asOf: at(moment)).map(Double.init) == expected.last)
        }
    }

    private func at(_ value: Int) -> Timestamp { Timestamp(nanoseconds: Int64(value)) }
}
