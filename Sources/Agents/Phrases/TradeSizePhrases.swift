/// How much each trade commits: "risk 1% per trade", "half Kelly", "100 shares", "2x leverage".
extension SentenceParser {
    private static let ofEquity = PhraseTable(phrases: [
        "of equity", "of capital", "of the equity", "of my equity", "of my capital",
        "of the account", "of my account", "of account", "of portfolio", "of the portfolio",
        "of my money", "of cash", "of my cash", "equity", "capital",
    ])
    private static let eachTrade = PhraseTable(phrases: [
        "per trade", "per position", "each trade", "every trade", "on each trade", "a trade",
        "on every trade", "in each trade", "each time", "every time", "at a time", "per entry",
        "on a trade", "per signal", "each", "per buy",
    ])
    private static let kellyParts = PhraseTable<Double>([
        "half": 0.5, "full": 1, "quarter": 0.25, "a quarter": 0.25, "third": 1.0 / 3,
    ])

    /// Consumes how much each trade commits.
    mutating func tradeSizeClause() -> Bool? {
        first([
            { $0.riskSize() }, { $0.kellySize() }, { $0.volatilitySize() }, { $0.fixedSize() },
            { $0.leverageClause() },
        ])
    }

    private mutating func setSize(_ size: TradeSize) -> Bool? {
        guard draft.size == nil else { return fail("two different sizes are named") }
        return set(\.tradeSize, size, "sizes")
    }

    /// Consumes "risking 1% of equity per trade", "1% risk per trade", "risk per trade 1%".
    private mutating func riskSize() -> Bool? {
        skip("with", "and", "a", "max", "maximum", "i", "of")
        var part: Double?
        if accept("risk", "risking", "risks", "risked") {
            skip("only", "about", "at", "most")
            let isEach = accept(Self.eachTrade) != nil
            skip("of", "is", "at")
            _ = accept(mark: ":") || accept(mark: "=")
            guard let found = percentage() else { return nil }
            _ = accept(Self.ofEquity)
            guard accept(Self.eachTrade) != nil || isEach else { return nil }
            part = found
        } else if let found = percentage() {
            _ = accept(Self.ofEquity)
            guard accept("risk", "risked", "at") else { return nil }
            if tokens[position - 1].key == "at", !accept("risk") { return nil }
            guard accept(Self.eachTrade) != nil else { return nil }
            part = found
        }
        guard let part else { return nil }
        guard part > 0, part < 1 else { return fail("a risk lies between 0% and 100% of equity") }
        return setSize(.risk(part))
    }

    /// Consumes "half Kelly", "sized by 0.5 times Kelly", "Kelly sizing".
    private mutating func kellySize() -> Bool? {
        skip("with", "using", "use", "a", "sized", "by", "position", "size", "sizing", "at")
        var multiple: Double?
        if accept("kelly") {
            skip("criterion", "fraction")
            multiple = accept(Self.kellyParts) ?? 1
        } else if let part = accept(Self.kellyParts) {
            guard accept("kelly") else { return nil }
            multiple = part
        } else if let part = number(.plain) {
            skip("times", "x", "of")
            guard accept("kelly") else { return nil }
            multiple = part
        }
        guard let multiple else { return nil }
        skip("criterion", "sizing", "size", "sized", "position", "sizes", "bet", "bets", "betting")
        guard multiple > 0, multiple <= 2 else { return fail("Kelly's multiple is at most 2") }
        draft.assume("until 20 trades have closed, Kelly's size is 10% of equity")
        return setSize(.kelly(multiple))
    }

