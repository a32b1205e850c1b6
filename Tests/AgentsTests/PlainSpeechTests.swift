import Agents
import AlmanacCore
import Testing

/// How people speak of strategies to each other: hearsay, hurry, orders of words, misspellings.
@Suite struct PlainSpeechTests {
    private static func understood(_ sentence: String) -> String {
        do throws(AlmanacError) {
            let planned = try Planner().plan(sentence)
            return planned.reading?.understood ?? "asks: " + (planned.plan.question ?? "")
        } catch {
            return "refuses: " + error.message
        }
    }

    @Test(
        "who says so and whether it is so says nothing of a strategy",
        arguments: [
            (
                "My brother swears by buying Microsoft after three red days in a row and selling "
                    + "after five days. Is he right?",
                "when its price falls 3 days in a row, sells when 5 days have passed"
            ),
            (
                "Please test whether buying Coca-Cola when its MACD line crosses over the signal "
                    + "line and selling on the opposite works, starting with 25000 dollars",
                "line crosses above its MACD (12, 26, 9) signal line, sells when its MACD"
            ),
            (
                "Could we look at buying Facebook the moment the sentiment on reddit turns "
                    + "positive and selling it when it turns negative?",
                "Buys META when the sentiment of r/stocks is above 0.1, sells when the sentiment"
            ),
        ])
    func hearsay(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test(
        "what is written in a hurry is read in its order",
        arguments: [
            (
                "btc 20d breakout long, 10d low exit",
                "its 20-day high, sells when its price is below its 10-day low"
            ),
            (
                "SPY, weekly bars, 10 week sma, in above out below",
                "above its 10-week simple average, sells when its price is below its 10-week"
            ),
            (
                "AAPL swing: rsi 14 dips sub 35 while px > sma200, exit rsi > 65, max hold 15 days",
                "is above 65 or 15 days have passed"
            ),
            ("MACD on JNJ last 10 years, invest 25% per trade", "with 25% of equity"),
            (
                "SPX: in at an RSI under 30, out over 70",
                "RSI is below 30, sells when its 14-bar RSI is above 70"
            ),
            (
                "Enter SPX when volume hits double its 20-day average on a 1% gain, leaving "
                    + "after 5 days",
                "at or above 2 times the 20-day simple average of its volume and its 1-day return "
                    + "is above 1%, sells when 5 days have passed"
            ),
            ("own the euro against the dollar while it trades over its 200-day average", "EURUSD"),
            ("Short TSLA as Musk's tweets go sour", "Shorts TSLA when"),
            ("30 day S&P: stopping out at minus 5%, golden cross", "with a stop loss of 5%"),
            (
                "buy appel when rsi is bellow 30 and sel above 70",
                "RSI is below 30, sells when its 14-bar RSI is above 70"
            ),
        ])
    func hurry(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test(
        "turns of talk are read as what they mean",
        arguments: [
            (
                "Accumulate SPY when RSI is below 40, take profits when RSI is above 70",
                "is below 40, sells when its 14-bar RSI is above 70"
            ),
            (
                "My rule for Costco is simple: own it above the 40-week average, otherwise don't.",
                "sells when its price is at or below its 40-week"
            ),
            ("own QQQ unless VIX is above 30", "when the VIX is at or below 30"),
            (
                "buy berkshire when it falls below its 200 day line, sell when it's 10% above",
                "sells when its price is more than 10% above its 200-day simple average"
            ),
            (
                "Buy Nike the day after earnings if it beat expectations, sell after a month",
                "Buys NKE when it beats earnings, sells"
            ),
            (
                "buy ADBE when price closes back above the lower bollinger band, sell at middle "
                    + "band",
                "when its price crosses above its 20-bar lower Bollinger band"
            ),
            (
                "momentum: hold apple while 6 month return is positive",
                "Buys AAPL when its 6-month return is above 0%, sells"
            ),
        ])
    func talk(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test(
        "what traders write on a forum is read as what they mean",
        arguments: [
            (
                "What if I'd just held NVDA above its 100 day SMA and sat in cash otherwise",
                "buy NVDA when it is above its 100-day average, otherwise cash"
            ),
            (
                "CVX, donchian 55 breakout in, 20 day low out",
                "buy CVX when it breaks its 55-day high, sell when it breaks its 20-day low"
            ),
            (
                "dump UNH when it loses the 50 day, buy when it gets the 50 day back",
                "buy UNH when it crosses above its 50-day average, sell when it crosses below its "
                    + "50-day average"
            ),
            (
                "risk-on when SPY > 10 month sma, otherwise cash, monthly bars",
                "buy SPY when it is above its 10-month average, otherwise cash, on monthly bars"
            ),
            (
                "in SPY while price>sma150 and vix<25, else out",
                "buy SPY when it is above its 150-day average and VIX is below 25, otherwise cash"
            ),
            (
                "TSLA short, entry rsi over 80, target 10%, stop 5%",
                "short TSLA when RSI is above 80, take profit at 10%, stop loss 5%"
            ),
            (
                "short XOM after three green days, out after 2 days or 4% against me",
                "short XOM after 3 up days in a row, cover after 2 days, stop loss 4%"
            ),
            (
                "buy DIS on volume double its 20 day average and up day of 2%+, hold 5d",
                "buy DIS when volume is at least twice its 20-day average and it is up 2% today, "
                    + "hold for 5 days"
            ),
            (
                "short at rsi 85+, cover rsi 50, AMD",
                "short AMD when RSI is above 85, cover when RSI is at or below 50"
            ),
            (
                "Trump truths about DJT, go long for three days",
                "buy DJT when Trump posts about it on Truth Social, sell after 3 days"
            ),
            (
                "buy CAT when it is up 20% on the year, sell if down on the year",
                "buy CAT when its 1-year return is above 20%, sell when its 1-year return is "
                    + "below 0%"
            ),
            (
                "analyst upgrade on ADBE => long, downgrade => exit",
                "buy ADBE when it is upgraded, sell when it is downgraded"
            ),
            ("stop 6%, no target, GE on golden cross", "golden cross on GE, stop loss 6%"),
            (
                "momentum: 12 month return of MSFT positive hold, negative cash",
                "buy MSFT when its 12-month return is above 0%, sell when its 12-month return is "
                    + "below 0%"
            ),
        ])
    func forum(sentence: String, plain: String) {
        let row = ParaphraseTests.Row(paraphrase: sentence, request: plain)
        let (verdict, detail) = ParaphraseTests.verdict(row)
        #expect(verdict == .exact, "\(sentence): \(detail)")
    }

    @Test(
        "a loss from the peak trails, and what is held at once waits for what is said besides",
        arguments: [
            ("buy AAPL on a golden cross, sell if it drops 15% from the peak", "a trailing stop"),
            (
                "diamond hands AMC until it drops 25% from the top, entry on golden cross",
                "Buys AMC when its 50-day simple average crosses above its 200-day"
            ),
        ])
    func peaks(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test("what somebody trades is none of what they write")
    func trades() throws {
        let planned = try Planner().plan("follow cathie wood's trades in tesla")
        #expect(!planned.plan.sources.contains { $0.url.contains("twitter") })
    }

    @Test(
        "what is open is asked about",
        arguments: [
            "$1000 worth of TSLA on golden cross", "Buy Visa when it gaps up 2%",
            "hold SPY unless VIX is above 30 and RSI is below 40",
            "buy CVX when OBV is above its 20 day average and sell when under",
            "Buy Visa when its 50-day average crosses its 100-day average from below. Sell when "
                + "from above.",
            "buy KO when RSI is below 30, risk 2% per trade",
        ])
    func questions(sentence: String) {
        let understood = Self.understood(sentence)
        #expect(understood.hasPrefix("asks: "), "\(sentence): \(understood)")
    }

    @Test("an open that is said of two days is that of both")
    func opens() {
        for said in ["at Monday's and Tuesday's open", "at the open on Mondays and Tuesdays"] {
            let understood = Self.understood("buy SPX \(said), sell at Thursday's open")
            #expect(
                understood.contains(
                    "when it is Friday or it is Monday, sells when it is Wednesday"),
                "\(understood)")
        }
    }
}
