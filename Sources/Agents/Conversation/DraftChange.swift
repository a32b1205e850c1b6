import AlmanacCore

/// Reads what is said about a strategy at hand as a change of it.
struct DraftChange {
    let draft: SentenceDraft
    let catalogue: SymbolCatalogue

    init(_ draft: SentenceDraft, _ catalogue: SymbolCatalogue) {
        self.draft = draft
        self.catalogue = catalogue
    }

    /// The changed draft and the kind of change, or nothing where the words say none.
    func applied(_ text: String, _ tokens: [Token]) -> (SentenceDraft, Conversation.Change)? {
        var parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        parser.draft = draft
        _ = parser.accept(Self.openings)
        let start = parser.position
        for reading in Self.readings {
            parser.position = start
            parser.draft = draft
            if let kind = reading(&parser), parser.onlyFillersLeft {
                return (parser.draft, kind)
            }
        }
        return nil
    }

    private static let openings = PhraseTable(phrases: [
        "what if", "what about", "how about", "and if", "now", "ok", "okay", "please", "now try",
        "try", "and", "also", "can you", "could you", "what happens if", "then", "instead", "let's",
        "what would happen if", "and what if", "how would it be if", "same for", "same with",
        "the same for", "do the same for", "do the same with", "what if you", "what if we",
        "what if i",
    ])

    private static var readings: [(inout SentenceParser) -> Conversation.Change?] {
        [
            { $0.changedSymbol() }, { $0.removedPart() }, { $0.changedCosts() },
            { $0.changedSetting() }, { $0.changedNumber() }, { $0.changedAverages() },
            { $0.changedSides() }, { $0.changedLogic() },
        ]
    }
}

extension SentenceParser {
    /// Whether nothing but fillers and marks is left.
    fileprivate var onlyFillersLeft: Bool {
        tokens[min(position, tokens.count)...].allSatisfy { token in
            switch token.kind {
            case .word(let word):
                Vocabulary.fillers.contains(word)
                    || [
                        "instead", "too", "now", "rather", "again",
                        "bars", "data", "only",
                    ].contains(word)
            case .mark(let mark): Vocabulary.fillerMarks.contains(mark)
            default: false
            }
        }
    }

    /// Consumes "try MSFT", "what about Tesla", "on KO instead".
    fileprivate mutating func changedSymbol() -> Conversation.Change? {
        skip(
            "try", "use", "with", "on", "for", "it", "run", "the", "trade", "switch", "to", "buy",
            "same", "this", "strategy", "do", "test", "was", "were", "change", "symbol", "apply")
        guard let symbol = symbol(), let old = draft.traded.first, draft.template == nil else {
            return nil
        }
        let change: (Subject) -> Subject = { $0 == .symbol(old) ? .symbol(symbol) : $0 }
        draft.traded = [symbol]
        draft.entry = draft.entry?.mapSubjects(change)
        draft.shortEntry = draft.shortEntry?.mapSubjects(change)
        if case .condition(let exit) = draft.exit {
            draft.exit = .condition(exit.mapSubjects(change))
        }
        return .symbol
    }

    /// Consumes "remove the stop", "without a target".
    fileprivate mutating func removedPart() -> Conversation.Change? {
        guard accept("remove", "drop", "without", "no", "delete", "cancel") else { return nil }
        skip("the", "a", "any", "my")
        if accept(phrase: "trailing stop") {
            draft.trailingStop = nil
        } else if accept(phrase: "stop loss") || accept("stop", "stops") {
            draft.stopLoss = nil
            draft.trailingStop = nil
        } else if accept(phrase: "take profit") || accept(phrase: "profit target")
            || accept("target", "targets")
        {
            draft.takeProfit = nil
        } else if accept("fees", "costs", "commissions", "commission") {
            draft.fees = 0
            draft.fixedFees = nil
            return .setting
        } else if accept("slippage") {
            draft.slippage = 0
            return .setting
        } else if accept("filter", "filters") {
            guard case .all(let parts) = draft.entry, let first = parts.first else { return nil }
            draft.entry = first
        } else if accept("period", "dates") {
            draft.period = .init()
            return .setting
        } else {
            return nil
        }
        return .logic
    }

