extension ExampleStrategies {
    /// Moving average convergence/divergence (Appel), from exponential means.
    static let macd = ExampleStrategy(
        "macd",
        summary:
            "Buys when the MACD crosses above its signal line and sells when it crosses below.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("fast", 12, in: 2...100, "Span of the fast average."),
            .integer("slow", 26, in: 3...300, "Span of the slow average."),
            .integer("signal", 9, in: 1...100, "Span of the signal line."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                fast_span = params['fast']
                fast = close.ewm(span=fast_span, min_periods=fast_span, adjust=False).mean()
                slow_span = params['slow']
                slow = close.ewm(span=slow_span, min_periods=slow_span, adjust=False).mean()
                macd = fast - slow
                span = params['signal']
                signal = macd.ewm(span=span, min_periods=span, adjust=False).mean()

                entries = (macd > signal) & (macd.shift(1) <= signal.shift(1))
                exits = (macd < signal) & (macd.shift(1) >= signal.shift(1))
                return entries, exits
            """)
}
