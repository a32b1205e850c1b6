import TimeSeries

/// How a run is set up: frequency, fills, size, cash and costs.
extension SentenceParser {
    private static let frequencies = PhraseTable<Frequency>([
        "daily": .day1, "weekly": .week1, "monthly": .month1, "hourly": .hour1,
        "every day": .day1, "each day": .day1, "every week": .week1, "each week": .week1,
        "every month": .month1, "each month": .month1, "every hour": .hour1, "once a day": .day1,
        "once a week": .week1, "once a month": .month1, "end of day": .day1,
    ])
    private static let checks = PhraseTable(phrases: [
        "check", "checked", "checking", "check it", "recheck", "re check", "review", "reviewed",
        "look", "look at it", "looking", "evaluate", "evaluated", "decide", "decided", "only check",
        "check only", "only look", "rebalance", "rebalanced", "trade only", "update", "updated",
    ])
    private static let checkTimes = PhraseTable<Frequency>([
        "at month end": .month1, "at the end of the month": .month1, "at week end": .week1,
        "at the end of each month": .month1, "at the end of every month": .month1,
        "on month end": .month1, "at the end of the week": .week1, "per month": .month1,
        "at the end of each week": .week1, "per week": .week1, "at the end of the day": .day1,
        "every friday": .week1, "on fridays": .week1,
    ])
    private static let barNames = [
        "bar", "bars", "data", "prices", "candles", "chart", "charts", "basis", "closes",
        "timeframe",
    ]

    /// Consumes "on daily bars", "weekly", "on 15-minute bars".
    mutating func frequencyClause() -> Bool? {
        first([
            { parser in
                parser.skip("on", "using", "with", "a", "the", "of")
                let isChecked = parser.accept(Self.checks) != nil
                guard
                    let frequency = parser.accept(Self.frequencies)
                        ?? (isChecked ? parser.accept(Self.checkTimes) : nil)
                else { return nil }
                // "A weekly loss of 3%" is no weekly bar.
                if parser.startsMove { return nil }
                _ = parser.accept(anyOf: Self.barNames)
                return parser.set(\.frequency, frequency, "bar lengths")
            },
            { parser in
                parser.skip("on", "using", "with", "a", "the", "of")
                guard let length = parser.lookback(), parser.accept(anyOf: Self.barNames) else {
                    return nil
                }
                guard let frequency = SentenceParser.frequency(of: length) else {
                    return parser.fail(
                        "bars are of 1, 5 or 15 minutes, an hour, a day, a week or a month")
                }
                return parser.set(\.frequency, frequency, "bar lengths")
            },
        ])
    }

    private static func frequency(of length: Lookback) -> Frequency? {
        switch (length.count, length.unit) {
        case (1, .minute): .minute1
        case (5, .minute): .minute5
        case (15, .minute): .minute15
        case (1, .hour), (60, .minute): .hour1
        case (1, .day): .day1
        case (1, .week): .week1
        case (1, .month): .month1
        default: nil
        }
    }

    private static let fills = PhraseTable<String>([
        "at the open": "open", "at the next open": "open", "at next open": "open",
        "at the next day's open": "open", "at tomorrow's open": "open", "on the open": "open",
        "on the next open": "open", "at the opening price": "open", "at the close": "close",
        "at the same close": "close", "on the close": "close", "at the closing price": "close",
        "at the next day open": "open", "at the next bar open": "open", "at open": "open",
        "at close": "close", "at the next bar's open": "open", "the next open": "open",
        "at tomorrow open": "open", "at the next close": "next close",
        "at next close": "next close", "at the next day close": "next close",
        "at the next bar close": "next close", "on the next close": "next close",
    ])

    /// Consumes "filling at the next open".
    mutating func fillClause() -> Bool? {
        skip("fill", "fills", "filling", "filled", "execute", "executes", "executed", "executing")
        skip("trades", "orders")
        guard let price = accept(Self.fills) else { return nil }
        if word() == "of" || isOfWeekday { return nil }
        if price == "next close" {
            draft.fillsAtNextClose = true
            return fill(at: "open")
        }
        return fill(at: price)
    }

