extension ExampleStrategies {
    /// Reversion of the price to its rolling mean, with a limit on the time held.
    static let zscoreReversion = ExampleStrategy(
        "zscore_reversion",
        summary: "Buys well below the rolling mean and sells at the mean or after some bars.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("window", 20, in: 5...250, "Bars over which the price is measured."),
            .number("entry", 2, in: 0.5...5, "Deviations below the mean at which it buys."),
            .integer(
                "hold", 15, in: 1...250, "Bars after the last signal at which it sells in any case."
            ),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                score = zscore(close, params['window'])
                entries = score < -params['entry']
                exits = (score > 0) | (bars_since(entries) >= params['hold'])
                return entries, exits
            """)
}
