extension ExampleStrategies {
    /// Bollinger bands with the sample standard deviation of pandas.
    static let bollinger = ExampleStrategy(
        "bollinger",
        summary: "Buys below the lower Bollinger band and sells back at the middle.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("window", 20, in: 2...200, "Bars of the bands."),
            .number("width", 2, in: 0.5...5, "Width of the bands in standard deviations."),
            .number("stop_loss", 0.1, in: 0.01...0.9, "Loss that closes a position."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                middle = close.rolling(params['window']).mean()
                lower = middle - params['width'] * close.rolling(params['window']).std()

                return {
                    'entries': close < lower,
                    'exits': close > middle,
                    'stop_loss': params['stop_loss'],
                }
            """)
}