    /// Consumes "fees were 10 bp", "with 0.2% slippage", "$1 per trade".
    fileprivate mutating func changedCosts() -> Conversation.Change? {
        draft.fees = nil
        draft.fixedFees = nil
        let slippage = draft.slippage
        draft.slippage = nil
        skip("use", "with", "the", "set", "make", "assume", "charge")
        if accept("fees", "fee", "costs", "commission", "commissions", "slippage") {
            let isSlippage = tokens[position - 1].key == "slippage"
            skip("were", "was", "are", "is", "of", "at", "to", "cost")
            let value: Double
            if let fraction = percentage() {
                value = fraction
            } else if let amount = number(.dollars), !isSlippage {
                draft.fixedFees = amount
                draft.slippage = slippage
                skip("per", "a", "trade", "order", "each")
                return .setting
            } else if let points = number(.plain), accept("bp", "bps", "basis") {
                skip("points", "point")
                value = points / 10_000
            } else {
                return nil
            }
            guard (0..<1).contains(value) else { return nil }
            if isSlippage {
                draft.slippage = value
            } else {
                draft.fees = value
                draft.slippage = slippage
            }
            return .setting
        }
        guard costClause() != nil else { return nil }
        draft.slippage = draft.slippage ?? slippage
        return .setting
    }

    /// Consumes "use weekly", "since 2010", "start with $5,000", "at the close", a stop or a size.
    fileprivate mutating func changedSetting() -> Conversation.Change? {
        let before = draft
        skip(
            "use", "using", "make", "it", "switch", "to", "run", "add", "set", "change", "put",
            "with", "a", "an", "the", "on", "go", "only", "test", "be", "were", "was", "want")
        // A setting that is named again replaces the earlier one.
        draft.frequency = nil
        if frequencyClause() != nil { return .parameter }
        draft = before
        draft.period = .init()
        if periodClause() != nil { return .setting }
        draft = before
        (draft.stopLoss, draft.takeProfit, draft.trailingStop) = (nil, nil, nil)
        if stopClause() != nil || bareStop() {
            keepExit()
            draft.stopLoss = draft.stopLoss ?? before.stopLoss
            draft.takeProfit = draft.takeProfit ?? before.takeProfit
            draft.trailingStop = draft.trailingStop ?? before.trailingStop
            return .logic
        }
        draft = before
        draft.cash = nil
        if cashClause() != nil { return .setting }
        draft = before
        draft.size = nil
        if sizeClause() != nil { return .logic }
        draft = before
        draft.executionPrice = nil
        if fillClause() != nil { return .parameter }
        draft = before
        if attempt({ $0.sidesClause() }) != nil { return .logic }
        draft = before
        return nil
    }

    /// Names the exits that followed from the entries, so that a stop joins them.
    private mutating func keepExit() {
        if draft.exit == nil, let entry = draft.entry,
            let implied = ImpliedExit.exit(for: entry, isLong: true)
        {
            draft.exit = .condition(implied.condition)
        }
        if draft.shortExit == nil, let entry = draft.shortEntry,
            let implied = ImpliedExit.exit(for: entry, isLong: false)
        {
            draft.shortExit = .condition(implied.condition)
        }
    }

    /// Consumes "stop" alone, which is one of 5 %.
    private mutating func bareStop() -> Bool {
        if accept(phrase: "trailing stop") {
            draft.trailingStop = 0.1
            draft.assume("a trailing stop without a number is one of 10%")
        } else if accept("stop") || accept(phrase: "stop loss") {
            skip("loss")
            draft.stopLoss = 0.05
            draft.assume("a stop without a number is one of 5%")
        } else if accept(phrase: "take profit") || accept(phrase: "profit target")
            || accept("target")
        {
            draft.takeProfit = 0.1
            draft.assume("a target without a number is one of 10%")
        } else {
            return false
        }
        return true
    }

