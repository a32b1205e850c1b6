extension ExampleStrategies {
    /// Short-term weakness in a long-term trend.
    static let trendPullback = ExampleStrategy(
        "trend_pullback",
        summary: "Buys a very low short RSI above a slow average and sells on "
            + "strength, with stop and target.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer(
                "trend_window", 200, in: 10...400, "Bars of the average that shows the trend."),
            .integer("rsi_window", 2, in: 2...50, "Bars of the index."),
            .number("low", 10, in: 0...50, "Index below which it buys."),
            .number("high", 70, in: 30...100, "Index above which it sells."),
            .number("stop_loss", 0.08, in: 0.005...0.9, "Loss that closes a position."),
            .number("take_profit", 0.2, in: 0.005...5, "Gain that closes a position."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                trend = close.rolling(params['trend_window']).mean()
                rsi = talib.RSI(close, timeperiod=params['rsi_window'])

                return {
                    'entries': (close > trend) & (rsi < params['low']),
                    'exits': rsi > params['high'],
                    'stop_loss': params['stop_loss'],
                    'take_profit': params['take_profit'],
                }
            """)
}
