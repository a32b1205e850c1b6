import SignalProcessing
import Testing
import TimeSeries

@Suite struct PriceRatioTests {
    private func day(_ text: String) throws -> Timestamp {
        try #require(Timestamp(iso8601: text))
    }

    private func earned(
        _ end: String, _ quarters: Int, _ known: String, _ perShare: Double
    ) throws -> PriceRatio.Earned {
        PriceRatio.Earned(
            end: try day(end), quarters: quarters, knownAt: try day(known), perShare: perShare)
    }

    @Test("four quarters are the last year, with what is known of the next in place of its part")
    func fourQuarters() throws {
        let filed = [
            try earned("2018-03-31", 1, "2018-05-01", 1),
            try earned("2018-12-31", 4, "2019-02-15", 5),
            try earned("2019-03-31", 1, "2019-05-01", 2),
            try earned("2019-06-30", 2, "2019-08-01", 5),
            try earned("2018-06-30", 2, "2018-08-01", 2),
        ]
        let moments = try [
            "2019-02-14", "2019-02-15", "2019-04-30", "2019-05-01", "2019-08-01", "2020-09-28",
            "2020-10-01",
        ].map(day)
        let ratios = PriceRatio.priceToEarnings(
            [60, 60, 60, 60, 60, 60, 60], knownAt: moments, filed, nil)
        #expect(ratios[0].isNaN, "no year is known")
        #expect(ratios[1] == 12)
        #expect(ratios[2] == 12)
        #expect(ratios[3] == 10, "5 - 1 + 2")
        #expect(ratios[4] == 7.5, "5 - 2 + 5")
        #expect(ratios[5] == 7.5)
        #expect(ratios[6].isNaN, "what is older than 15 months says nothing")
    }

    @Test("a split divides what was filed before it, and only from when it took effect")
    func splits() throws {
        let split = try CorporateAction(
            .split(ratio: 4), effective: try day("2020-08-31"), knownAt: try day("2020-07-30"))
        let filed = [try earned("2019-12-31", 4, "2020-02-01", 8)]
        let ratios = PriceRatio.priceToEarnings(
            [160, 40], knownAt: [try day("2020-08-28"), try day("2020-08-31")], filed,
            CorporateActionLedger([split]))
        #expect(ratios == [20, 20])
    }

    @Test("a loss has no ratio")
    func loss() throws {
        let filed = [try earned("2019-12-31", 4, "2020-02-01", -1)]
        let ratios = PriceRatio.priceToEarnings([10], knownAt: [try day("2020-03-01")], filed, nil)
        #expect(ratios[0].isNaN)
    }

    @Test("a dividend yield is what was paid within a year, per share as it is now")
    func dividends() throws {
        let actions = CorporateActionLedger([
            try CorporateAction(
                .cashDividend(perShare: 4), effective: try day("2020-03-01"),
                knownAt: try day("2020-02-01")),
            try CorporateAction(
                .split(ratio: 2), effective: try day("2020-06-01"), knownAt: try day("2020-05-01")),
            try CorporateAction(
                .cashDividend(perShare: 2), effective: try day("2020-09-01"),
                knownAt: try day("2020-08-01")),
        ])
        let moments = try ["2020-02-28", "2020-03-02", "2020-09-01", "2021-03-02"].map(day)
        let yields = PriceRatio.dividendYield(
            [100, 100, 100, 100], knownAt: moments, actions)
        #expect(yields == [0, 0.04, 0.04, 0.02])
    }
}
