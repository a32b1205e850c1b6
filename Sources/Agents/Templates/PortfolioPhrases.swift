import TimeSeries

/// Strategies over several symbols: "Apple and Microsoft equal weight", "rotate between …".
extension SentenceParser {
    private static let verbs = [
        "hold", "holds", "buy", "own", "keep", "split", "portfolio", "invest", "in", "between",
        "among", "of", "a", "the", "my", "money", "into", "with", "trade", "rotate",
        "rotates", "switch", "one", "cash", "capital", "divide", "spread", "dual", "momentum",
        "strategy", "on", "long", "rotation",
    ]

    /// Consumes a strategy over the weights of symbols into the draft.
    mutating func portfolioStrategy() -> Bool? {
        guard draft.entry == nil, draft.template == nil else { return nil }
        return first([
            { $0.volatilityTarget() }, { $0.fixedWeights() }, { $0.rotation() },
            { $0.equalWeights() },
        ])
    }

    private mutating func symbolList() -> [String]? {
        attempt { parser in
            parser.skip("the", "one", "of")
            guard let first = parser.symbol() else { return nil }
            var symbols = [first]
            while let next = parser.attempt({ parser -> String? in
                let isJoined =
                    parser.accept(mark: ",") || parser.accept(mark: "/")
                    || parser.accept(mark: "&")
                let hasWord = parser.accept("and", "or", "versus", "vs")
                guard isJoined || hasWord else { return nil }
                parser.skip("the")
                return parser.symbol()
            }) {
                if !symbols.contains(next) { symbols.append(next) }
            }
            return symbols
        }
    }

    private mutating func adopt(_ template: PortfolioTemplate) -> Bool? {
        guard template.symbols.count <= 20 else { return fail("at most 20 symbols are held") }
        var template = template
        let isKept = accept(Self.keeping) != nil || tokens[..<position].containsHolding
        if let rebalance = rebalancing() ?? (isKept ? .never : nil) {
            template.rebalance = rebalance
        } else if template.kind != .volatilityTarget {
            draft.assume("its weights are set again every month")
        }
        draft.template = template
        for symbol in template.symbols { trade(symbol) }
        return true
    }

    /// The words for how often weights are set again.
    static let rhythms: [String: PortfolioTemplate.Rebalance] = [
        "daily": .day, "weekly": .week, "monthly": .month, "quarterly": .quarter,
        "yearly": .year, "annually": .year, "day": .day, "week": .week, "month": .month,
        "quarter": .quarter, "year": .year,
    ]

    private static let keeping = PhraseTable(phrases: [
        // The "and" of a list of weights is gone by then.
        "never touch it", "never touch them", "hold forever", "hold them forever", "leave it",
        "leave them alone",
        "buy and hold", "and hold", "and never touch it", "and never touch them", "forever",
        "and hold forever", "and hold them", "and hold it", "and leave it", "and leave them alone",
    ])
    private static let noRebalancing = PhraseTable(phrases: [
        "never rebalanced", "no rebalancing", "without rebalancing", "no rebalance",
        "not rebalanced", "never rebalance", "don't rebalance", "do not rebalance",
    ])

    /// Consumes ", rebalanced monthly" or "every quarter".
    mutating func rebalancing() -> PortfolioTemplate.Rebalance? {
        attempt { parser in
            _ = parser.accept(mark: ",") || parser.accept(mark: ";")
            if parser.accept(Self.noRebalancing) != nil { return .never }
            parser.skip(
                "and", "rebalance", "rebalanced", "rebalancing", "it", "switch", "switching",
                "checked", "check", "re", "recheck", "review", "reviewed", "checking", "every",
                "each", "once", "a", "per", "with", "reweighted", "then")
            guard let word = parser.word(), let found = Self.rhythms[word] else { return nil }
            parser.position += 1
            parser.skip("rebalancing", "rebalance", "rebalanced")
            return found
        }
    }

    private static let equals = PhraseTable(phrases: [
        "equal weight", "equal weights", "equally weighted", "equal weighted", "equally",
        "in equal parts", "at equal weights", "in equal weights", "with equal weights",
        "an equal weight", "an equal weight portfolio of", "evenly", "fifty fifty",
        "equal weight portfolio of", "equally weighted portfolio of",
        "an equally weighted portfolio of", "in equal parts", "equal parts", "equal weights in",
        "equal parts of", "equal weights of",
    ])

