import AlmanacCore
import Backtesting
import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite("What cost models know of a market")
struct CostEstimateTests {
    private static let day: Int64 = 86_400_000_000_000

    static func market(
        _ close: [Double], high: [Double]? = nil, low: [Double]? = nil, volume: [Double]? = nil
    ) -> Market {
        Market(
            times: close.indices.map { Timestamp(nanoseconds: Int64($0) * day) }, open: close,
            high: high, low: low, close: close, volume: volume)
    }

    private static let high = [10.2, 10.5, 10.4, 10.9, 11.3, 11.2]
    private static let low = [9.8, 10.1, 10.0, 10.5, 10.95, 10.7]
    private static let close = [10.0, 10.4, 10.05, 10.8, 11.0, 11.1]

    @Test(
        "spread estimates are the published formulas' over the bars before",
        arguments: [
            (
                "corwin-schultz:3",
                [.nan, .nan, 0, 0.007734544972492971, 0.02139141621025534, 0.01365687123776237]
            ),
            (
                "abdi-ranaldo:3",
                [.nan, .nan, 0, 0.013898602220554666, 0.04412893688862061, 0.030230334668065944]
            ),
        ] as [(String, [Double])])
    func spreads(model: String, expected: [Double]) throws {
        var costs = CostModel()
        costs.spread = try Spread(model)
        let found = try TradingConditions(
            Self.market(Self.close, high: Self.high, low: Self.low), costs
        ).spread
        for (a, b) in zip(found, expected) {
            #expect(a.isNaN == b.isNaN && (b.isNaN || abs(a - b) < 1e-12), "\(found)")
        }
    }

    @Test(
        "a spread that trades bounce in is found again but for noise",
        arguments: ["corwin-schultz:2000", "abdi-ranaldo:2000"])
    func simulated(model: String) throws {
        let spread = 0.02
        var random = SeededGenerator(seed: 3)
        var value = 100.0
        var (high, low, close) = ([Double](), [Double](), [Double]())
        for _ in 0..<2001 {
            var (top, bottom, last) = (0.0, Double.infinity, 0.0)
            for _ in 0..<390 {
                value *= 1 + (random.unit() - 0.5) * 0.0035
                last = value * (random.unit() < 0.5 ? 1 + spread / 2 : 1 - spread / 2)
                (top, bottom) = (max(top, last), min(bottom, last))
            }
            high.append(top)
            low.append(bottom)
            close.append(last)
        }
        var costs = CostModel()
        costs.spread = try Spread(model)
        let found = try TradingConditions(Self.market(close, high: high, low: low), costs)
        let estimate = try #require(found.spread.last)
        #expect(abs(estimate - spread) < 0.35 * spread, "\(estimate)")
    }

    @Test("later bars change nothing that an earlier bar knows")
    func causality() throws {
        var costs = CostModel()
        costs.spread = .abdiRanaldo(window: 4)
        costs.impact = .squareRoot(coefficient: 1)
        costs.historyBars = 3
        var random = SeededGenerator(seed: 5)
        let close = (0..<40).map { _ in 50 + random.unit() * 10 }
        let volume = close.map { _ in random.unit() * 1000 }
        let whole = try TradingConditions(
            Self.market(
                close, high: close.map { $0 + 1 }, low: close.map { $0 - 1 }, volume: volume),
            costs)
        for end in 10..<40 {
            // The last bar's own prices and volume are changed as well.
            func cut(_ values: [Double], _ last: Double) -> [Double] {
                Array(values[..<end]) + [last]
            }
            let part = try TradingConditions(
                Self.market(
                    cut(close, 70), high: cut(close.map { $0 + 1 }, 90),
                    low: cut(close.map { $0 - 1 }, 60), volume: cut(volume, 7)), costs)
            #expect(part.spread.last == whole.spread[end])
            #expect(part.volatility.last == whole.volatility[end])
            #expect(part.usualVolume.last == whole.usualVolume[end])
        }
    }

