package import AlmanacCore

extension ExecutionSettings {
    /// Whether a run needs the fill loop that knows every model of costs and sizes.
    ///
    /// A sweep's own fill loop has to leave such runs to
    /// ``SimulationWorkspace/quick(_:signals:settings:)``.
    package func needsCostedFills(in market: Market) -> Bool {
        fillRules == .standard
            && (costs != nil || sizing?.needsAccount == true || market.dividends != nil)
    }

    /// The signals with the size of ``sizing``, where there is one.
    ///
    /// - Throws: ``AlmanacError`` of kind `backtest` where a size needs a stop and there is none.
    package func sized(
        _ signals: Signals, in market: Market
    ) throws(AlmanacError) -> Signals {
        guard let sizing else { return signals }
        return try sizing.applied(to: signals, in: market, self)
    }

    /// Refuses models that the rules of vectorbt do not have.
    func checkRules() throws(AlmanacError) {
        guard fillRules == .vectorbt else { return }
        let refused =
            costs != nil ? "cost models" : sizing?.needsAccount == true ? "this size" : nil
        guard let refused else { return }
        throw AlmanacError(
            .validation, "the rules of vectorbt do not know \(refused)",
            details: [
                "fills": "vectorbt",
                "models": .array(
                    (costs?.parts.map(\.name) ?? [sizing?.text ?? ""]).map(JSON.string)),
            ],
            suggestion: "use --fills standard, or --fees, --fixed-fees and a fraction of --slippage"
        )
    }

    /// The equity of the instrument bought with all cash and held, with these costs.
    ///
    /// - Returns: `nil` where the plain fees say it all.
    func costedBenchmark(in market: Market) -> [Double]? {
        guard needsCostedFills(in: market), market.count > 0 else { return nil }
        var settings = self
        settings.sizing = nil
        settings.direction = .long
        settings.leverage = 1
        settings.maxPosition = nil
        let flags = [Bool](repeating: true, count: market.count)
        let signals = Signals(entries: flags, exits: flags.map { !$0 })
        var workspace = SimulationWorkspace()
        var simulation = Simulation(settings: settings)
        // The same market and models have carried a run already, so nothing is missing.
        _ = try? workspace.fill(market, signals, settings, into: &simulation)
        return workspace.equity
    }
}

extension SimulationWorkspace {
    /// Fills a run under every model of costs and sizes; see ``fill(_:_:_:into:)``.
    mutating func fillCosted(
        _ market: Market, _ signals: Signals, _ settings: ExecutionSettings,
        _ emptied: consuming [Order], into simulation: inout Simulation
    ) throws(AlmanacError) -> Double {
        let conditions: TradingConditions
        if let known = market.conditions {
            conditions = known
        } else {
            conditions = try TradingConditions(market, settings.costs ?? CostModel())
        }
        try conditions.check(market.count, settings.costs ?? CostModel())
        var fills = CostedFills(
            account: CostedAccount(settings, signals, market, conditions, orders: emptied))
        FillColumns.with(market, codes, &equity, &simulation.notes) { columns in
            fills.run(columns, atOpen: settings.executionPrice == .open)
        }
        orders = fills.account.orders
        simulation.ambiguousBars = fills.account.ambiguousBars
        simulation.marginCallBar = fills.marginCallBar
        simulation.barsInPosition = fills.barsInPosition
        simulation.unpricedOrders = fills.account.unpricedOrders
        simulation.costs = CostBreakdown(
            orders, fills.account.orderCosts, holding: fills.account.holding,
            lastPrice: fills.lastPrice,
            realPnL: (equity.last ?? settings.initialCash) - settings.initialCash)
        return fills.lastPrice
    }
}
