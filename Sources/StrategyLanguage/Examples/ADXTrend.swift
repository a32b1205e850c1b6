extension ExampleStrategies {
    /// The directional movement system (Wilder 1978).
    static let adxTrend = ExampleStrategy(
        "adx_trend",
        summary: "Buys a strong upward trend by the directional index and sells "
            + "when it weakens or turns.",
        slots: [
            .init(
                "prices", ["high", "low", "close"],
                "Daily highs, lows and closes of the traded symbol")
        ],
        parameters: [
            .integer("window", 14, in: 2...100, "Bars of the directional index."),
            .number("strong", 25, in: 5...60, "Index above which a trend is strong."),
            .number("weak", 20, in: 0...60, "Index below which a trend has ended."),
        ],
        code: """
            def generate_signals(data, params):
                p = data['prices']
                n = params['window']
                adx = talib.ADX(p['high'], p['low'], p['close'], timeperiod=n)
                plus = talib.PLUS_DI(p['high'], p['low'], p['close'], timeperiod=n)
                minus = talib.MINUS_DI(p['high'], p['low'], p['close'], timeperiod=n)

                entries = (adx > params['strong']) & (plus > minus)
                exits = (adx < params['weak']) | (plus < minus)
                return entries, exits
            """)
}
