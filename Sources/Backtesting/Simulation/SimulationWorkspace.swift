import AlmanacCore

/// The memory of a run, kept between runs so that a sweep does not allocate it for each.
public struct SimulationWorkspace: Sendable {
    var codes = SignalCodes()
    var equity: [Double] = []
    var orders: [Order] = []

    /// Makes an empty workspace.
    public init() {}

    /// Fills a run's equity and orders, and what else the loop knows into a result.
    ///
    /// - Returns: The last known price.
    mutating func fill(
        _ market: Market, _ signals: Signals, _ settings: ExecutionSettings,
        into simulation: inout Simulation
    ) throws(AlmanacError) -> Double {
        codes.encode(signals, direction: settings.direction)
        if equity.count != market.count {
            // The fill loops write every bar.
            equity = LongColumn.unwritten(count: market.count)
        }
        var emptied: [Order] = []
        swap(&emptied, &orders)
        emptied.removeAll(keepingCapacity: true)
        emptied.reserveCapacity(codes.changeCount)
        let atOpen = settings.executionPrice == .open
        switch settings.fillRules {
        case .standard where settings.needsCostedFills(in: market):
            return try fillCosted(market, signals, settings, consume emptied, into: &simulation)
        case .standard:
            var fills = StandardFills(
                account: StandardAccount(settings, signals, orders: consume emptied))
            FillColumns.with(market, codes, &equity, &simulation.notes) { columns in
                fills.run(columns, atOpen: atOpen)
            }
            orders = fills.account.orders
            simulation.ambiguousBars = fills.account.ambiguousBars
            simulation.marginCallBar = fills.marginCallBar
            simulation.barsInPosition = fills.barsInPosition
            return fills.lastPrice
        case .vectorbt:
            var fills = VectorbtFills(
                account: VectorbtAccount(settings, signals, orders: consume emptied))
            FillColumns.with(market, codes, &equity, &simulation.notes) { columns in
                fills.run(columns, atOpen: atOpen)
            }
            orders = fills.account.orders
            simulation.barsInPosition = fills.barsInPosition
            if let bar = fills.account.refusedReversalBar { throw Self.refusal(bar) }
            return fills.lastPrice
        }
    }

    private static func refusal(_ bar: Int) -> AlmanacError {
        AlmanacError(
            .backtest,
            "vectorbt does not reverse a position when a size is given, which bar \(bar) asks for.",
            details: ["bar": .integer(bar)],
            suggestion: "Use the standard fills, or leave the size out.")
    }
}
