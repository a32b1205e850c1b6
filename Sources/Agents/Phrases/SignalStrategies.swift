/// Strategies by what others say and do: "trade Tesla on Elon's tweets", "copy Nancy Pelosi".
extension SentenceParser {
    private static let trades = [
        "trade", "trades", "trading", "buy", "buying", "play", "invest", "go", "long", "follow",
        "run", "bet", "swing",
    ]
    private static let bases = PhraseTable(phrases: [
        "on", "off", "off of", "using", "based on", "by", "from", "with", "according to", "via",
        "based off", "based off of", "driven by", "following", "depending on", "around", "use",
        "purely on", "only on", "just on", "solely on", "based purely on", "based only on",
    ])

    /// Consumes "trade Tesla on Elon's tweets and WSB sentiment".
    mutating func signalStrategy() -> Bool? {
        first([
            { $0.tradeOnTexts() }, { $0.symbolAndTexts() }, { $0.useTexts() }, { $0.copyTrades() },
            { $0.contrarian() },
            { $0.announcementStrategy() }, { $0.tradeOnValue() },
        ])
    }

    private mutating func tradeOnTexts() -> Bool? {
        if let next = word(1), Self.trades.contains(next) { _ = accept("only") }
        let isTrade = accept(anyOf: Self.trades)
        let isShort = !isTrade && accept("short", "shorting")
        skip("on", "long", "in", "the")
        guard let symbol = symbol() else { return nil }
        skip("stock", "shares")
        guard accept(Self.bases) != nil else {
            // "TSLA Elon tweets": the source follows at once.
            guard !isTrade, !isShort else { return nil }
            return adoptTexts(symbol, isShort: false)
        }
        return adoptTexts(symbol, isShort: isShort)
    }

    /// Consumes "AAPL WSB sentiment > 0.2": a symbol and what is said of it.
    private mutating func symbolAndTexts() -> Bool? {
        guard draft.entry == nil, !draft.saysBuy, !draft.saysShort, let symbol = symbol(),
            let condition = textCondition()
        else { return nil }
        if let next = word(), ["buy", "sell", "short", "go", "and"].contains(next) { return nil }
        trade(symbol)
        draft.entry = condition
        draft.isNamed = true
        return true
    }

    /// Consumes "use WSB sentiment to trade GME".
    private mutating func useTexts() -> Bool? {
        let isUse = accept("use", "using", "follow", "take", "let")
        guard let sources = textSources() else { return nil }
        skip("to", "for", "when", "and", "strategy", "signal", "signals", "drive", "as", "a")
        let hasVerb = accept(anyOf: Self.trades)
        skip("on", "for", "in")
        guard isUse || hasVerb || word() != nil, let symbol = symbol() else { return nil }
        trade(symbol)
        return adopt(sources, isShort: false, isContrarian: false)
    }

    private mutating func adoptTexts(_ symbol: String, isShort: Bool) -> Bool? {
        guard let sources = textSources() else { return nil }
        if let next = word(), ["is", "are", "turns", "when", "spikes", "spike"].contains(next) {
            return nil
        }
        if let mark = mark(), mark == ">" || mark == "<" { return nil }
        trade(symbol)
        return adopt(sources, isShort: isShort, isContrarian: false)
    }

    private mutating func adopt(
        _ sources: [SourceMention], isShort: Bool, isContrarian: Bool
    ) -> Bool? {
        guard draft.entry == nil, draft.shortEntry == nil else {
            return fail("two strategies are named")
        }
        let quantity = Quantity.signal(sources, .sentiment)
        draft.assume(
            isContrarian
                ? "sentiment runs from -1 to 1; it buys below -0.1 and sells above 0"
                : SentenceDraft.usualTexts)
        if isShort {
            draft.shortEntry = .compare(quantity, .down, .number(-0.1), inclusive: false)
        } else {
            draft.entry = .compare(
                quantity, isContrarian ? .down : .up, .number(isContrarian ? -0.1 : 0.1),
                inclusive: false)
            if isContrarian {
                draft.exit = .condition(.compare(quantity, .up, .number(0), inclusive: false))
            }
            draft.isNamed = true
            draft.isUsual = !isContrarian
        }
        antecedent = quantity
        return true
    }

