public import AlmanacCore

extension Simulation {
    /// Fills the signals in the market and values the result at every bar.
    ///
    /// - Throws: ``AlmanacError`` of kind `backtest` when lengths disagree, `validation` when a
    ///   setting is out of range.
    /// - Complexity: one pass over the bars.
    public static func run(
        _ market: Market, signals: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> Simulation {
        throw AlmanacError(.internalError, "Simulations are not available yet.")
    }
}
