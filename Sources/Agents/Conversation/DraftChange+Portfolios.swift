/// Changes of a strategy over the weights of several symbols.
extension SentenceParser {
    /// Consumes "rebalance quarterly", "70/30", "swap TLT for GLD", "add GLD", "equal weights".
    mutating func changedPortfolio() -> Conversation.Change? {
        guard let template = draft.template else { return nil }
        return first([
            { $0.otherTarget(template) }, { $0.otherRebalancing(template) },
            { $0.otherWeights(template) }, { $0.onlySymbol(template) },
            { $0.otherRule(template) }, { $0.exchangedSymbol(template) },
            { $0.otherSymbols(template) }, { $0.sameSymbols(template) },
            { $0.otherLookback(template) }, { $0.exchangedWeights(template) },
            { $0.allSymbols(template) },
        ])
    }

    private mutating func skipToPortfolio() {
        skip(
            "make", "it", "use", "change", "switch", "set", "to", "the", "with", "be", "weights",
            "weight", "a", "split", "do", "go", "of", "is", "were", "was", "portfolio", "them")
    }

    private mutating func adopt(
        _ template: PortfolioTemplate, as change: Conversation.Change
    ) -> Conversation.Change? {
        draft.template = template
        draft.traded = template.symbols
        return change
    }

    /// Consumes "make it 15%" of a volatility that is aimed at.
    private mutating func otherTarget(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard old.kind == .volatilityTarget else { return nil }
        skipToPortfolio()
        skip("target", "at", "volatility", "vol")
        guard let target = percentage(), (0.01...1).contains(target) else { return nil }
        skip("volatility", "vol", "target", "a", "year")
        var template = old
        template.target = target
        return adopt(template, as: .parameter)
    }

    /// Consumes "try AAPL" where one symbol is held.
    private mutating func onlySymbol(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard old.symbols.count == 1 else { return nil }
        skip("try", "use", "on", "it", "now", "with", "for", "switch", "to", "do", "run", "same")
        guard let symbol = symbol() else { return nil }
        var template = old
        template.symbols = [symbol]
        return adopt(template, as: .symbol)
    }

    private mutating func otherRebalancing(_ old: PortfolioTemplate) -> Conversation.Change? {
        skipToPortfolio()
        guard let rebalance = rebalancing() else { return nil }
        var template = old
        template.rebalance = rebalance
        return adopt(template, as: .logic)
    }

    /// Consumes "70/30" or "70% and 30%", in the order of the symbols.
    private mutating func otherWeights(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard old.symbols.count > 1 else { return nil }
        skipToPortfolio()
        var weights: [Double] = []
        while let value = number(.plain) ?? number(.percent) {
            weights.append(Quantity.rounded(value / 100))
            guard accept(mark: "/") || accept(mark: ",") || accept("and", "to") else { break }
            skip("and")
        }
        guard weights.count == old.symbols.count, weights.allSatisfy({ $0 > 0 }),
            weights.reduce(0, +) <= 1.0001
        else { return nil }
        skip("weights", "split", "mix")
        var template = old
        (template.kind, template.weights) = (.fixedWeights, weights)
        return adopt(template, as: old.kind == .fixedWeights ? .parameter : .logic)
    }

    private static let rules = PhraseTable<PortfolioTemplate.Kind>([
        "equal weight": .equalWeights, "equal weights": .equalWeights, "equal": .equalWeights,
        "equally weighted": .equalWeights, "equal weighted": .equalWeights,
        "equally": .equalWeights, "risk parity": .inverseVolatility,
        "inverse volatility": .inverseVolatility, "inverse vol": .inverseVolatility,
        "dual momentum": .dualMomentum,
        "rotation": .rotation,
    ])

    private mutating func otherRule(_ old: PortfolioTemplate) -> Conversation.Change? {
        skipToPortfolio()
        guard let kind = accept(Self.rules) else { return nil }
        skip("weights", "weighting")
        let template = PortfolioTemplate(
            kind: kind, symbols: old.symbols, rebalance: old.rebalance)
        return adopt(template, as: .logic)
    }

    /// Consumes "swap TLT for GLD", "use GLD instead of TLT".
    private mutating func exchangedSymbol(_ old: PortfolioTemplate) -> Conversation.Change? {
        let isExchange = accept("replace", "swap", "exchange", "change", "switch")
        skip("use", "try", "with", "take", "hold", "the")
        guard let first = symbol(),
            isExchange
                ? accept("with", "for", "by", "to") : accept("instead") && accept("of"),
            let second = symbol()
        else { return nil }
        let (gone, new) = isExchange ? (first, second) : (second, first)
        guard let index = old.symbols.firstIndex(of: gone), !old.symbols.contains(new) else {
            return nil
        }
        var template = old
        template.symbols[index] = new
        return adopt(template, as: .symbol)
    }

