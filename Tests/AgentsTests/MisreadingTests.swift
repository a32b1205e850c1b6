import Agents
import AlmanacCore
import Testing

/// Sentences whose words once gave another plan than they say: each is read as it is meant, or
/// asked about.
@Suite struct MisreadingTests {
    /// What was understood, or the question or refusal.
    private static func heard(_ sentence: String) -> (understood: String?, answer: String) {
        do throws(AlmanacError) {
            let planned = try Planner().plan(sentence)
            if let reading = planned.reading { return (reading.understood, "") }
            return (nil, planned.plan.question ?? "")
        } catch {
            return (nil, error.message)
        }
    }

    @Test(
        "is read as it is meant",
        arguments: [
            (
                "buy KO if RSI(14)<30 AND (close > SMA(200))",
                "14-bar RSI is below 30 and its price is above its 200-bar simple average, sells"
            ),
            (
                "buy KO when RSI(14) < 30 & close > EMA(200), sell when RSI is above 60",
                "below 30 and its price is above its 200-bar exponential average, sells when"
            ),
            (
                "buy if RSI(14) < 30, close above the 200-day average, on KO, sell at RSI 60",
                "below 30 and its price is above its 200-day simple average, sells when"
            ),
            (
                "buy KO when RSI below 30 and close above the 50-day average, "
                    + "sell when RSI above 60",
                "below 30 and its price is above its 50-day simple average, sells when its 14-bar"
            ),
            (
                "buy KO when its RSI is above 50 and above its 200-day average",
                "RSI is above 50 and its price is above its 200-day simple average, sells"
            ),
            (
                "buy AAPL when the RSI is below 30 and sell when it is above 70, but only if the "
                    + "S&P is above its 200 day average",
                "is below 30 and SPX's price is above SPX's 200-day simple average, sells when "
                    + "AAPL's 14-bar RSI is above 70, on"
            ),
            (
                "buy KO on a golden cross, sell when RSI is above 80 or after 20 days",
                "RSI is above 80 or 20 days have passed"
            ),
            (
                "Buy TSLA if Elon or WSB are positive",
                "the sentiment of @elonmusk is above 0.1 or the sentiment of r/wallstreetbets is "
                    + "above 0.1, sells"
            ),
            (
                "buy TSLA if both Elon and WSB are positive",
                "sells when the sentiment of @elonmusk is below 0 or the sentiment of r/wallstreet"
            ),
            ("golden cross on AAPL before 2008", "until 2007-12-31"),
            ("buy TSLA when @garyblack00 is positive", "@garyblack00"),
            (
                "sell AAPL when RSI > 70, buy it back when RSI < 30",
                "Buys AAPL when its 14-bar RSI is below 30, sells when its 14-bar RSI is above 70"
            ),
            (
                "AAPL RSI: under 30 long, over 70 out",
                "AAPL when its 14-bar RSI is below 30, sells when its 14-bar RSI is above 70"
            ),
            (
                "SPX long when px > 50d avg > 200d avg",
                "50-day simple average and its 50-day simple average is above its 200-day"
            ),
            (
                "Do the opposite of what Cramer says on Twitter about Apple",
                "sentiment of @jimcramer is below -0.1"
            ),
            (
                "officers and directors at JPM are picking up shares: I buy too, one day later",
                "Buys JPM when insiders buy"
            ),
            (
                "TSLA, RSI(14) under 30 entry, 5% stop",
                "TSLA when its 14-bar RSI is below 30, sells"
            ),
            ("Walmart, in Monday, out Friday, every week", "Friday, on daily bars"),
            (
                "S&P over its 200-day? Long. Under? Cash.",
                "price is above its 200-day simple average, sells when its price is below"
            ),
            (
                "Stay out of KO unless it is above its 200-day average",
                "KO when its price is above its 200-day simple average"
            ),
            (
                "buy KO when its 200-day average is broken to the upside",
                "price crosses above its 200-day simple average"
            ),
            (
                "The Nasdaq is shorted when its 200-day average is lost and covered when it is "
                    + "regained",
                "crosses below its 200-day simple average, covers when its price crosses above"
            ),
            ("vix 30+ buy spy, vix sub 20 dump", "SPY when the VIX is above 30"),
            (
                "KO: enter on the 50 day going up through the 200 day",
                "50-day simple average crosses above its 200-day simple average"
            ),
            (
                "if both RSI is under 40 and price is over the 50 day, buy KO",
                "RSI is below 40 and its price is above its 50-day simple average"
            ),
            (
                "buy KO on a golden cross, protect the position at 2% below entry and cash in at "
                    + "a 3% gain", "with a stop loss of 2%, with a profit target of 3%"
            ),
            ("KO entry: its own 14-period RSI dropping under 30", "14-bar RSI crosses below 30"),
            ("INTC pe<12 b, pe>20 s", "PE ratio is below 12, sells when the PE ratio is above 20"),
            (
                "buy AAPL when people googling \"iphone\" is above 80",
                "Google searches for \"iphone\" is above 80"
            ),
        ])
    func meant(sentence: String, part: String) {
        let (understood, answer) = Self.heard(sentence)
        #expect(understood?.contains(part) == true, "\(sentence): \(understood ?? answer)")
    }