    /// Whether a rule says how a source before it is traded, which makes it the entry.
    ///
    /// "Trade GME on WSB, long if positive".
    mutating func replacesUsual(_ condition: Condition) -> Bool {
        guard draft.isUsual, condition.leaves.contains(where: \.isOfTexts) else { return false }
        draft.entry = condition
        draft.isUsual = false
        draft.isNamed = false
        draft.saysBuy = true
        return true
    }

    /// Consumes "use Google searches for iPhone to trade AAPL": bought while the number is high.
    private mutating func tradeOnValue() -> Bool? {
        let isUse = accept("use", "using", "trade", "trading")
        var symbol =
            isUse
            ? attempt { parser -> String? in
                let symbol = parser.symbol()
                return parser.accept(Self.bases) != nil ? symbol : nil
            } : nil
        guard isUse, let value = publishedValue(), draft.entry == nil else { return nil }
        if symbol == nil {
            skip("to", "for", "trade", "buy", "on", "trading", "and", "signal", "as", "a")
            symbol = self.symbol()
        }
        guard let symbol else { return nil }
        trade(symbol)
        draft.assume("a published number buys above its average of 20 bars and sells below it")
        draft.entry = .compare(
            value, .up, .average(.simple, value, Lookback(count: 20, unit: .bar)),
            inclusive: false)
        draft.isNamed = true
        return true
    }

    // MARK: Following others

    private static let copies = PhraseTable(phrases: [
        "copy", "follow", "mirror", "replicate", "copytrade", "copy trade", "do what", "track",
        "buy what", "buy whatever", "buy the same stocks as", "buy the stocks that", "trade like",
        "invest like", "imitate", "shadow", "piggyback on", "tail",
    ])
    private static let deeds = PhraseTable(phrases: [
        "trades", "trade", "trading", "purchases", "stock trades", "picks", "portfolio", "buys",
        "holdings", "13f", "13 f", "13fs", "stock purchases", "does", "is buying", "are buying",
        "stock picks", "disclosures", "filings", "buying", "investments", "moves", "13 f filings",
        "insider buying", "buy",
    ])

    /// Consumes "copy Nancy Pelosi's trades in MSFT", "insider buying on BBY".
    private mutating func copyTrades() -> Bool? {
        let isCopy = accept(Self.copies) != nil
        if !isCopy { skip("trade", "buy", "on", "use", "based", "the") }
        let early =
            isCopy
            ? nil
            : attempt { parser -> String? in
                let symbol = parser.symbol()
                parser.skip("on", "off", "using", "based", "with", "by", "of", "from", "the")
                return symbol
            }
        skip("the", "what")
        guard let traders = accept(SourceNames.traders) else { return nil }
        let hasDeed = accept(Self.deeds) != nil || attempt { $0.form13F() } != nil
        guard isCopy || hasDeed else { return nil }
        skip("strategy", "signal", "signals")
        let late = attempt { parser -> String? in
            parser.skip("on", "in", "of", "at", "for")
            return parser.symbol()
        }
        // Whoever sells or is told of with a "when" is read as a condition.
        if let symbol = early ?? late { trade(symbol) }
        guard draft.entry == nil else { return fail("two strategies are named") }
        draft.entry = .happens(traders)
        draft.isNamed = true
        draft.followsAnySymbol = draft.traded.isEmpty
        return true
    }

    /// Consumes "13F", which is cut into a number and a letter.
    private mutating func form13F() -> Bool? {
        guard number(.plain) == 13, accept("f", "fs") else { return nil }
        skip("filings", "filing", "holdings", "reports")
        return true
    }

    private static let entering: Set<String> = ["buy", "long", "short", "enter"]

    /// Consumes "inverse Cramer on NVDA", "do the opposite of WSB on GME".
    private mutating func contrarian() -> Bool? {
        guard
            accept("inverse", "fade", "contrarian") || accept(phrase: "do the opposite of")
                || accept(phrase: "the opposite of") || accept(phrase: "bet against")
        else { return nil }
        guard let sources = textSources() else { return nil }
        skip("on", "for", "in", "with", "strategy", "about")
        if let symbol = symbol() { trade(symbol) }
        // "Fade WSB: short GME when …" says behind the colon what to do.
        if mark() != nil, tokens[position...].contains(where: { Self.entering.contains($0.key) }) {
            position += 1
            return true
        }
        return adopt(sources, isShort: false, isContrarian: true)
    }