    private mutating func equalWeights() -> Bool? {
        let isNamed = accept(phrase: "risk parity")
        let isParity = isNamed || accept(phrase: "inverse volatility")
        if isNamed { draft.assume("risk parity is taken for weights by inverse volatility") }
        let early = isParity || accept(Self.equals) != nil
        while accept(anyOf: Self.verbs) {}
        let middle = accept(Self.equals) != nil
        while (early || middle) && accept(anyOf: Self.verbs) {}
        guard let symbols = symbolList(), symbols.count > 1 else { return nil }
        skip("portfolio", "in", "with")
        if isParity || accept(phrase: "by inverse volatility") || accept(phrase: "risk parity")
            || accept(phrase: "inverse volatility")
        {
            let length = attempt { parser -> Int? in
                guard parser.accept("of", "over") else { return nil }
                guard let count = parser.count(), parser.unit() != nil else { return nil }
                return count
            }
            return adopt(
                PortfolioTemplate(
                    kind: .inverseVolatility, symbols: symbols, lookback: length ?? 63))
        }
        guard early || middle || accept(Self.equals) != nil else { return nil }
        skip("weight", "weighted", "portfolio")
        return adopt(PortfolioTemplate(kind: .equalWeights, symbols: symbols))
    }

    /// Consumes "60/40 Apple and Coca-Cola" or "60% SPX and 40% GLD".
    private mutating func fixedWeights() -> Bool? {
        skip("hold", "holds", "a", "buy", "my", "portfolio", "of", "with", "invest", "put", "the")
        var weights: [Double] = []
        var symbols: [String] = []
        if let first = attempt({ parser -> [Double]? in
            var found: [Double] = []
            while let value = parser.number(.plain) {
                found.append(value / 100)
                guard parser.accept(mark: "/") else { break }
            }
            return found.count > 1 ? found : nil
        }) {
            skip("portfolio", "split", "of", "in", "between", "the", "mix")
            guard let list = symbolList() else { return nil }
            (weights, symbols) = (first, list)
        } else if let each = equalParts() {
            symbols = each.symbols
            weights = symbols.map { _ in each.weight }
        } else {
            while let (weight, symbol) = weighted(weights) {
                weights.append(weight)
                symbols.append(symbol)
                _ = accept(mark: ",")
                skip("and", "plus", "with")
            }
        }
        guard symbols.count > 1, weights.count == symbols.count else { return nil }
        guard weights.allSatisfy({ $0 > 0 }), weights.reduce(0, +) <= 1.0001 else {
            return fail("weights are more than nothing and not more than 100% together")
        }
        return adopt(
            PortfolioTemplate(
                kind: .fixedWeights, symbols: symbols, weights: weights.map(Quantity.rounded)))
    }

    /// Consumes "25% each in SPX, GLD and TLT" or "SPX, GLD, TLT 25% each".
    private mutating func equalParts() -> (weight: Double, symbols: [String])? {
        first([
            { parser in
                guard let weight = parser.percentage(), parser.accept("each") else { return nil }
                parser.skip("in", "of", "into", ":", "to", "for")
                return parser.symbolList().map { (weight, $0) }
            },
            { parser in
                guard let symbols = parser.symbolList() else { return nil }
                parser.skip("at", "with", "in", ",")
                guard let weight = parser.percentage(), parser.accept("each") else { return nil }
                return (weight, symbols)
            },
        ])
    }

    /// Consumes "60% in SPX", "SPX 60%" or "the rest in TLT".
    private mutating func weighted(_ earlier: [Double]) -> (Double, String)? {
        first([
            { parser in
                guard let weight = parser.percentage() else { return nil }
                parser.skip(
                    "of", "my", "the", "money", "cash", "capital", "in", "into", "of", "the")
                return parser.symbol().map { (weight, $0) }
            },
            { parser in
                guard let symbol = parser.symbol() else { return nil }
                parser.skip("at", "with")
                return parser.percentage().map { ($0, symbol) }
            },
            { parser in
                guard !earlier.isEmpty, parser.accept("the"),
                    parser.accept("rest", "remainder", "remaining", "balance")
                else { return nil }
                parser.skip("in", "into", "goes", "to", "is")
                let weight = 1 - earlier.reduce(0, +)
                return parser.symbol().map { (weight, $0) }
            },
        ])
    }

    private static let best = PhraseTable(phrases: [
        "whichever", "whatever", "the best performing of", "the best performer of",
        "the strongest of", "the better of", "the best of", "the winner of", "the leader of",
        "the top performer of", "strongest of", "the one", "best of", "better of",
        "best performing of", "winner of", "leader of",
    ])

