import AlmanacCore
import Backtesting
import Study
import Testing

@Suite("Monte Carlo on trades")
struct TradeMonteCarloTests {
    private func returns(seed: UInt64, count: Int) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.unit() * 0.2 - 0.09 }
    }

    @Test("shuffling keeps the final equity and changes the drawdown")
    func shuffle() throws {
        let returns = returns(seed: 1, count: 40)
        let paths = try TradeMonteCarlo(returns: returns, method: .shuffle, paths: 300)
        let product = returns.reduce(1) { $0 * (1 + $1) }
        for (_, value) in paths.finalEquity.quantiles {
            #expect(abs(value - product) < 1e-12)
        }
        #expect(abs(paths.actualFinalEquity - product) < 1e-12)
        #expect(paths.maxDrawdown.quantiles[0].value < paths.maxDrawdown.quantiles[4].value)
        #expect(paths.probabilityOfLoss == (product < 1 ? 1 : 0))
    }

    @Test("a bootstrap of two trades has the binomial's distribution")
    func bootstrap() throws {
        // Two draws of +10 % or -10 %: a loss unless both are gains.
        let paths = try TradeMonteCarlo(
            returns: [0.1, -0.1], method: .bootstrap, paths: 4000, ruin: 0.15)
        #expect(abs(paths.probabilityOfLoss - 0.75) < 0.03)
        #expect(abs(paths.probabilityOfRuin - 0.25) < 0.03)
        #expect(abs(paths.finalEquity.mean - 1) < 0.01)
        #expect(abs(paths.finalEquity.quantiles[4].value - 1.21) < 1e-12)
    }

    @Test("the seed alone decides, and what is lost stays lost")
    func seeds() throws {
        let returns = returns(seed: 2, count: 30)
        let one = try TradeMonteCarlo(returns: returns, method: .bootstrap, seed: 3)
        #expect(try TradeMonteCarlo(returns: returns, method: .bootstrap, seed: 3) == one)
        #expect(try TradeMonteCarlo(returns: returns, method: .bootstrap, seed: 4) != one)
        let broke = try TradeMonteCarlo(
            returns: [-1.5, 0.5, 0.5], method: .shuffle, paths: 20, ruin: 1)
        #expect(broke.finalEquity.median == 0 && broke.probabilityOfRuin == 1)
        #expect(broke.json["max_drawdown"]?["p50"]?.doubleValue == 1)
    }

    @Test("no trades and what is not finite are errors")
    func errors() {
        #expect(throws: AlmanacError.self) { try TradeMonteCarlo(returns: [], method: .shuffle) }
        #expect(throws: AlmanacError.self) {
            try TradeMonteCarlo(returns: [.nan], method: .shuffle)
        }
        #expect(throws: AlmanacError.self) {
            try TradeMonteCarlo(returns: [0.1], method: .shuffle, ruin: 0)
        }
    }
}

@Suite("The map of two parameters")
struct ParameterMapTests {
    private func map(_ value: (Int, Int) -> Double?) -> ParameterMap {
        let points = (0..<9).flatMap { x in (0..<7).map { y in (x, y) } }
        return ParameterMap(
            x: "fast", y: "slow",
            points: points.map { (Double($0.0) * 5, Double($0.1), value($0.0, $0.1)) })
    }

    @Test("a hill is a plateau and a spike is a peak")
    func verdicts() throws {
        let hill = map { x, y in 2 - 0.02 * Double((x - 4) * (x - 4) + (y - 3) * (y - 3)) }
        #expect(hill.verdict == .plateau)
        #expect(hill.peak?.column == 4 && hill.peak?.row == 3)
        let spike = map { x, y in x == 2 && y == 5 ? 3 : Double((x * 7 + y * 3) % 5) / 10 }
        #expect(spike.verdict == .peak)
        #expect(spike.sentence.contains("fast = 10, slow = 5"))
        #expect(abs(try #require(spike.plateauScore)) < 0.1)
        #expect(hill.json["values"]?.arrayValue?.count == 7)
    }

    @Test("a map without height, values or neighbours is unclear")
    func unclear() {
        #expect(map { _, _ in 1 }.verdict == .unclear)
        #expect(map { _, _ in nil }.verdict == .unclear)
        #expect(map { _, _ in nil }.peak == nil)
        #expect(map { x, y in x == 0 && y == 0 ? 1 : nil }.verdict == .unclear)
        #expect(ParameterMap(x: "a", y: "b", points: []).sentence == "The map has no values.")
    }

    @Test("the order of the points changes nothing")
    func order() {
        var generator = SeededGenerator(seed: 4)
        var points = (0..<30).map { index in
            (x: Double(index % 6), y: Double(index / 6), value: Optional(generator.unit()))
        }
        let one = ParameterMap(x: "a", y: "b", points: points)
        points.shuffle(using: &generator)
        #expect(ParameterMap(x: "a", y: "b", points: points) == one)
    }
}
