public import AlmanacCore

/// The few figures by which a sweep compares runs.
public struct QuickResult: Sendable, Equatable {
    /// The equity at the last close.
    public var finalEquity: Double
    /// The final equity over the initial cash, less one.
    public var totalReturn: Double
    /// The yearly Sharpe ratio, or `nil` where there is no variance.
    public var sharpe: Double?
    /// The deepest fall below the running peak, as a positive fraction.
    public var maxDrawdown: Double
    /// The number of filled orders.
    public var orders: Int
    /// The number of trades that have ended.
    public var closedTrades: Int
    /// The bar on which the equity was gone, where that happened.
    public var marginCallBar: Int?
}

extension SimulationWorkspace {
    /// Runs a simulation for its main figures only, in the workspace's memory.
    ///
    /// The figures are those of ``Simulation/run(_:signals:settings:)`` and ``Metrics`` to the bit.
    ///
    /// - Throws: as ``Simulation/run(_:signals:settings:)``.
    /// - Complexity: three passes over the bars; no allocation once the workspace has been used
    ///   for as many bars, but for orders beyond the most so far.
    public mutating func quick(
        _ market: Market, signals: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> QuickResult {
        try Simulation.check(market, signals, settings)
        let signals = try settings.sized(signals, in: market)
        var simulation = Simulation(settings: settings)
        _ = try fill(market, signals, settings, into: &simulation)
        let statistics = ReturnStatistics(equity, initialCash: settings.initialCash)
        var closed = 0
        var before = 0.0
        for order in orders {
            let added = order.side == .buy ? order.size : -order.size
            if before != 0, (before > 0) != (added > 0) { closed += 1 }
            before = order.positionAfter
        }
        return QuickResult(
            finalEquity: statistics.finalEquity,
            totalReturn: statistics.finalEquity / settings.initialCash - 1,
            sharpe: statistics.sharpe(barsPerYear: settings.barsPerYear),
            maxDrawdown: statistics.maxDrawdown, orders: orders.count, closedTrades: closed,
            marginCallBar: simulation.marginCallBar)
    }
}
