import AlmanacCore
import Backtesting
import TestSupport

/// A random market with random models of costs and sizes, the same for the same seed.
struct RandomCosts {
    var random: RandomMarket
    /// Whether orders may take more than one bar.
    var isCapped: Bool { random.settings.costs?.maxParticipation != nil }

    init(seed: UInt64, capped: Bool? = nil) throws {
        random = RandomMarket(seed: seed)
        var dice = SeededGenerator(seed: seed &* 7919 &+ 1)
        func pick<Value>(_ values: [Value]) -> Value {
            values[Int(dice.unit() * Double(values.count))]
        }
        let count = random.market.count
        random.market.volume = (0..<count).map { _ in
            dice.unit() < 0.1 ? pick([0, .nan]) : 20 + dice.unit() * 300
        }
        if count > 0 { random.market.volume?[0] = 100 }
        if dice.unit() < 0.3 {
            random.market.dividends = (0..<count).map { _ in
                dice.unit() < 0.1 ? dice.unit() * 2 : 0
            }
        }
        random.settings.costs = try CostModel.random(
            &dice, hasRange: random.market.high != nil, capped: capped)
        random.settings.sizing = pick([
            nil, nil, .amount(400), .quantity(3), .kelly(0.5, trades: 2, start: 0.3),
            .volatilityTarget(0.5, window: 4),
        ])
    }

    func run() throws -> Simulation { try random.run() }
}

extension CostModel {
    /// Random models.
    ///
    /// - Parameter hasRange: Whether the market has highs and lows to estimate spreads from.
    static func random(
        _ dice: inout SeededGenerator, hasRange: Bool, capped: Bool?
    ) throws -> CostModel {
        func pick<Value>(_ values: [Value]) -> Value {
            values[Int(dice.unit() * Double(values.count))]
        }
        var costs = CostModel()
        costs.commission = try pick([
            nil, "0.001", "per-share=0.01,min=1,max=2%", "per-contract=0.65,units=10,min=1",
            "per-order=3", "tiered=0:0.004/500:0.001,by=month", "tiered=0:0.004/500:0.001",
        ]).map { try Commission($0) }
        let ranges =
            hasRange
            ? [nil, "0.002", "corwin-schultz:5", "abdi-ranaldo:4"] : [nil, "0.002"]
        costs.spread = try pick(ranges).map { try Spread($0) }
        costs.slippage = try pick([
            nil, "fixed=0.02", "volatility=0.1", costs.spread == nil ? nil : "spread=0.5",
        ]).map { try Slippage($0) }
        costs.impact = pick([nil, .squareRoot(coefficient: 0.3)])
        costs.historyBars = 5
        costs.borrowRate = pick([0, 0.05, 0.5])
        costs.interestRate = pick([0, 0.03])
        costs.marginRate = pick([nil, 0.08])
        if capped ?? (dice.unit() < 0.4) { costs.maxParticipation = pick([0.02, 0.1, 1]) }
        return costs
    }
}