    /// Stores the price at which orders fill.
    mutating func fill(at price: String) -> Bool? {
        guard set(\.executionPrice, price, "fill prices") != nil else {
            return fail("orders of one strategy fill all at the next open or all at the close")
        }
        return true
    }

    // MARK: Size and cash

    private static let equityNames = PhraseTable(phrases: [
        "equity", "capital", "cash", "my equity", "my capital", "my cash", "the equity",
        "the capital", "the cash", "my money", "the money", "the portfolio", "my portfolio",
        "the account", "my account", "portfolio", "account", "funds", "my funds", "money",
        "its equity", "available cash", "the available cash",
    ])

    /// Consumes "with 50% of equity" or "using half of my capital".
    mutating func sizeClause() -> Bool? {
        let start = position
        skip("with", "use", "using", "invest", "investing", "put", "risk", "a", "size", "of")
        // What is put into each trade is a part of the equity; what is risked on it is none.
        let invests =
            position > start
            && ["invest", "investing", "put", "use", "using"].contains(tokens[position - 1].key)
        skip("position", "sizing", "at")
        _ = accept(Self.bounds)
        guard let fraction = sizeFraction() else { return nil }
        let isOfEquity =
            invests && accept(Self.perPosition) != nil
            || (accept("of")
                ? accept(Self.equityNames) != nil
                : accept(Self.equityNames) != nil || accept(phrase: "position size")
                    || accept("size", "invested", "position"))
        guard isOfEquity else { return nil }
        _ = accept(Self.perPosition)
        skip("into")
        guard draft.tradeSize == nil else { return fail("two different sizes are named") }
        guard fraction > 0, fraction <= 1 else {
            return fail("a size lies between 0% and 100% of equity")
        }
        return set(\.size, fraction, "sizes")
    }

    private static let bounds = PhraseTable(phrases: [
        "no more than", "not more than", "at most", "up to", "a maximum of", "max", "maximum",
        "only", "never more than", "limited to", "capped at",
    ])

    private static let perPosition = PhraseTable(phrases: [
        "per trade", "per position", "each trade", "every trade", "each time", "every time",
        "on each trade", "in each trade", "for each trade", "of each trade",
    ])

    private mutating func sizeFraction() -> Double? {
        if accept("half") { return 0.5 }
        if accept("all") { return 1 }
        if accept("quarter") { return 0.25 }
        return percentage()
    }

    private static let cashNames = PhraseTable(phrases: [
        "cash", "capital", "initial cash", "initial capital", "starting capital", "starting cash",
        "start capital", "equity", "account", "starting equity", "initial equity", "portfolio",
        "a starting capital", "an initial capital", "initial investment", "budget",
    ])

    /// Consumes "starting with $10,000" or "initial capital of 50,000".
    mutating func cashClause() -> Bool? {
        // "Purchases over $1 million" are large ones, and no cash to start with.
        if position > 0, Self.bounding.contains(tokens[position - 1].key) { return nil }
        return first([
            { parser in
                parser.skip("starting", "start", "starts", "with", "from", "using", "a", "an", "of")
                guard let cash = parser.number(.dollars) else { return nil }
                parser.skip("of", "in", "to", "start")
                _ = parser.accept(Self.cashNames)
                return parser.set(\.cash, cash, "amounts of cash")
            },
            { parser in
                parser.skip("with", "a", "an", "of", "starting", "the")
                guard parser.accept(Self.cashNames) != nil else { return nil }
                parser.skip("of", "is")
                _ = parser.accept(mark: ":") || parser.accept(mark: "=")
                guard let cash = parser.number(.dollars) ?? parser.number(.plain) else {
                    return nil
                }
                return parser.set(\.cash, cash, "amounts of cash")
            },
            { parser in
                parser.skip("starting", "start", "with", "a")
                guard let cash = parser.number(.plain), cash >= 100,
                    parser.accept(Self.cashNames) != nil
                else { return nil }
                return parser.set(\.cash, cash, "amounts of cash")
            },
        ])
    }

