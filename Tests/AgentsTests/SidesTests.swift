import Agents
import Testing

/// Sentences that a hasty reader turns around, such as an exit that becomes an entry.
///
/// Each gives the plan of a plain one, or a question.
@Suite struct SidesTests {
    private static func check(_ sentence: String, _ plain: String) {
        let row = ParaphraseTests.Row(paraphrase: sentence, request: plain)
        let (verdict, detail) = ParaphraseTests.verdict(row)
        #expect(verdict == .exact, "\(sentence): \(detail)")
    }

    @Test(
        "an action behind its condition belongs to that condition",
        arguments: [
            (
                "SPY when VIX is over 30 is a sell, under 20 is a buy",
                "buy SPY when VIX is below 20, sell when VIX is above 30"
            ),
            (
                "NVDA when overbought, I'm out, oversold, I'm in",
                "buy NVDA when RSI is oversold, sell when RSI is overbought"
            ),
            (
                "TSLA when RSI is above 70 is a short, below 30 is a cover",
                "short TSLA when RSI is above 70, cover when RSI is below 30"
            ),
            (
                "SPY when VIX is above 30 go to cash",
                "buy SPY when VIX is at or below 30, sell when VIX is above 30"
            ),
            (
                "MSFT when MACD crosses below signal is my exit, above is my entry",
                "buy MSFT when MACD crosses above its signal line, sell when MACD crosses below "
                    + "its signal line"
            ),
            (
                "IBM when price is below its 200 day average I'm out, above I'm in",
                "buy IBM when price is above its 200 day average, sell when price is below its "
                    + "200 day average"
            ),
            (
                "KO when MACD crosses below its signal line is a sell signal, when MACD crosses "
                    + "above its signal line is a buy signal",
                "buy KO when MACD crosses above its signal line, sell when MACD crosses below its "
                    + "signal line"
            ),
            (
                "AAPL RSI over 70 I sell, RSI under 30 I buy",
                "buy AAPL when RSI is below 30, sell when RSI is above 70"
            ),
            (
                "BTC below its 100 day average, get out, above it, get in",
                "buy BTC when price is above its 100 day average, sell when price is below its "
                    + "100 day average"
            ),
            (
                "TSLA when Elon tweets something negative about it is a sell, positive is a buy",
                "buy TSLA when Elon tweets something positive about it, sell when Elon tweets "
                    + "something negative about it"
            ),
            (
                "QQQ when it is below its 200 day average go to cash",
                "buy QQQ when it is at or above its 200 day average, sell when it is below its "
                    + "200 day average"
            ),
            (
                "SPY when VIX is above 30 means cash",
                "buy SPY when VIX is at or below 30, sell when VIX is above 30"
            ),
            (
                "buy TSLA when RSI is below 30, when it's above 70 I'm out",
                "buy TSLA when RSI is below 30, sell when RSI is above 70"
            ),
            (
                "if the VIX is below 15 SPY is a short, if the VIX is above 30 SPY is a cover",
                "short SPY when VIX is below 15, cover when VIX is above 30"
            ),
            (
                "PLTR: reddit turning bearish is my exit, reddit turning bullish is my entry",
                "buy PLTR when reddit is bullish, sell when reddit is bearish"
            ),
        ])
    func trailing(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "what is told of a short sale is no purchase, and what ends it is its exit",
        arguments: [
            (
                "TSLA short, entry when it closes under the 50 day, exit when it closes above",
                "short TSLA when it closes below its 50-day average, cover when it closes above "
                    + "its 50-day average"
            ),
            (
                "TSLA short: entry when it closes under the 50 day, exit when it closes above",
                "short TSLA when it closes below its 50-day average, cover when it closes above "
                    + "its 50-day average"
            ),
            (
                "short TSLA when rsi is over 80, exit when rsi is under 50",
                "short TSLA when RSI is above 80, cover when RSI is below 50"
            ),
            (
                "short TSLA when rsi is over 80, exit at rsi 50",
                "short TSLA when RSI is above 80, cover when RSI is at or below 50"
            ),
        ])
    func ofShorts(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a rise of the price is a loss for who is short",
        arguments: [
            ("exit on a 10% pump", "cover when it rises 10%"),
            ("cover if it's 10% higher", "cover when it rises 10%"),
            ("cover on a 5% rally or 10% drop", "cover when it rises 5% or falls 10%"),
            ("cover if it rises 5% above my entry", "cover when it rises 5%"),
            ("cover after a 10% drop", "take profit at 10%"),
            ("sell on a 10% rally", "cover when it rises 10%"),
            ("cover when 10% lower", "take profit at 10%"),
            ("out at +5% or -3%", "take profit at 5%, stop loss 3%"),
        ])
    func shorts(exit: String, plain: String) {
        let entry = "short TSLA when RSI is above 70, "
        Self.check(entry + exit, entry + plain)
    }

