public import AlmanacCore

extension Simulation {
    /// Fills the signals in the market and values the result at every bar.
    ///
    /// - Throws: ``AlmanacError`` of kind `backtest` when lengths disagree or a stop is negative,
    ///   `validation` when a setting is out of range.
    /// - Look-ahead: a signal fills at its own close or at the next open; nothing else of a later
    ///   bar is read.
    /// - Determinism: left to right; the same input gives the same bits.
    /// - Complexity: one pass over the bars, one more over the bars in trades.
    public static func run(
        _ market: Market, signals: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> Simulation {
        try check(market, signals, settings)
        let signals = try settings.sized(signals, in: market)
        var workspace = SimulationWorkspace()
        var simulation = Simulation(settings: settings)
        simulation.notes = LongColumn.filled([], count: market.count)
        let lastPrice = try workspace.fill(market, signals, settings, into: &simulation)
        simulation.orders = workspace.orders
        simulation.trades =
            TradeLedger(simulation.orders, barCount: market.count, lastPrice: lastPrice).trades
        var noNotes: [SignalNotes] = []
        FillColumns.with(market, workspace.codes, &workspace.equity, &noNotes) { columns in
            simulation.measureExcursions(columns)
        }
        // Handed over last: what is shared would be copied by the next use of the columns.
        simulation.equity = workspace.equity
        simulation.describe(market, signals)
        return simulation
    }

    static func check(
        _ market: Market, _ signals: Signals, _ settings: ExecutionSettings
    ) throws(AlmanacError) {
        try settings.check()
        let lengths: [(String, Int?)] = [
            ("times", market.times.count), ("close times", market.closeTimes?.count),
            ("open", market.open?.count), ("high", market.high?.count),
            ("low", market.low?.count), ("volume", market.volume?.count),
            ("entries", signals.entries.count), ("exits", signals.exits.count),
            ("short entries", signals.shortEntries?.count),
            ("short exits", signals.shortExits?.count),
            ("spreads", market.quotedSpread?.count), ("dividends", market.dividends?.count),
            ("shares for a unit", market.sharesPerUnit?.count),
        ]
        for (name, length) in lengths where length != nil && length != market.count {
            throw AlmanacError(
                .backtest,
                "The market has \(market.count) bars, but its \(name) have \(length ?? 0) values.",
                details: ["bars": .integer(market.count), "column": .string(name)])
        }
        try check(signals.size, "size", market.count, negativeAllowed: true)
        try check(signals.stopLoss, "stop_loss", market.count)
        try check(signals.takeProfit, "take_profit", market.count)
        try check(signals.trailingStop, "trailing_stop", market.count)
    }

    private static func check(
        _ level: Signals.Level, _ name: String, _ count: Int, negativeAllowed: Bool = false
    ) throws(AlmanacError) {
        var bad: (bar: Int?, value: Double)?
        switch level {
        case .none: break
        case .scalar(let value):
            if value < 0 { bad = (nil, value) }
        case .series(let values):
            guard values.count == count else {
                throw AlmanacError(
                    .backtest,
                    "The market has \(count) bars, but \(name) has \(values.count) values.",
                    details: ["bars": .integer(count), "column": .string(name)])
            }
            if !negativeAllowed, let bar = values.firstIndex(where: { $0 < 0 }) {
                bad = (bar, values[bar])
            }
        }
        guard let bad, !negativeAllowed else { return }
        throw AlmanacError(
            .backtest,
            "\(name) is \(bad.value)\(bad.bar.map { " at bar \($0)" } ?? ""); it is a distance, "
                + "as a fraction of the price, and cannot be negative.",
            details: [
                "name": .string(name), "value": .number(bad.value),
                "bar": bad.bar.map(JSON.integer) ?? .null,
            ],
            suggestion: "Return \(name) as a positive fraction, for example 0.05 for 5 %.")
    }
}

extension ExecutionSettings {
    /// Checks that every setting is in its range.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names the setting, its value and range.
    public func check() throws(AlmanacError) {
        let rules: [(String, Double, Bool, String)] = [
            ("initial_cash", initialCash, initialCash > 0, "above 0"),
            ("fees", fees, fees >= 0 && fees < 1, "from 0 to below 1"),
            ("fixed_fees", fixedFees, fixedFees >= 0, "0 or more"),
            ("slippage", slippage, slippage >= 0 && slippage < 1, "from 0 to below 1"),
            ("lot_size", lotSize ?? 1, (lotSize ?? 1) > 0, "above 0"),
            ("leverage", leverage, leverage > 0, "above 0"),
            ("max_position", maxPosition ?? 1, (maxPosition ?? 1) > 0, "above 0"),
            ("bars_per_year", barsPerYear, barsPerYear > 0, "above 0"),
        ]
        for (name, value, holds, range) in rules {
            try requireSetting(name, value, holds, range)
        }
        try costs?.check()
        try sizing?.check()
        try checkRules()
    }
}
