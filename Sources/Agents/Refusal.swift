import AlmanacCore

/// Says what of a sentence could not be read, what can be, and what comes nearest.
struct Refusal {
    let parser: SentenceParser
    let cleaned: Tokenizer
    let catalogue: SymbolCatalogue

    /// The sentence that examples start from.
    static let firstExample =
        "Buy AAPL when its 10-day average crosses above its 30-day average, 5% stop"

    /// What can be read, as examples for a list.
    static let canRead: JSON = [
        "buy AAPL when its 10-day average crosses above its 30-day average",
        "its 50-day exponential average", "its RSI(14) is below 30",
        "its MACD crosses above its signal",
        "its price falls below its lower Bollinger band", "it breaks out of its 20-day channel",
        "its 60-day return is positive", "it drops 5% in 3 days", "it falls 3 days in a row",
        "pairs trade KO and PEP", "buy and hold SPX", "sell when …",
        "short when …, cover when …",
        "5% stop", "10% take profit", "8% trailing stop", "from 2010 to 2020", "on weekly bars",
        "with 50% of equity", "starting with $10,000", "0.1% fees",
    ]

    /// Whether a suggestion names the example's crossover, which nobody asked for.
    static func isInvented(_ suggestion: String) -> Bool {
        ["10-day average", "10-day simple average"].contains {
            suggestion.contains("\($0) crosses above its 30-day")
        }
    }

    /// The error of a sentence with words that were not read, or nothing where there are none.
    func unreadError() -> AlmanacError? {
        let unread = parser.unread
        if let limit = limitError(unread.map(text)) { return limit }
        let unknown = parser.unknownSymbols + unread.compactMap(symbolRange)
        if let first = unknown.first { return symbolError(first, all: unread) }
        guard !unread.isEmpty else { return nil }
        let fragments = unread.map(text)
        let quoted = fragments.map { "\"\($0)\"" }.joined(separator: ", ")
        // A phrase that began well explains the words that were left over from it.
        let reason = unread.lazy.compactMap { range in
            parser.problems.filter { problem in
                guard range.contains(problem.position - 1) || range.contains(problem.position)
                else { return false }
                // "Average true range" lacks no length: what follows is what was not read.
                return !problem.isAboutLength || !hasNoun(problem.position, in: range)
            }.enumerated().max {
                // What read furthest is most likely what was meant.
                ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
            }?.element
        }.first
        var message = "these words could not be read: \(quoted)"
        if let reason {
            message += " (\(reason.message))"
        } else if countsShares {
            message += " (\(Self.sizesAreParts))"
        }
        return completed(
            AlmanacError(
                .validation, message,
                details: [
                    "unread": .array(fragments.map(JSON.string)), "can_read": Self.canRead,
                ]))
    }

    static let sizesAreParts =
        "orders are sized by parts of the equity, such as \"with 50% of equity\", not by shares"

    /// Whether a count of shares was not read.
    private var countsShares: Bool {
        parser.unread.contains { range in
            parser.tokens[range].contains { token in
                if case .number(_, .pieces) = token.kind { true } else { false }
            }
        }
    }

    /// Whether unread words go on at a place with one that is no comparison.
    private func hasNoun(_ position: Int, in range: Range<Int>) -> Bool {
        guard range.contains(position), case .word(let word) = parser.tokens[position].kind else {
            return false
        }
        return !Self.continuing.contains(word) && !Vocabulary.fillers.contains(word)
    }

    private static let continuing: Set = [
        "is", "crosses", "cross", "rises", "falls", "turns", "goes", "moves", "and", "or", "then",
        "above", "below", "over", "under", "sell", "buy", "line", "lines",
    ]

    /// An error about what the sentence leaves open, with what can be read added.
    func completed(_ error: AlmanacError) -> AlmanacError {
        var error = error
        if error.kind == .validation { error.details["can_read"] = Self.canRead }
        if let example = example() {
            error.details["example"] = .string(example)
            if error.suggestion == nil { error.suggestion = "try: \"\(example)\"" }
        } else if error.suggestion == nil {
            let unread = parser.unread.flatMap { parser.tokens[$0].map(\.key) }
            error.suggestion = Self.words(for: unread) ?? openEntry ?? Self.otherWords
        }
        return error
    }