    /// Consumes "with 10k": a large round number behind "with" is money.
    mutating func bareCash() -> Bool? {
        guard accept("with", "using", "starting", "have", "got") || standsAlone else { return nil }
        skip("with", "about", "around")
        guard let cash = number(.plain), cash >= 1000, cash <= 1e9,
            cash.truncatingRemainder(dividingBy: 100) == 0
        else { return nil }
        switch token()?.kind {
        case nil, .mark(",")?, .mark(".")?: break
        case .word(let word)? where ["and", "in", "to", "of", "at", "on"].contains(word): break
        default: return nil
        }
        draft.assume("\(Int(cash)) is the cash to start with")
        return set(\.cash, cash, "amounts of cash")
    }

    private static let bounding: Set<String> = [
        "over", "above", "under", "below", "than", "least", "most", "exceeding", "exceed",
    ]

    /// Whether a number that is no year stands between commas, as in "…, 10k, …".
    private var standsAlone: Bool {
        guard case .number(let value, .plain) = token()?.kind, !(1800...2200).contains(value),
            position > 0, mark(-1) == ","
        else { return false }
        return token(1) == nil || mark(1) == "," || mark(1) == "."
    }

    // MARK: Costs

    private enum Cost { case fee, slippage }

    private static let costs = PhraseTable<Cost>([
        "fee": .fee, "fees": .fee, "commission": .fee, "commissions": .fee, "trading fee": .fee,
        "trading fees": .fee, "costs": .fee, "trading costs": .fee, "transaction costs": .fee,
        "transaction cost": .fee, "taker fee": .fee, "taker fees": .fee, "exchange fee": .fee,
        "exchange fees": .fee, "cost": .fee, "brokerage": .fee, "slippage": .slippage,
    ])
    private static let perTrade = PhraseTable(phrases: [
        "per trade", "a trade", "per order", "an order", "each trade", "for each trade",
        "each way", "per transaction", "for each order", "each order", "each",
    ])

    /// Consumes "0.1% fees", "fees of 10 bps", "$1 per trade", "no fees".
    mutating func costClause() -> Bool? {
        skip("with", "a", "an", "and", "at", "charge", "charging", "including", "pay", "paying")
        if accept("no", "zero", "without") {
            guard let cost = accept(Self.costs) else { return nil }
            return set(cost, 0)
        }
        if let amount = number(.dollars) {
            let isEach = accept(Self.perTrade) != nil
            skip("in", "of")
            let isCost = accept(Self.costs) != nil
            guard accept(Self.perTrade) != nil || isEach || isCost else { return nil }
            return set(\.fixedFees, amount, "fees")
        }
        if let fraction = percentage() {
            // "10 bps per trade": so little is no part that is put into each.
            let isRisk = tokens[..<position].suffix(3).contains { $0.key.hasPrefix("risk") }
            if fraction <= 0.003, !isRisk, accept(Self.perTrade) != nil {
                return set(.fee, fraction)
            }
            skip("of", "in")
            guard let cost = accept(Self.costs) else { return nil }
            _ = accept(Self.perTrade)
            return set(cost, fraction)
        }
        guard let cost = accept(Self.costs) else { return nil }
        skip("of", "at", "is", "are")
        _ = accept(mark: ":") || accept(mark: "=")
        if let amount = number(.dollars), cost == .fee {
            _ = accept(Self.perTrade)
            return set(\.fixedFees, amount, "fees")
        }
        // "fees=0.001", as programs write a part.
        let isWritten = position > 0 && tokens[position - 1].key == "="
        guard let fraction = percentage() ?? (isWritten ? number(.plain) : nil) else { return nil }
        guard !isWritten || fraction < 0.05 else { return fail("costs are parts of an order") }
        _ = accept(Self.perTrade)
        return set(cost, fraction)
    }

    private mutating func set(_ cost: Cost, _ fraction: Double) -> Bool? {
        guard (0..<1).contains(fraction) else { return fail("costs lie between 0% and 100%") }
        return cost == .fee
            ? set(\.fees, fraction, "fees") : set(\.slippage, fraction, "slippages")
    }
}
