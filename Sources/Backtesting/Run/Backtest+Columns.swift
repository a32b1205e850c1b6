package import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

extension Backtest {
    /// What names in the code hold on each bar of the run, computed as the run computes them.
    ///
    /// - Parameters:
    ///   - names: Names that `generate_signals` assigns; those that hold no series are left out.
    ///   - code: The strategy's code, where other lines name more of what it computes.
    /// - Returns: A value for each bar that is traded on; truths are 1 and 0.
    /// - Throws: As ``run()``, for whatever is wrong before the first order.
    package func columns(
        of names: [String], in code: String
    ) throws(AlmanacError) -> [String: [Double]] {
        var backtest = self
        backtest.definition.code = code
        let strategy = try backtest.definition.compile(parameters, watching: names)
        let (_, aligned) = try backtest.alignedData(trading: strategy.slotOutputs.map(\.slot))
        try checkCost(strategy.graph.cost(bars: aligned.count), bars: aligned.count)
        let columns = try strategy.watchedColumns(
            over: try StrategyInputs(aligned, for: definition))
        return columns.mapValues { Array($0.dropFirst(aligned.warmupBars)) }
    }
}