    /// Consumes "volatility target of 15%", "targeting 15% volatility", "10% vol target".
    private mutating func volatilitySize() -> Bool? {
        // Without conditions it is a strategy of its own, which is set again every week.
        guard draft.entry != nil || draft.shortEntry != nil else { return nil }
        skip("with", "a", "an", "and", "at", "using", "sized", "to", "by", "of")
        var target: Double?
        skip("annualised", "annualized", "annual")
        if accept("volatility", "vol") {
            guard accept("target", "targeting", "targeted", "targets") else { return nil }
            skip("of", "at", "is", "to")
            _ = accept(mark: ":") || accept(mark: "=")
            target = percentage()
        } else if accept("target", "targeting") {
            skip("a", "an", "of")
            target = percentage()
            skip("annualised", "annualized", "annual", "yearly", "of")
            guard accept("volatility", "vol") else { return nil }
        } else if let found = percentage() {
            skip("annualised", "annualized", "annual", "yearly")
            guard accept("volatility", "vol"), accept("target", "targeting", "targeted") else {
                return nil
            }
            target = found
        }
        guard let target else { return nil }
        skip("annualised", "annualized", "annual", "yearly", "volatility", "vol", "a", "year")
        guard target > 0, target <= 2 else { return fail("a volatility target is at most 200%") }
        draft.assume(
            "a position is sized by the volatility of the 21 bars before it opens, and left alone")
        return setSize(.volatilityTarget(target))
    }

    /// Consumes "trading 100 shares each time" or "with $5,000 in each trade".
    private mutating func fixedSize() -> Bool? {
        let trades = accept("trading", "buying", "trade")
        if !trades { skip("with", "using", "use", "invest", "investing", "put", "putting") }
        guard case .number(let value, let unit) = token()?.kind, value > 0 else { return nil }
        position += 1
        switch unit {
        case .pieces:
            guard accept(anyOf: Array(Pieces.names)) else { return nil }
            _ = accept(Self.eachTrade)
            return setSize(.quantity(value))
        case .dollars:
            // "$1 per trade" is a fee.
            guard trades || value >= 100 else { return nil }
            skip("in", "into", "on", "for")
            guard accept(Self.eachTrade) != nil else { return nil }
            return setSize(.amount(value))
        default: return nil
        }
    }

    /// Consumes "2x leverage", "leverage of 1.5", "max leverage 2".
    private mutating func leverageClause() -> Bool? {
        skip("with", "using", "use", "at", "a", "max", "maximum", "up", "to", "most")
        var multiple: Double?
        if accept("leverage") {
            skip("of", "is", "at", "up", "to")
            _ = accept(mark: ":") || accept(mark: "=")
            multiple = number(.plain)
            if multiple != nil { skip("x", "times") }
        } else if let found = number(.plain) {
            skip("x", "times", "to", "1")
            _ = accept(mark: ":") && accept("1")
            guard accept("leverage", "leveraged") else { return nil }
            multiple = found
        }
        guard let multiple else { return nil }
        guard multiple >= 1, multiple <= 20 else { return fail("leverage lies between 1 and 20") }
        draft.assume("nothing is paid for what is borrowed")
        return set(\.leverage, multiple, "leverages")
    }

    /// Consumes "100 shares of" or "$5,000 worth of" in front of what is bought, and in front of
    /// what is sold the same again.
    mutating func sizeOfObject() -> Bool? {
        attempt { parser in
            guard case .number(let value, let unit) = parser.token()?.kind, value > 0 else {
                return nil
            }
            parser.position += 1
            let size: TradeSize
            switch unit {
            case .pieces:
                size = .quantity(value)
                // "100 shares of AAPL", "100 AAPL shares".
                if parser.accept(anyOf: Array(Pieces.names)) { parser.skip("of") }
            case .dollars:
                parser.skip("the")
                guard parser.accept("worth", "of") else { return nil }
                parser.skip("of")
                size = .amount(value)
            case .plain where parser.draft.tradeSize == .quantity(value):
                // "Buy 100 shares …, sell 100 …"
                guard !parser.endsClause, parser.unit() == nil else { return nil }
                return true
            default: return nil
            }
            return parser.setSize(size)
        }
    }
}