    /// Consumes "trade the Nasdaq on Fed announcements", "post earnings drift on AMZN".
    private mutating func announcementStrategy() -> Bool? {
        let isDrift =
            accept(phrase: "post earnings drift")
            || accept(phrase: "post earnings announcement drift")
            || accept("pead")
        if isDrift {
            skip("strategy", "on", "for", "in")
            if let symbol = symbol() { trade(symbol) }
            guard draft.entry == nil else { return nil }
            draft.entry = .happens([SourceMention("surprises", nil, event: "earnings_beat")])
            draft.exit = .condition(.elapsed(Lookback(count: 60, unit: .day)))
            draft.assume("the drift after a surprise is held for 60 days")
            draft.isNamed = true
            return true
        }
        guard accept("trade", "trading", "play") else { return nil }
        skip("the")
        guard let symbol = symbol(), accept(Self.bases) != nil else { return nil }
        skip("its", "the", "their")
        guard let mention = accept(SourceNames.announcements), draft.entry == nil else {
            return nil
        }
        trade(symbol)
        draft.entry = .happens([mention])
        draft.isNamed = true
        return true
    }

    // MARK: Holding periods

    private static let holds = PhraseTable(phrases: [
        "hold", "hold it", "hold for", "hold it for", "holds for", "holding for", "holding it for",
        "hold them for", "keep for", "keep it for", "keep it", "hold the position for",
        "holding period of", "a holding period of", "for a holding period of", "hold on for",
        "stay in for", "hold that for", "ride it for", "keep the shares for", "carry it for",
        "hold about", "held for",
    ])
    private static let ends = PhraseTable(phrases: [
        "sell after", "sell it after", "exit after", "close after", "get out after", "out after",
        "cover after", "close it after", "close the position after", "exit the trade after",
        "close out after", "dump it after", "and out after", "sells after", "liquidate after",
        "unwind after",
        "drop it after", "flat after", "leave it after", "exits after",
    ])

    private static let endings = PhraseTable(phrases: [
        "later sell", "later sell it", "later exit", "later get out", "later close",
        "holding period", "hold", "hold time", "holding time", "holding",
    ])

    /// Consumes "6 months later, sell" or "a 10-day holding period": the length comes first.
    private mutating func holdBehind() -> Lookback? {
        skip("with", "a", "an")
        guard let length = lookback() else { return nil }
        if accept("later", "afterwards") {
            _ = accept(mark: ",") || accept(mark: ":")
            return accept("sell", "exit", "close", "cover", "out") ? length : nil
        }
        return accept(Self.endings) != nil ? length : nil
    }

    /// Consumes "or at 4% profit" behind how long is held.
    private mutating func furtherExit(isShort: Bool) -> Bool? {
        _ = accept(mark: ",")
        guard accept("or") else { return nil }
        if !accept("until", "till") { _ = accept(Self.introductions) }
        bias = isShort ? .up : .down
        return exitItems(isShort: isShort)
    }

    /// Consumes "hold for 10 days", "sell after a week", "sell 5 days later".
    mutating func holdClause() -> Bool? {
        guard draft.entry != nil || draft.shortEntry != nil || !isAtEnd else { return nil }
        let covers = word() == "cover" || word() == "covers"
        let length: Lookback? = first([
            { parser in
                guard parser.accept(Self.holds) != nil || parser.accept(Self.ends) != nil else {
                    return nil
                }
                parser.skip("about", "around", "exactly", "holding")
                return parser.lookback() ?? parser.looseLookback()
            },
            { parser in
                guard parser.accept("sell", "exit", "close", "cover", "sells", "exits", "out")
                else { return nil }
                parser.skip("it", "the", "position")
                guard let length = parser.lookback() ?? parser.looseLookback(),
                    parser.accept("later", "afterwards", "after", "thereafter")
                else { return nil }
                return length
            },
        ])
        guard let length = length ?? attempt({ $0.holdBehind() }) else { return nil }
        skip("afterwards", "later", "then")
        let isShort = draft.shortEntry != nil && (draft.entry == nil || covers)
        defer { _ = attempt { $0.furtherExit(isShort: isShort) } }
        let exit = SentenceDraft.Exit.condition(.elapsed(length))
        if isShort {
            guard draft.shortExit == nil || draft.shortExit == exit else { return nil }
            draft.shortExit = exit
            return true
        }
        if case .condition(let earlier) = draft.exit, draft.exit != exit {
            draft.exit = .condition(.disjunction([earlier, .elapsed(length)]))
            return true
        }
        draft.exit = exit
        return true
    }
}
