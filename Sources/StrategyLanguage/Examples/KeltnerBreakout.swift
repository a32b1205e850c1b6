extension ExampleStrategies {
    /// A channel of average true ranges around an exponential mean (Keltner, as Raschke has it).
    static let keltner = ExampleStrategy(
        "keltner",
        summary: "Buys above the upper Keltner channel and sells back below its middle.",
        slots: [
            .init(
                "prices", ["high", "low", "close"],
                "Daily highs, lows and closes of the traded symbol")
        ],
        parameters: [
            .integer("window", 20, in: 2...200, "Bars of the middle and of the range."),
            .number("width", 2, in: 0.5...6, "Width of the channel in average true ranges."),
        ],
        code: """
            def generate_signals(data, params):
                prices = data['prices']
                close = prices['close']
                window = params['window']
                middle = close.ewm(span=window, min_periods=window, adjust=False).mean()
                atr = talib.ATR(prices['high'], prices['low'], close, timeperiod=window)
                upper = middle + params['width'] * atr

                entries = (close > upper) & (close.shift(1) <= upper.shift(1))
                exits = close < middle
                return entries, exits
            """)
}