    @Test(
        "gains and losses of what was bought are told by the price or the position",
        arguments: [
            ("sell when it's 10% higher", "take profit at 10%"),
            ("exit on a 10% pump", "take profit at 10%"),
            ("sell on a 10% pop and a 5% drop", "take profit at 10%, stop loss 5%"),
            ("leave at +8% or -5%", "take profit at 8%, stop loss 5%"),
        ])
    func longs(exit: String, plain: String) {
        for entry in [
            "buy TSLA when RSI is below 30, ", "buy TSLA when its 5 day return is below -5%, ",
        ] {
            Self.check(entry + exit, entry + plain)
        }
    }

    @Test(
        "the percentage and the length of a move are no target and no time of holding",
        arguments: [
            (
                "Short SPY after a 3% 5 day rally, cover after a 3% 5 day drop",
                "short SPY when it gains 3% in 5 days, cover when it drops 3% in 5 days"
            ),
            (
                "Buy SPY after a 3% 5 day drop, sell after a 3% 5 day rally",
                "buy SPY when it drops 3% in 5 days, sell when it gains 3% in 5 days"
            ),
            (
                "Short QQQ on a 4% 10 day gain, cover on a 4% 10 day loss",
                "short QQQ when it gains 4% in 10 days, cover when it drops 4% in 10 days"
            ),
            (
                "Short QQQ following a 5 day 3% rally, 4% stop",
                "short QQQ when it gains 3% in 5 days, stop loss 4%"
            ),
        ])
    func moves(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a level that ends a position is reached from the level that begins it",
        arguments: [
            (
                "short AMD when rsi is above 85, cover at rsi 50",
                "short AMD when RSI is above 85, cover when RSI is at or below 50"
            ),
            (
                "short AMD when rsi is above 85, cover rsi 50",
                "short AMD when RSI is above 85, cover when RSI is at or below 50"
            ),
            (
                "buy KO when RSI is below 30, sell at rsi 45",
                "buy KO when RSI is below 30, sell when RSI is at or above 45"
            ),
            (
                "short SPY when VIX is below 12, cover at VIX 20",
                "short SPY when VIX is below 12, cover when VIX is at or above 20"
            ),
            (
                "sell at rsi 70, buy AMD at rsi 30",
                "buy AMD when RSI is at or below 30, sell when RSI is at or above 70"
            ),
        ])
    func levels(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "what would end each position as it begins is asked about, and so is a move of no stop",
        arguments: [
            "buy KO when RSI is below 30, sell when RSI is below 50",
            "short SPY when VIX is below 12, cover when VIX is below 20",
            "cover at rsi 50, short AMD at rsi 85",
            "Buy SPY at the close if it's Monday and down 1%, sell Wednesday",
            "buy KO when it is Tuesday and up 2%, sell Friday",
        ])
    func atOnce(sentence: String) throws {
        let planned = try Planner().plan(sentence)
        #expect(planned.reading == nil, "\(sentence): \(planned.reading?.understood ?? "")")
    }

    @Test(
        "an exit without an entry and a side that is not taken are asked about",
        arguments: [
            "WMT when RSI is above 70 bail", "WMT when RSI is above 70 time to go",
            "WMT when RSI is above 70 we're done", "AAPL when RSI is above 70 get out",
            "buy SPY when RSI is below 40, take some profits when RSI is above 70",
            "buy KO when RSI is below 30, wait until RSI is above 70",
        ])
    func exitsAlone(sentence: String) throws {
        let planned = try? Planner().plan(sentence)
        #expect(planned?.reading == nil, "\(sentence): \(planned?.reading?.understood ?? "")")
    }

    @Test("where Trump writes is no word that he writes")
    func truthSocial() throws {
        for said in ["on Truth Social about it", "about it on Truth Social"] {
            let planned = try Planner().plan("Buy DJT when Trump posts \(said)")
            let understood = planned.reading?.understood ?? ""
            #expect(
                understood.contains(
                    "mentions on Truth Social posts of @realdonaldtrump is above 0"),
                "\(understood)")
        }
    }
}
