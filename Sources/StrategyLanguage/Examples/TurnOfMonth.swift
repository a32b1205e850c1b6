extension ExampleStrategies {
    /// The calendar effect at the turn of the month (Ariel 1987).
    static let turnOfMonth = ExampleStrategy(
        "turn_of_month",
        summary: "Buys late in each month and sells early in the next.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol")
        ],
        parameters: [
            .integer("buy_day", 26, in: 15...28, "Day of the month from which it buys."),
            .integer("sell_day", 5, in: 2...14, "Day of the month from which it sells."),
        ],
        code: """
            def generate_signals(data, params):
                close = data['prices']['close']
                day = pd.Series(close.index.day, index=close.index)

                entries = day >= params['buy_day']
                exits = (day >= params['sell_day']) & (day < params['buy_day'])
                return entries, exits
            """)
}
