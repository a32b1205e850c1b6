extension ExampleStrategies {
    /// Time-series momentum in both directions with a neutral band.
    static let momentumLongShort = ExampleStrategy(
        "momentum_long_short",
        summary: "Goes long after a rise and short after a fall over the "
            + "lookback, and stays out in between.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("lookback", 60, in: 5...400, "Bars over which the return is taken."),
            .number("band", 0.02, in: 0...1, "Return beyond which it acts."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                momentum = close.pct_change(params['lookback'])

                entries = momentum > params['band']
                exits = momentum < 0
                short_entries = momentum < -params['band']
                short_exits = momentum > 0
                return entries, exits, short_entries, short_exits
            """)
}
