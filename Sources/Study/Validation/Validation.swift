public import AlmanacCore
import Backtesting
import StrategyEngine

/// Judges a choice of parameters on bars that the choice was not made on.
///
/// Each fold chooses, among the combinations of a sweep, the best on its train bars. What the
/// choices would have earned on the test bars is one simulation for each path: signals of the
/// fold's choice on its bars, one account throughout, so that costs and open positions are real.
public struct Validation: Sendable {
    /// The combinations and the figure to choose by, on one symbol.
    public let sweep: Sweep
    /// How bars are split.
    public let split: Split
    /// What is left out around test bars.
    public let gap: Fold.Gap
    /// The folds.
    public let folds: [Fold]
    let market: Market
    let settings: ExecutionSettings

    /// Prepares a validation.
    ///
    /// - Throws: A `validation_error` for a split that does not fit the bars, a figure that does
    ///   not follow from returns, several symbols, or parameters that change when bars close or
    ///   where orders fill.
    public init(_ sweep: Sweep, split: Split, gap: Fold.Gap = Fold.Gap()) throws(AlmanacError) {
        guard sweep.symbols.count == 1 else {
            throw AlmanacError(
                .validation, "a validation is of one symbol, not of \(sweep.symbols.count)",
                details: ["symbols": .array(sweep.symbols.map(JSON.string))],
                suggestion: "run it for each symbol by itself")
        }
        guard ReturnSegment.metrics.contains(sweep.metric.name) else {
            let names = ReturnSegment.metrics.map(\.rawValue)
            throw AlmanacError(
                .validation,
                "folds cannot choose by \(sweep.metric.name.rawValue): it does not follow from "
                    + "returns alone",
                details: ["metric": .string(sweep.metric.name.rawValue)],
                suggestion: "choose by one of " + names.joined(separator: ", "))
        }
        guard let execution = sweep.fixedExecution,
            let prepared = sweep.markets[0][execution.frequency]
        else {
            throw AlmanacError(
                .validation,
                "execution_price and execution_frequency cannot vary in a validation: bars would "
                    + "not be the same",
                suggestion: "fix them, for example --param execution_price=open")
        }
        self.sweep = sweep
        self.split = split
        self.gap = gap
        folds = try split.folds(bars: prepared.bars.count, gap: gap)
        (market, settings) = prepared.filling(atOpen: execution.atOpen)
    }
}
