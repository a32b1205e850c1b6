import AlmanacCore
import Foundation
import Study
import TestSupport
import Testing

@Suite("Bootstrap statistics beside the package arch")
struct GoldenBootstrapTests {
    private func fixture() throws -> JSON {
        let path = PackageRoot.path + "/Tests/StudyTests/Fixtures/overfitting.json"
        return try JSON.parse(try String(contentsOfFile: path, encoding: .utf8))
    }

    private func number(_ json: JSON, _ key: String) throws -> Double {
        try #require(json[key]?.doubleValue)
    }

    private func integer(_ json: JSON, _ key: String) throws -> Int {
        try #require(json[key]?.intValue)
    }

    @Test("block lengths are arch's, but never below one bar")
    func blockLengths() throws {
        let cases = try #require(fixture()["block_lengths"]?.arrayValue)
        #expect(cases.count == 8)
        for entry in cases {
            var chance = FixtureChance(state: try integer(entry, "seed"))
            let phi = try number(entry, "phi")
            var last = 0.0
            let series = (0..<(try integer(entry, "count"))).map { _ in
                last = phi * last + chance.value()
                return last
            }
            let expected = max(1, try number(entry, "length"))
            #expect(abs(BlockLength.stationary(series) - expected) < 1e-9 * expected)
        }
    }

    @Test("p-values and the statistic are those of arch's resampled means")
    func superiorAbility() throws {
        let cases = try #require(fixture()["superior_ability"]?.arrayValue)
        #expect(cases.count == 4)
        for entry in cases {
            let (bars, variants) = (try integer(entry, "bars"), try integer(entry, "variants"))
            let (drift, length) = (try number(entry, "drift"), try integer(entry, "length"))
            var chance = FixtureChance(state: try integer(entry, "seed"))
            let rows = (0..<variants).map { variant in
                (0..<bars).map { _ in
                    0.02 * chance.value() + drift * (Double(variant) - Double(variants) / 2)
                }
            }
            let draws = (0..<(try integer(entry, "resamples"))).map { _ in
                var draw: [Int] = []
                while draw.count < bars {
                    let start = chance.next() % bars
                    let count = 1 + chance.next() % (2 * length)
                    draw += (0..<count).map { (start + $0) % bars }
                }
                return Array(draw[..<bars])
            }
            let test = SuperiorAbility(
                TrialReturns(rows), BlockResamples(bars: draws), meanBlockLength: Double(length))
            #expect(test.realityCheck == (try number(entry, "reality_check")))
            #expect(test.lower == (try number(entry, "lower")))
            #expect(test.consistent == (try number(entry, "consistent")))
            #expect(test.upper == (try number(entry, "upper")))
            #expect(abs(test.statistic - (try number(entry, "statistic"))) < 1e-9)
        }
    }
}