    @Test(
        "is asked about",
        arguments: [
            "buy KO when RSI < 30, hold above 200 sma",
            "golden cross on every Dow stock", "buy when RSI is below 30 on S&P stocks",
            "rsi under 30 on Nasdaq stocks", "buy all S&P 500 companies on a golden cross",
            "buy AAPL when RSI < 30 or RSI > 70", "buy AAPL when RSI < 30 or RSI > 80",
            "Will TSLA go up?",
            "buy AAPL when RSI is below 30 and sell when it is above 70 while SPX is up a lot",
        ])
    func asked(sentence: String) {
        let (understood, answer) = Self.heard(sentence)
        #expect(understood == nil, "\(sentence): \(understood ?? "")")
        #expect(!answer.contains("contradicts"), "\(sentence): \(answer)")
    }

    /// What cannot be read is a condition, a limit or another thing to trade: leaving it aside
    /// would plan something else.
    @Test(
        "is asked about because of words that are not understood",
        arguments: [
            "buy KO when the moon is full", "buy KO under a full moon",
            "full moon: buy KO, new moon: sell", "buy KO on rainy days",
            "buy KO when RSI is below 30 and the moon is full",
            "buy KO when RSI is below 30 but only on rainy days",
            "the moon is full and RSI is below 30: buy KO",
            "buy KO when RSI is below 30 unless the moon is full",
            "if my horoscope is good buy KO", "buy KO whenever my neighbour does",
            "never buy KO when RSI is below 30",
            "don't buy KO when RSI is below 30", "buy KO except when RSI is below 30",
            "buy KO without looking at RSI below 30", "buy nothing when KO's RSI is below 30",
            "avoid KO when RSI is below 30", "ignore KO when RSI is above 70",
            "buy KO before RSI is below 30", "buy KO when RSI hardly falls below 30",
            "buy KO when RSI is almost below 30", "buy KO when RSI is nearly 30",
            "buy Foobar when RSI is below 30", "buy KO and Foobar when RSI is below 30",
            "golden cross on Foobar Industries", "rsi strategy on zorblax",
            "buy KO when its frobnicator is below 30", "buy KO when the zorblax of it is above 3",
            "buy KO when RSI is below 30 and zorblax is above 3",
            "buy KO when RSI is below 30 in stormy weather",
            "buy KO when RSI is below 30 during earnings season",
            "buy KO when RSI is below 30 in a bull market",
            "RSI strategy on KO in stormy weather", "RSI strategy on KO when the moon is full",
            "RSI strategy on KO unless it rains", "golden cross on KO but not in winter",
            "golden cross on KO with astrology", "MACD strategy on KO and astrology",
            "buy KO when RSI is below 30, sell when the moon is full",
            "buy KO when RSI is below 30, sell when my wife says so",
            "buy KO when the CEO smiles, sell when RSI is above 70",
            "astrology says go: buy KO. RSI above 70: sell",
            "buy the first dip of KO", "buy KO at the second dip below its 50-day average",
            "buy KO when RSI is below 30 twice",
            "buy half of KO when RSI is below 30 and rest later",
            "buy KO when either the moon is full or RSI is below 30",
            "buy KO when neither RSI nor MACD is low", "buy KO with options when RSI is below 30",
            "buy KO instead of PEP when RSI is below 30",
            "hold KO until the moon is full", "buy KO and hold it until retirement",
            "buy KO when RSI is below 30, then wait for the moon",
            "buy KO after the team wins the cup, hold for 10 days",
            "short KO when the moon is full, cover after 10 days",
            "buy KO when Foobar's RSI is below 30", "buy KO when WSB is asleep",
            "buy KO if congress is in recess",
            "buy KO when RSI is below 30 for the third time",
            "buy KO three days after a golden cross", "buy KO when RSI is under 30 on heavy volume",
            "buy KO when the price is over 50, out 10 days before earnings",
            "buy KO if it gaps down 5% and RSI is under 30", "buy KO when volume is high",
            "KO: RSI under 30 buy, RSI over 70 sell, crude oil falling",
        ])
    func unknown(sentence: String) {
        let (understood, _) = Self.heard(sentence)
        #expect(understood == nil, "\(sentence): \(understood ?? "")")
    }