    /// Consumes "use 20 and 50 days", "RSI below 25", "hold for 5 days", "make it 10 days".
    fileprivate mutating func changedNumber() -> Conversation.Change? {
        let before = draft
        skip("use", "make", "with", "change", "set", "it", "the", "to", "be", "were", "was", "a")
        if let pair = attempt({ $0.lengthPair() }),
            case .cross(.average(let kind, let source, _), let way, .average(_, let other, _)) =
                draft.entry?.leaves.first
        {
            let isOrdered = pair.0.count < pair.1.count
            let (fast, slow) = isOrdered ? pair : (pair.1, pair.0)
            skip("day", "days", "bars", "averages", "average", "moving")
            draft.entry = .cross(.average(kind, source, fast), way, .average(kind, other, slow))
            draft.exit = nil
            return .parameter
        }
        draft = before
        if holdClause() != nil {
            if case .condition(.any(let parts)) = draft.exit, let last = parts.last {
                draft.exit = .condition(last)
            }
            return .parameter
        }
        draft = before
        // "RSI below 25": the same comparison as in the entry with another number.
        draft.entry = nil
        guard let condition = single(), let entry = before.entry else {
            draft = before
            return nil
        }
        draft = before
        guard let replaced = entry.replacingLevel(by: condition) else { return nil }
        draft.entry = replaced
        return .parameter
    }

    /// Consumes "only when …", "sell when … instead", "also short it when …".
    fileprivate mutating func changedLogic() -> Conversation.Change? {
        let before = draft
        skip(
            "but", "and", "also", "add", "a", "filter", "require", "that", "condition", "rule",
            "it", "to", "should", "buy", "the", "want", "i")
        if word() != "short",
            accept(Self.onlyWhen) != nil
                || tokens.first.map({
                    ["only", "add", "require", "also", "but", "and"].contains($0.key)
                }) == true
        {
            subject = .traded
            _ = accept(Self.onlyWhen)
            if let condition = condition(), let entry = before.entry {
                draft = before
                if before.exit == nil,
                    let implied = ImpliedExit.exit(for: entry, isLong: true)
                {
                    // The filter chooses the moment; what ends the position stays.
                    draft.exit = .condition(implied.condition)
                }
                if case .all(let parts) = entry {
                    draft.entry = .all(parts + [condition])
                } else {
                    draft.entry = .all([entry, condition])
                }
                return .logic
            }
        }
        draft = before
        position = 0
        skip("sell", "exit")
        position = tokens.first.map({ Self.openers.contains($0.key) }) == true ? 1 : 0
        if ["sell", "exit", "close", "get"].contains(word() ?? "") {
            draft.exit = nil
            draft.exitsByStopsOnly = false
            if actionClause() != nil, draft.exit != nil { return .logic }
        }
        draft = before
        if ["short", "go"].contains(word() ?? ""), draft.shortEntry == nil {
            if actionClause() != nil, draft.shortEntry != nil { return .logic }
        }
        draft = before
        return nil
    }

    private static let openers = ["now", "and", "also", "but", "please", "then"]
    private static let onlyWhen = PhraseTable(phrases: [
        "only when", "only if", "only while", "when", "if", "while", "only buy when",
        "only buy if", "as long as", "buy only when", "buy only if", "only",
    ])
}

extension Condition {
    /// The condition with the level of its one comparison of the same quantity replaced.
    fileprivate func replacingLevel(by other: Condition) -> Condition? {
        guard let (left, way, right) = other.sides, case .number = right else { return nil }
        switch self {
        case .all(let parts):
            for (index, part) in parts.enumerated() {
                if let changed = part.replacingLevel(by: other) {
                    var parts = parts
                    parts[index] = changed
                    return .all(parts)
                }
            }
            return nil
        case .compare(let mine, way, .number, let inclusive) where mine.isLike(left):
            return .compare(mine.taking(left), way, right, inclusive: inclusive)
        case .cross(let mine, way, .number) where mine.isLike(left):
            return .cross(mine.taking(left), way, right)
        default: return nil
        }
    }
}

extension Quantity {
    /// Whether both are the same kind of indicator, whatever their lengths.
    fileprivate func isLike(_ other: Quantity) -> Bool {
        switch (self, other) {
        case (.rsi, .rsi), (.change, .change), (.zscore, .zscore), (.volatility, .volatility): true
        case (.indicator(let mine, _, _), .indicator(let theirs, _, _)): mine == theirs
        default: self == other
        }
    }

    /// This quantity; an RSI takes over a length that was said, other than the usual one.
    fileprivate func taking(_ other: Quantity) -> Quantity {
        if case .rsi(_, let length) = other, case .rsi(let subject, _) = self,
            length != Lookback(count: 14, unit: .bar)
        {
            return .rsi(subject, length)
        }
        return self
    }
}