    @Test("volatility and volume are those of the bars before")
    func history() throws {
        var costs = CostModel()
        costs.impact = .squareRoot(coefficient: 1)
        costs.historyBars = 2
        let found = try TradingConditions(
            Self.market([100, 110, 99, 99, 108.9], volume: [10, .nan, 30, 50, 0]), costs)
        // Returns: none, 0.1, -0.1, 0, 0.1.
        let isUnknown = found.volatility[0...2].allSatisfy { $0.isNaN }
        #expect(isUnknown)
        #expect(abs(found.volatility[3] - (0.02).squareRoot()) < 1e-12)
        #expect(abs(found.volatility[4] - (0.005).squareRoot()) < 1e-12)
        #expect(found.usualVolume[0].isNaN)
        #expect(Array(found.usualVolume[1...]) == [10, 10, 30, 40])
        #expect(found.volume == [10, 0, 30, 50, 0])
    }

    @Test("a column of spreads is met with the last value before the bar")
    func column() throws {
        var market = Self.market([10, 10, 10, 10])
        market.quotedSpread = [0.01, .nan, 0.03, 0.02]
        var costs = CostModel()
        costs.spread = .column("spread")
        let found = try TradingConditions(market, costs)
        #expect(found.spread == [0.01, 0.01, 0.01, 0.03])
        market.quotedSpread = [0.01, -0.1, 0.03, 0.02]
        #expect(throws: AlmanacError.self) { try TradingConditions(market, costs) }
    }

    @Test(
        "a column that a model needs and the market lacks is named",
        arguments: [
            ("impact", "volume"), ("participation", "volume"), ("spread", "high"),
            ("column", "quoted"),
        ])
    func missing(model: String, column: String) throws {
        var settings = ExecutionSettings()
        var costs = CostModel()
        switch model {
        case "impact": costs.impact = .squareRoot(coefficient: 1)
        case "participation": costs.maxParticipation = 0.1
        case "spread": costs.spread = .corwinSchultz(window: 21)
        default: costs.spread = .column("quoted")
        }
        settings.costs = costs
        let error = #expect(throws: AlmanacError.self) {
            try Simulation.run(
                Self.market([1, 2, 3]),
                signals: Signals(
                    entries: [true, false, false], exits: [false, false, false]),
                settings: settings)
        }
        #expect(error?.kind == .schemaMismatch)
        #expect(error?.message.contains("'\(column)'") == true)
        #expect(error?.suggestion?.isEmpty == false)
    }

    @Test("volumes that are all zero have no shares")
    func noVolume() throws {
        var costs = CostModel()
        costs.maxParticipation = 0.1
        let market = Self.market([1, 2], volume: [0, .nan])
        let error = #expect(throws: AlmanacError.self) { try TradingConditions(market, costs) }
        #expect(error?.message.contains("volume") == true)
    }

    // 10 % of the daily volume of IBM and of DRI over a tenth, a fifth and half of a day, in
    // hundredths of a percent.
    @Test(
        "Almgren's impact gives the paper's examples",
        arguments: [
            (6.561e6, 1728e6, 0.0157, [32.0, 25, 18]), (1.929e6, 168e6, 0.0226, [43.0, 32, 23]),
        ] as [(Double, Double, Double, [Double])])
    func almgren(volume: Double, shares: Double, volatility: Double, points: [Double]) throws {
        let impact = MarketImpact.almgren(sharesOutstanding: shares)
        for (duration, expected) in zip([0.1, 0.2, 0.5], points) {
            // Bars of the order's duration have that part of the volume and of the variance.
            let found = impact.fraction(
                quantity: 0.1 * volume, volatility: volatility * duration.squareRoot(),
                volume: volume * duration, barsPerDay: 1 / duration)
            #expect((found * 10_000).rounded() == expected)
        }
    }

    @Test("the square root of the share of the volume, on any time scale")
    func squareRoot() throws {
        let impact = MarketImpact.squareRoot(coefficient: 0.5)
        let daily = impact.fraction(quantity: 100, volatility: 0.02, volume: 10_000)
        #expect(abs(daily - 0.001) < 1e-15)
        let hourly = impact.fraction(
            quantity: 100, volatility: 0.02 / 7.0.squareRoot(), volume: 10_000 / 7)
        #expect(abs(daily - hourly) < 1e-15)
    }
}
