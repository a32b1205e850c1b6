import AlmanacCore
import Study
import Testing

@Suite("Superior ability and bootstrap intervals")
struct SuperiorAbilityTests {
    @Test("any number of threads, and variants in groups or alone, give the same values")
    func threads() throws {
        let rows = RandomReturns.rows(seed: 3, variants: 700, bars: 64)
        let trials = TrialReturns(rows)
        let one = try SuperiorAbility(trials, resamples: 50, seed: 9)
        let several = try SuperiorAbility(
            trials, resamples: 50, seed: 9, concurrently: RandomReturns.onThreads)
        #expect(one == several)
        #expect(try SuperiorAbility(trials, resamples: 50, seed: 10) != one)
        // A variant that is added behind the best and never trades changes nothing.
        let idle = TrialReturns(rows + [[Double](repeating: 0, count: 64)])
        let length = one.meanBlockLength
        #expect(
            try SuperiorAbility(idle, resamples: 50, meanBlockLength: length, seed: 9) == one)
    }

    @Test("the bounds enclose the consistent value, and skill is found")
    func bounds() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let rows = RandomReturns.rows(seed: seed, variants: 10, bars: 120, drift: -0.001)
            let test = try SuperiorAbility(TrialReturns(rows), resamples: 100, seed: seed)
            #expect(test.lower <= test.consistent && test.consistent <= test.upper, "\(seed)")
        }
        let noise = RandomReturns.rows(seed: 4, variants: 30, bars: 500)
        let skilled = noise.dropLast() + [noise[29].map { $0 + 0.003 }]
        let found = try SuperiorAbility(TrialReturns(Array(skilled)), resamples: 200)
        #expect(found.consistent < 0.01 && found.best == 29)
    }

    @Test("without skill a p-value is below 0.2 about as often as it says")
    func size() throws {
        let below = try (1...100 as ClosedRange<UInt64>).count { seed in
            let rows = RandomReturns.rows(seed: seed, variants: 8, bars: 200)
            return try SuperiorAbility(
                TrialReturns(rows), resamples: 100, meanBlockLength: 1, seed: seed
            ).consistent < 0.2
        }
        #expect((8...34).contains(below), "\(below)")
    }

    @Test("a benchmark is taken away bar by bar")
    func benchmark() throws {
        let rows = RandomReturns.rows(seed: 6, variants: 5, bars: 60)
        let same = try SuperiorAbility(
            TrialReturns([rows[0], rows[0]]).minus(rows[0]), resamples: 20)
        #expect(same.best == nil && same.consistent == 1 && same.realityCheck == 1)
        let trials = TrialReturns(rows).minus(rows[4])
        #expect(trials.returns(of: 1) == zip(rows[1], rows[4]).map { $0 - $1 })
    }

    @Test("no variants or hardly any bars are an error")
    func errors() {
        #expect(throws: AlmanacError.self) { try SuperiorAbility(TrialReturns([])) }
        #expect(throws: AlmanacError.self) { try SuperiorAbility(TrialReturns([[1, 2, 3]])) }
    }

    @Test("resamples have the bars of the series and blocks of the mean length")
    func resamples() {
        for length in [1.0, 1.5, 8, 1000] {
            let draws = BlockResamples(barCount: 50, count: 400, meanBlockLength: length, seed: 2)
            var blocks = 0
            for resample in 0..<draws.count {
                let ranges = draws.blocks(of: resample)
                #expect(ranges.reduce(0) { $0 + $1.count } == 50)
                #expect(ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 50 })
                // A block that runs over the end is two ranges.
                blocks += ranges.count { $0.lowerBound != 0 || length == 1 }
            }
            if length == 1 { #expect(blocks == 400 * 50) }
            if length == 8 { #expect(abs(Double(blocks) / 400 - 50.0 / 8 - 0.8) < 0.5) }
        }
    }

    @Test("intervals of drawn returns hold the true ratio about as often as they say")
    func coverage() throws {
        var held = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let returns = RandomReturns.rows(seed: seed, variants: 1, bars: 250, drift: 0.001)[0]
            let intervals = try #require(
                BootstrapIntervals(returns, resamples: 200, confidence: 0.8, seed: seed))
            #expect(intervals.sharpe.low <= intervals.sharpe.median)
            #expect(intervals.sharpe.median <= intervals.sharpe.high)
            #expect(intervals.maxDrawdown.low >= 0 && intervals.maxDrawdown.high < 1)
            if intervals.sharpe.low <= 0.1, 0.1 <= intervals.sharpe.high { held += 1 }
        }
        #expect((39...56).contains(held), "\(held)")
    }

    @Test("returns without variance have no intervals")
    func flat() {
        #expect(BootstrapIntervals([Double](repeating: 0, count: 20)) == nil)
        #expect(BootstrapIntervals([0.1, 0.2]) == nil)
    }
}
