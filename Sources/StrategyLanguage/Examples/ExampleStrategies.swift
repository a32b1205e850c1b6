/// The bundled strategies.
public enum ExampleStrategies {
    /// All of them, by name.
    public static let all: [ExampleStrategy] = [
        adxTrend, atrTrailing, bollinger, buyAndHold, donchianBreakout, emaCrossover,
        goldenCrossFilter, hammer, keltner, maCrossover, macd, momentumLongShort, pairs, peRatio,
        relativeStrength, rsi, stochastic, trendPullback, turnOfMonth, volatilityTarget,
        volumeBreakout, zscoreReversion,
    ].sorted { $0.name < $1.name }

    /// The strategy of a name, or nothing.
    public static func named(_ name: String) -> ExampleStrategy? { all.first { $0.name == name } }
}
