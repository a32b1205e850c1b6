import AlmanacCore
import Study
import Testing

@Suite("The report on overfitting")
struct OverfittingReportTests {
    private func report(
        variants: Int, earlier: TrialTally = TrialTally(), drift: Double = 0
    ) throws -> OverfittingReport {
        var settings = OverfittingReport.Settings()
        settings.resamples = 50
        settings.blocks = 6
        return try OverfittingReport(
            returnsOfTrials: TrialReturns(
                RandomReturns.rows(seed: 7, variants: variants, bars: 300, drift: drift)),
            barsPerYear: 252, earlier: earlier, symbols: ["SPX"], settings: settings)
    }

    @Test("the best of noise is called luck")
    func luck() throws {
        let report = try report(variants: 200)
        #expect(try #require(report.deflated) < 0.8)
        #expect(report.verdict.hasPrefix("Of 200 variants tried, the chosen one has a yearly"))
        #expect(report.verdict.contains("luck"))
        #expect(report.json["overfitting_probability"]?["choices"] == 20)
        #expect(report.json["trials"] == 200)
    }

    @Test("strong skill is not called luck")
    func skill() throws {
        let report = try report(variants: 20, drift: 0.004)
        #expect(try #require(report.deflated) > 0.95)
        #expect(report.verdict.contains("luck alone hardly explains this"))
    }

    @Test("earlier trials count and make the ratio worse")
    func earlier() throws {
        let alone = try report(variants: 10)
        let tally = TrialTally(
            trials: 4940, annualSharpes: PooledMoments(count: 4940, mean: 0.2, variance: 0.4),
            symbols: ["KO"], runs: 2)
        let later = try report(variants: 10, earlier: tally)
        #expect(later.tally.trials == 4950)
        #expect(later.tally.symbols == ["KO", "SPX"])
        #expect(later.verdict.contains("Of 4,950 variants tried on 2 symbols (4,940 of them in"))
        #expect(later.expectedMaximum > alone.expectedMaximum)
        #expect(try #require(later.deflated) < (try #require(alone.deflated)))
    }

    @Test("a single run is judged without what needs several")
    func single() throws {
        let report = try report(variants: 1)
        #expect(report.overfitting == nil)
        #expect(report.deflated == report.probabilistic)
        #expect(report.verdict.hasPrefix("One variant was tried"))
        #expect(report.json["overfitting_probability"] == .null)
    }

    @Test("variants that never trade are an error")
    func idle() {
        let rows = [[Double]](repeating: [Double](repeating: 0, count: 50), count: 3)
        #expect(throws: AlmanacError.self) {
            try OverfittingReport(returnsOfTrials: TrialReturns(rows), barsPerYear: 252)
        }
    }
}
