import AlmanacCore

/// One reading of a text, successful or not.
struct Attempt {
    enum Outcome {
        case success(SentenceReading, StrategyPlan?)
        case following
        case failure(AlmanacError)
    }

    let parser: SentenceParser
    let outcome: Outcome
    /// What was said, which a plan has to say back.
    let original: [Token]
    /// Words that were passed over because they say nothing of the strategy.
    let leftAside: [String]
    /// The words that this was read from.
    private let start: [Token]
    /// The same words as rules put them, once that has been asked for.
    private let otherWords = Memory()
    private let cleaned: Tokenizer
    private let catalogue: SymbolCatalogue

    /// What rules make of the words of an attempt, which several readings begin with.
    private final class Memory {
        var tokens: [Token]??
    }

    init(_ text: String, catalogue: SymbolCatalogue) {
        var tokenizer = Tokenizer(text)
        let tokens = Self.joined(catalogue.tokens(of: &tokenizer))
        self.init(tokens, original: tokens, tokenizer, catalogue)
    }

    /// The tokens with "|" and "||", as programs join conditions, as words.
    private static func joined(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        for token in tokens {
            guard token.kind == .mark("|") else {
                result.append(token)
                continue
            }
            if result.last?.key != "or" {
                result.append(Token(kind: .word("or"), range: token.range))
            }
        }
        return result
    }

    private static let verbs: Set<String> = [
        "buy", "buys", "long", "hold", "holds", "own", "enter", "short", "sell", "stay", "keep",
        "be",
    ]

    /// The words in other words; nothing where no rule fits.
    private func inOtherWords(_ rephrasing: Rephrasing) -> [Token]? {
        if let known = otherWords.tokens { return known }
        let tokens = rephrasing.applied(start)
        otherWords.tokens = .some(tokens)
        return tokens
    }

    /// The same text in other words; nothing where no rule fits.
    func rephrased(by rephrasing: Rephrasing) -> Attempt? {
        inOtherWords(rephrasing).map { Attempt($0, original: original, cleaned, catalogue) }
    }

    /// A strategy by its name, whatever the order of the words; nothing where there is none.
    ///
    /// - Parameter leavesAside: Whether words that say nothing known are passed over.
    func inAnyOrder(by rephrasing: Rephrasing, leavingAside leavesAside: Bool = false) -> Attempt? {
        for tokens in [start, inOtherWords(rephrasing)].compactMap({ $0 }) {
            var aside: [String] = []
            if leavesAside {
                guard let words = AnyOrder.asides(tokens, catalogue) else { continue }
                aside = words
            }
            guard let found = AnyOrder.reworded(tokens, catalogue, leaving: Set(aside)) else {
                continue
            }
            return Attempt(found, original: original, cleaned, catalogue, leftAside: aside)
        }
        return nil
    }

    /// The same text in plain words and without small talk; nothing where it is so already.
    func plain(by rules: Rephrasing) -> Attempt? {
        var tokens = SmallTalk.withoutTitle(Rewording.applied(original), catalogue)
        tokens = rules.applied(tokens) ?? tokens
        if let shorter = SmallTalk.dropped(tokens, catalogue) {
            tokens = rules.applied(shorter) ?? shorter
        }
        if tokens.map(\.kind) == original.map(\.kind) { return nil }
        return Attempt(tokens, original: original, cleaned, catalogue)
    }

    /// The same text with actions that stand behind their conditions in front of them.
    func actionsFirst() -> Attempt? {
        TrailingActions.reworded(original, catalogue).map {
            Attempt($0, original: original, cleaned, catalogue)
        }
    }

    /// The parts of the same text, put in order; nothing where they do not fit together.
    func byParts(_ rephrasing: Rephrasing) -> Attempt? {
        let found =
            LooseReading.reworded(start, catalogue)
            ?? inOtherWords(rephrasing).flatMap { LooseReading.reworded($0, catalogue) }
        return found.map {
            Attempt(
                $0.tokens, original: original, cleaned, catalogue, leftAside: $0.leftAside)
        }
    }

