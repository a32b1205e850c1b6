extension ExampleStrategies {
    /// Two simple moving averages.
    static let maCrossover = ExampleStrategy(
        "ma_crossover",
        summary: "Buys when a fast simple average crosses above a slow one and "
            + "sells when it crosses below.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("fast", 10, in: 1...200, "Bars of the fast average."),
            .integer("slow", 30, in: 2...500, "Bars of the slow average."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                fast = close.rolling(params['fast']).mean()
                slow = close.rolling(params['slow']).mean()

                entries = (fast > slow) & (fast.shift(1) <= slow.shift(1))
                exits = (fast < slow) & (fast.shift(1) >= slow.shift(1))
                return entries, exits
            """)
}
