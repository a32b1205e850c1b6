extension ExampleStrategies {
    /// The slow stochastic oscillator (Lane).
    static let stochastic = ExampleStrategy(
        "stochastic",
        summary: "Buys when the slow stochastic turns up from a low level and "
            + "sells when it turns down from a high one.",
        slots: [
            .init(
                "prices", ["high", "low", "close"],
                "Daily highs, lows and closes of the traded symbol")
        ],
        parameters: [
            .integer("fast", 14, in: 2...100, "Bars of the range."),
            .integer("slow", 3, in: 1...30, "Bars of each smoothing."),
            .number("low", 20, in: 0...50, "Level below which it buys."),
            .number("high", 80, in: 50...100, "Level above which it sells."),
        ],
        code: """
            def generate_signals(data, params):
                p = data['prices']
                slow_k, slow_d = talib.STOCH(
                    p['high'], p['low'], p['close'], fastk_period=params['fast'],
                    slowk_period=params['slow'], slowd_period=params['slow'])

                entries = crossed_above(slow_k, slow_d) & (slow_d < params['low'])
                exits = crossed_below(slow_k, slow_d) & (slow_d > params['high'])
                return entries, exits
            """)
}