    private init(
        _ tokens: [Token], original: [Token], _ tokenizer: Tokenizer,
        _ catalogue: SymbolCatalogue, leftAside: [String] = []
    ) {
        self.leftAside = leftAside
        var parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        parser.saysSelling = original.indices.contains { index in
            // "Sell TSLA short" begins a short sale.
            SentenceParser.selling.contains(original[index].key)
                && !original[index...].dropFirst().prefix(3).contains { $0.key == "short" }
        }
        // "Hold it while …" in whatever words that is put.
        let verb = original.first { Self.verbs.contains($0.key) }?.key
        parser.saysHolding = verb.map { ["hold", "holds", "stay", "own"].contains($0) } ?? false
        parser.run()
        self.parser = parser
        self.original = original
        start = tokens
        self.catalogue = catalogue
        cleaned = tokenizer
        let refusal = Refusal(parser: parser, cleaned: tokenizer, catalogue: catalogue)
        if let error = refusal.unreadError() {
            outcome = .failure(error)
        } else if parser.draft.followsAnySymbol, parser.draft.traded.isEmpty {
            outcome = .following
        } else {
            do {
                let plan =
                    parser.draft.template == nil
                    ? try StrategyPlan(parser.draft, catalogue: catalogue) : nil
                outcome = .success(
                    try SentenceReader.reading(of: parser.draft, catalogue: catalogue), plan)
            } catch {
                outcome = .failure(refusal.completed(error))
            }
        }
    }

    /// The error with an example that trades a symbol, where the text names none.
    func error(_ error: AlmanacError, about symbol: String) -> AlmanacError {
        guard parser.draft.traded.isEmpty, !comparesSymbols else { return error }
        var parser = parser
        parser.draft.traded = [symbol]
        let refusal = Refusal(parser: parser, cleaned: cleaned, catalogue: catalogue)
        guard let example = refusal.example() else { return error }
        var error = error
        let old = error.details["example"]?.stringValue
        error.details["example"] = .string(example)
        let isOfName = error.kind == .invalidSymbol && parser.unknownSymbols.isEmpty
        if let old, !isOfName {
            error.suggestion = error.suggestion?.replacing(old, with: example)
        } else if isOfName || error.suggestion.map(Refusal.isGeneral) == true {
            error.suggestion = "try: \"\(example)\""
        }
        return error
    }

    /// The words of a range of the original tokens.
    func originalText(_ range: Range<Int>) -> String {
        let first = original[range.lowerBound].range.lowerBound
        return cleaned.text(first..<original[range.upperBound - 1].range.upperBound)
    }

    /// The part of the tokens that phrases took, less some that came to nothing.
    func share(without lost: Int = 0) -> Double {
        guard !parser.tokens.isEmpty else { return 0 }
        let unread = (parser.unread + parser.unknownSymbols).reduce(lost) { $0 + $1.count }
        return max(0, 1 - Double(unread) / Double(parser.tokens.count))
    }

    /// The sources that the text names anywhere.
    var mentions: [SourceMention] {
        var probe = parser
        var found: [SourceMention] = []
        probe.position = 0
        while !probe.isAtEnd {
            if let mention = probe.textSource() {
                if !found.contains(mention) { found.append(mention) }
            } else {
                probe.position += 1
            }
        }
        return found
    }

    private static let trading: Set = [
        "buy", "sell", "long", "short", "trade", "trades", "trading", "stock", "stocks", "shares",
        "rsi", "macd",
        "average", "price", "prices", "strategy", "backtest", "crossover", "momentum", "breakout",
        "market", "invest", "portfolio", "sentiment", "ticker", "symbol", "hold", "etf", "crypto",
        "bollinger", "stop", "dip", "trend", "volatility", "pair", "pairs", "dividend", "profit",
        "money", "scalp", "swing", "hedge",
    ]

    /// Whether a condition on the prices of a symbol was understood.
    var comparesSymbols: Bool {
        let draft = parser.draft
        return !StrategyPlan.symbols(in: [draft.entry, draft.shortEntry].compactMap { $0 }).isEmpty
    }

    /// Whether both longs and shorts are spoken of.
    var namesBothSides: Bool {
        func names(_ words: Set<String>) -> Bool {
            original.contains { words.contains($0.key) }
        }
        return names(["short", "shorts", "shorting"])
            && names(["long", "longs", "buy", "buys", "buying", "bullish"])
    }

    /// Whether any word is one of trading.
    var speaksOfTrading: Bool {
        parser.tokens.contains { token in
            if case .cashtag = token.kind { return true }
            return Self.trading.contains(token.key)
        } || !parser.unknownSymbols.isEmpty
    }
}
