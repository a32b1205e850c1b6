extension ExampleStrategies {
    /// A trailing exit in average true ranges, written as a bar loop with a state.
    static let atrTrailing = ExampleStrategy(
        "atr_trailing",
        summary: "Buys above a slow average and sells when the price falls some "
            + "average true ranges from its best.",
        slots: [
            .init(
                "prices", ["high", "low", "close"],
                "Daily highs, lows and closes of the traded symbol")
        ],
        parameters: [
            .integer("trend_window", 100, in: 5...400, "Bars of the average that shows the trend."),
            .integer("atr_window", 14, in: 2...100, "Bars of the average true range."),
            .number("multiple", 3, in: 0.5...10, "Ranges below the best close at which it sells."),
        ],
        code: """
            def generate_signals(data, params):
                prices = data['prices']
                close = prices['close']
                trend = close.rolling(params['trend_window']).mean()
                atr = talib.ATR(
                    prices['high'], prices['low'], close, timeperiod=params['atr_window'])

                entries = pd.Series(False, index=close.index)
                exits = pd.Series(False, index=close.index)
                holding = False
                best = 0.0
                for i in range(1, len(close)):
                    price = close.iloc[i]
                    if holding:
                        best = max(best, price)
                        if price < best - params['multiple'] * atr.iloc[i]:
                            exits.iloc[i] = True
                            holding = False
                    elif price > trend.iloc[i] and close.iloc[i - 1] <= trend.iloc[i - 1]:
                        entries.iloc[i] = True
                        holding = True
                        best = price
                return entries, exits
            """)
}
