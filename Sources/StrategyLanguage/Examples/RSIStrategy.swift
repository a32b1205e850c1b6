extension ExampleStrategies {
    /// Levels of the relative strength index (Wilder 1978) on simple means, as vectorbt has it.
    static let rsi = ExampleStrategy(
        "rsi",
        summary:
            "Buys when the relative strength index is oversold and sells when it is overbought.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("rsi_window", 14, in: 2...100, "Bars of the index."),
            .number("oversold", 30, in: 0...50, "Level below which it buys."),
            .number("overbought", 70, in: 50...100, "Level above which it sells."),
        ],
        code: """
            def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
                close = data['prices']['close']
                rsi = vbt.RSI.run(close, window=params['rsi_window']).rsi

                entries = (rsi < params['oversold']).fillna(False).astype(bool)
                exits = (rsi > params['overbought']).fillna(False).astype(bool)
                return entries, exits
            """)
}
