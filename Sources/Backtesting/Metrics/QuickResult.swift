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

extension QuickResult {
    /// Makes the figures of a run from what a pass over its returns has found.
    init(
        _ statistics: ReturnStatistics, _ settings: ExecutionSettings, orders: Int,
        closedTrades: Int, marginCallBar: Int? = nil
    ) {
        finalEquity = statistics.finalEquity
        totalReturn = statistics.finalEquity / settings.initialCash - 1
        sharpe = statistics.sharpe(barsPerYear: settings.barsPerYear)
        maxDrawdown = statistics.maxDrawdown
        self.orders = orders
        self.closedTrades = closedTrades
        self.marginCallBar = marginCallBar
    }
}

extension SimulationWorkspace {
    /// Runs a simulation for its main figures only, in the workspace's memory.
    ///
    /// The figures are those of ``Simulation/run(_:signals:settings:)`` and ``Metrics`` to the bit.
    ///
    /// - Throws: as ``Simulation/run(_:signals:settings:)``.
    /// - Complexity: two passes over the bars on which a position is held, hardly any time for the
    ///   others; no allocation once the workspace has been used for as many bars and orders.
    public mutating func quick(
        _ market: Market, signals: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> QuickResult {
        try Simulation.check(market, signals, settings)
        self.signals.encode(signals, direction: settings.direction)
        let levels = try settings.sized(signals, in: market)
        return try quick(market, sized: levels, settings: settings)
    }

    /// Runs a simulation of packed signals for its main figures only.
    ///
    /// The same as for ``Signals`` with these bits, which cost more time to look through.
    ///
    /// - Throws: as ``Simulation/run(_:signals:settings:)``.
    /// - Complexity: one pass over the bars on which a position is held, where every bar has its
    ///   prices and nothing but orders and prices moves the equity.
    public mutating func quick(
        _ prepared: QuickMarket, signals: PackedSignals
    ) throws(AlmanacError) -> QuickResult {
        try Simulation.check(signals, in: prepared.market)
        if let result = StretchRun.figures(prepared, long: signals, &trades) { return result }
        let (market, settings) = (prepared.market, prepared.settings)
        self.signals.encode(signals, direction: settings.direction)
        var levels = signals.levels
        if settings.sizing != nil { levels = try settings.sized(levels, in: market) }
        if let result = StretchRun.figures(prepared, levels, self.signals) { return result }
        return try quick(market, sized: levels, settings: settings)
    }

    private mutating func quick(
        _ market: Market, sized levels: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> QuickResult {
        var simulation = Simulation(settings: settings)
        var figures = QuickFigures(
            initialCash: settings.initialCash,
            // Under other rules the cash changes without an order too.
            ordersMoveAll: settings.fillRules == .standard
                && !settings.needsCostedFills(in: market))
        try fill(market, levels, settings, into: &simulation) { figures.follow($0) }
        var closed = 0
        var before = 0.0
        for order in orders {
            let added = order.side == .buy ? order.size : -order.size
            if before != 0, (before > 0) != (added > 0) { closed += 1 }
            before = order.positionAfter
        }
        return QuickResult(
            figures.statistics, settings, orders: orders.count, closedTrades: closed,
            marginCallBar: simulation.marginCallBar)
    }
}
