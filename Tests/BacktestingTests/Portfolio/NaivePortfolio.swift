import Backtesting

/// The rules of a portfolio written again as plainly as can be, by bisection instead of algebra.
///
/// It knows weights without an allocation, and signals without stops.
struct NaivePortfolio {
    private(set) var equity: [Double] = []
    private var cash: Double
    private var held: [Double]
    private var mark: [Double]
    private var wanted: [Double?]
    private var signalBar: [Int]
    private let lines: [PortfolioLine]
    private let settings: ExecutionSettings
    private let band: Double

    init(_ portfolio: RandomPortfolio) {
        lines = portfolio.lines
        settings = portfolio.settings
        band = portfolio.band
        cash = settings.initialCash
        held = lines.map { _ in 0 }
        mark = lines.map { _ in 0 }
        wanted = lines.map { _ in nil }
        signalBar = lines.map { _ in 0 }
        let atOpen = settings.executionPrice == .open
        var isBroke = false
        for bar in 0..<portfolio.axis.count {
            if isBroke {
                equity.append(cash)
                continue
            }
            if atOpen { trade(bar) { $0.market.open?[bar] ?? .nan } }
            for index in lines.indices where lines[index].market.close[bar] > 0 {
                mark[index] = lines[index].market.close[bar]
            }
            if !atOpen {
                decide(bar)
                trade(bar) { $0.market.close[bar] }
            }
            if worth <= 0 {
                isBroke = true
                for index in lines.indices where held[index] != 0 {
                    order(index, -held[index], mark[index])
                }
            }
            equity.append(worth)
            if atOpen { decide(bar) }
        }
    }

    private var worth: Double { zip(held, mark).reduce(cash) { $0 + $1.0 * $1.1 } }

    private mutating func decide(_ bar: Int) {
        for (index, line) in lines.enumerated() {
            switch line.content {
            case .weights(let weights):
                if !weights[bar].isNaN { wanted[index] = weights[bar] }
            case .signals(let signals):
                var enters = signals.entries[bar]
                var exits = signals.exits[bar]
                var sells = signals.shortEntries?[bar] ?? false
                var covers = signals.shortExits?[bar] ?? false
                if enters, exits { (enters, exits) = (false, false) }
                if sells, covers { (sells, covers) = (false, false) }
                if enters, sells { (enters, sells) = (false, false) }
                let now = wanted[index] ?? (held[index] > 0 ? 1 : held[index] < 0 ? -1 : 0)
                if (enters && now == 0 && held[index] > 0) || (sells && now == 0 && held[index] < 0)
                {
                    wanted[index] = nil
                } else if enters, now <= 0 {
                    wanted[index] = 1
                    signalBar[index] = bar
                } else if sells, now >= 0 {
                    wanted[index] = -1
                    signalBar[index] = bar
                } else if (exits && now > 0) || (covers && now < 0) {
                    wanted[index] = 0
                }
            }
        }
    }

    private mutating func order(_ index: Int, _ quantity: Double, _ price: Double) {
        let fill = price * (1 + (quantity > 0 ? 1 : -1) * settings.slippage)
        cash -= quantity * fill + abs(quantity) * fill * settings.fees + settings.fixedFees
        held[index] = quantity == -held[index] ? 0 : held[index] + quantity
    }

    private func whole(_ quantity: Double) -> Double {
        guard let lot = settings.lotSize else { return quantity }
        let lots = (abs(quantity) / lot * (1 + 1e-12)).rounded(.down) * lot
        return quantity < 0 ? -lots : lots
    }

    private mutating func trade(_ bar: Int, _ price: (PortfolioLine) -> Double) {
        let trading = lines.indices.filter {
            wanted[$0] != nil && lines[$0].hasBar?[bar] ?? true && price(lines[$0]) > 0
        }
        var prices = mark
        for index in trading { prices[index] = price(lines[index]) }
        var orders = targets(trading, prices)
        for (index, quantity) in entries(trading, prices) { orders.append((index, quantity)) }
        // Whole lots differ by rounding from what is held already.
        orders.removeAll { abs($0.1) < 1e-12 }
        scale(&orders, prices)
        for (index, quantity) in orders where quantity != 0 {
            order(index, quantity, prices[index])
        }
        for index in trading { wanted[index] = nil }
    }

