extension ExampleStrategies {
    /// Momentum of one asset against another.
    static let relativeStrength = ExampleStrategy(
        "relative_strength",
        summary: "Holds the asset while it outruns the benchmark and itself rises.",
        slots: [
            .init("asset", ["close"], "Daily closes of the traded asset"),
            .init("benchmark", ["close"], "Daily closes of the benchmark"),
        ],
        parameters: [
            .integer("lookback", 120, in: 5...400, "Bars over which returns are compared.")
        ],
        code: """
            def generate_signals(data, params):
                asset = data['asset']['close'].pct_change(params['lookback'])
                benchmark = data['benchmark']['close'].pct_change(params['lookback'])

                entries = (asset > benchmark) & (asset > 0)
                exits = (asset < benchmark) | (asset < 0)
                return entries, exits
            """)
}
