/// How things are said that a sentence names in words that were not read.
extension Refusal {
    /// One thing that people speak of, with words that can be read.
    struct Topic: Sendable {
        var words: Set<String>
        var example: String
        /// Whether the example is a whole request, and no part of one.
        var isWhole = false

        init(_ words: String, _ example: String, isWhole: Bool = false) {
            self.words = Set(words.split(separator: " ").map(String.init))
            self.example = example
            self.isWhole = isWhole
        }
    }

    /// What can be said of each thing, the more particular first.
    static let topics: [Topic] = [
        Topic("trailing trail trails", "8% trailing stop"),
        Topic("atr atrs", "2 ATR stop"),
        Topic("stop stops stoploss sl", "with a 5% stop loss"),
        Topic("target targets tp profit profitable", "take profit at 10%"),
        Topic(
            "rotate rotation rotates", "rotate between AAPL, MSFT and KO by 6-month return",
            isWhole: true),
        Topic("pair pairs hedge", "pairs trade KO and PEP", isWhole: true),
        Topic(
            "weights weight rebalance rebalanced rebalancing portfolio allocation",
            "60% SPY and 40% TLT, rebalanced quarterly", isWhole: true),
        Topic("macd histogram hist", "when its MACD crosses above its signal line"),
        Topic("rsi oversold overbought", "when its 14-day RSI is below 30"),
        Topic(
            "bollinger band bands bb", "when its price is below its 20-day lower Bollinger band"),
        Topic("slope sloping", "when its 50-day average is rising"),
        Topic("zscore sigma sigmas deviations std", "when its 20-day z-score is below -2"),
        Topic("volume", "when its volume is above 2 times its 20-day average volume"),
        Topic("gap gaps gapping", "when it gaps down 2%"),
        Topic("drawdown peak", "when its drawdown is more than 20%"),
        Topic(
            "average averages ma sma ema mas dma moving crossover crosses cross golden death",
            "when its 50-day average crosses above its 200-day average"),
        Topic("volatility vol volatile", "when its 20-day volatility is above 30%"),
        Topic("row consecutive green red streak", "when it falls 3 days in a row"),
        Topic(
            "breakout breakouts breaks high highs channel range donchian",
            "when it makes a new 20-day high"),
        Topic("low lows breakdown", "when it makes a new 20-day low"),
        Topic(
            "return returns momentum performance outperforms better",
            "when its 6-month return is above 0%"),
        Topic(
            "drop drops dropped fall falls fell dip dips decline rally rallies jumps rises rose "
                + "gains move moves moved", "when it drops 5% in 3 days"),
        Topic("vix fear", "when the VIX is above 30"),
        Topic("insider insiders ceo executives", "when insiders buy"),
        Topic("congress senators politicians pelosi", "when members of Congress buy"),
        Topic("earnings report reports results", "when it beats earnings"),
        Topic(
            "reddit wsb wallstreetbets sentiment mood hype",
            "when the sentiment of r/wallstreetbets is above 0.1"),
        Topic("tweet tweets twitter elon musk posts", "when Elon Musk tweets about it"),
        Topic("news headlines headline", "when the sentiment of news headlines is above 0.1"),
        Topic("pe valuation cheap expensive", "when its P/E is below 15"),
        Topic("dividend dividends", "when its dividend yield is above 3%"),
        Topic("curve inversion inverted", "when the yield curve is below 0"),
        Topic("google searches trends", "when Google searches for \"iphone\" is above 50"),
        Topic("ratio", "when the ratio of KO to PEP is below 0.4"),
        Topic(
            "monday tuesday wednesday thursday friday weekday mondays fridays",
            "buy SPX on Mondays, sell on Fridays", isWhole: true),
        Topic(
            "january february march april may june july august september october november "
                + "december season seasonal",
            "buy SPX in November, sell in May", isWhole: true),
        Topic("hold holds holding held later days weeks", "hold for 10 days"),
        Topic("fee fees commission commissions cost costs", "with 0.1% fees"),
        Topic("slippage", "with 0.05% slippage"),
        Topic("capital cash money dollars starting", "starting with $10,000"),
        Topic("size sized equity position half third shares", "with 50% of equity"),
        Topic("years since period", "from 2010 to 2020"),
    ]

    /// How what some words speak of can be said, at most twice; nothing where they speak of
    /// nothing that is known.
    static func words(for keys: [String]) -> String? {
        let found = topics.filter { topic in keys.contains(where: topic.words.contains) }.prefix(2)
        guard !found.isEmpty else { return nil }
        let examples = found.map { "\"\($0.example)\"" }.joined(separator: " or ")
        return "\(wordsSuchAs) \(examples)"
    }

    private static let wordsSuchAs = "say it in words such as these:"

    /// Whether a suggestion says nothing of the sentence that it answers.
    static func isGeneral(_ suggestion: String) -> Bool {
        suggestion == otherWords || suggestion.hasPrefix(wordsSuchAs)
    }
}
