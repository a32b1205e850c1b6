import Agents
import AlmanacCore
import Testing

/// Sentences of which a part was once lost, or read of something else, in a plan that seemed sure.
@Suite struct OverlookedTests {
    private static func heard(
        _ sentence: String
    ) -> (planned: PlannedSentence?, understood: String?, answer: String) {
        do throws(AlmanacError) {
            let planned = try Planner().plan(sentence)
            return (planned, planned.reading?.understood, planned.plan.question ?? "")
        } catch {
            return (nil, nil, error.message)
        }
    }

    @Test(
        "a move of a published number or of volume is its own",
        arguments: [
            (
                "buy AAPL when the VIX rises 20% in a day, sell after 5 days",
                "change of the VIX is above 20%"
            ),
            (
                "buy KO when the VIX drops 10% in a week, sell after 5 days",
                "1-week change of the VIX is below -10%"
            ),
            (
                "buy AAPL when its P/E falls 20% in a year, sell after 50 days",
                "change of the PE ratio is below -20%"
            ),
            (
                "buy TSLA when its volume rises 50% in a day, sell after 5 days",
                "change of its volume is above 50%"
            ),
        ])
    func moves(sentence: String, part: String) {
        let heard = Self.heard(sentence)
        #expect(heard.understood?.contains(part) == true, "\(heard)")
        let again = heard.understood.flatMap { Self.heard($0).understood }
        #expect(again == heard.understood)
    }

    @Test(
        "to sell on the next day is to hold for a day",
        arguments: [
            "buy TSLA when Elon tweets about Tesla, sell the next day",
            "buy KO on a golden cross, sell the following day",
            "buy KO on a golden cross and exit on the next trading day",
            "short KO when RSI > 80, cover the next day",
        ])
    func nextDay(sentence: String) {
        let heard = Self.heard(sentence)
        #expect(heard.understood?.contains("when 1 day has passed") == true, "\(heard)")
    }

    @Test("the time after which longs are sold is not that after which shorts are covered")
    func times() {
        let heard = Self.heard(
            "buy KO when RSI < 30, sell after 5 days; short when RSI > 70, cover after 3 days")
        #expect(heard.understood?.contains("covers when 3 days have passed") == true, "\(heard)")
        #expect(heard.understood?.contains("sells when 5 days have passed") == true, "\(heard)")
    }

    @Test("who is faded is named, and behind the colon stands what is done")
    func fade() {
        let heard = Self.heard("fade WSB: short GME when wsb is super bullish")
        #expect(heard.understood?.hasPrefix("Shorts GME when") != false, "\(heard)")
    }

    @Test(
        "is asked about",
        arguments: [
            // A move of what is no price, or a price of what is followed by a fund.
            "buy AAPL when VIX closes up 3 days in a row, sell after 5 days",
            "buy AAPL when inflation rises 1% in a year, sell after 50 days",
            "buy KO when its RSI rises 10% in a week, sell after 5 days",
            "buy KO when its 50-day average rises 5% in a month, sell after 5 days",
            "buy KO when WSB mentions rise 20% in a week, sell after 5 days",
            "buy XOM when oil goes above $80, sell below $60",
            "buy NEM when gold is above $1800, sell after 5 days",
            "buy KO when the Dow is above 30000, sell after 5 days",
            // An exit.
            "buy AAPL on a golden cross, get out when it feels right",
            "buy AAPL on a golden cross, sell next week",
            "buy KO when RSI is below 30 and sell into strength",
            // A window of a condition.
            "buy AAPL when RSI was below 30 within the last 5 days",
            "buy AAPL when RSI dipped under 30 in the past week",
            "buy AAPL when it hit a 52-week high in the last 10 days",
            // What somebody advises, how often, which one, how long after.
            "Buy NVDA whenever Jim Cramer says sell", "Buy GME when WSB says buy",
            "buy AAPL when RSI is below 30, only once a month",
            "buy TSLA if Elon tweets on a weekend", "buy AAPL at the second RSI dip below 30",
            "buy AAPL one day after the golden cross", "buy AAPL a week after the golden cross",
            "buy AAPL when it is cheap and RSI is below 30",
            "buy LULU when google searches for 'yoga pants' rise",
        ])
    func asked(sentence: String) {
        let heard = Self.heard(sentence)
        #expect(heard.understood == nil, "\(sentence): \(heard.understood ?? "")")
        #expect(heard.planned?.plan.question != nil || heard.planned == nil)
    }

    @Test("whom to follow without a symbol is no sure plan, and a run says what to name")
    func following() {
        let planned = Self.heard("Copy Nancy Pelosi's trades").planned
        #expect(planned?.plan.confidence == 0.4)
        #expect(planned?.obstacle?.suggestion?.contains("in AAPL") == true)
    }

    @Test("a fund that stands for what was named is told")
    func standIns() {
        let planned = Self.heard("buy XOM when oil rises 10% in a month").planned
        #expect(
            planned?.reading?.assumptions.contains("\"oil\" is the fund USO, which follows it")
                == true)
    }

    @Test(
        "proposes nothing that keeps less or says the reverse",
        arguments: [
            "don't buy AAPL when RSI is above 70",
            "trade TSLA when elon tweets positive and wsb is bullish, exit when it turns negative",
        ])
    func proposals(sentence: String) {
        let heard = Self.heard(sentence)
        #expect(heard.understood == nil)
        #expect(!heard.answer.contains("Try:"), "\(heard.answer)")
    }

    @Test(
        "a refusal gives its true reason",
        arguments: [
            ("buy AAPL on golden cross with 150% stop loss", "between 0% and 100%"),
            ("buy AAPL when it is cheap", "needs a number"),
            ("buy bonds when RSI is below 30", "could not be read: \"bonds\""),
            ("buy AAPL when RSI is below 30, sell tomorrow", "could not be read"),
        ])
    func reasons(sentence: String, part: String) {
        let heard = Self.heard(sentence)
        #expect(heard.answer.contains(part), "\(heard.answer)")
    }

    @Test("units glued to numbers make no sentence foreign")
    func units() {
        let heard = Self.heard("buy SPX when 10y-2y yield curve inverts")
        #expect(!heard.answer.contains("Spanish"), "\(heard.answer)")
    }
}
