import Backtesting
import TimeSeries

/// A run's orders played again with plain arithmetic: what they filled at, what was charged, and
/// the equity at every bar.
///
/// Estimates are taken from ``TradingConditions``, which has tests of its own; nothing else is
/// shared with the account.
struct CostReplay {
    var equity: [Double] = []
    var faults: [String] = []

    init(_ simulation: Simulation, _ market: Market, tolerance: Double) throws {
        let settings = simulation.settings
        let costs = settings.costs ?? CostModel()
        let known = try TradingConditions(market, costs)
        var cash = settings.initialCash
        var held = 0.0
        var mark = Double.nan
        var next = 0
        var month = (key: -1, value: 0.0)
        for bar in 0..<market.count {
            if bar > 0, simulation.marginCallBar.map({ bar <= $0 }) ?? true {
                let years = known.days.isEmpty ? 0 : known.days[bar] / 365
                let lent = held < 0 ? -held * mark : 0
                let free = cash - lent
                cash -= lent * costs.borrowRate * years
                let rate = free > 0 ? costs.interestRate : costs.marginRate ?? costs.interestRate
                cash += free * rate * years
                if held != 0 { cash += held * (market.dividends?[bar] ?? 0) }
            }
            while next < simulation.orders.count, simulation.orders[next].bar == bar {
                let order = simulation.orders[next]
                let side: Double = order.side == .buy ? 1 : -1
                let key = market.times[bar].date.year * 12 + market.times[bar].date.month
                if key != month.key { month = (key, 0) }
                var paid = order.size * order.price * settings.fees + settings.fixedFees
                if let commission = costs.commission {
                    paid += commission.amount(
                        quantity: order.size, price: order.price, tradedBefore: month.value)
                }
                month.value += order.size * order.price
                if abs(paid - order.fees) > tolerance { faults.append("fees on bar \(bar)") }
                cash -= side * order.size * order.price + paid
                held += side * order.size
                if abs(held) < 1e-9 * order.size { held = 0 }
                if abs(held - order.positionAfter) > 1e-9 * order.size {
                    faults.append("position on bar \(bar)")
                }
                if mark.isNaN { mark = (market.open ?? market.close)[bar] }
                next += 1
            }
            let close = market.close[bar]
            if close.isFinite, close > 0 { mark = close }
            equity.append(held == 0 ? cash : cash + held * mark)
        }
    }

    /// By how much a unit fills worse than the price it met.
    static func unitCost(
        _ quantity: Double, at reference: Double, bar: Int, _ settings: ExecutionSettings,
        _ known: TradingConditions
    ) -> Double {
        func orNothing(_ value: Double) -> Double { value.isNaN ? 0 : value }
        let costs = settings.costs ?? CostModel()
        let spread = known.spread.isEmpty ? 0 : orNothing(known.spread[bar]) * reference
        var cost = spread / 2 + settings.slippage * reference
        switch costs.slippage {
        case .fixed(let amount): cost += amount
        case .spreadShare(let share): cost += share * spread
        case .volatilityShare(let share):
            cost += share * orNothing(known.volatility[bar]) * reference
        case nil: break
        }
        if case .squareRoot(let coefficient) = costs.impact {
            let share = quantity / known.usualVolume[bar]
            cost += orNothing(
                coefficient * known.volatility[bar] * share.squareRoot() * reference)
        }
        return cost
    }
}
