import Backtesting
import TimeSeries

/// A portfolio's orders played again with plain arithmetic: the cash at every bar, with what
/// holding earns and costs.
struct PortfolioReplay {
    var cash: [Double] = []

    init(_ run: PortfolioSimulation, _ random: RandomPortfolio) {
        let costs = run.settings.costs ?? CostModel()
        let lines = random.lines.sorted { $0.name < $1.name }
        var money = run.settings.initialCash
        var held = [Double](repeating: 0, count: lines.count)
        var mark = [Double](repeating: .nan, count: lines.count)
        for bar in run.equity.indices {
            if bar > 0, run.marginCallBar.map({ bar <= $0 }) ?? true {
                let (now, before) = (random.axis.closes[bar].date, random.axis.closes[bar - 1].date)
                let years = Double(now.daysSinceEpoch - before.daysSinceEpoch) / 365
                var lent = 0.0
                for index in lines.indices where held[index] < 0 {
                    lent -= held[index] * mark[index]
                }
                let free = money - lent
                money -= lent * costs.borrowRate * years
                let rate = free > 0 ? costs.interestRate : costs.marginRate ?? costs.interestRate
                money += free * rate * years
                for index in lines.indices where held[index] != 0 {
                    money += held[index] * (lines[index].market.dividends?[bar] ?? 0)
                }
            }
            for (index, line) in run.lines.enumerated() {
                for order in line.orders where order.bar == bar {
                    let side: Double = order.side == .buy ? 1 : -1
                    money -= side * order.size * order.price + order.fees
                    held[index] = order.positionAfter
                    if mark[index].isNaN {
                        mark[index] = (lines[index].market.open ?? lines[index].market.close)[bar]
                    }
                }
                let close = lines[index].market.close[bar]
                if close > 0 { mark[index] = close }
            }
            cash.append(money)
        }
    }
}
