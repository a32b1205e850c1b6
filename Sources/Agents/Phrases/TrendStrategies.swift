/// Breakouts, momentum, three averages, turtles and the return to the mean.
extension SentenceParser {
    mutating func breakoutStrategy() -> Bool? {
        leadingSymbol()
        if let condition = attempt({ $0.breakout() }) {
            skipSuffixes()
            return adopt(condition)
        }
        skip("channel", "price", "range")
        let isDonchian = accept("donchian")
        skip("channel", "channels")
        guard accept("breakout", "breakouts") || isDonchian else { return nil }
        skipSuffixes()
        _ = attempt { $0.symbolBetween() }
        if let (entry, exit) = lengthPair() {
            skip("breakout", "breakouts", "channel", "channels", "day", "days", "system")
            return adopt(
                .compare(price(), .up, .extreme(.up, subject, entry), inclusive: false),
                exit: .compare(price(), .down, .extreme(.down, subject, exit), inclusive: false))
        }
        var length = attempt { $0.windowBehind() } ?? trailingLookback()
        if length == nil { length = attempt { $0.argumentLookback() } }
        let window = length ?? Lookback(count: 20, unit: .bar)
        if length == nil { draft.assume("a channel covers 20 bars") }
        return adopt(
            .compare(price(), .up, .extreme(.up, subject, window), inclusive: false))
    }

    /// Consumes "with 55 days" or "with a 55-day window".
    private mutating func windowBehind() -> Lookback? {
        skip("with", "using", "a", "an")
        let length = lookback()
        skip("window", "channel", "lookback")
        return length
    }

    /// Consumes "turtle trading" and "mean reversion", which are whole strategies by themselves.
    mutating func classicStrategy() -> Bool? {
        leadingSymbol()
        if accept("turtle", "turtles") {
            skipSuffixes()
            _ = attempt { $0.symbolBetween() }
            draft.assume("turtles buy a 20-day high and sell a 10-day low")
            return adopt(
                .compare(
                    price(), .up, .extreme(.up, subject, Lookback(count: 20, unit: .day)),
                    inclusive: false),
                exit: .compare(
                    price(), .down, .extreme(.down, subject, Lookback(count: 10, unit: .day)),
                    inclusive: false))
        }
        if let condition = attempt({ $0.tripleAverages() }) { return adopt(condition) }
        guard accept(phrase: "mean reversion") || accept(phrase: "mean reverting") else {
            return nil
        }
        skipSuffixes()
        _ = attempt { $0.symbolBetween() }
        let length = attempt { $0.windowBehind() } ?? trailingLookback()
        draft.assume("mean reversion buys 2 standard deviations below the mean of 20 bars")
        return adopt(
            .compare(
                .zscore(price(), length ?? Lookback(count: 20, unit: .bar)), .down, .number(-2),
                inclusive: false))
    }

    /// Consumes "triple moving average 5 10 20": the three in order.
    private mutating func tripleAverages() -> Condition? {
        guard accept("triple", "three") else { return nil }
        let early: AverageKind? =
            accept("ema", "emas", "exponential") ? .exponential : accept("sma") ? .simple : nil
        skip("moving", "average", "averages", "crossover", "cross", "strategy", "with", "of")
        _ = accept(mark: "(")
        var counts: [Int] = []
        while counts.count < 3, let count = count() {
            counts.append(count)
            skip("day", "days", "and")
            _ = accept(mark: "/") || accept(mark: ",")
            skip("and")
        }
        _ = accept(mark: ")")
        if ["stack", "stacked", "bullish", "bearish", "aligned"].contains(word()) { return nil }
        skip("day", "days", "moving", "average", "averages", "crossover", "strategy")
        skip("on", "for")
        if let symbol = symbol() { trade(symbol) }
        guard counts.count == 3, counts == counts.sorted() else {
            return fail("three averages need three lengths, such as 5, 10 and 20")
        }
        let lines = counts.map {
            Quantity.average(early ?? .simple, price(), Lookback(count: $0, unit: .bar))
        }
        return .all([
            .compare(lines[0], .up, lines[1], inclusive: false),
            .compare(lines[1], .up, lines[2], inclusive: false),
        ])
    }

    mutating func momentumStrategy() -> Bool? {
        leadingSymbol()
        skip("price", "time", "series")
        var length = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        skip("time", "series", "price")
        guard accept("momentum") || accept(phrase: "trend following") else { return nil }
        skipSuffixes()
        if let average = attempt({ parser -> Quantity? in
            parser.skip("on", "of")
            if let symbol = parser.symbol() { parser.trade(symbol) }
            parser.skip("with", "using", "the", "a", "its", "by")
            guard let average = parser.quantity(), case .average = average else { return nil }
            return average
        }) {
            return adopt(.compare(price(), .up, average, inclusive: false))
        }
        if length == nil { length = trailingLookback() ?? attempt { $0.argumentLookback() } }
        if length == nil {
            length = attempt { parser in
                parser.skip("on", "of", "for")
                if let symbol = parser.symbol() { parser.trade(symbol) }
                guard let length = parser.windowBehind() else { return nil }
                return length
            }
        }
        if length == nil { draft.assume("momentum is the return of 60 bars") }
        return adopt(
            .compare(
                .change(price(), length ?? Lookback(count: 60, unit: .bar)), .up, .number(0),
                inclusive: false))
    }
}
