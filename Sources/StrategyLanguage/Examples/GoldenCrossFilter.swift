extension ExampleStrategies {
    /// The 50/200 cross, entered only in calm markets.
    static let goldenCrossFilter = ExampleStrategy(
        "golden_cross_filter",
        summary: "Buys a golden cross while volatility is low and sells the death cross.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("fast", 50, in: 2...200, "Bars of the fast average."),
            .integer("slow", 200, in: 5...500, "Bars of the slow average."),
            .integer(
                "volatility_window", 60, in: 5...250, "Bars over which volatility is measured."),
            .number("calm", 0.3, in: 0.01...2, "Volatility a year below which it buys."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                fast = close.rolling(params['fast']).mean()
                slow = close.rolling(params['slow']).mean()
                returns = close.pct_change()
                volatility = returns.rolling(params['volatility_window']).std() * np.sqrt(252)
                calm = volatility < params['calm']

                # A cross in a wild market is bought once the market has calmed down.
                entries = (fast > slow) & calm
                exits = crossed_below(fast, slow)
                return entries, exits
            """)
}