    /// Quantities that reach target weights of what is left after all costs, found by bisection.
    private func targets(_ trading: [Int], _ prices: [Double]) -> [(Int, Double)] {
        let total = zip(held, prices).reduce(cash) { $0 + $1.0 * $1.1 }
        var moves: [(index: Int, weight: Double)] = []
        for index in trading {
            guard case .weights = lines[index].content, let weight = wanted[index] else { continue }
            let cap = settings.maxPosition ?? .infinity
            let goal = min(max(weight, -cap), cap)
            let now = held[index] * prices[index] / total
            let sameSide = goal != 0 && now != 0 && (goal > 0) == (now > 0)
            if sameSide, abs(goal - now) <= band { continue }
            if goal == 0 ? now != 0 : abs(goal - now) > 1e-12 { moves.append((index, goal)) }
        }
        func costs(_ left: Double) -> Double {
            moves.reduce(0) { sum, move in
                let change = move.weight * left - held[move.index] * prices[move.index]
                let slip = settings.slippage
                let rate = slip + settings.fees * (change > 0 ? 1 + slip : 1 - slip)
                return sum + abs(change) * rate + settings.fixedFees
            }
        }
        var (low, high) = (0.0, total)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle + costs(middle) > total { high = middle } else { low = middle }
        }
        return moves.map { index, weight in
            weight == 0
                ? (index, -held[index])
                : (index, whole(weight * low / prices[index]) - held[index])
        }
    }

    /// Quantities of entries and exits.
    private func entries(_ trading: [Int], _ prices: [Double]) -> [(Int, Double)] {
        let signalled = trading.filter {
            if case .signals = lines[$0].content { true } else { false }
        }
        var left = zip(held, prices).reduce(cash) { $0 + $1.0 * $1.1 }
        for index in signalled {
            let side = wanted[index] == 0 ? -held[index] : wanted[index] ?? 0
            let slip = (side > 0 ? 1 : -1) * settings.slippage
            let closes = abs(held[index]) * prices[index] * (1 + slip)
            left += held[index] * prices[index] * slip - closes * settings.fees
            if wanted[index] == 0 { left -= held[index] == 0 ? 0 : settings.fixedFees }
        }
        return signalled.map { index in
            guard let side = wanted[index], side != 0 else { return (index, -held[index]) }
            guard case .signals(let signals) = lines[index].content else { return (index, 0) }
            var size = lines[index].unit
            if case .scalar(let given) = signals.size { size = given }
            let fraction = min(size * settings.leverage, settings.maxPosition ?? .infinity)
            // One entry by itself is worth no more than the leverage allows.
            let most =
                settings.leverage * (left - settings.fixedFees)
                / (1 + settings.leverage * settings.fees)
            let value = max(
                0, min((fraction * left - settings.fixedFees) / (1 + settings.fees), most))
            let fill = prices[index] * (1 + side * settings.slippage)
            return (index, whole(side * value / fill) - held[index])
        }
    }

    /// Scales what adds to positions down until the leverage allows it.
    private func scale(_ orders: inout [(Int, Double)], _ prices: [Double]) {
        func fits(_ factor: Double) -> Bool {
            var (money, value, gross) = (cash, 0.0, 0.0)
            for index in lines.indices {
                var fill = prices[index]
                var position = held[index]
                if let order = orders.first(where: { $0.0 == index }) {
                    fill *= 1 + (order.1 > 0 ? 1 : -1) * settings.slippage
                    let quantity = scaled(order, factor)
                    money -= quantity * fill + abs(quantity) * fill * settings.fees
                    money -= settings.fixedFees
                    position += quantity
                }
                value += position * fill
                gross += abs(position) * fill
            }
            return gross <= settings.leverage * (money + value) * (1 + 1e-11)
        }
        guard !fits(1) else { return }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if fits(middle) { low = middle } else { high = middle }
        }
        // Bisection finds no factor of exactly none, and dust would count as a position.
        if low < 1e-7 { low = 0 }
        for index in orders.indices {
            let full = parts(orders[index])
            guard full.1 != 0 else { continue }
            orders[index].1 = full.0 + whole(full.1 * low)
        }
    }

    private func scaled(_ order: (Int, Double), _ factor: Double) -> Double {
        let (reduced, added) = parts(order)
        return reduced + added * factor
    }

    private func parts(_ order: (Int, Double)) -> (Double, Double) {
        let (position, quantity) = (held[order.0], order.1)
        if position * quantity >= 0 { return (0, quantity) }
        return abs(quantity) <= abs(position) ? (quantity, 0) : (-position, quantity + position)
    }
}