    /// What is suggested where no example would keep what was understood.
    static let otherWords = "say it in other words"

    /// How a rule is said, where nothing was read of when to trade the symbol that was.
    private var openEntry: String? {
        let draft = parser.draft
        guard draft.traded.count == 1, draft.entry == nil, draft.shortEntry == nil,
            draft.exit == nil, draft.shortExit == nil, draft.template == nil, !draft.saysShort
        else { return nil }
        return "say when to buy and sell in words such as these: \"buy \(draft.traded[0]) when its "
            + "14-day RSI is below 30, sell above 55\""
    }

    private func text(_ range: Range<Int>) -> String {
        // Words that were put into another order may end before they begin.
        let ranges = parser.tokens[range].map(\.range)
        let first = ranges.map(\.lowerBound).min() ?? 0
        return cleaned.text(first..<max(first, ranges.map(\.upperBound).max() ?? 0))
    }

    // MARK: Symbols

    private static let wordsBeforeSymbols: Set = ["trade", "trades", "on", "of", "for", "backtest"]

    /// The part of unread words that looks like a ticker or the name of a company, if any.
    private func symbolRange(_ range: Range<Int>) -> Range<Int>? {
        if looksLikeSymbol(range) { return range }
        // "trade Tesla on …": what stands where a symbol belongs, though more is unread behind.
        guard range.lowerBound > 0,
            Self.wordsBeforeSymbols.contains(parser.tokens[range.lowerBound - 1].key)
        else { return nil }
        let first = range.lowerBound..<range.lowerBound + 1
        return looksLikeSymbol(first) ? first : nil
    }

    /// Whether unread words look like a ticker or the name of a company.
    private func looksLikeSymbol(_ range: Range<Int>) -> Bool {
        let token = parser.tokens[range.lowerBound]
        guard range.count <= 3, let key = wordOrCashtag(token),
            parser.tokens[range].allSatisfy({ $0.isCapitalized || wordOrCashtag($0) == nil })
                || token.kind == .cashtag(key)
        else { return false }
        if case .cashtag = token.kind { return true }
        guard !Vocabulary.contains(key), !Self.limiting.contains(key),
            !SmallTalk.words.contains(key), range.lowerBound > 0
        else { return false }
        // In a sentence of capitals only, capitals say nothing.
        let isShouted = parser.tokens.allSatisfy { $0.isUppercase || wordOrCashtag($0) == nil }
        return !isShouted && token.isCapitalized
    }

    private func wordOrCashtag(_ token: Token) -> String? {
        switch token.kind {
        case .word(let word): word
        case .cashtag(let ticker): ticker
        default: nil
        }
    }

    private func symbolError(_ range: Range<Int>, all unread: [Range<Int>]) -> AlmanacError {
        let name = text(range)
        let nearest = catalogue.nearest(to: String(name.drop { $0 == "$" }))
        let known = catalogue.entries.map(\.symbol)
        let hint =
            nearest.isEmpty
            ? "known symbols: \(known.prefix(30).joined(separator: ", "))"
            : "did you mean \(nearest.joined(separator: " or "))?"
        return AlmanacError(
            .invalidSymbol, "\"\(name)\" is no symbol that is known here",
            details: [
                "symbol": .string(name), "nearest": .array(nearest.map(JSON.string)),
                "unread": .array(unread.map { .string(text($0)) }),
            ],
            suggestion: hint)
    }

    // MARK: Examples

    private static let limiting: Set = [
        "except", "unless", "otherwise", "never", "either", "neither", "nor", "rather",
    ]

