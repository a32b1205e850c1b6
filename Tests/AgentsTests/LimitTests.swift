import Agents
import Testing

/// What no sentence can say is told as such, with the way that there is.
@Suite struct LimitTests {
    @Test(
        "a wish that cannot be said gets its reason and no strategy without it",
        arguments: [
            ("DCA 500 dollars per month into AAPL from 2010 till 2020", "regular payments"),
            ("long/short SPX by sign of 250-day return, 2% margin interest", "--leverage 2"),
            ("optimize sma fast 5-50 slow 50-200 on MSFT for sharpe", "almanac sweep"),
            ("Every month hold the top 3 of AAPL MSFT KO XOM by 12 month return", "rotate between"),
            ("AAPL 50/200 cross, breakeven stop after +10%", "unless it trails"),
            ("market neutral: long KO short PEP when spread is 2 sigma", "trades the first"),
            ("entries = fast.crossed_above(slow) on AAPL", "Code of other programs"),
            ("Marubozu candles on IXIC: long above them", "\"marubozu\" is no indicator"),
        ])
    func limits(sentence: String, part: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil)
        let question = try #require(planned.plan.question)
        #expect(question.contains(part), "\(question)")
    }

    @Test("no proposal leaves out a number that was said")
    func numbers() throws {
        let planned = try PlanGolden.planner.plan("MSFT 20/50 golden cross")
        #expect(planned.reading == nil)
        #expect(planned.plan.question == "The plan would leave out \"20\". Say it in other words.")
    }
}
