import Agents
import AlmanacCore
import Backtesting
import Testing

/// Indicators and shapes of bars as traders name them.
@Suite struct NamedIndicatorTests {
    private static func reading(_ sentence: String) throws -> SentenceReading {
        let planned = try PlanGolden.planner.plan(sentence)
        return try #require(planned.reading, "\(sentence): \(planned.plan.question ?? "")")
    }

    /// Sentences, and what their plans say.
    static let rows: [(sentence: String, said: String)] = [
        (
            "TRIX(15) crosses above its signal line long SPX, crosses below short",
            "15-bar TRIX crosses above the 9-bar exponential average of its 15-bar TRIX, shorts"
        ),
        (
            "buy SPX when MFI is oversold, sell when it is overbought",
            "money flow index is below 20, sells when its 14-bar money flow index is above 80,"
        ),
        (
            "SPX stochastic(14,3,3) %K crosses above %D below 20 -> long; %K crosses below "
                + "%D above "
                + "80 -> exit",
            "crosses above its 14-bar stochastic signal and its 14-bar stochastic is below "
                + "20, sells"
        ),
        (
            "buy SPX when slow stochastic (14, 5, 3) is below 15, sell above 85",
            "its 14-bar stochastic (14, 5, 3) is below 15, sells when its 14-bar stochastic (14, 5,"
        ),
        (
            "fast stochastic %K crosses above %D in oversold territory buy SPX, exit when %K above "
                + "80",
            "stochastic (14, 1, 3) crosses above its 14-bar stochastic signal (14, 1, 3)"
        ),
        ("Hull 9/21 crossover on SPX, both sides", "9-bar Hull average crosses above its 21-bar"),
        ("buy SPX when the price is above its 30-day KAMA", "is above its 30-day Kaufman average,"),
        ("wma 20 crosses wma 50 on SPX", "its 20-bar weighted average crosses above its 50-bar"),
        (
            "price breaks above the Ichimoku cloud long SPX, exit when it falls below the cloud",
            "crosses above its 9-bar Ichimoku cloud top, sells when its price crosses below its "
                + "9-bar Ichimoku cloud bottom,"
        ),
        (
            "buy SPX when OBV makes a new 50-day high, sell when OBV makes a 20-day low",
            "volume is above the 50-day high of its on-balance volume, sells when its on-balance"
        ),
        ("long SPX while price is above its VWAP over 50 days", "is above its 50-day VWAP,"),
        ("supertrend 7,2 on SPX", "its price crosses above its 7-bar Supertrend (7, 2), sells"),
        (
            "supertrend with 14 period and multiplier 2.5 turns bullish -> long SPX; turns bearish "
                + "-> exit", "14-bar Supertrend (14, 2.5), sells when its price crosses below"
        ),
        (
            "Keltner(20,1.5) breakout: buy SPX on close above upper band, exit on close "
                + "below middle"
                + " band",
            "upper Keltner band (20, 1.5), sells when its price is below its 20-bar middle Keltner"
        ),
        (
            "parabolic SAR flips below price buy SPX; flips above price sell",
            "crosses above its parabolic SAR, sells when its price crosses below its parabolic SAR,"
        ),
        (
            "buy SPX when ATR(14) is below 1% of price and it makes a 20-day high, sell after 10 "
                + "days",
            "its 14-bar ATR in percent of its price is below 1% and its price is above"
        ),
        (
            "EMA 5/13/34 bullish stack long SPX, bearish stack exit",
            "5-bar exponential average is above its 13-bar exponential average and its 13-bar"
        ),
        ("ema 8 > ema 21 > ema 55 long SPX", "and its 21-bar exponential average is above its 55"),
        (
            "SPX close in the bottom 20% of the day's range, buy, sell when it closes in the "
                + "top 20%"
                + " of the range",
            "internal bar strength is at or below 0.2, sells when its internal bar strength is at "
                + "or above 0.8,"
        ),
        (
            "three white soldiers buy SPX, three black crows sell",
            "forms three white soldiers, sells"
        ),
        (
            "NR7 on SPX, hold 3 days",
            "when it forms the narrowest range of 7 bars, sells when 3 days"
        ),
        (
            "buy SPX after 3 consecutive lower lows, sell after 2 higher highs in a row",
            "when its low falls 3 bars in a row, sells when its high rises 2 bars in a row,"
        ),
        (
            "CRSI(3,2,100) under 15 long SPX, out over 60",
            "3-bar Connors RSI is below 15, sells when its 3-bar Connors RSI is above 60,"
        ),
        (
            "TTM squeeze on SPX",
            "upper Bollinger band with 2 standard deviations is below its 20-bar"
        ),
        (
            "bollinger %B below 0 buy SPX, above 1 sell",
            "%B is below 0, sells when its 20-bar Bollinger %B is above 1,"
        ),
        (
            "buy SPX when ROC(10) > 5, sell when ROC < -5",
            "its 10-bar return is above 5%, sells when its 10-bar return is below -5%,"
        ),
        (
            "CCI(14) below -100 buy SPX, sell when CCI is above 100",
            "14-bar CCI is below -100, sells when its 14-bar CCI is above 100,"
        ),
        (
            "stochastic crosses above 20 buy SPX, sell when above 80",
            "Buys SPX when its 14-bar stochastic crosses above 20, sells when its 14-bar stochastic"
        ),
        (
            "buy SPX when the Bollinger bandwidth is at its lowest in 120 days and price closes "
                + "above the upper band, exit at the middle band",
            "its price is at or below its 20-bar middle Bollinger band"
        ),
        (
            "stochastic on SPX, below 10 is a buy, above 90 is a sell",
            "its 14-bar stochastic is below 10, sells when its 14-bar stochastic is above 90,"
        ),
        (
            "buy SPX when price is above the cloud and the cloud is green, sell when price "
                + "is below "
                + "the cloud",
            "its 9-bar Senkou span A is above its 9-bar Senkou span B, sells when its price "
                + "is below"
        ),
        (
            "buy SPX when close is above the 50-day linear regression line, sell below it",
            "its price is above its 50-day least squares average, sells when its price is below"
        ),
        (
            "Aroon(25) up > 70 and down < 30 long SPX, flat if aroon up < 50",
            "25-bar Aroon up is above 70 and its 25-bar Aroon down is below 30, sells when"
        ),
        (
            "buy SPX on a hammer below the lower bollinger band, sell at the middle band",
            "sells when its price is at or above its 20-bar middle Bollinger band"
        ),
        (
            "50-day linear regression slope positive long SPX, exit when it turns negative",
            "50-day linear regression slope is above 0, sells when its 50-day linear regression"
        ),
        (
            "donchian channel 55/20 breakout on SPX",
            "its 55-bar high, sells when its price is below"
        ),
    ]

