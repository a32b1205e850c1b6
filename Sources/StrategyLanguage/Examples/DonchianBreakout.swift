extension ExampleStrategies {
    /// Channel breakout after Donchian, on closes, with a faster exit than entry.
    static let donchianBreakout = ExampleStrategy(
        "donchian_breakout",
        summary: "Buys a new high of the entry channel and sells a new low of the exit channel.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("entry_window", 20, in: 2...300, "Bars of the channel whose high it buys."),
            .integer("exit_window", 10, in: 2...300, "Bars of the channel whose low it sells."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                # Shifted by one bar: today's close is compared with the channel before today.
                high = close.rolling(params['entry_window']).max().shift(1)
                low = close.rolling(params['exit_window']).min().shift(1)
                return close > high, close < low
            """)
}
