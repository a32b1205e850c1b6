public import AlmanacCore
import TimeSeries

extension PortfolioSimulation {
    /// Runs lines that share cash over one time axis.
    ///
    /// With an allocation each group gets a share of the equity, and each line holds its target
    /// fraction of its group's share; entries, exits and rebalancings move positions there. Without
    /// one, signals enter with their size (or unit) as a fraction of the whole equity and are left
    /// alone until they leave, and weights are traded to whenever they are given.
    ///
    /// - Parameters:
    ///   - lines: In any order, with names of their own.
    ///   - groups: Every group that the lines name, in any order.
    ///   - band: Without an allocation, how far a weighted line may stray before it is traded.
    /// - Throws: A `validation_error` for settings, allocation or names; a `backtest_error` where
    ///   lines do not fit the axis or weights are beyond the leverage.
    /// - Look-ahead: a bar decides with what is known at its close and fills there, or at the
    ///   line's next open.
    /// - Determinism: lines and groups are put into the order of their names first, so the order in
    ///   which they are given changes no bit.
    /// - Complexity: O(bars × lines), and O(groups² × window) for each rebalancing by risk.
    public static func run(
        _ lines: [PortfolioLine], groups: [PortfolioGroup], axis: PortfolioAxis,
        allocation: Allocation?, band: Double = 0, settings: ExecutionSettings
    ) throws(AlmanacError) -> PortfolioSimulation {
        try settings.check()
        var lines = lines.sorted { $0.name < $1.name }
        let groups = groups.sorted { $0.name < $1.name }
        try PortfolioLine.check(lines, axis)
        try checkSettings(settings, band: band, isAllocated: allocation != nil)
        if let allocation {
            try allocation.check()
            if allocation.scheme == .fixed { try allocation.checkFixed(groups) }
        }
        for (index, line) in lines.enumerated() {
            precondition(groups.contains { $0.name == line.group }, "every line has a group")
            guard case .signals(let signals) = line.content else { continue }
            try Simulation.check(line.market, signals, settings)
            lines[index].content = .signals(try settings.sized(signals, in: line.market))
        }
        try checkGross(lines, axis, settings)
        var fills = try PortfolioFills(
            lines, groups, axis, allocation, band: allocation?.band ?? band, settings)
        fills.run()
        return fills.finished()
    }

    private static func checkSettings(
        _ settings: ExecutionSettings, band: Double, isAllocated: Bool
    ) throws(AlmanacError) {
        guard band >= 0, band < 1 else {
            throw AlmanacError(
                .validation, "band is \(JSON.text(of: band)); it has to be from 0 to below 1",
                details: ["parameter": "band", "value": .optional(band)])
        }
        if isAllocated, let sizing = settings.sizing, sizing.needsAccount {
            throw AlmanacError(
                .validation,
                "a portfolio that divides its equity has no use for the size "
                    + "'\(sizing.text)'",
                details: ["size": .string(sizing.text)],
                suggestion: "choose fraction=F, volatility-target=V or risk=F, which are fractions "
                    + "of the account, or of a line's share")
        }
        guard settings.fillRules == .standard else {
            throw AlmanacError(
                .validation, "the rules of vectorbt fill one instrument at a time",
                details: ["option": "--fills", "value": .string(settings.fillRules.rawValue)],
                suggestion: "use the standard fills for portfolios")
        }
    }

    /// Refuses weights that together ask for more than the leverage at some bar.
    private static func checkGross(
        _ lines: [PortfolioLine], _ axis: PortfolioAxis, _ settings: ExecutionSettings
    ) throws(AlmanacError) {
        var gross: [String: [Double]] = [:]
        for line in lines {
            guard case .weights(let weights) = line.content else { continue }
            var sum = gross[line.group] ?? [Double](repeating: 0, count: axis.count)
            for bar in weights.indices where !weights[bar].isNaN { sum[bar] += abs(weights[bar]) }
            gross[line.group] = sum
        }
        for (group, sum) in gross.sorted(by: { $0.key < $1.key }) {
            guard let bar = sum.firstIndex(where: { $0 > settings.leverage * (1 + 1e-9) }) else {
                continue
            }
            throw AlmanacError(
                .backtest,
                "the weights of '\(group)' sum to \(JSON.text(of: sum[bar])) without regard to "
                    + "sign at bar \(bar) (\(axis.times[bar].iso8601)), more than the leverage of "
                    + JSON.text(of: settings.leverage),
                details: [
                    "bar": .integer(bar), "time": .string(axis.times[bar].iso8601),
                    "sum": .number(sum[bar]), "leverage": .number(settings.leverage),
                ],
                suggestion: "divide the weights by their sum, or allow more: --leverage N")
        }
    }
}

extension PortfolioFills {
    /// The result with trades, notes and excursions.
    consuming func finished() -> PortfolioSimulation {
        var simulation = simulation
        for (index, line) in lines.enumerated() {
            let columns = line.columns.columns
            let orders = line.account.orders
            var ledger = TradeLedger(expectedOrders: orders.count)
            ledger.follow(
                FilledBars(
                    columns: columns, orders: orders, count: axis.count, lastPrice: line.mark),
                atOpen: settings.executionPrice == .open)
            simulation.lines[index].orders = orders
            simulation.lines[index].trades = ledger.trades
            simulation.lines[index].ambiguousBars = line.account.ambiguousBars
            simulation.lines[index].notes = Array(columns.notes)
            simulation.lines[index].orderCosts = line.account.orderCosts
            simulation.lines[index].costs = CostBreakdown(
                orders, line.account.orderCosts, holding: line.account.holding,
                lastPrice: line.mark, realPnL: line.worth)
            simulation.unpricedOrders += line.account.unpricedOrders
        }
        simulation.costs = CostBreakdown(
            sumOf: simulation.lines.map(\.costs), cash: holding,
            realPnL: (simulation.equity.last ?? settings.initialCash) - settings.initialCash)
        return simulation
    }
}
