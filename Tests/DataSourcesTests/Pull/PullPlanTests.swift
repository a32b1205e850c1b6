import AlmanacCore
import DataSources
import Testing
import TimeSeries

/// Which stretches are fetched.
@Suite struct PullPlanTests {
    typealias Stretch = PullPlan.Stretch

    static func stretch(_ from: Int64?, _ until: Int64) -> Stretch {
        Stretch(
            from: from.map(Timestamp.init(nanoseconds:)), until: Timestamp(nanoseconds: until))
    }

    @Test(
        "what is missing of a stretch",
        arguments: [
            (stretch(0, 100), nil, [stretch(0, 100)]),
            (stretch(0, 100), stretch(0, 100), []),
            (stretch(10, 90), stretch(0, 100), []),
            (stretch(0, 103), stretch(0, 100), []),
            (stretch(0, 110), stretch(0, 100), [stretch(93, 110)]),
            (stretch(-20, 100), stretch(0, 100), [stretch(-20, 7)]),
            (stretch(nil, 100), stretch(0, 100), [stretch(nil, 7)]),
            (stretch(0, 100), stretch(nil, 100), []),
            (stretch(200, 300), stretch(0, 100), [stretch(93, 300)]),
            (stretch(-50, -20), stretch(0, 100), [stretch(-50, 7)]),
            (stretch(-20, 110), stretch(0, 3), [stretch(-20, 3), stretch(0, 110)]),
        ] as [(Stretch, Stretch?, [Stretch])])
    func missing(_ wanted: Stretch, _ covered: Stretch?, _ expected: [Stretch]) {
        #expect(
            PullPlan.missing(of: wanted, covered: covered, overlap: 7, tolerance: 5) == expected)
    }

    @Test("whatever is asked for, after fetching what is missing all of it is there")
    func closes() {
        let seed: UInt64 = 99
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var covered: Stretch?
            for _ in 0..<6 {
                let from = Int64(generator.next() % 1_000)
                let wanted = Self.stretch(
                    generator.next() % 5 == 0 ? nil : from, from + 1 + Int64(generator.next() % 300)
                )
                for part in PullPlan.missing(
                    of: wanted, covered: covered, overlap: 7, tolerance: 0)
                {
                    // Stretches touch what is there, so that joining them leaves no hole.
                    #expect(covered?.touches(part) ?? true, "seed \(seed)")
                    covered = covered?.joined(part) ?? part
                }
                let rest = PullPlan.missing(
                    of: wanted, covered: covered, overlap: 7, tolerance: 0)
                #expect(rest.isEmpty, "seed \(seed)")
            }
        }
    }
}
