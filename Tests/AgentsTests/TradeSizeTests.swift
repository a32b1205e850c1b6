import Agents
import AlmanacCore
import Backtesting
import Testing

/// How much each trade commits.
@Suite struct TradeSizeTests {
    private static let rule = "buy AAPL when RSI is below 30, sell when RSI is above 60, "

    @Test(
        "sizes are read, and read back as the same",
        arguments: [
            ("risk 1% per trade, 5% stop", "risk=0.01", "risking 1% of equity per trade"),
            (
                "1% of equity risked per trade, stop 2xATR(14)", "risk=0.01",
                "risking 1% of equity per trade"
            ),
            (
                "5% stop, risk 1% of equity per trade", "risk=0.01",
                "risking 1% of equity per trade"
            ),
            ("half kelly", "kelly=0.5", "sized by 0.5 times Kelly"),
            ("kelly sizing", "kelly=1", "sized by 1 times Kelly"),
            (
                "10% vol target", "volatility-target=0.1", "with a volatility target of 10%"
            ),
            (
                "targeting 15% annualised volatility", "volatility-target=0.15",
                "with a volatility target of 15%"
            ),
            ("$1000 per trade", "amount=1000", "trading $1000 each time"),
            ("invest $1000 each time", "amount=1000", "trading $1000 each time"),
            ("100 shares each time", "quantity=100", "trading 100 shares each time"),
        ])
    func sizes(words: String, option: String, said: String) throws {
        let planned = try PlanGolden.planner.plan(Self.rule + words)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        #expect(reading.tradeSize?.option == option)
        #expect(reading.understood.contains(said), "\(reading.understood)")
        #expect(try Sizing(option) == Sizing(reading.tradeSize?.option ?? ""))
        let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
        #expect(again.tradeSize == reading.tradeSize, "\(again.understood)")
        #expect(again.definition["code"] == reading.definition["code"])
    }

    @Test("shares and money that are bought size each trade")
    func objects() throws {
        for (sentence, size) in [
            (
                "buy 100 shares of BBY when rsi < 30, sell 100 when rsi > 60",
                TradeSize.quantity(100)
            ), ("buy 50 KO shares when rsi < 30 and sell them when rsi > 60", .quantity(50)),
            ("buy $5000 worth of AMD when rsi < 30, sell when rsi > 60", .amount(5000)),
        ] {
            let planned = try PlanGolden.planner.plan(sentence)
            #expect(planned.reading?.tradeSize == size, "\(planned.plan.question ?? "")")
            #expect(planned.reading?.cash == nil)
        }
    }

    @Test("leverage is read, and a fee stays a fee")
    func others() throws {
        let lever = try #require(
            try PlanGolden.planner.plan("golden cross on SPX with 2x leverage").reading)
        #expect(lever.leverage == 2)
        #expect(lever.understood.contains("with leverage of 2"))
        let fee = try #require(try PlanGolden.planner.plan(Self.rule + "$1 per trade").reading)
        #expect(fee.fixedFees == 1 && fee.tradeSize == nil)
    }

    @Test(
        "sizes that need more are asked about",
        arguments: [
            "risk 1% per trade: buy AAPL when RSI < 30, sell when RSI > 60",
            rule + "leverage of 50",
            "60/40 SPY and TLT with half kelly", rule + "3x kelly", rule + "risk 0% per trade",
        ])
    func asked(sentence: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil, "\(sentence): \(planned.reading?.understood ?? "")")
    }
}
