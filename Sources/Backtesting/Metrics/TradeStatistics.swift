/// What the closed trades of a run have in common, after fees.
struct TradeStatistics {
    var closed = 0
    var wins = 0
    var losses = 0
    var won = 0.0
    /// The sum of the losses, as a positive number.
    var lost = 0.0
    var heldBars = 0.0
    var adverse = 0.0
    var favourable = 0.0

    /// Adds up the closed trades in their order.
    init(_ trades: [Trade]) {
        for trade in trades where trade.status == .closed {
            closed += 1
            if trade.pnl > 0 {
                wins += 1
                won += trade.pnl
            } else if trade.pnl < 0 {
                losses += 1
                lost -= trade.pnl
            }
            heldBars += Double(trade.exitBar - trade.entryBar)
            adverse += trade.maximumAdverseExcursion
            favourable += trade.maximumFavourableExcursion
        }
    }

    /// The part of the closed trades that won.
    var winRate: Double { Double(wins) / Double(closed) }

    /// The mean profit of the trades that won; 0 where none did.
    var averageWin: Double { wins > 0 ? won / Double(wins) : 0 }

    /// The mean loss of the trades that lost, as a positive number; 0 where none did.
    var averageLoss: Double { losses > 0 ? lost / Double(losses) : 0 }

    /// The figures, each with its reason where it is undefined.
    var metrics: [Metric] {
        let none = closed == 0 ? "No trade has been closed." : nil
        let noWin = none ?? (wins == 0 ? "No closed trade has won." : nil)
        let noLoss = none ?? (losses == 0 ? "No closed trade has lost." : nil)
        let count = Double(closed)
        func metric(_ name: Metric.Name, _ reason: String?, _ value: Double) -> Metric {
            Metric(name, reason == nil ? value : nil, unless: reason)
        }
        return [
            metric(.winRate, none, winRate),
            metric(.profitFactor, noLoss, won / lost),
            metric(.expectancy, none, winRate * averageWin - (1 - winRate) * averageLoss),
            metric(.averageWin, noWin, averageWin),
            metric(.averageLoss, noLoss, averageLoss),
            metric(
                .kelly, noLoss ?? noWin,
                winRate - (1 - winRate) / (averageWin / averageLoss)),
            metric(.averageHoldingBars, none, heldBars / count),
            metric(.averageAdverseExcursion, none, adverse / count),
            metric(.averageFavourableExcursion, none, favourable / count),
        ]
    }
}
