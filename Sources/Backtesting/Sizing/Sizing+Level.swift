package import AlmanacCore

extension Sizing {
    /// The signals with the size that this one gives, where a column of fractions can say it.
    ///
    /// - Parameters:
    ///   - signals: The strategy's signals; their own size gives way.
    ///   - market: The market.
    ///   - settings: The settings of the run, for the leverage and the bars in a year.
    /// - Throws: ``AlmanacError`` of kind `backtest` where a size needs a stop and there is none.
    /// - Look-ahead: value *t* uses bars up to *t*.
    /// - Complexity: O(n × window).
    package func applied(
        to signals: Signals, in market: Market, _ settings: ExecutionSettings
    ) throws(AlmanacError) -> Signals {
        var sized = signals
        switch self {
        case .allIn: sized.size = .none
        case .fraction(let value): sized.size = .scalar(value)
        case .volatilityTarget(let target, let window):
            // The figure before the next bar is the one up to this bar.
            let volatility = TrailingWindow.volatility(of: market.close + [.nan], window: window)
            let scale = settings.barsPerYear.squareRoot() * settings.leverage
            sized.size = .series(volatility.dropFirst().map { target / ($0 * scale) })
        case .risk(let risk):
            sized.size = try Self.risk(risk / settings.leverage, signals)
        case .amount, .quantity, .kelly: sized.size = .none
        }
        return sized
    }

    private static func risk(
        _ fraction: Double, _ signals: Signals
    ) throws(AlmanacError) -> Signals.Level {
        switch (signals.stopLoss, signals.trailingStop) {
        case (.none, .none):
            throw AlmanacError(
                .backtest, "a size by risk needs a stop, and the strategy returns none",
                details: ["size": "risk"],
                suggestion: "return 'stop_loss' or 'trailing_stop' from the strategy, or choose "
                    + "another --size")
        case (.scalar(let stop), .none), (.none, .scalar(let stop)):
            return .scalar(fraction / stop)
        default:
            let (loss, trail) = (LevelReader(signals.stopLoss), LevelReader(signals.trailingStop))
            return .series(
                signals.entries.indices.map { bar in
                    let (loss, trail) = (loss(bar), trail(bar))
                    // A missing level compares as false and leaves the other.
                    return fraction / (trail.isNaN || loss < trail ? loss : trail)
                })
        }
    }
}
