/// Settings in the few words of a talk: "add 10 bps fees", "start with 50k", "use all again".
extension SentenceParser {
    /// Consumes "add 10 bps fees", "5bps costs", "fees 0.1%" behind a verb.
    mutating func briefCosts() -> Conversation.Change? {
        skip("add", "use", "with", "set", "include", "and", "make", "it", "a", "an", "the", "some")
        guard let fraction = basisPoints() ?? percentage() else { return nil }
        skip("of", "in", "for")
        let isSlippage = word() == "slippage"
        skip("trading", "transaction", "a", "per", "trade")
        guard
            accept("fees", "fee", "costs", "cost", "commission", "commissions", "slippage"),
            (0..<1).contains(fraction)
        else { return nil }
        skip("per", "a", "trade", "order", "each", "side")
        if isSlippage {
            draft.slippage = fraction
        } else {
            (draft.fees, draft.fixedFees) = (fraction, nil)
        }
        return .setting
    }

    private mutating func basisPoints() -> Double? {
        attempt { parser in
            guard let points = parser.number(.plain) else { return nil }
            guard
                parser.accept("bp", "bps", "pips") || parser.accept(phrase: "basis points")
                    || parser.accept(phrase: "basis point")
            else { return nil }
            return points / 10_000
        }
    }

    /// Consumes "start with 50k": a round amount that nothing else is counted in.
    mutating func briefCash() -> Conversation.Change? {
        // "10k start", "20000 starting capital".
        if let cash = attempt({ parser -> Double? in
            guard let cash = parser.number(.plain), cash >= 100, !(1900...2100).contains(cash),
                parser.accept("start", "starting")
            else { return nil }
            parser.skip("capital", "cash", "money", "balance", "equity")
            return parser.endsClauseHere ? cash : nil
        }) {
            draft.cash = cash
            return .setting
        }
        guard accept("start", "begin", "starting", "started") else { return nil }
        skip("with", "from", "at", "a", "only")
        guard let cash = number(.plain), cash >= 100, !(1900...2100).contains(cash), endsClauseHere
        else { return nil }
        draft.cash = cash
        return .setting
    }

    private static let shares = PhraseTable<Double>([
        "half": 0.5, "a half": 0.5, "one half": 0.5, "a quarter": 0.25, "quarter": 0.25,
        "one quarter": 0.25, "a third": 0.3333, "one third": 0.3333, "two thirds": 0.6667,
        "three quarters": 0.75, "a tenth": 0.1, "a fifth": 0.2, "full": 1, "all": 1,
        "everything": 1, "the full": 1, "all in": 1,
    ])
    private static let money = PhraseTable(phrases: [
        "money", "capital", "equity", "cash", "account", "position", "size", "funds", "portfolio",
        "position size", "sized", "positions",
    ])

    /// Consumes "size 50%", "use all again", "and at 100%", "half size", "only half the money".
    mutating func briefSize() -> Conversation.Change? {
        guard draft.template == nil else { return nil }
        skip(
            "use", "make", "set", "the", "my", "position", "go", "be", "trade", "it", "invest",
            "only", "just", "traded", "used", "invested", "back", "with", "put", "change")
        let isNamed = accept("size", "sizing")
        skip("of", "to", "at", "is", "with", "in", "the", "my")
        let before = position > 0 ? tokens[position - 1].key : ""
        let fraction: Double
        var isOwn = isNamed
        if let part = percentage() {
            // A percentage alone may be of a stop or a level.
            isOwn = isOwn || before == "at" && draft.size != nil
            fraction = part
        } else if let share = accept(Self.shares) {
            let words = tokens[position - 1].key
            // "All in" and what goes on about the size need no noun.
            isOwn = isOwn || words == "in" || draft.size != nil
            fraction = share
        } else {
            return nil
        }
        skip("again", "of", "it", "the", "my", "that")
        let hasNoun = accept(Self.money) != nil || accept("invested")
        guard isOwn || hasNoun, endsClauseHere || word() == "again" else { return nil }
        skip("again")
        guard fraction > 0, fraction <= 1 else { return nil }
        draft.size = fraction
        return .logic
    }

    /// Consumes what a strategy cannot have, and says what it can.
    mutating func impossible() -> String? {
        first([
            { parser in
                parser.skip("use", "with", "a", "max", "maximum", "set", "the", "go", "at")
                let named = parser.accept("leverage", "margin")
                parser.skip("of", "at", "to", "is", "x")
                let isSaid = parser.number(.plain) != nil
                parser.skip("x", "times")
                guard named || isSaid && parser.accept("leverage", "leveraged") else { return nil }
                return "Nothing is borrowed: a position is at most 100% of equity, such as "
                    + "\"use 50% of equity\"."
            },
            { parser in
                guard parser.accept("vs", "versus", "against"), let symbol = parser.symbol() else {
                    return nil
                }
                return "The same strategy on \(symbol) is run by \"try \(symbol)\", which shows "
                    + "both beside each other."
            },
            { parser in
                guard parser.accept("swap", "replace", "exchange"), let old = parser.symbol(),
                    parser.accept("for", "with", "by", "to"), let new = parser.symbol(),
                    !parser.draft.traded.contains(old)
                else { return nil }
                return "The strategy trades \(parser.draft.traded.joined(separator: ", ")) and not "
                    + "\(old); \"try \(new)\" trades that."
            },
            { parser in
                parser.skip("set", "use", "the", "a", "make", "change")
                guard parser.accept("multiplier", "factor") else { return nil }
                parser.skip("of", "to", "at", "is", "=")
                guard parser.number(.plain) != nil else { return nil }
                return "The multiplier of an indicator cannot be changed; its length can, such as "
                    + "\"period 7\"."
            },
            { parser in
                guard let template = parser.draft.template else { return nil }
                parser.skip("try", "use", "on", "with", "now", "what", "about", "the")
                guard template.symbols.count > 1, let symbol = parser.symbol() else { return nil }
                return "The portfolio holds \(template.symbols.joined(separator: ", ")): say what "
                    + "\(symbol) takes the place of, such as \"swap \(template.symbols[0]) for "
                    + "\(symbol)\"."
            },
            { parser in
                guard parser.draft.template?.kind == .fixedWeights else { return nil }
                let isAddition = parser.accept("add", "include")
                guard isAddition || parser.accept("drop", "remove", "exclude", "without") else {
                    return nil
                }
                _ = parser.percentage()
                parser.skip("of", "in")
                guard let symbol = parser.symbol()
                else { return nil }
                return "Say the weights "
                    + (isAddition ? "with \(symbol) too" : "that the others are to have")
                    + ", such as \"60% SPX and 40% KO\", or \"equal weights\" first."
            },
        ])
    }
}