    /// A sentence that can be read and keeps all that was understood of this one, each part in its
    /// role; nothing where that cannot be, as any other sentence would be another wish.
    func example() -> String? {
        var draft = parser.draft
        // One of several symbols would be another wish.
        if draft.traded.count > 1 { return nil }
        // What is said of an exception cannot be left out: the rest would say the reverse. A number
        // beside words that were not read belongs to them: "at $200", "3 insiders".
        if takesStrayNumber || takesBareLevel || isLimited || namesMore || dropsNumber {
            return nil
        }
        // What would be bought is no answer to who sells short.
        if draft.shortEntry == nil, Overlooked.shortSale(in: parser.tokens) != nil { return nil }
        // "Sell into strength": how it ends was said, if not understood.
        if draft.saysSell, draft.exit == nil, draft.stopLoss == nil, !parser.unread.isEmpty {
            return nil
        }
        let hasEntry = draft.entry != nil || draft.shortEntry != nil
        // What would be made up may be what was not read.
        if !hasEntry, !parser.unread.isEmpty { return nil }
        if draft.traded.isEmpty, StrategyPlan.symbols(in: Self.entries(draft)).count != 1 {
            guard parser.unread.isEmpty else { return nil }
            let named = StrategyPlan.symbols(in: Self.entries(draft))
            draft.traded = Array((named + catalogue.entries.map(\.symbol)).prefix(1))
        }
        if !hasEntry { draft.entry = Self.exampleEntry }
        // An entry without an exit gets a target.
        for target in [draft.takeProfit, draft.takeProfit ?? .fraction(0.1)] {
            draft.takeProfit = target
            if let plan = try? StrategyPlan(draft, catalogue: catalogue),
                (try? DefinitionBuilder(plan: plan, catalogue: catalogue).document(description: ""))
                    != nil, Contradiction.found(in: plan, wording: { _ in "" }) == nil
            {
                return PlanSentence(plan: plan, catalogue: catalogue).text(.asks)
            }
        }
        return nil
    }

    /// Whether a word that was not read turns around or limits what was.
    private var isLimited: Bool {
        (parser.unread + parser.unknownSymbols).contains { range in
            parser.tokens[range].contains { token in
                Self.limiting.contains(token.key) || LooseWords.limiting.contains(token.key)
            }
        }
    }

    /// Whether words that were not read name a source or a time, which what was read beside them
    /// may belong to.
    private var namesMore: Bool {
        parser.unread.contains { range in
            range.contains { index in
                guard case .word(let first) = parser.tokens[index].kind else { return false }
                if SentenceParser.isUnit(first) { return true }
                func word(_ offset: Int) -> String? {
                    guard range.contains(index + offset),
                        case .word(let word) = parser.tokens[index + offset].kind
                    else { return nil }
                    return word
                }
                return SourceNames.values.match(word) != nil
                    || SourceNames.people.match(word) != nil
                    || SourceNames.places.match(word) != nil
            }
        }
    }

    /// Whether what was read took a number as a price or as money that stands beside unread words.
    private var takesStrayNumber: Bool {
        var stray: Set<Double> = []
        for range in parser.unread + parser.unknownSymbols {
            for index in [range.lowerBound - 1, range.upperBound]
            where parser.tokens.indices.contains(index) {
                if case .number(let value, _) = parser.tokens[index].kind { stray.insert(value) }
            }
        }
        guard !stray.isEmpty else { return false }
        if let cash = parser.draft.cash, stray.contains(cash) { return true }
        return Self.entries(parser.draft).flatMap(\.leaves).contains { leaf in
            guard case (.price, _, .number(let level))? = leaf.sides else { return false }
            return stray.contains(level)
        }
    }

    /// Whether a number was not read, without which it would be another wish.
    private var dropsNumber: Bool {
        parser.unread.contains { range in parser.tokens[range].contains(where: \.isNumber) }
    }

    /// Whether a bare number was taken for a price beside words that may name what it is of.
    private var takesBareLevel: Bool {
        guard !parser.unread.isEmpty,
            !parser.tokens.contains(where: { ["price", "close", "trades"].contains($0.key) })
        else { return false }
        var conditions = Self.entries(parser.draft)
        for case .condition(let exit)? in [parser.draft.exit, parser.draft.shortExit] {
            conditions.append(exit)
        }
        return conditions.flatMap(\.leaves).contains { leaf in
            guard case (.price, _, .number(let level))? = leaf.sides else { return false }
            return !parser.tokens.contains { $0.kind == .number(level, .dollars) }
        }
    }

    private static func entries(_ draft: SentenceDraft) -> [Condition] {
        [draft.entry, draft.shortEntry].compactMap { $0 }
    }

    private static let exampleEntry = Condition.cross(
        .average(.simple, .price(.close, .traded), Lookback(count: 10, unit: .day)), .up,
        .average(.simple, .price(.close, .traded), Lookback(count: 30, unit: .day)))
}

extension SentenceParser.Problem {
    /// Whether a length is what a phrase lacks.
    fileprivate var isAboutLength: Bool { message.contains("needs a length") }
}