    /// Trades and searches of others, stops, lists and remarks are found in any order of words:
    /// what turns them around, limits them or is none of them is asked about.
    @Test(
        "is asked about although its parts are known",
        arguments: [
            "buy JPM when insiders do not buy",
            "buy JPM unless insiders buy",
            "buy JPM when insiders neither buy nor sell",
            "buy JPM when insiders and the moon buy",
            "buy JPM when insiders buy more than a million",
            "buy JPM when insiders stop buying",
            "buy JPM when Foobar insiders are picking up shares",
            "buy JPM only when the CEO purchases shares",
            "whenever Buffett does not purchase KO, buy it",
            "buy KO when Warren Buffett almost buys",
            "trade AAPL unless google searches for iphone are high",
            "buy AAPL when nobody searches for iphone on google",
            "buy AAPL when google searches for iphone and pixel are above 80",
            "trade AAPL on google searches for iphone when the moon is full",
            "AAPL signal = google searches for iphone, but not in winter",
            "buy KO when it is cheap enough and RSI is below 30",
            "buy KO when RSI is below 30 and it is a bargain",
            "buy KO, one day later",
            "buy KO when RSI is below 30, 20 days later",
            "RSI below 30 on KO, but only if it rains",
            "RSI below 30 on KO but only if the moon is full, then dump it with RSI over 70",
            "buy KO when RSI is below 30 but only while my horoscope is good",
            "buy KO when RSI < 30, moon full",
            "trade TSLA on what Musk tweets and how the moon feels",
            "trade TSLA on the mood in the headlines unless it rains",
            "golden cross on KO through a full moon",
            "parabolic SAR on KO under a full moon",
            "RSI strategy on KO by the light of the moon",
            "coin long on saylor btc tweets",
            "buy KO when its price rises through the roof",
            "part with KO when RSI is above 70",
            "buy GE when it is less than 20% off its 52-week high by luck",
            "trade Tesla on Musk tweets ignoring every tweet that has more than 10000 likes",
            "buy KO if RSI is both under 30 and over 70",
            "Buy AAPL when it crosses the 50 EMA, hold 10",
            "buy KO when RSI is below 30, but not when the moon is full",
            "stay out of KO unless the moon is full", "don't buy KO unless the moon is full",
            "stay out of KO when RSI is above 70 unless the moon is full",
            "buy KO when its 200-day average is broken",
            "buy KO when its 50-day average is broken to the downside by the moon",
            "buy KO when VIX is 30+ and the moon is full",
            "should RSI close under the moon, buy KO",
            "buy KO when wallstreetbets does not like it",
            "buy KO when wallstreetbets hardly likes it",
            "buy KO when wallstreetbets likes the moon",
            "if both the moon is full and RSI is below 30, buy KO",
            "if both KO and PEP have an RSI below 30, buy KO",
            "buy KO when RSI is below 30 but its dividend is not raised",
            "buy KO when RSI is below 30 but the moon is full", "long KO only with a full moon",
            "ape into KO when the moon is full", "buy KO when RSI < 30, gone when the moon is full",
            "buy KO after three falling knives", "buy KO when 55 is exceeded",
            "buy KO when insiders disclosed nothing",
            "buy KO when a member of Congress has reported",
            "SPX, 200-day average. Above it the moon, below it I'm out.",
            "KO 20 day breakout in, full moon out", "buy KO when RSI is under 30, not long only",
            "buy KO with RSI under 30 as a signal of the moon",
            "KO: under 12x luck is a buy, over 20x luck a sell",
            "buy KO when its lower band is not tagged",
            "never hold KO longer than the moon is full",
            "buy KO when RSI goes below 20 and then turns and goes above",
        ])
    func limited(sentence: String) {
        let (understood, _) = Self.heard(sentence)
        #expect(understood == nil, "\(sentence): \(understood ?? "")")
    }

    @Test(
        "is not answered by the proposal of its reverse",
        arguments: [
            ("own SPX except when it is below its 200-day average", "200-day"),
            ("buy KO when RSI is below 30 unless it fell today", "below 30"),
        ])
    func proposals(sentence: String, part: String) {
        let (understood, answer) = Self.heard(sentence)
        #expect(understood == nil, "\(sentence): \(understood ?? "")")
        let proposal = answer.part(behind: "Try: ")
        #expect(!proposal.contains(part), "\(sentence): \(answer)")
    }
}

extension String {
    /// What stands behind a mark; nothing where it does not stand.
    fileprivate func part(behind mark: String) -> String {
        guard let range = ranges(of: mark).last else { return "" }
        return String(self[range.upperBound...])
    }
}
