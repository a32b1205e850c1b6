import AlmanacCore
import Backtesting
import Foundation
import TestSupport
import Testing

/// A window of returns with what other libraries make of it; see `make_portfolio_golden.py`.
private struct WeightCase: Decodable, CustomTestStringConvertible {
    var name: String
    var returns: [[Double]]
    var cap: Double
    var sample: [Double]
    var ledoitWolf: [Double]
    var shrinkage: Double
    var inverseVolatility: [Double]
    var inverseVolatilitySkfolio: [Double]
    var riskParitySkfolio: [Double]
    var riskParityRiskfolio: [Double]
    var minimumVariance: [Double]
    var minimumVariancePypfopt: [Double]
    var minimumVarianceSkfolio: [Double]
    var minimumVarianceCapped: [Double]
    var minimumVarianceLedoitWolf: [Double]

    var testDescription: String { name }

    private struct File: Decodable { var weights: [WeightCase] }

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()

    static let all: [WeightCase] = {
        let url = URL(fileURLWithPath: PackageRoot.path + "/Tests/Golden/portfolio.json")
        let data = (try? Data(contentsOf: url)) ?? Data()
        return (try? decoder.decode(File.self, from: data))?.weights ?? []
    }()
}

@Suite("Portfolio weights") struct PortfolioWeightsTests {
    /// The largest difference of two arrays.
    private func distance(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
    }

    private func variance(_ weights: [Double], _ covariance: Covariance) -> Double {
        zip(weights, covariance.times(weights)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test("the recorded cases are there")
    func cases() { #expect(WeightCase.all.count >= 6) }

    @Test("covariances are NumPy's and scikit-learn's", arguments: WeightCase.all)
    private func covariances(golden: WeightCase) {
        let scale = golden.sample.reduce(0) { max($0, abs($1)) }
        let sample = Covariance(of: golden.returns, .sample)
        #expect(distance(sample.values, golden.sample) <= 1e-12 * scale)
        let shrunk = Covariance(of: golden.returns, .ledoitWolf)
        #expect(distance(shrunk.values, golden.ledoitWolf) <= 1e-12 * scale)
        #expect(abs(shrunk.shrinkage - golden.shrinkage) <= 1e-12)
    }

    // skfolio's and Riskfolio's solvers stop at about 1e-5, cvxpy's here at 1e-10.
    @Test("weights are those of four other libraries", arguments: WeightCase.all)
    private func weights(golden: WeightCase) {
        let sample = Covariance(of: golden.returns, .sample)
        let inverse = PortfolioWeights.inverseVolatility(sample)
        #expect(distance(inverse, golden.inverseVolatility) <= 1e-12)
        #expect(distance(inverse, golden.inverseVolatilitySkfolio) <= 1e-9)
        let parity = PortfolioWeights.riskParity(sample)
        #expect(distance(parity, golden.riskParitySkfolio) <= 1e-4)
        #expect(distance(parity, golden.riskParityRiskfolio) <= 1e-4)
        let least = PortfolioWeights.minimumVariance(sample)
        #expect(distance(least, golden.minimumVariance) <= 1e-7)
        #expect(distance(least, golden.minimumVariancePypfopt) <= 1e-7)
        #expect(distance(least, golden.minimumVarianceSkfolio) <= 2e-4)
        let capped = PortfolioWeights.minimumVariance(sample, cap: golden.cap)
        #expect(distance(capped, golden.minimumVarianceCapped) <= 1e-7)
        // Where variances lie far apart cvxpy's answer is less near than its bound says.
        let shrunken = Covariance(of: golden.returns, .ledoitWolf)
        let shrunk = PortfolioWeights.minimumVariance(shrunken)
        #expect(distance(shrunk, golden.minimumVarianceLedoitWolf) <= 1e-4)
        #expect(
            variance(shrunk, shrunken)
                <= variance(golden.minimumVarianceLedoitWolf, shrunken) * (1 + 1e-12))
        // The least variance is not above any other library's.
        let own = variance(least, sample)
        #expect(own <= variance(golden.minimumVarianceSkfolio, sample) * (1 + 1e-12))
        #expect(own <= variance(golden.minimumVariance, sample) * (1 + 1e-10))
    }

    /// Random returns with a common part, and now and then more series than bars.
    private func returns(_ random: inout SeededGenerator) -> [[Double]] {
        let (count, length) = (1 + Int(random.unit() * 12), 3 + Int(random.unit() * 60))
        let common = (0..<length).map { _ in random.unit() - 0.5 }
        return (0..<count).map { _ in
            let (beta, noise) = (random.unit() * 2 - 0.5, 0.01 + random.unit() * 3)
            return common.map { 0.01 * (beta * $0 + noise * (random.unit() - 0.5)) }
        }
    }

    @Test("risk parity gives equal contributions, minimum variance meets its conditions")
    func conditions() {
        for seed in 1...400 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let covariance = Covariance(of: returns(&random), .ledoitWolf)
            let count = covariance.count
            let parity = PortfolioWeights.riskParity(covariance)
            let total = variance(parity, covariance)
            for (weight, marginal) in zip(parity, covariance.times(parity)) {
                #expect(
                    abs(weight * marginal / total * Double(count) - 1) <= 1e-8, "seed \(seed)")
            }
            let cap = random.unit() < 0.5 ? 1 : max(0.1, random.unit())
            let least = PortfolioWeights.minimumVariance(covariance, cap: cap)
            let sum = least.reduce(0, +)
            #expect(abs(sum - min(1, cap * Double(count))) <= 1e-9, "seed \(seed)")
            #expect(least.allSatisfy { $0 >= 0 && $0 <= cap + 1e-12 }, "seed \(seed)")
            guard cap * Double(count) > 1 else { continue }
            // Kuhn-Tucker: what could grow has a gradient at least as high as what could shrink.
            let gradient = covariance.times(least)
            let scale = gradient.reduce(0) { max($0, abs($1)) }
            let growing = least.indices.filter { least[$0] < cap - 1e-9 }.map { gradient[$0] }
            let shrinking = least.indices.filter { least[$0] > 1e-9 }.map { gradient[$0] }
            if let low = growing.min(), let high = shrinking.max() {
                #expect(high - low <= 1e-8 * scale, "seed \(seed)")
            }
        }
    }

