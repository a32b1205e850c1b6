extension ExampleStrategies {
    /// A trend strategy whose size falls as volatility rises.
    static let volatilityTarget = ExampleStrategy(
        "volatility_target",
        summary: "Holds above a slow average with a size that aims at a constant volatility.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("trend_window", 200, in: 5...400, "Bars of the average that shows the trend."),
            .integer(
                "volatility_window", 20, in: 5...250, "Bars over which volatility is measured."),
            .number("target", 0.1, in: 0.01...1, "Volatility a year that a position aims at."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                trend = close.rolling(params['trend_window']).mean()
                returns = close.pct_change()
                volatility = returns.rolling(params['volatility_window']).std() * np.sqrt(252)

                return {
                    'entries': close > trend,
                    'exits': close < trend,
                    'size': (params['target'] / volatility).clip(lower=0.0, upper=1.0).fillna(0.0),
                }
            """)
}
