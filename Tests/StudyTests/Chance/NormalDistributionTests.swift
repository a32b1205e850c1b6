import Study
import Testing

@Suite("The normal distribution")
struct NormalDistributionTests {
    @Test(
        "quantiles are those of SciPy",
        arguments: [
            (1e-300, -37.0471), (1e-20, -9.26234), (1e-9, -5.99781), (1e-4, -3.719016485455709),
            (0.01, -2.3263478740408408), (0.05, -1.6448536269514729), (0.25, -0.6744897501960817),
            (0.5, 0), (0.6, 0.2533471031357997), (0.975, 1.959963984540054),
            (0.999, 3.090232306167813),
        ])
    func quantiles(probability: Double, expected: Double) {
        let tolerance = abs(expected) > 5 ? 1e-4 : 1e-13
        #expect(abs(NormalDistribution.quantile(probability) - expected) <= tolerance)
    }

    @Test("the quantile undoes the cumulative probability")
    func inverse() {
        for step in -60...60 {
            let x = Double(step) / 10
            let back = NormalDistribution.quantile(NormalDistribution.cumulative(x))
            #expect(abs(back - x) <= (x > 4 ? 1e-6 : 1e-12), "\(x)")
        }
    }

    @Test("the ends are infinite and what is no probability has no quantile")
    func ends() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(1.5).isNaN)
        #expect(NormalDistribution.quantile(.nan).isNaN)
    }
}
