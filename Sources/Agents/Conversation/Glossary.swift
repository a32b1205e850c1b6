/// What the words of a report mean.
enum Glossary {
    /// The definition of a term, or nothing.
    static func definition(of term: String) -> String? {
        var key = term
        if let found = terms[key] { return found }
        for ending in [
            " ratio", " band", " bands", " rate", " order", " bias", " value", " test", " testing",
            " data", "s",
        ]
        where key.hasSuffix(ending) {
            key = String(key.dropLast(ending.count))
            if let found = terms[key] { return found }
        }
        return nil
    }

    static func unknown(_ term: String) -> String {
        "\"\(term)\" is no term that is explained here."
    }

    private static let priceToEarnings =
        "The price over the earnings of a share, here those of the last four quarters as filed."
    private static let shortSelling =
        "Selling what is borrowed, to buy it back later: it gains where the price falls."

    /// The terms as the words of a sentence, without hyphens.
    private static let terms: [String: String] = [
        "sharpe": "The Sharpe ratio is the mean return over its standard deviation, for a year. "
            + "Here nothing is subtracted for a risk-free rate. Above 1 is good, and rare over "
            + "decades.",
        "sortino": "The Sortino ratio is the mean return over the size of the losing returns "
            + "alone, for a year.",
        "calmar": "The Calmar ratio is the return a year over the deepest fall.",
        "drawdown": "A drawdown is a fall of the equity below its highest point so far; the "
            + "maximum drawdown is the deepest.",
        "maximum drawdown": "The deepest fall of the equity below its highest point so far.",
        "max drawdown": "The deepest fall of the equity below its highest point so far.",
        "cagr": "The growth of the equity a year, compounded, that gives the total return.",
        "total return": "The last equity over the first, less one.",
        "volatility": "The standard deviation of the returns, for a year.",
        "exposure": "The part of the bars on which a position was open.",
        "turnover": "The value of all orders in a year over the mean equity.",
        "win": "The part of the closed trades that made money after costs.",
        "profit factor": "The sum of the profits over the sum of the losses.",
        "expectancy": "What a trade made on average.",
        "rsi": "The relative strength index weighs recent gains against recent losses on a scale "
            + "of 0 to 100; below 30 is called oversold, above 70 overbought.",
        "macd": "The MACD is a fast average of the price less a slow one (12 and 26 bars); its "
            + "signal line is its own average of 9 bars.",
        "moving average": "The mean of the last so many closes, computed anew on every bar.",
        "sma": "A simple moving average: the mean of the last so many closes.",
        "ema": "An exponential moving average: recent closes weigh more.",
        "golden cross": "The 50-day average of the price crossing above the 200-day one.",
        "death cross": "The 50-day average of the price crossing below the 200-day one.",
        "bollinger": "Bollinger bands lie 2 standard deviations above and below the 20-day "
            + "average of the price.",
        "stop loss": "An order that closes a position once it has lost so much.",
        "stop": "An order that closes a position once it has lost so much.",
        "trailing stop": "A stop that follows the best price since the entry.",
        "take profit": "An order that closes a position once it has gained so much.",
        "slippage": "The difference between the price that was expected and the one that was paid.",
        "basis point": "A hundredth of a percent: 10 bp are 0.1 %.",
        "bp": "A basis point, a hundredth of a percent: 10 bp are 0.1 %.",
        "z score": "How many standard deviations a value is from its own rolling mean.",
        "zscore": "How many standard deviations a value is from its own rolling mean.",
        "pairs trade": "A bet that the ratio of two related prices returns to its mean.",
        "momentum": "The habit of what has risen to rise further for a while.",
        "mean reversion": "The habit of what has fallen far below its mean to come back to it.",
        "breakout": "A price beyond the range of the bars before it.",
        "backtest": "A run of a rule over the past, as if it had been followed then.",
        "look ahead": "The use of something that was not known yet; it is impossible here by "
            + "construction.",
        "lookahead": "The use of something that was not known yet; it is impossible here by "
            + "construction.",
        "survivorship": "Survivorship bias: testing only on what still exists, so that what "
            + "failed and vanished is left out and the past looks better than it was. A symbol "
            + "that is chosen today because it did well carries it.",
        "beta": "How much a price moves with the market: the slope of its returns over the "
            + "market's. 1 moves as the market does, 0 does not follow it.",
        "alpha": "The part of a return that the market's does not explain.",
        "p": "A p-value is how likely a result at least as good is where there is nothing but "
            + "luck; below 0.05 is the usual mark, if only one thing was tried.",
        "out of sample": "On data that was not looked at when the rule and its numbers were "
            + "chosen; `almanac validate` tests so.",
        "in sample": "On the data that the rule and its numbers were chosen on, which flatters.",
        "deflated sharpe": "The Deflated Sharpe Ratio is how likely the true Sharpe ratio is above "
            + "what the best of as many tries would reach by luck alone; `almanac sweep` gives it.",
        "probability of overfitting": "How often the best of several choices on one part of the "
            + "data does worse than their median on the rest; `almanac sweep` gives it.",
        "walk forward": "Choosing on a span of time and testing on the next one, again and again.",
        "spread": "The difference between the prices at which one can buy and sell.",
        "overfitting": "Choosing rules that fit the noise of the past and fail on what comes.",
        "sentiment": "How good or bad texts sound, from -1 to 1.",
        "velocity": "How fast the sentiment changes.",
        "short": "A sale of borrowed shares, which gains when the price falls.",
        "leverage": "Holding more than the equity, with borrowed money.",
        "benchmark": "What buying at the start and holding would have given, with the same costs.",
        "atr": "The average true range: how far the price moves in a bar, on average.",
        "adx": "The average directional index: how strong a trend is, whichever way it goes.",
        "vix": "The volatility that options on the S&P 500 imply for the next month.",
        "13f": "The filing in which large investors tell what they held, up to 45 days late.",
        "form 4": "The filing in which a company's insiders tell of their trades in its shares.",
        "overbought": "Risen so far that a fall is expected; of the RSI usually above 70.",
        "oversold": "Fallen so far that a rise is expected; of the RSI usually below 30.",
        "p / e": priceToEarnings, "p e": priceToEarnings, "pe": priceToEarnings,
        "price to earnings": priceToEarnings,
        "short squeeze": "A rise that forces those who are short to buy, which lifts it further.",
        "shorting": shortSelling, "short selling": shortSelling,
        "short sale": shortSelling, "going short": shortSelling,
        "limit": "A limit order trades at its price or a better one, or not at all.",
        "limit order": "A limit order trades at its price or a better one, or not at all.",
        "market order": "A market order trades at once at whatever the price is.",
        "backtesting": "A run of a rule over past data, with the orders that it would have given.",
        "paper trading": "Trading by a rule as prices come, with money that is only counted.",
        "etf": "A fund whose shares trade on an exchange, mostly one that follows an index.",
        "volatility target": "A position sized so that its returns vary by a set part a year.",
        "point in time": "Using of each fact only what was known at that moment, and from when.",
        "value at risk": "The loss of a bar that is exceeded on one bar in twenty.",
    ]
}
