extension ExampleStrategies {
    /// A breakout that volume confirms.
    static let volumeBreakout = ExampleStrategy(
        "volume_breakout",
        summary: "Buys a new high on heavy volume and sells below a fast average.",
        slots: [
            .init("prices", ["close", "volume"], "Daily closes and volumes of the traded symbol")
        ],
        parameters: [
            .integer("channel", 50, in: 5...300, "Bars of the channel whose high it buys."),
            .number("heavy", 1.2, in: 0.5...10, "Multiple of average volume that counts as heavy."),
            .integer("exit_window", 20, in: 2...200, "Bars of the average below which it sells."),
        ],
        code: """
            def generate_signals(data, params):
                df = data['prices'].copy()
                df['high'] = df['close'].rolling(params['channel']).max().shift(1)
                average = df['volume'].rolling(params['channel']).mean()
                df['heavy'] = df['volume'] > params['heavy'] * average

                entries = (df['close'] > df['high']) & df['heavy']
                exits = df['close'] < df['close'].rolling(params['exit_window']).mean()
                return entries, exits
            """)
}
