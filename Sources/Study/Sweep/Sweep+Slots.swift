import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

extension Sweep {
    /// The ordinary run of a combination on a symbol.
    func backtest(_ combination: Int, symbol: Int = 0) throws(AlmanacError) -> Backtest {
        var backtest = backtests[symbol]
        backtest.definition = grid.definition
        backtest.parameters = try grid.parameters(of: combination)
        return backtest
    }

    /// Runs a combination of a strategy that speaks for several slots as ``Backtest/run()`` does.
    ///
    /// - Parameters:
    ///   - bars: The traded bars to fill and measure; nil is all.
    func runSlots(
        _ combination: Int, _ symbol: Int, _ bars: Range<Int>?, _ wantsReturns: Bool
    ) throws(AlmanacError) -> SweepWorker.Outcome {
        let stage = try backtest(combination, symbol: symbol).slotStage()
        let bars = bars ?? 0..<stage.axis.count
        let run = try stage.run(bars)
        let metrics = Metrics(of: run, benchmark: stage.lines.map { $0.market.cut(bars) })
        let cash = run.settings.initialCash
        let end = run.equity.last ?? cash
        let figures = QuickResult.recorded(
            finalEquity: end, totalReturn: end / cash - 1, sharpe: metrics.value(.sharpe),
            maxDrawdown: metrics.value(.maxDrawdown) ?? 0,
            orders: run.lines.reduce(0) { $0 + $1.orders.count },
            closedTrades: run.lines.reduce(0) { sum, line in
                sum + line.trades.count { $0.status == .closed }
            }, marginCallBar: run.marginCallBar)
        return .figures(
            figures, metric: metric.isQuick ? nil : metrics.value(metric.name),
            returns: wantsReturns ? EquitySeries.returns(run.equity, initialCash: cash) : nil)
    }
}
