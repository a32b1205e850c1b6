import Agents
import AlmanacCore
import Testing

/// What traders say beside a condition: both directions, counts of shares, prices of orders, coins.
@Suite struct TradersWordsTests {
    private static func understood(_ sentence: String) -> String {
        do throws(AlmanacError) {
            let planned = try Planner().plan(sentence)
            return planned.reading?.understood ?? "asks: " + (planned.plan.question ?? "")
        } catch {
            return "refuses: " + error.message
        }
    }

    @Test(
        "a rule behind a source says how that source is traded",
        arguments: [
            (
                "Trade GME on wsb, long if positive, short if negative",
                "Buys GME when the sentiment of r/wallstreetbets is above 0.1, shorts GME when the "
                    + "sentiment of r/wallstreetbets is below -0.1, on"
            ),
            (
                "Trade Tesla on Elon's tweets: buy when sentiment is positive, sell short when it "
                    + "is negative",
                "Buys TSLA when the sentiment of @elonmusk is above 0.1, shorts TSLA when the "
                    + "sentiment of @elonmusk is below -0.1, on"
            ),
            (
                "go long TSLA when WSB is bullish and short when bearish, exit if neutral",
                "sells when the sentiment of r/wallstreetbets is within 0.1 of zero, shorts TSLA "
                    + "when the sentiment of r/wallstreetbets is below -0.1, covers when the "
                    + "sentiment of r/wallstreetbets is within 0.1 of zero, on"
            ),
            (
                "Trade NVDA on Cramer's tweets, go long when bearish and short when bullish",
                "Buys NVDA when the sentiment of @jimcramer is below -0.1, shorts NVDA when the "
                    + "sentiment of @jimcramer is above 0.1, on"
            ),
            (
                "Trade GME on reddit, short if negative",
                "Buys GME when the sentiment of r/stocks is above 0.1, shorts GME when the "
                    + "sentiment of r/stocks is below -0.1, on"
            ),
            (
                "Trade GME on wsb: bullish long, bearish short",
                "Buys GME when the sentiment of r/wallstreetbets is above 0.1, shorts GME when the "
                    + "sentiment of r/wallstreetbets is below -0.1, on"
            ),
            (
                "Trade MSFT on the news, only short when negative",
                "Shorts MSFT when the sentiment of news headlines is below -0.1, covers"
            ),
            (
                "buy KO if its sentiment on reddit is negative",
                "Buys KO when the sentiment of r/stocks is below -0.1, sells"
            ),
        ])
    func rules(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
        #expect(Self.understood(understood) == understood)
    }

    @Test("a short sale is not dropped")
    func shorts() {
        for sentence in ["Trade GME on wsb: long, bearish short", "long KO on RSI < 30, and short"]
        {
            let understood = Self.understood(sentence)
            #expect(understood.hasPrefix("asks: "), "\(sentence): \(understood)")
        }
    }

