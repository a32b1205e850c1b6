extension ExampleStrategies {
    /// Two exponential moving averages with a trailing stop.
    static let emaCrossover = ExampleStrategy(
        "ema_crossover",
        summary: "Buys when a fast exponential average crosses above a slow one and trails a stop.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("fast", 12, in: 1...200, "Span of the fast average."),
            .integer("slow", 26, in: 2...500, "Span of the slow average."),
            .number(
                "trailing_stop", 0.1, in: 0.01...0.9,
                "Fall from the best price that closes a position."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                fast_span = params['fast']
                fast = close.ewm(span=fast_span, min_periods=fast_span, adjust=False).mean()
                slow_span = params['slow']
                slow = close.ewm(span=slow_span, min_periods=slow_span, adjust=False).mean()

                return {
                    'entries': (fast > slow) & (fast.shift(1) <= slow.shift(1)),
                    'exits': (fast < slow) & (fast.shift(1) >= slow.shift(1)),
                    'trailing_stop': params['trailing_stop'],
                }
            """)
}
