import AlmanacCore

/// Reads what is said about a strategy at hand as a change of it.
struct DraftChange {
    let draft: SentenceDraft
    let catalogue: SymbolCatalogue

    init(_ draft: SentenceDraft, _ catalogue: SymbolCatalogue) {
        self.draft = draft
        self.catalogue = catalogue
    }

    /// What words say about the strategy.
    enum Outcome {
        case changed(SentenceDraft, Conversation.Change)
        /// Why what they say cannot be done.
        case refused(String)
    }

    /// The changed draft and the kind of change, or nothing where the words say none.
    ///
    /// Several changes may follow each other: "use weekly and add a 5% stop".
    func applied(_ tokens: [Token]) -> Outcome? {
        var parser = SentenceParser(tokens: Self.plain(tokens), catalogue: catalogue)
        parser.draft = draft
        _ = parser.accept(Self.openings)
        let start = parser.position
        for refusal in Self.refusals {
            parser.position = start
            if let why = refusal(&parser), parser.onlyFillersLeft { return .refused(why) }
        }
        for reading in Self.readings {
            parser.position = start
            parser.draft = draft
            guard let kind = reading(&parser) else { continue }
            if parser.onlyFillersLeft { return .changed(parser.draft, kind) }
            let rest = Array(parser.tokens[parser.position...])
            guard let joint = rest.first, rest.count > 1 else { continue }
            let isJoined = [",", "and", "plus", ";"].contains(joint.key)
            guard isJoined || Self.continuations.contains(joint.key) else { continue }
            // "Remove the target and the stop": the verb goes on.
            var further = isJoined ? Array(rest.dropFirst()) : rest
            if SentenceParser.removing.contains(parser.tokens[start].key),
                ["the", "a", "any", "my"].contains(further[0].key) || further.count == 1
            {
                further.insert(parser.tokens[start], at: 0)
            }
            switch DraftChange(parser.draft, catalogue).applied(further) {
            case .changed(_, .symbol) where kind == .symbol:
                return .refused(
                    "A talk is about one symbol at a time; name one, or say the whole strategy "
                        + "for several.")
            case .changed(let draft, let other):
                return .changed(draft, kind == .logic ? kind : other)
            case .refused(let why): return .refused(why)
            case nil: continue
            }
        }
        parser.position = start
        parser.draft = draft
        if let why = parser.unclearNumber(), parser.onlyFillersLeft { return .refused(why) }
        return nil
    }

    /// "Started in 2015" as "since 2015", "end in 2015" and "finish by 2015" as "until 2015".
    private static func plain(_ tokens: [Token]) -> [Token] {
        var tokens = spoken(tokens)
        for index in tokens.indices.dropLast(2).reversed()
        where starts.contains(tokens[index].key)
            && ["in", "at", "from", "on"].contains(tokens[index + 1].key)
            && isDay(tokens[index + 2])
        {
            tokens[index].kind = .word("since")
            tokens.remove(at: index + 1)
        }
        guard let start = tokens.firstIndex(where: { !["and", "let's", "then"].contains($0.key) }),
            ["end", "ends", "finish", "stop"].contains(tokens[start].key),
            tokens.indices.contains(start + 2),
            ["in", "at", "by", "with", "on"].contains(tokens[start + 1].key),
            isDay(tokens[start + 2])
        else { return tokens }
        tokens[start].kind = .word("until")
        tokens.remove(at: start + 1)
        return tokens
    }

    private static let starts: Set = [
        "start", "starts", "started", "starting", "begin", "begins", "began", "begun", "beginning",
    ]

    /// Whether a year, a month or a day begins here.
    private static func isDay(_ token: Token) -> Bool {
        switch token.kind {
        case .number(let value, .plain): (1900...2100).contains(value)
        case .date: true
        case .word(let word): Vocabulary.Calendar.months[word] != nil
        default: false
        }
    }

    /// Words that begin a further change without a joint: "stop 4% take profit 12%".
    private static let continuations: Set = [
        "stop", "take", "sl", "tp", "target", "trailing", "since", "from", "until", "till",
    ]

    private static let openings = PhraseTable(phrases: [
        "what if", "what about", "how about", "and if", "now", "ok", "okay", "please", "now try",
        "try", "and", "also", "can you", "could you", "what happens if", "then", "instead", "let's",
        "what would happen if", "and what if", "how would it be if", "same for", "same with",
        "the same for", "do the same for", "do the same with", "same thing on", "same thing with",
        "same thing for", "can we", "could we", "shall we", "what if you", "what if we",
        "what if i", "or", "ok now", "okay now", "and now", "now do", "what if i had",
        "what if i had done this on", "what if i had done it on", "what if i had done that on",
        "what if i did this on", "what if i traded this on", "what would this be on",
    ])

    private static var refusals: [(inout SentenceParser) -> String?] {
        [
            { $0.absentPart() }, { $0.equalLengths() }, { $0.unsizedStop() },
            { $0.severalLevels() }, { $0.unsizedLevel() }, { $0.refusedTexts() },
            { $0.impossible() }, { $0.absentSide() }, { $0.unavailable() },
            { $0.severalParts() },
        ]
    }

