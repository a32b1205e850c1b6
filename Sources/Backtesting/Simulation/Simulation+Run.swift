public import AlmanacCore

extension Simulation {
    /// Fills the signals in the market and values the result at every bar.
    ///
    /// - Throws: ``AlmanacError`` of kind `backtest` when lengths disagree or a stop is negative,
    ///   `validation` when a setting is out of range.
    /// - Look-ahead: a signal fills at its own close or at the next open; nothing else of a later
    ///   bar is read.
    /// - Determinism: left to right; the same input gives the same bits.
    /// - Complexity: one pass over the bars, in the course of it one more over those in trades.
    public static func run(
        _ market: Market, signals: Signals, settings: ExecutionSettings
    ) throws(AlmanacError) -> Simulation {
        try check(market, signals, settings)
        let signals = try settings.sized(signals, in: market)
        var workspace = SimulationWorkspace()
        var simulation = Simulation(settings: settings)
        simulation.notes = LongColumn.filled([], count: market.count)
        workspace.signals.encode(signals, direction: settings.direction)
        var ledger = TradeLedger(expectedOrders: workspace.signals.changeCount)
        let atOpen = settings.executionPrice == .open
        try workspace.fill(market, signals, settings, into: &simulation) { filled in
            ledger.follow(filled, atOpen: atOpen)
        }
        simulation.orders = workspace.orders
        simulation.trades = ledger.trades
        simulation.equity = workspace.equity
        simulation.describe(market, signals)
        return simulation
    }

    static func check(
        _ market: Market, _ signals: Signals, _ settings: ExecutionSettings
    ) throws(AlmanacError) {
        try check(market, settings)
        try check(signals.entries.count, "entries", market.count)
        try check(signals.exits.count, "exits", market.count)
        try check(signals.shortEntries?.count, "short entries", market.count)
        try check(signals.shortExits?.count, "short exits", market.count)
        try checkLevels(signals, market.count)
    }

    static func check(
        _ signals: PackedSignals, in market: Market
    ) throws(AlmanacError) {
        try check(signals.count, "packed signals", market.count)
        let words = (signals.count + 63) / 64
        precondition(
            signals.entries.count >= words && signals.exits.count >= words
                && signals.shortEntries?.count ?? words >= words
                && signals.shortExits?.count ?? words >= words, "a word for each 64 bars")
        if !signals.isBare { try checkLevels(signals.levels, market.count) }
    }

    static func check(_ market: Market, _ settings: ExecutionSettings) throws(AlmanacError) {
        try settings.check()
        try check(market.times.count, "times", market.count)
        try check(market.closeTimes?.count, "close times", market.count)
        try check(market.open?.count, "open", market.count)
        try check(market.high?.count, "high", market.count)
        try check(market.low?.count, "low", market.count)
        try check(market.volume?.count, "volume", market.count)
        try check(market.quotedSpread?.count, "spreads", market.count)
        try check(market.dividends?.count, "dividends", market.count)
        try check(market.sharesPerUnit?.count, "shares for a unit", market.count)
    }

    @inline(__always)
    private static func check(
        _ length: Int?, _ column: StaticString, _ count: Int
    ) throws(AlmanacError) {
        guard let length, length != count else { return }
        throw AlmanacError(
            .backtest,
            "the market has \(count) bars, but its \(column) have \(length) values",
            details: ["bars": .integer(count), "column": .string("\(column)")])
    }

    private static func checkLevels(_ signals: Signals, _ count: Int) throws(AlmanacError) {
        try check(signals.size, "size", count, negativeAllowed: true)
        try check(signals.stopLoss, "stop_loss", count)
        try check(signals.takeProfit, "take_profit", count)
        try check(signals.trailingStop, "trailing_stop", count)
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
                    "the market has \(count) bars, but \(name) has \(values.count) values",
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
                + "as a fraction of the price, and cannot be negative",
            details: [
                "name": .string(name), "value": .number(bad.value),
                "bar": bad.bar.map(JSON.integer) ?? .null,
            ],
            suggestion: "return \(name) as a positive fraction, for example 0.05 for 5 %")
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