    /// Consumes "add GLD", "drop TLT"; of weights that were named, others have to be said.
    private mutating func otherSymbols(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard old.kind != .fixedWeights else { return nil }
        let isPut = accept("put", "bring", "take")
        let isAddition = isPut || accept("add", "include", "also")
        guard isAddition || accept("drop", "remove", "without", "exclude", "no") else {
            return nil
        }
        guard let symbol = symbol(), !isPut || accept("in", "into") else { return nil }
        skip("to", "from", "the", "portfolio", "mix", "list", "it", "in", "basket")
        var named = [symbol]
        while let other = attempt({ parser -> String? in
            guard parser.accept("and") || parser.accept(mark: ",") else { return nil }
            return parser.symbol()
        }) {
            named.append(other)
        }
        var template = old
        for symbol in named {
            if isAddition, !template.symbols.contains(symbol) { template.symbols.append(symbol) }
            if !isAddition, template.symbols.count > 2 {
                template.symbols.removeAll { $0 == symbol }
            }
        }
        return adopt(template, as: .logic)
    }

    /// Consumes "60 days for the vol", "a lookback of 120 days" where past returns decide.
    private mutating func otherLookback(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard [.rotation, .dualMomentum, .inverseVolatility, .volatilityTarget].contains(old.kind)
        else { return nil }
        skip(
            "use", "make", "with", "over", "a", "an", "the", "set", "change", "measure", "measured",
            "look", "back", "it", "try", "for")
        let isNamed = accept(Self.lookbacks) != nil
        skip("of", "to", "at", "is", "over", "from", "the", "last", "by")
        guard let count = count() else { return nil }
        let unit = unit() ?? .bar
        skip("for", "the", "of", "in", "on", "to", "measure", "calculate", "as", "past")
        let isCalled = accept(Self.lookbacks) != nil || isNamed || unit != .bar
        guard isCalled, let bars = Self.bars(count, unit), bars > 1 else { return nil }
        var template = old
        template.lookback = bars
        return adopt(template, as: .parameter)
    }

    /// The trading days of a length.
    private static func bars(_ count: Int, _ unit: Lookback.Unit) -> Int? {
        switch unit {
        case .bar, .day: count
        case .week: count * 5
        case .month: count * 21
        case .year: count * 252
        default: nil
        }
    }

    private static let lookbacks = PhraseTable(phrases: [
        "vol", "volatility", "lookback", "window", "momentum", "return", "returns", "vols",
        "volatilities", "lookback period", "lookback window", "period", "vol window",
        "volatility window", "momentum window", "vol lookback", "volatility lookback",
        "momentum lookback", "estimate", "vol estimate", "volatility estimate",
    ])

    /// Consumes "use SPX and JNJ instead", "try KO, PEP and XOM": as many symbols as there are, or
    /// any number of them where no weight is named.
    private mutating func allSymbols(_ old: PortfolioTemplate) -> Conversation.Change? {
        skip("use", "try", "with", "it", "on", "hold", "make", "do", "the", "same", "now", "run")
        var symbols: [String] = []
        while let symbol = symbol() {
            if !symbols.contains(symbol) { symbols.append(symbol) }
            while accept(mark: ",") || accept(mark: "/") || accept("and") {}
        }
        guard symbols.count > 1, old.kind != .volatilityTarget,
            old.kind != .fixedWeights || symbols.count == old.symbols.count
        else { return nil }
        var template = old
        template.symbols = symbols
        return adopt(template, as: symbols.count == old.symbols.count ? .symbol : .logic)
    }

    /// Consumes "swap the weights" of two symbols.
    private mutating func exchangedWeights(_ old: PortfolioTemplate) -> Conversation.Change? {
        guard old.kind == .fixedWeights, old.symbols.count == 2, old.weights.count == 2,
            accept("swap", "reverse", "flip", "switch", "exchange", "invert")
        else { return nil }
        skip("the", "both", "two", "around")
        guard
            accept("weights", "weight", "percentages", "shares", "allocation", "allocations")
                || accept(phrase: "them") || accept("it")
        else { return nil }
        skip("around", "with", "each", "other")
        var template = old
        template.weights = [old.weights[1], old.weights[0]]
        return adopt(template, as: .parameter)
    }

    /// Consumes "70/30 SPY TLT" of a portfolio of both, which keeps when its weights are set again.
    private mutating func sameSymbols(_ old: PortfolioTemplate) -> Conversation.Change? {
        skip("make", "it", "use", "change", "to", "now", "try")
        let before = draft
        (draft.template, draft.traded) = (nil, [])
        guard portfolioStrategy() != nil, var template = draft.template,
            Set(template.symbols) == Set(old.symbols)
        else {
            draft = before
            return nil
        }
        if !tokens.contains(where: { Self.rhythms[$0.key] != nil }) {
            template.rebalance = old.rebalance
        }
        draft = before
        return adopt(template, as: template.kind == old.kind ? .parameter : .logic)
    }
}
