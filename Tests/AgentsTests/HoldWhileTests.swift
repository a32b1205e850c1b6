import Agents
import Testing

/// What is held while something lasts, and signs that join or deny.
@Suite struct HoldWhileTests {
    @Test(
        "what is held while a state lasts ends with it, whatever else ends it",
        arguments: [
            (
                "hold SPX only from November 1 until April 30, but be out whenever VIX is above 30",
                "sells when the VIX is above 30 or the date is not November 1 to April 30,"
            ),
            (
                "hold SPX on Mondays, out when VIX is above 30",
                "sells when the VIX is above 30 or it is not Monday,"
            ),
            (
                "stay long QQQ while above 100 dma; flat if VIX > 30",
                "sells when the VIX is above 30 or its price is at or below its 100-day simple"
            ),
            (
                "long SPX while the 50 day average is above the 200 day average, also get out if "
                    + "VIX > 35",
                "sells when the VIX is above 35 or its 50-day simple average is at or below its"
            ),
            (
                "hold SPX when RSI is below 30, sell when RSI is above 60",
                "sells when its 14-bar RSI is above 60, on"
            ),
            (
                "hold SPX when RSI is below 30, sell after 5 days",
                "sells when 5 days have passed since the entry, on"
            ),
            (
                "long SPX in December when VIX is below 25",
                "sells when the VIX is at or above 25 or the month is not December,"
            ),
        ])
    func holds(sentence: String, part: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.understood.contains(part), "\(reading.understood)")
    }

    @Test("a bar between conditions is an or")
    func bars() throws {
        for joint in ["|", "||", "or"] {
            let sentence = "SPX: buy if RSI(14)<30 \(joint) RSI(2)<5, sell RSI(2)>90"
            let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
            #expect(
                reading.understood.contains("14-bar RSI is below 30 or its 2-bar RSI is below 5"))
        }
    }

    @Test(
        "signs and percentages that no plan has are asked about",
        arguments: [
            "long SPX when ADX > 25 & close > SMA(50), exit ADX < 20 / close < SMA(50)",
            "buy SPX if ! RSI(14) > 50, sell above 70",
            "buy SPX if !(close<SMA(200)) & RSI(2)<10, sell above 70",
            "buy INTC when volume is twice its 20 day average and close is up more than 2%, hold 5 "
                + "bars",
            "short TSLA when RSI(14) > 80 and it is up more than 5%, cover after 3 days",
        ])
    func asked(sentence: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil, "\(planned.reading?.understood ?? "")")
    }

    @Test("3m are three months and 3M is a company")
    func months() throws {
        let months = try PlanGolden.planner.plan(
            "buy INTC above its 3m high, sell below its 1m low")
        #expect(months.plan.symbols == ["INTC"])
        let company = try PlanGolden.planner.plan("buy 3M when its RSI is below 30")
        #expect(company.plan.symbols == ["MMM"])
    }
}
