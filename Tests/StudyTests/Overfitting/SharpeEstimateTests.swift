import AlmanacCore
import Study
import Testing

@Suite("Sharpe ratios and their errors")
struct SharpeEstimateTests {
    @Test("the deflated ratio is that of the published example")
    func deflated() throws {
        // Bailey and López de Prado (2014): SR 2.5 a year, 1250 days, 100 trials with variance 0.5.
        let estimate = SharpeEstimate(
            annualSharpe: 2.5, barsPerYear: 250, count: 1250, skew: -3, kurtosis: 10)
        let variance = 0.5 / 250
        let deflated = try #require(estimate.deflated(trials: 100, variance: variance))
        #expect(abs(deflated - 0.9004) < 5e-5)
        let luck = ExpectedMaximum.sharpe(trials: 100, variance: variance)
        #expect(abs(luck - 0.1132) < 5e-5)
        // The same paper: 0.9505 after 46 trials, or after 88 if the returns were normal.
        let at46 = try #require(estimate.deflated(trials: 46, variance: variance))
        #expect(abs(at46 - 0.9505) < 5e-4)
        let normal = SharpeEstimate(annualSharpe: 2.5, barsPerYear: 250, count: 1250)
        let at88 = try #require(normal.deflated(trials: 88, variance: variance))
        #expect(abs(at88 - 0.9505) < 5e-4)
    }

    @Test("the probabilistic ratio falls from 0.982 to 0.913 with the published skew and kurtosis")
    func probabilistic() throws {
        // Bailey and López de Prado (2012), 24 months with a monthly ratio of 0.458.
        let normal = SharpeEstimate(sharpe: 0.458, count: 24)
        let skewed = SharpeEstimate(sharpe: 0.458, count: 24, skew: -2.448, kurtosis: 10.164)
        #expect(abs(try #require(normal.probability()) - 0.982) < 5e-4)
        #expect(abs(try #require(skewed.probability()) - 0.913) < 5e-4)
    }

    @Test(
        "minimum track records are those of the published table",
        arguments: [
            (250.0, 0.0, 3.0, 2.73), (52, 0, 3, 2.83), (12, 0, 3, 3.24), (12, -0.72, 5.78, 4.99),
        ])
    func trackRecord(bars: Double, skew: Double, kurtosis: Double, years: Double) throws {
        let estimate = SharpeEstimate(
            annualSharpe: 2, barsPerYear: bars, count: 100, skew: skew, kurtosis: kurtosis)
        let needed = try #require(estimate.minimumTrackRecord(above: 1 / bars.squareRoot()))
        #expect(abs(needed / bars - years) < 0.006)
    }

    @Test("five years bear no more than 45 independent trials")
    func backtestLength() throws {
        // Bailey, Borwein, López de Prado and Zhu (2014), for a yearly ratio of 1.
        let at45 = try #require(ExpectedMaximum.minimumBacktestYears(trials: 45, annualSharpe: 1))
        let at46 = try #require(ExpectedMaximum.minimumBacktestYears(trials: 46, annualSharpe: 1))
        #expect(at45 < 5 && at46 > 5)
        #expect(ExpectedMaximum.minimumBacktestYears(trials: 45, annualSharpe: 0) == nil)
    }

    @Test(
        "standard errors for normal returns are Lo's",
        arguments: [
            (0.5, 12, 0.306), (1.0, 24, 0.250), (1.5, 36, 0.243), (2.0, 60, 0.224),
            (3.0, 500, 0.105),
        ])
    func lo(sharpe: Double, count: Int, error: Double) throws {
        let estimate = SharpeEstimate(sharpe: sharpe, count: count)
        #expect(abs(try #require(estimate.loStandardError) - error) < 6e-4)
    }