    private static var readings: [(inout SentenceParser) -> Conversation.Change?] {
        [
            { $0.changedPortfolio() }, { $0.changedSymbol() }, { $0.removedPart() },
            { $0.withoutShorts() }, { $0.reversedSides() }, { $0.withoutLongs() },
            { $0.mirroredLongs() }, { $0.removedCondition() }, { $0.scaledNumber() },
            { $0.otherStreak() },
            { $0.wholeHistory() }, { $0.changedCosts() }, { $0.changedLength() },
            { $0.changedSetting() }, { $0.changedNumber() }, { $0.namedLevel() },
            { $0.changedLevel() },
            { $0.changedAverages() }, { $0.changedSides() }, { $0.changedTexts() },
            { $0.changedWeekday() }, { $0.calendarFilter() }, { $0.oppositeSide() },
            { $0.changedLogic() }, { $0.changedKnownNumber() }, { $0.changedIdea() },
            { $0.bothNumbers() }, { $0.numberPair() }, { $0.bandWidth() }, { $0.macdLengths() },
            { $0.usualLength() },
            { $0.briefCosts() }, { $0.briefCash() }, { $0.briefSize() },
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
                        "bars", "data", "only", "do", "perform", "additionally",
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
            "same", "this", "strategy", "do", "test", "was", "were", "change", "symbol", "apply",
            "back", "return", "go", "again", "see", "how", "does", "would", "show", "me", "now")
        if let exchanged = exchangedAlone() ?? exchangedPair() { return exchanged }
        guard let symbol = symbol(), draft.template == nil else { return nil }
        _ = attempt { parser in
            parser.accept("instead") && parser.accept("of") ? parser.symbol() : nil
        }
        return trade(only: symbol)
    }

    /// Consumes "swap JNJ for KO", "replace JNJ with KO" where JNJ is what is traded.
    private mutating func exchangedAlone() -> Conversation.Change? {
        attempt { parser in
            guard parser.draft.template == nil, parser.accept("swap", "replace", "exchange"),
                let old = parser.symbol(), parser.accept("for", "with", "by", "to"),
                let new = parser.symbol(), parser.draft.traded == [old]
            else { return nil }
            return parser.trade(only: new)
        }
    }

    private mutating func trade(only symbol: String) -> Conversation.Change? {
        guard let old = draft.traded.first else { return nil }
        let change: (Subject) -> Subject = { $0 == .symbol(old) ? .symbol(symbol) : $0 }
        draft.traded = [symbol]
        draft = draft.mapConditions { $0.mapSubjects(change) }
        return .symbol
    }

    /// Consumes "fees were 10 bp", "with 0.2% slippage", "$1 per trade".
    fileprivate mutating func changedCosts() -> Conversation.Change? {
        let before = draft
        (draft.fees, draft.fixedFees, draft.slippage) = (nil, nil, nil)
        // What is not named again stays; a fee takes the place of any other kind of fee.
        defer {
            draft.slippage = draft.slippage ?? before.slippage
            if draft.fees == nil, draft.fixedFees == nil {
                (draft.fees, draft.fixedFees) = (before.fees, before.fixedFees)
            }
        }
        skip(
            "use", "with", "the", "set", "make", "assume", "charge", "it", "change", "lower",
            "raise", "reduce", "increase")
        if accept("fees", "fee", "costs", "cost", "commission", "commissions", "slippage") {
            let isSlippage = tokens[position - 1].key == "slippage"
            skip("were", "was", "are", "is", "of", "at", "to", "cost")
            let value: Double
            if let fraction = percentage() {
                value = fraction
            } else if let amount = number(.dollars), !isSlippage {
                draft.fixedFees = amount
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
                skip("per", "a", "trade", "order", "each")
            }
            return .setting
        }
        return costClause() == nil ? nil : .setting
    }

    /// Consumes "use weekly", "since 2010", "start with $5,000", "at the close", a stop or a size.
    fileprivate mutating func changedSetting() -> Conversation.Change? {
        let before = draft
        skip(
            "use", "using", "make", "it", "switch", "to", "run", "add", "set", "change", "put",
            "with", "a", "an", "the", "on", "go", "only", "test", "be", "were", "was", "want",
            "used", "added", "had", "ran", "tested", "started", "began", "back", "return",
            "replace", "swap", "lower", "raise", "increase", "decrease", "reduce", "tighten",
            "widen", "loosen", "i", "we", "you", "had")
        // A setting that is named again replaces the earlier one.
        draft.frequency = nil
        if frequencyClause() != nil { return .parameter }
        draft = before
        draft.period = .init()
        if periodClause() != nil {
            keepEdge(of: before)
            return .setting
        }
        draft = before
        if let change = changedStop() { return change }
        draft = before
        draft.cash = nil
        if cashClause() != nil { return .setting }
        draft = before
        (draft.size, draft.tradeSize) = (nil, nil)
        if sizeClause() != nil || tradeSizeClause() != nil { return .logic }
        draft = before
        draft.executionPrice = nil
        if fillClause() != nil { return .parameter }
        draft = before
        if attempt({ $0.sidesClause() }) != nil { return .logic }
        draft = before
        return nil
    }

