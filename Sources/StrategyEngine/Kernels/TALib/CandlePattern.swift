/// Recognises one candle pattern at the newest candle.
protocol CandlePattern: Sendable {
    /// How many candles must have been seen before the first that is judged.
    var lookback: Int { get }

    /// The thresholds that the pattern compares with.
    var thresholds: [CandleThreshold] { get }

    /// 100 or 80 for a bullish pattern, -100 or -80 for a bearish one, 0 for none.
    ///
    /// - Parameter thresholds: The pattern's own, as they stand at the newest candle.
    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double
}