    /// Consumes "rotate between SPX and GLD by 3-month return", "dual momentum on SPX and IXIC".
    private mutating func rotation() -> Bool? {
        let isDual = accept(phrase: "dual momentum")
        var isRotation = isDual
        if accept("rotate", "rotates", "rotation", "switch") { isRotation = true }
        let early = isRotation ? rebalancing() : nil
        skip(
            ":", "rotates", "into", "between", "among", "on", "of", "with", "the", "one", "strategy"
        )
        _ = isDual && accept(mark: ":")
        skip("rotates", "rotate", "into", "between", "among", "the", "one", "of")
        if !isRotation { skip("buy", "hold", "holds", "own") }
        if accept(Self.best) != nil { isRotation = true }
        guard let symbols = symbolList(), symbols.count > 1 else { return nil }
        _ = accept(mark: ":") || accept(mark: ",")
        skip("into", "to", "by", "long", "buy", "hold", "based", "on", "relative")
        if accept(Self.best) != nil { isRotation = true }
        skip(
            "had", "has", "have", "the", "with", "better", "best", "higher", "highest", "stronger",
            "strongest", "performed", "return", "returns", "performance", "momentum", "of", "over",
            "by", "did", "is", "up", "more", "most", "was", "performing")
        guard isRotation else { return nil }
        var template = PortfolioTemplate(
            kind: isDual ? .dualMomentum : .rotation, symbols: symbols)
        if let length = lookback() ?? looseLookback(),
            let bars = length.bars(
                at: .day1, everyDay: symbols.allSatisfy(SymbolCatalogue.tradesEveryDay))
        {
            template.lookback = bars
        } else {
            draft.assume("the return of the last 63 bars decides")
        }
        skip("return", "returns", "momentum", "performance", "bars")
        if accept(phrase: "and holds cash while it is negative")
            || accept(phrase: "and hold cash while it is negative") || accept(phrase: "else cash")
            || accept(phrase: "otherwise cash")
        {
            template.kind = .dualMomentum
        }
        if let early { template.rebalance = early }
        return adopt(template)
    }

    /// Consumes "target 10% volatility on SPX".
    private mutating func volatilityTarget() -> Bool? {
        if !["volatility", "vol", "annual", "annualised", "annualized"].contains(word(1)) {
            skip("hold", "holds", "buy", "with", "a", "use", "the", "my")
        }
        var symbols = attempt { $0.symbolList() }
        skip("with", "at", "a", "the", "on", "scaled", "to")
        var target: Double?
        if accept("keep", "hold", "holding", "keeping") {
            skip("its", "the", "annual", "annualised", "annualized", "yearly", "portfolio")
            guard accept("volatility", "vol") else { return nil }
            skip("at", "near", "around", "to", "of", "constant", "about")
            target = percentage()
        } else if accept("target", "targeting", "targets") {
            skip("a", "an", "annual", "volatility", "vol", "of", "at")
            target = percentage()
            skip("annual", "annualized", "annualised", "volatility", "vol", "risk")
        } else if let value = percentage() {
            skip("annual", "annualized", "target")
            guard accept("volatility", "vol") else { return nil }
            guard accept("target", "targeting") else { return nil }
            target = value
        } else if accept("volatility", "vol") {
            guard accept("target", "targeting", "targeted") else { return nil }
            skip("strategy", "of", "at", "on", "for", "with")
            if symbols == nil { symbols = attempt { $0.symbolList() } }
            skip("at", "of", "with", "to")
            target = percentage()
            if target == nil { draft.assume("the volatility aimed at is 10% a year") }
            target = target ?? 0.1
        }
        guard let target,
            tokens[..<position].contains(where: { ["volatility", "vol"].contains($0.key) })
        else { return nil }
        let length = attempt { parser -> Int? in
            parser.skip("measured", "over", "of")
            guard let length = parser.lookback() else { return nil }
            return length.bars(at: .day1)
        }
        skip("on", "for", "with", "in", "of", "the")
        if symbols == nil { symbols = attempt { $0.symbolList() } }
        guard let symbols, (0.01...1).contains(target) else { return nil }
        var template = PortfolioTemplate(
            kind: .volatilityTarget, symbols: symbols, lookback: length ?? 20)
        template.target = target
        template.rebalance = .week
        return adopt(template)
    }
}

extension Collection where Element == Token {
    /// Whether the words begin with "buy and hold".
    fileprivate var containsHolding: Bool {
        let keys = prefix(3).map(\.key)
        return keys == ["buy", "and", "hold"]
    }
}
