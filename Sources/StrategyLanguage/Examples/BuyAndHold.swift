extension ExampleStrategies {
    /// The benchmark that others are measured against.
    static let buyAndHold = ExampleStrategy(
        "buy_and_hold",
        summary: "Buys on the first bar and never sells.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                entries = close.expanding().count() == 1
                exits = pd.Series(False, index=close.index)
                return entries, exits
            """)
}