    @Test("a cap is kept, and what it cuts off goes to the others")
    func caps() {
        #expect(PortfolioWeights.capped([0.5, 0.3, 0.2], at: 1) == [0.5, 0.3, 0.2])
        #expect(
            distance(PortfolioWeights.capped([0.6, 0.3, 0.1], at: 0.5), [0.5, 0.375, 0.125]) < 1e-15
        )
        #expect(PortfolioWeights.capped([0.7, 0.2, 0.1], at: 0.3) == [0.3, 0.3, 0.3])
        #expect(distance(PortfolioWeights.capped([1, 0, 0], at: 0.5), [0.5, 0.25, 0.25]) < 1e-15)
        for seed in 1...300 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let raw = (0..<(2 + Int(random.unit() * 9))).map { _ in random.unit() }
            let sum = raw.reduce(0, +)
            let cap = 0.1 + random.unit() * 0.9
            let capped = PortfolioWeights.capped(raw.map { $0 / sum }, at: cap)
            #expect(capped.allSatisfy { $0 <= cap + 1e-12 }, "seed \(seed)")
            let expected = min(1, cap * Double(raw.count))
            #expect(abs(capped.reduce(0, +) - expected) <= 1e-12, "seed \(seed)")
        }
    }

    @Test("series that are copies of each other, or stand still, have weights all the same")
    func degenerate() {
        let one = [0.01, -0.02, 0.03, 0.0]
        for estimate in CovarianceEstimate.allCases {
            let covariance = Covariance(of: [one, one, one], estimate)
            for weights in [
                PortfolioWeights.riskParity(covariance),
                PortfolioWeights.minimumVariance(covariance),
                PortfolioWeights.inverseVolatility(covariance),
            ] { #expect(distance(weights, [1, 1, 1].map { $0 / 3 }) <= 1e-6) }
        }
        let still = Covariance(of: [[0, 0, 0], [0, 0, 0]], .ledoitWolf)
        #expect(PortfolioWeights.minimumVariance(still) == [0.5, 0.5])
    }
}