    @Test("what a rule says is not told as an assumption")
    func assumptions() throws {
        let said = try #require(
            try Planner().plan("Trade GME on wsb, long if very positive, short if negative")
                .reading)
        #expect(!said.assumptions.contains { $0.contains("it buys above 0.1") })
        let half = try #require(try Planner().plan("Trade GME on wsb, short if negative").reading)
        #expect(half.assumptions.contains("sentiment runs from -1 to 1; it buys above 0.1"))
    }

    @Test(
        "a count of shares is no length, level or weight",
        arguments: [
            "40 shares of KO, 60 shares of PEP", "hold 60 shares of KO and 40 shares of PEP",
        ])
    func shares(sentence: String) {
        let understood = Self.understood(sentence)
        #expect(understood.hasPrefix("asks: "), "\(sentence): \(understood)")
    }

    @Test(
        "a count of shares sizes each trade",
        arguments: [
            ("Buy 200 shares of MSFT on a 50 day moving average crossover", 200),
            ("Buy 200 MSFT shares on a 50 day moving average crossover", 200),
            ("buy 30 shares of KO on RSI", 30), ("golden cross on KO with 50 shares", 50),
            ("buy 14 contracts of SPX when RSI is below 30", 14),
        ])
    func sharesOfTrades(sentence: String, count: Int) {
        let understood = Self.understood(sentence)
        #expect(
            understood.contains("trading \(count) shares each time"),
            "\(sentence): \(understood)")
    }

    @Test("a volume in shares is a level")
    func volume() {
        let understood = Self.understood(
            "buy TSLA when its volume is above 2000000 shares, sell when RSI is above 70")
        #expect(understood.contains("volume is above 2000000, sells"), "\(understood)")
    }

    @Test("a crossover of one average is that of the price")
    func oneAverage() {
        let understood = Self.understood("Buy MSFT on a 50 day moving average crossover")
        #expect(
            understood.hasPrefix("Buys MSFT when its price crosses above its 50-day simple"),
            "\(understood)")
    }

    @Test(
        "orders of a plan fill at one price",
        arguments: [
            (
                "buy SPX at monday's close, sell at friday's close",
                "Buys SPX when it is Monday, sells when it is Friday, on daily bars, filling at "
                    + "the close."
            ),
            (
                "buy SPX at Monday's open, sell at Thursday's open",
                "Buys SPX when it is Friday, sells when it is Wednesday, on daily bars, filling "
                    + "at the next open."
            ),
            (
                "buy SPX on Mondays at the open, sell on Fridays at the open",
                "Buys SPX when it is Friday, sells when it is Thursday, on daily bars, filling at "
                    + "the next open."
            ),
            ("buy SPX at monday's close, sell at friday's open", "asks: "),
            ("buy bitcoin at monday's open, sell at friday's open", "asks: BTC-USD trades"),
            ("Trade SPX: long Mondays at the open, out Fridays at the close", "asks: "),
            ("buy SPX at the open on Monday and sell at the close on Friday", "asks: "),
            ("buy SPX at the close when RSI is below 30, sell at the next open", "asks: "),
            ("buy TSLA when RSI is below 30, filling at the next close", "asks: "),
            ("buy KO when RSI is below 30", "filling at the next close."),
            ("buy TSLA when RSI is below 30", "filling at the next open."),
        ])
    func fills(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test(
        "what ends a position is read whole",
        arguments: [
            (
                "Buy QQQ when it is down 2% in a day, sell after 5 days or at 4% profit",
                "sells when 5 days have passed since the entry, with a profit target of 4%, on"
            ),
            (
                "buy JNJ every January, sell at the end of March",
                "sells when it is the last trading day of March"
            ),
            (
                "Trade AMC on wallstreetbets: go long when bullish, short when bearish, flat "
                    + "when neutral",
                "covers when the sentiment of r/wallstreetbets is within 0.1 of zero"
            ),
        ])
    func ends(sentence: String, part: String) {
        let understood = Self.understood(sentence)
        #expect(understood.contains(part), "\(sentence): \(understood)")
    }

    @Test("a week of a coin has seven days")
    func weeks() throws {
        let said = "when it falls 10% in a week, sell after 2 weeks"
        for (symbol, days) in [("BTC", [7, 14]), ("TSLA", [5, 10])] {
            let reading = try #require(try Planner().plan("buy \(symbol) \(said)").reading)
            let parameters = reading.definition["param_schema"]?.objectValue?.members ?? []
            let values = parameters.compactMap { $0.value["default"]?.doubleValue }
            for count in days { #expect(values.contains(Double(count)), "\(symbol): \(values)") }
        }
    }

    @Test("a share class stays the one that is named")
    func classes() throws {
        let planned = try Planner().plan("Buy GOOG when RSI is below 30")
        #expect(planned.plan.symbols == ["GOOG"])
        #expect(try Planner().plan("Buy Google when RSI is below 30").plan.symbols == ["GOOGL"])
    }

    @Test("executives are insiders, which is said")
    func executives() throws {
        let reading = try #require(try Planner().plan("Buy NVDA when executives buy").reading)
        #expect(reading.understood.contains("when insiders buy"))
        #expect(reading.assumptions.contains { $0.hasPrefix("\"executives\" are insiders") })
    }

    @Test("the worst of weekly bars is a week")
    func worstWeek() {
        var talk = Conversation(planner: Planner())
        var figures = ConversationTests.figures
        figures.figures.append(("worst_day", -0.125))
        for (line, name) in [("golden cross on KO", "day"), ("use weekly", "week")] {
            _ = talk.hear(line)
            talk.learn(figures)
            guard case .say(let words) = talk.hear("how risky is it?") else {
                Issue.record("no words")
                continue
            }
            #expect(words.contains("Its worst \(name) "), "\(words)")
        }
    }

    @Test("\"stop\" ends no talk that has a strategy")
    func stops() {
        var talk = Conversation(planner: Planner())
        guard case .end = talk.hear("stop") else { Issue.record("no end"); return }
        _ = talk.hear("golden cross on KO")
        guard case .say(let words) = talk.hear("stop") else { Issue.record("no words"); return }
        #expect(words.contains("5% stop"), "\(words)")
        guard case .end = talk.hear("quit") else { Issue.record("no end"); return }
    }
}
