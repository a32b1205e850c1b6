import AlmanacCore
import Backtesting
import Foundation
import TimeSeries

/// A random portfolio with its settings, the same for the same seed.
struct RandomPortfolio {
    var lines: [PortfolioLine] = []
    var groups: [PortfolioGroup] = []
    var axis: PortfolioAxis
    var allocation: Allocation?
    var band = 0.0
    var settings = ExecutionSettings()

    enum Kind { case signals, weights, allocated }

    init(seed: UInt64, _ kind: Kind, shorts: Bool = true) {
        var random = SeededGenerator(seed: seed)
        let count = 2 + Int(random.unit() * 80)
        let times = (0..<count).map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) }
        axis = PortfolioAxis(
            times: times, closes: times.map { Timestamp(nanoseconds: $0.nanoseconds + 1) })
        settings.initialCash = [1000, 50_000][Int(random.unit() * 2)]
        settings.fees = [0, 0.001, 0.01][Int(random.unit() * 3)]
        settings.fixedFees = [0, 0, 1][Int(random.unit() * 3)]
        settings.slippage = [0, 0.002][Int(random.unit() * 2)]
        settings.lotSize = [nil, nil, nil, 0.1][Int(random.unit() * 4)]
        settings.leverage = [1, 1, 1, 2][Int(random.unit() * 4)]
        settings.maxPosition = [nil, nil, 0.4][Int(random.unit() * 3)]
        settings.executionPrice = [.open, .close][Int(random.unit() * 2)]
        band = [0, 0, 0.05][Int(random.unit() * 3)]
        let lineCount = 1 + Int(random.unit() * 6)
        for index in 0..<lineCount {
            let name = "L\(index)"
            let group = kind == .allocated ? "G\(index / 2)" : "all"
            var line = Self.line(name, group, times, shorts: shorts, kind, &random)
            line.unit = kind == .allocated ? 0.5 : 1 / Double(lineCount)
            lines.append(line)
            if !groups.contains(where: { $0.name == group }) {
                groups.append(PortfolioGroup(name: group, levels: line.market.close))
            }
        }
        for group in groups { Self.limitGross(of: group.name, &lines, to: settings.leverage) }
        if kind == .allocated { allocation = Self.allocation(&random) }
    }

    private static func allocation(_ random: inout SeededGenerator) -> Allocation {
        var allocation = Allocation()
        allocation.scheme =
            [.equal, .inverseVolatility, .riskParity, .minimumVariance][
                Int(random.unit() * 4)]
        allocation.rebalance = [.daily, .weekly, .monthly, .never][Int(random.unit() * 4)]
        allocation.band = [0, 0.02][Int(random.unit() * 2)]
        allocation.window = 5 + Int(random.unit() * 10)
        allocation.maxWeight = [nil, 0.6][Int(random.unit() * 2)]
        allocation.reserve = [0, 0.1][Int(random.unit() * 2)]
        allocation.idle = [.cash, .spread][Int(random.unit() * 2)]
        return allocation
    }

    private static func line(
        _ name: String, _ group: String, _ times: [Timestamp], shorts: Bool, _ kind: Kind,
        _ random: inout SeededGenerator
    ) -> PortfolioLine {
        let count = times.count
        let volatility = [0.01, 0.05][Int(random.unit() * 2)]
        var (open, close, hasBar) = ([Double](), [Double](), [Bool]())
        let start = random.unit() < 0.3 ? Int(random.unit() * Double(count) / 2) : 0
        let gaps = random.unit() < 0.3
        var price = 20 + 80 * random.unit()
        for bar in 0..<count {
            let first = price * exp((random.unit() - 0.5) * volatility)
            let last = first * exp((random.unit() - 0.5) * 2 * volatility)
            let isThere = bar >= start && !(gaps && bar > start && random.unit() < 0.2)
            hasBar.append(isThere)
            // Without a bar the newest row is carried on.
            open.append(isThere ? first : open.last ?? .nan)
            close.append(isThere ? last : close.last ?? .nan)
            if isThere { price = last }
        }
        let market = Market(symbol: name, times: times, open: open, close: close)
        let content: PortfolioLine.Content
        let isWeighted = kind == .weights || (kind == .allocated && random.unit() < 0.3)
        if isWeighted {
            let density = random.unit()
            content = .weights(
                (0..<count).map { _ in
                    if random.unit() > density { return .nan }
                    return random.unit() < 0.1 ? 0 : random.unit() - (shorts ? 0.4 : 0)
                })
        } else {
            func flags(_ density: Double) -> [Bool] {
                (0..<count).map { bar in hasBar[bar] && random.unit() < density }
            }
            var signals = Signals(entries: flags(0.2), exits: flags(0.1))
            if shorts, random.unit() < 0.5 {
                (signals.shortEntries, signals.shortExits) = (flags(0.1), flags(0.1))
            }
            if random.unit() < 0.3 { signals.size = .scalar(random.unit()) }
            content = .signals(signals)
        }
        return PortfolioLine(
            name: name, group: group, market: market, hasBar: hasBar, content: content)
    }

    /// Scales weights down where they are more than the leverage together.
    private static func limitGross(
        of group: String, _ lines: inout [PortfolioLine], to leverage: Double
    ) {
        let count = lines.first?.market.count ?? 0
        for bar in 0..<count {
            var gross = 0.0
            for line in lines where line.group == group {
                if case .weights(let weights) = line.content, !weights[bar].isNaN {
                    gross += abs(weights[bar])
                }
            }
            guard gross > leverage else { continue }
            for index in lines.indices where lines[index].group == group {
                guard case .weights(var weights) = lines[index].content else { continue }
                weights[bar] *= leverage / gross * (1 - 1e-12)
                lines[index].content = .weights(weights)
            }
        }
    }

    /// The portfolio with random models of costs, volumes and dividends.
    func withCosts(seed: UInt64, capped: Bool? = nil) throws -> RandomPortfolio {
        var costed = self
        var dice = SeededGenerator(seed: seed &* 7919 &+ 3)
        let models = try CostModel.random(&dice, hasRange: false, capped: capped)
        costed.settings.costs = models
        for (index, line) in lines.enumerated() {
            var volume = axis.times.map { _ in
                dice.unit() < 0.1 ? 0 : 20 + dice.unit() * 300
            }
            if let first = line.hasBar?.firstIndex(of: true) { volume[first] = 100 }
            costed.lines[index].market.volume = volume
            if dice.unit() < 0.3 {
                costed.lines[index].market.dividends = axis.times.map { _ in
                    dice.unit() < 0.1 ? dice.unit() * 2 : 0
                }
            }
        }
        return costed
    }

    /// The portfolio up to a bar.
    func cut(to count: Int) -> RandomPortfolio {
        var cut = self
        cut.axis.times = Array(axis.times.prefix(count))
        cut.axis.closes = Array(axis.closes.prefix(count))
        for (index, line) in lines.enumerated() {
            cut.lines[index].market.times = cut.axis.times
            cut.lines[index].market.open = line.market.open.map { Array($0.prefix(count)) }
            cut.lines[index].market.close = Array(line.market.close.prefix(count))
            cut.lines[index].market.volume = line.market.volume.map { Array($0.prefix(count)) }
            cut.lines[index].market.dividends = line.market.dividends.map {
                Array($0.prefix(count))
            }
            cut.lines[index].hasBar = line.hasBar.map { Array($0.prefix(count)) }
            switch line.content {
            case .weights(let weights):
                cut.lines[index].content = .weights(Array(weights.prefix(count)))
            case .signals(var signals):
                signals.entries = Array(signals.entries.prefix(count))
                signals.exits = Array(signals.exits.prefix(count))
                signals.shortEntries = signals.shortEntries.map { Array($0.prefix(count)) }
                signals.shortExits = signals.shortExits.map { Array($0.prefix(count)) }
                cut.lines[index].content = .signals(signals)
            }
        }
        for index in groups.indices {
            cut.groups[index].levels = Array(groups[index].levels.prefix(count))
        }
        return cut
    }

    func run() throws -> PortfolioSimulation {
        try PortfolioSimulation.run(
            lines, groups: groups, axis: axis, allocation: allocation, band: band,
            settings: settings)
    }
}
