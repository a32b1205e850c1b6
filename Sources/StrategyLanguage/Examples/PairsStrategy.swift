extension ExampleStrategies {
    /// Mean reversion of the ratio of two prices.
    static let pairs = ExampleStrategy(
        "pairs",
        summary: "Buys the first asset when it is cheap against the second and "
            + "sells near their usual ratio.",
        slots: [
            .init("asset_a", ["close"], "Daily closes of the traded asset"),
            .init("asset_b", ["close"], "Daily closes of the asset to compare with"),
        ],
        parameters: [
            .number(
                "zscore_entry", 2, in: 0.5...5,
                "Deviations below the mean ratio at which it buys."),
            .number(
                "zscore_exit", 0.5, in: 0...2,
                "Deviations around the mean ratio within which it sells."),
            .integer("lookback", 20, in: 5...100, "Bars over which the ratio is measured."),
        ],
        code: """
            def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
                ratio = data['asset_a']['close'] / data['asset_b']['close']
                mean = ratio.rolling(params['lookback']).mean()
                deviation = ratio.rolling(params['lookback']).std()
                zscore = (ratio - mean) / deviation

                entries = (zscore < -params['zscore_entry']).fillna(False).astype(bool)
                exits = (abs(zscore) < params['zscore_exit']).fillna(False).astype(bool)
                return entries, exits
            """)
}
