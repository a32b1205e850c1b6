import AlmanacCore

/// The memory of a run, kept between runs so that a sweep does not allocate it for each.
public struct SimulationWorkspace: Sendable {
    var signals = SignalWords()
    var equity: [Double] = []
    var orders: [Order] = []
    /// Room for the bars on which a long run trades.
    var trades: [Int32] = []

    /// The bars between two calls of what follows a run, few enough to be cached.
    private static let blockLength = 4096

    /// Makes an empty workspace.
    public init() {}

    /// Fills a run's equity and orders by the encoded ``signals``, and what else the loop knows
    /// into a result.
    ///
    /// - Parameters:
    ///   - levels: The sizes and stops.
    ///   - follow: Is called as bars are done, while what was read and written of them is still in
    ///     the nearest caches; the last call is for all bars.
    mutating func fill(
        _ market: Market, _ levels: Signals, _ settings: ExecutionSettings,
        into simulation: inout Simulation, _ follow: (FilledBars) -> Void
    ) throws(AlmanacError) {
        if equity.count != market.count {
            // The fill loops write every bar.
            equity = LongColumn.unwritten(count: market.count)
        }
        var emptied: [Order] = []
        swap(&emptied, &orders)
        emptied.removeAll(keepingCapacity: true)
        if emptied.capacity == 0 { emptied.reserveCapacity(signals.changeCount) }
        let atOpen = settings.executionPrice == .open
        switch settings.fillRules {
        case .standard where settings.needsCostedFills(in: market):
            try fillCosted(
                market, levels, settings, consume emptied, into: &simulation, follow)
        case .standard:
            var fills = StandardFills(
                account: StandardAccount(settings, levels, orders: consume emptied))
            FillColumns.with(market, signals, &equity, &simulation.notes) { columns in
                let count = columns.close.count
                var done = 0
                repeat {
                    done = min(done + Self.blockLength, count)
                    fills.run(columns, until: done, atOpen: atOpen)
                    follow(
                        FilledBars(
                            columns: columns, orders: fills.account.orders, count: done,
                            lastPrice: fills.lastPrice))
                } while done < count
            }
            orders = fills.account.orders
            simulation.ambiguousBars = fills.account.ambiguousBars
            simulation.marginCallBar = fills.marginCallBar
            simulation.barsInPosition = fills.barsInPosition
        case .vectorbt:
            var fills = VectorbtFills(
                account: VectorbtAccount(settings, levels, orders: consume emptied))
            FillColumns.with(market, signals, &equity, &simulation.notes) { columns in
                fills.run(columns, atOpen: atOpen)
                follow(
                    FilledBars(
                        columns: columns, orders: fills.account.orders,
                        count: columns.close.count, lastPrice: fills.lastPrice))
            }
            orders = fills.account.orders
            simulation.barsInPosition = fills.barsInPosition
            if let bar = fills.account.refusedReversalBar { throw Self.refusal(bar) }
        }
    }

    private static func refusal(_ bar: Int) -> AlmanacError {
        AlmanacError(
            .backtest,
            "vectorbt does not reverse a position when a size is given, which bar \(bar) asks for",
            details: ["bar": .integer(bar)],
            suggestion: "use the standard fills, or leave the size out")
    }
}

/// The part of a run that is done.
struct FilledBars {
    let columns: FillColumns
    /// All orders so far.
    let orders: [Order]
    /// How many bars are done; their equity is final.
    let count: Int
    /// The last known price.
    let lastPrice: Double

    /// Whether this is the whole run.
    var isWhole: Bool { count == columns.close.count }
}
