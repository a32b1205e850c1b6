import AlmanacCore

/// Wishes that no sentence can say here, each with what can be done instead.
extension Refusal {
    private struct Limit: Sendable {
        var phrases: [[String]]
        var message: String
        var suggestion: String

        init(_ phrases: String, _ message: String, _ suggestion: String) {
            self.phrases = phrases.split(separator: ",").map { phrase in
                phrase.split(separator: " ").map(String.init)
            }
            self.message = message
            self.suggestion = suggestion
        }
    }

    private static let limits: [Limit] = [
        Limit(
            "rank,ranked,ranking,top 2,top 3,top 5,decile,quintile,least volatile,most volatile,"
                + "the worst of,long the best,short the worst",
            "several symbols are not ranked, but for the best one by its return",
            "try \"rotate between AAPL, MSFT and KO by 6-month return\""),
        Limit(
            "dca,dollar cost,cost averaging,per month into,per week into,monthly into,weekly into,"
                + "every month into,each month into,every week into,each week into,contributions",
            "a run starts with one sum, and regular payments are not simulated",
            "test the whole sum, such as \"buy and hold MSFT since 2010, starting with $10,000\""),
        Limit(
            "margin interest,on margin,borrow cost,borrow fee",
            "interest is no part of a sentence",
            "write the strategy to a file by --save FILE.json and run "
                + "\"almanac backtest FILE.json --leverage 2\" with its flags for costs"),
        Limit(
            "leverage,leveraged",
            "how much leverage is meant was not read",
            "say it as \"with leverage of 2\""),
        Limit(
            "kelly,risk per,risked per,equity risked,risk per trade,risking",
            "what each trade risks was not read",
            "say it as \"risking 1% of equity per trade, with a 5% stop loss\" or \"half Kelly\""),
        Limit(
            "optimize,optimise,optimal,best moving average,best parameters,best length,best period,"
                + "best settings,rsi periods,optimization,optimisation,walk forward",
            "a sentence is one strategy, and its parameters are searched for by another command",
            "say the strategy with --save FILE.json, then \"almanac sweep FILE.json\""),
        Limit(
            "half off,scale out,scale in,scaling,double the size,pyramid,"
                + "pyramiding,half position,half out,partial,partially",
            "a position is opened whole and closed whole",
            "name one stop, target or condition for all of it"),
        Limit(
            "breakeven,break even",
            "a stop stays where it was set, unless it trails",
            "name a trailing stop, such as \"8% trailing stop\""),
        Limit(
            "market neutral,dollar neutral,beta neutral,both legs",
            "a strategy in one sentence trades one symbol; of a pair it trades the first",
            "try \"pairs trade KO and PEP\"; a strategy file can trade both legs"),
        Limit(
            "crossed _ above,crossed _ below,ta . rsi,ta . sma,ta . ema,ta . crossover,"
                + "stoploss,minimal roi,pinescript",
            "code of other programs is not read",
            "say the rule in words, such as \"buy AAPL when its 14-day RSI is below 25, sell above "
                + "65\""),
    ]

    /// The first of these wishes that stands in words that were not read, if any.
    func limitError(_ fragments: [String]) -> AlmanacError? {
        let keys = parser.tokens.map(\.key)
        func isUnread(_ range: Range<Int>) -> Bool { parser.unread.contains { $0.overlaps(range) } }
        for limit in Self.limits {
            for phrase in limit.phrases where phrase.count <= keys.count {
                let isSaid = (0...keys.count - phrase.count).contains { start in
                    let range = start..<start + phrase.count
                    return keys[range].elementsEqual(phrase) && isUnread(range)
                }
                if isSaid { return error(limit.message, limit.suggestion, fragments) }
            }
        }
        guard
            let index = keys.indices.first(where: {
                Vocabulary.unread.contains(keys[$0]) && isUnread($0..<$0 + 1)
            })
        else { return nil }
        return error(
            "\"\(keys[index])\" is no indicator or pattern that a sentence can ask for",
            "use averages (also Hull, KAMA, TEMA), RSI, MACD, bands and channels, stochastic, ADX, "
                + "CCI, Aroon, TRIX, Ichimoku, Supertrend, parabolic SAR, VWAP, OBV, money flow, "
                + "candles or inside days; a strategy file can compute more",
            fragments)
    }

    private func error(
        _ message: String, _ suggestion: String, _ fragments: [String]
    ) -> AlmanacError {
        AlmanacError(
            .validation, message,
            details: [
                "unread": .array(fragments.map(JSON.string)), "can_read": Self.canRead,
            ], suggestion: suggestion)
    }
}
