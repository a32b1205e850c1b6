import TimeSeries

extension ExampleStrategies {
    /// Price to trailing earnings, each figure visible from the day it became known.
    static let peRatio = ExampleStrategy(
        "pe_ratio",
        summary: "Buys when the price is a low multiple of trailing earnings "
            + "and sells when it is a high one.",
        slots: [
            .init("prices", ["close"], "Daily closes of the traded symbol"),
            .init(
                "earnings", ["eps"], frequency: .quarterly,
                "Trailing earnings per share as published"),
        ],
        parameters: [
            .number("pe_threshold", 18, in: 0...100, "Multiple below which it buys."),
            .number("pe_exit", 26, in: 0...200, "Multiple above which it sells."),
        ],
        code: """
            def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
                # Earnings are joined as of each bar: the newest figure public by its close.
                pe_ratio = data['prices']['close'] / data['earnings']['eps']

                entries = (pe_ratio < params['pe_threshold']).fillna(False).astype(bool)
                exits = (pe_ratio > params['pe_exit']).fillna(False).astype(bool)
                return entries, exits
            """)
}