    /// Consumes "only when …", "sell when … instead", "also short it when …".
    fileprivate mutating func changedLogic() -> Conversation.Change? {
        if let change = addedFilter() { return change }
        position = tokens.first.map({ Self.openers.contains($0.key) }) == true ? 1 : 0
        let before = draft
        if ["sell", "exit", "close", "get", "cover"].contains(word() ?? "") {
            return changedExit()
        }
        if ["short", "go"].contains(word() ?? ""), draft.shortEntry == nil {
            takeIndicator()
            if actionClause() != nil, draft.shortEntry != nil { return .logic }
        }
        draft = before
        position = tokens.first.map({ Self.openers.contains($0.key) }) == true ? 1 : 0
        return changedEntry()
    }

    /// Consumes "buy when … instead": what begins a position takes the place of what did.
    private mutating func changedEntry() -> Conversation.Change? {
        let isShort = word() == "short"
        guard isShort || ["buy", "enter"].contains(word()),
            ["when", "if", "once", "whenever", "on"].contains(word(1)),
            isShort ? draft.shortEntry != nil : draft.entry != nil, draft.template == nil,
            !tokens.contains(where: { ["also", "too", "only"].contains($0.key) }),
            tokens.first?.key != "or"
        else { return nil }
        let before = draft
        takeIndicator()
        if isShort { draft.shortEntry = nil } else { draft.entry = nil }
        (draft.isNamed, draft.isUsual, draft.addedFilters) = (false, false, 0)
        if actionClause() != nil, isShort ? draft.shortEntry != nil : draft.entry != nil {
            return .logic
        }
        draft = before
        return nil
    }

    /// Consumes "only when it is above its 200-day average".
    private mutating func addedFilter() -> Conversation.Change? {
        let before = draft
        skip(
            "but", "and", "also", "add", "a", "filter", "require", "that", "condition", "rule",
            "it", "to", "should", "buy", "the", "want", "i")
        if let name = catalogue.match(tokens[min(position, tokens.count)...]),
            tokens.indices.contains(position + name.count),
            tokens[position + name.count].key == "filter"
        {
            // "Add IXIC filter: only if IXIC is …": what follows says which.
            position += name.count + 1
        }
        _ = accept(mark: ":")
        var isAdded = false
        defer { if !isAdded { draft = before } }
        // "Buy when …" without "only" is another entry.
        let isBare =
            position > 0 && tokens[position - 1].key == "buy"
            && tokens.first?.key != "and"
            && !tokens.contains { ["only", "also", "add", "require"].contains($0.key) }
        guard word() != "short", !isBare,
            accept(Self.onlyWhen) != nil
                || tokens.first.map({
                    ["only", "add", "require", "also", "but", "and", "entry", "entries"]
                        .contains($0.key)
                }) == true
        else { return nil }
        subject = .traded
        takeIndicator()
        _ = accept(Self.onlyWhen)
        let isExchange = tokens.contains { $0.key == "instead" } && before.addedFilters > 0
        guard let condition = condition(), before.entry != nil || before.shortEntry != nil else {
            return nil
        }
        draft = before
        // The filter chooses the moment; what ends the position stays.
        keepExit(before)
        var isNew = false
        func filtered(_ entry: Condition) -> Condition {
            var parts = if case .all(let several) = entry { several } else { [entry] }
            if isExchange, parts.count > 1 { parts.removeLast() }
            // One that is there already changes nothing.
            if parts.contains(condition) { return .conjunction(parts) }
            isNew = true
            return .conjunction(parts + [condition])
        }
        draft.entry = draft.entry.map(filtered)
        draft.shortEntry = draft.shortEntry.map(filtered)
        guard isNew else { return .logic }
        draft.addedFilters += isExchange ? 0 : 1
        isAdded = true
        return .logic
    }

    private static let openers = ["now", "and", "or", "also", "but", "please", "then"]
    private static let onlyWhen = PhraseTable(phrases: [
        "only when", "only if", "only while", "when", "if", "while", "only buy when",
        "only buy if", "as long as", "buy only when", "buy only if", "only",
        "only go long when", "only go long if", "go long only when", "go long only if",
        "only enter when", "only enter if", "enter only when", "enter only if",
        "only trade when", "only trade if", "only take trades when", "only take trades if",
        "take trades only when", "take trades only if", "entry only if", "entry only when",
        "entries only if", "entries only when", "filter only if", "filter only when",
        "only take it when", "only take it if",
        "only take longs when", "only take longs if", "just buy when", "provided that",
        "hold only while", "hold only when", "hold only if", "only hold while", "only hold when",
        "only short when", "only short if", "short only when", "short only if",
        "provided", "only trade", "only buy", "only enter", "trade only", "buy only", "enter only",
    ])
}