    @Test("the yearly factor under a first-order process is Lo's closed form")
    func annualisation() throws {
        for rho in [-0.4, 0, 0.2, 0.9] {
            let correlations = (1..<12).map { lag in (0..<lag).reduce(1.0) { p, _ in p * rho } }
            let factor = try #require(
                SharpeAnnualisation.factor(autocorrelations: correlations, bars: 12))
            let power = (0..<12).reduce(1.0) { p, _ in p * rho }
            let inner = 1 + 2 * rho / (1 - rho) * (1 - (1 - power) / (12 * (1 - rho)))
            #expect(abs(factor - (12 / inner).squareRoot()) < 1e-12)
        }
    }

    @Test("moments of returns are the plain ones")
    func moments() throws {
        let estimate = try #require(SharpeEstimate(returns: [1, 2, 3, 4, 10]))
        // Deviations -3 -2 -1 0 6: squares 50, cubes 180, fourths 1394.
        #expect(abs(estimate.sharpe - 4 / 12.5.squareRoot()) < 1e-15)
        #expect(abs(estimate.skew - 36 / (10 * 10.squareRoot())) < 1e-14)
        #expect(abs(estimate.kurtosis - 278.8 / 100) < 1e-14)
    }

    @Test(
        "what has no ratio gives none",
        arguments: [
            [], [0.1], [0.1, 0.2], [0.1, 0.1, 0.1], [0, 0, 0, 0], [0.1, .nan, 0.2],
            [0.1, .infinity, 0.2], [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01],
        ])
    func none(returns: [Double]) { #expect(SharpeEstimate(returns: returns) == nil) }

    @Test("figures that belong to no distribution give no probability")
    func impossible() {
        let estimate = SharpeEstimate(sharpe: 2, count: 100, skew: 5, kurtosis: 1)
        #expect(estimate.probability() == nil)
        #expect(estimate.minimumTrackRecord() == nil)
        #expect(SharpeEstimate(sharpe: -0.1, count: 100).minimumTrackRecord() == nil)
    }

    @Test("more trials never make the deflated ratio better")
    func monotone() throws {
        let estimate = SharpeEstimate(sharpe: 0.1, count: 1000, skew: -1, kurtosis: 6)
        var last = 1.0
        for trials in [1.0, 1.2, 1.5, 2, 3, 10, 100, 1e4, 1e8] {
            let deflated = try #require(estimate.deflated(trials: trials, variance: 0.001))
            #expect(deflated <= last, "\(trials)")
            last = deflated
        }
        #expect(estimate.deflated(trials: 1, variance: 0.001) == estimate.probability())
    }

    @Test("the expected maximum is near that of drawn normal values", arguments: [5, 20, 200])
    func maximum(trials: Int) {
        var generator = SeededGenerator(seed: 5)
        var sum = 0.0
        for _ in 0..<1000 {
            sum +=
                (0..<trials).map { _ in
                    NormalDistribution.quantile(max(generator.unit(), 1e-300))
                }.max() ?? 0
        }
        let expected = ExpectedMaximum.ofNormals(Double(trials))
        #expect(abs(sum / 1000 - expected) < 0.06 * expected)
    }

    @Test("pooled moments are those of all values, however they are grouped")
    func pooled() {
        var generator = SeededGenerator(seed: 8)
        let values = (0..<100).map { _ in generator.unit() * 3 - 1 }
        var whole = PooledMoments()
        for value in values { whole.add(value) }
        var grouped = PooledMoments()
        for range in [0..<1, 1..<1, 1..<40, 40..<100] {
            var group = PooledMoments()
            for value in values[range] { group.add(value) }
            grouped.add(
                PooledMoments(count: group.count, mean: group.mean, variance: group.variance))
        }
        let mean = values.reduce(0, +) / 100
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99
        for moments in [whole, grouped] {
            #expect(moments.count == 100)
            #expect(abs(moments.mean - mean) < 1e-12)
            #expect(abs(moments.variance - variance) < 1e-12)
        }
        #expect(abs(whole.scaled(by: -2).variance - 4 * variance) < 1e-11)
    }
}
