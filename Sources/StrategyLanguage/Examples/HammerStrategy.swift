extension ExampleStrategies {
    /// A candle pattern in a down-trend, held for a fixed number of bars.
    static let hammer = ExampleStrategy(
        "hammer",
        summary: "Buys a hammer candle below a slow average and sells after some bars.",
        slots: [
            .init("prices", ["open", "high", "low", "close"], "Daily bars of the traded symbol")
        ],
        parameters: [
            .integer("trend_window", 50, in: 5...400, "Bars of the average below which it buys."),
            .integer("hold", 10, in: 1...100, "Bars after the hammer at which it sells."),
            .number("stop_loss", 0.05, in: 0.005...0.9, "Loss that closes a position."),
        ],
        code: """
            def generate_signals(data, params):
                p = data['prices']
                close = p['close']
                hammer = talib.CDLHAMMER(p['open'], p['high'], p['low'], close) > 0
                entries = hammer & (close < close.rolling(params['trend_window']).mean())

                return {
                    'entries': entries,
                    'exits': entries.shift(params['hold'], fill_value=False),
                    'stop_loss': params['stop_loss'],
                }
            """)
}