    @Test("what is named is planned, runs and reads back", arguments: rows.map(\.sentence))
    func planned(sentence: String) throws {
        let said = try #require(Self.rows.first { $0.sentence == sentence }?.said)
        let reading = try Self.reading(sentence)
        #expect(reading.understood.contains(said), "\(reading.understood)")
        let again = try Self.reading(reading.understood)
        #expect(
            again.definition["code"] == reading.definition["code"], "\(reading.understood)")
        #expect(try !PlannedRunTests.run(reading).simulation.orders.isEmpty)
    }

    @Test(
        "shorts mirror what has a side, and share what has none",
        arguments: [
            (
                "buy SPX when ADX is above 25 and +DI is above -DI, long and short",
                "shorts SPX when its 14-bar ADX is above 25 and its 14-bar plus DI is below its"
            ),
            (
                "buy SPX when CCI is below -100, sell when CCI is above 0, long and short",
                "shorts SPX when its 20-bar CCI is above 100, covers when its 20-bar CCI is below 0"
            ),
            (
                "buy SPX when price is above the upper Keltner band, sell when it is below the "
                    + "middle Keltner band, long and short",
                "shorts SPX when its price is below its 20-bar lower Keltner band, covers when"
            ),
            (
                "buy SPX when IBS is below 0.2, sell when IBS is above 0.7, long and short",
                "shorts SPX when its internal bar strength is above 0.8, covers when its internal "
                    + "bar strength is below 0.3"
            ),
        ])
    func mirrored(sentence: String, said: String) throws {
        let reading = try Self.reading(sentence)
        #expect(reading.understood.contains(said), "\(reading.understood)")
    }

    @Test(
        "what has no highs, lows or opens is refused a shape of bars",
        arguments: [
            "bullish engulfing on AAPL, hold 5 days", "buy AAPL when IBS is below 0.2",
            "buy AAPL when it forms an inside day, hold 3 days",
        ])
    func lacking(sentence: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil)
        #expect(planned.plan.question?.contains("AAPL has no") == true)
    }

    @Test(
        "a breakout of a bar, a squeeze that fires and settings that an indicator lacks are asked",
        arguments: [
            "NR7 breakout on SPX", "buy CSCO on an inside day breakout, exit after 3 days",
            "buy SPX when the TTM squeeze fires, sell after 5 days",
            "supertrend (10, 3, 2) on SPX", "hull 21 strategy on SPX with rsi below 30 and tema",
            "bullish engulfing on SPX, sell at the middle band",
            "bearish engulfing on SPX, hold 5 days",
            "buy SPX after a doji followed by an up day, sell after 2 days",
        ])
    func asked(sentence: String) throws {
        let planned = try? PlanGolden.planner.plan(sentence)
        #expect(planned?.reading == nil, "\(planned?.reading?.understood ?? "")")
    }
}
