import AlmanacCore
import Backtesting
import Foundation
import TestSupport
import TimeSeries

/// A random market with signals and settings, the same for the same seed.
struct RandomMarket {
    var market: Market
    var signals: Signals
    var settings = ExecutionSettings()

    init(seed: UInt64, bars: Int? = nil) {
        var random = SeededGenerator(seed: seed)
        let few = Int(random.unit() * 60)
        let count = bars ?? few
        market = Self.market(count, &random)
        let densities = bars == nil ? [0.05, 0.2, 0.5] : [0.003, 0.02, 0.2]
        let density = densities[Int(random.unit() * 3)]
        func flags() -> [Bool] { (0..<count).map { _ in random.unit() < density } }
        signals = Signals(entries: flags(), exits: flags())
        if random.unit() < 0.7 { (signals.shortEntries, signals.shortExits) = (flags(), flags()) }
        let scale = [0.03, 0.15][Int(random.unit() * 2)]
        signals.stopLoss = Self.level(count, 0.5, scale, &random)
        signals.takeProfit = Self.level(count, 0.5, scale, &random)
        signals.trailingStop = Self.level(count, 0.3, scale, &random)
        signals.size = Self.level(count, 0.3, 1.2, &random)
        settings.initialCash = [100, 1000, 50_000][Int(random.unit() * 3)]
        settings.fees = [0, 0.001, 0.02][Int(random.unit() * 3)]
        settings.fixedFees = [0, 0, 1, 7.5][Int(random.unit() * 4)]
        settings.slippage = [0, 0.002][Int(random.unit() * 2)]
        settings.lotSize = [nil, nil, 1, 0.1][Int(random.unit() * 4)]
        settings.leverage = [1, 1, 1, 2.5][Int(random.unit() * 4)]
        settings.maxPosition = [nil, nil, 0.4][Int(random.unit() * 3)]
        settings.direction = [.both, .both, .long, .short][Int(random.unit() * 4)]
        settings.executionPrice = [.open, .close][Int(random.unit() * 2)]
    }

    private static func market(_ count: Int, _ random: inout SeededGenerator) -> Market {
        let volatility = [0.01, 0.05, 0.3][Int(random.unit() * 3)]
        var columns = [[Double]](repeating: [], count: 4)
        var price = 100.0
        for _ in 0..<count {
            func move(_ size: Double) -> Double { exp((random.unit() - 0.5) * size) }
            let open = price * move(volatility)
            let close = open * move(2 * volatility)
            let high = max(open, close) * (1 + random.unit() * volatility / 2)
            let low = min(open, close) * (1 - random.unit() * volatility / 2)
            for (index, value) in [open, high, low, close].enumerated() {
                columns[index].append((value * 1000).rounded() / 1000)
            }
            price = close
        }
        if random.unit() < 0.25 {
            for index in columns.indices {
                for bar in 0..<count where random.unit() < 0.12 { columns[index][bar] = .nan }
            }
        }
        let bare = random.unit() < 0.15
        return Market(
            times: (0..<count).map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) },
            open: bare ? nil : columns[0], high: bare ? nil : columns[1],
            low: bare ? nil : columns[2], close: columns[3])
    }

    private static func level(
        _ count: Int, _ chance: Double, _ scale: Double, _ random: inout SeededGenerator
    ) -> Signals.Level {
        if random.unit() > chance { return .none }
        if random.unit() < 0.6 { return .scalar(random.unit() * scale) }
        return .series(
            (0..<count).map { _ in random.unit() < 0.3 ? .nan : random.unit() * scale })
    }

    /// The market and signals up to a bar.
    func cut(to count: Int) -> RandomMarket {
        var cut = self
        cut.market.times = Array(market.times.prefix(count))
        cut.market.open = market.open.map { Array($0.prefix(count)) }
        cut.market.high = market.high.map { Array($0.prefix(count)) }
        cut.market.low = market.low.map { Array($0.prefix(count)) }
        cut.market.close = Array(market.close.prefix(count))
        cut.signals.entries = Array(signals.entries.prefix(count))
        cut.signals.exits = Array(signals.exits.prefix(count))
        cut.signals.shortEntries = signals.shortEntries.map { Array($0.prefix(count)) }
        cut.signals.shortExits = signals.shortExits.map { Array($0.prefix(count)) }
        func cutLevel(_ level: Signals.Level) -> Signals.Level {
            if case .series(let values) = level {
                .series(Array(values.prefix(count)))
            } else {
                level
            }
        }
        cut.signals.size = cutLevel(signals.size)
        cut.signals.stopLoss = cutLevel(signals.stopLoss)
        cut.signals.takeProfit = cutLevel(signals.takeProfit)
        cut.signals.trailingStop = cutLevel(signals.trailingStop)
        return cut
    }

    func run() throws -> Simulation {
        try Simulation.run(market, signals: signals, settings: settings)
    }
}
