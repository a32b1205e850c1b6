/// What to do and when: "buy AAPL when …", "sell when …", "when …, go short".
extension SentenceParser {
    enum Action: Sendable { case buy, hold, sell, short, cover }

    private static let actions = PhraseTable<Action>([
        "buy": .buy, "buys": .buy, "buying": .buy, "bought": .buy, "go long": .buy,
        "goes long": .buy, "going long": .buy, "went long": .buy, "long": .buy, "enter": .buy,
        "enters": .buy, "enter long": .buy, "enter a long position": .buy, "purchase": .buy,
        "purchases": .buy, "invest": .buy, "invest in": .buy, "invests in": .buy,
        "get in": .buy, "get into": .buy, "get long": .buy, "be long": .buy, "buy into": .buy,
        "own": .hold, "owns": .hold, "hold": .hold, "holds": .hold, "holding": .hold,
        "keep": .hold, "stay long": .hold, "stay in": .hold, "stays long": .hold, "held": .hold,
        "sell": .sell, "sells": .sell, "selling": .sell, "sold": .sell, "exit": .sell,
        "exits": .sell, "close": .sell, "closes": .sell, "close out": .sell, "get out": .sell,
        "gets out": .sell, "get out of": .sell, "liquidate": .sell, "go flat": .sell,
        "goes flat": .sell, "go to cash": .sell, "goes to cash": .sell, "exit long": .sell,
        "exit the long": .sell, "close long": .sell, "close the long": .sell, "leave": .sell,
        "dump": .sell, "dumps": .sell, "unwind": .sell, "drop it": .sell, "offload": .sell,
        "get in on": .buy, "accumulate": .buy, "entry": .buy,
        "be in cash": .sell, "sit in cash": .sell, "holding on to": .hold,
        "short": .short, "shorts": .short, "shorting": .short, "go short": .short,
        "goes short": .short, "sell short": .short, "sells short": .short, "short sell": .short,
        "enter short": .short, "be short": .short, "shorted": .short,
        "cover": .cover, "covers": .cover, "covering": .cover, "buy back": .cover,
        "buys back": .cover, "buy it back": .cover, "buy to cover": .cover,
        "cover the short": .cover,
        "exit short": .cover, "exit the short": .cover, "close the short": .cover,
        "close short": .cover, "covers the short": .cover,
    ])

    /// Verbs that end what was bought and nothing else; "exit" ends either side.
    static let selling: Set<String> = [
        "sell", "sells", "selling", "sold", "dump", "dumps", "offload", "unload", "sel",
    ]

    /// Consumes an action with its object and, mostly, its condition.
    mutating func actionClause() -> Bool? {
        let isOnly = accept("only")
        if (word() == "short" && word(1) == "interest") || closeIsAPrice { return nil }
        let verb = word() ?? ""
        guard var action = accept(Self.actions) else { return nil }
        if action == .cover, draft.shortEntry == nil, draft.saysSell, draft.exit != nil {
            action = boughtBack(verb)
        }
        action = endingShort(action, verb)
        if isOnly, action != .buy, action != .hold, action != .short { return nil }
        if isOnly, action == .short, draft.isUsual {
            (draft.entry, draft.isUsual, draft.isNamed) = (nil, false, false)
        }
        begin(action)
        object()
        if action == .sell, accept("short") {
            // "Exit TSLA short" ends what "sell TSLA short" begins.
            action = verb.hasPrefix("sel") || verb == "sold" ? .short : .cover
            draft.saysSell = false
            begin(action)
        }
        _ = attempt { $0.holdBefore(action) }
        while betweenObjectAndCondition() != nil {}
        skipToCondition()
        let isRead = attempt { parser -> Bool? in
            _ = parser.accept(mark: ",") || parser.accept(mark: ":")
            if action == .buy, parser.word() == "while" { parser.draft.holdsWhile = true }
            _ = parser.accept(Self.introductions)
            return parser.unlessClause(action) ?? parser.apply(action)
        }
        if isRead == nil { note(action) }
        if action == .sell, !(saysSelling && Self.selling.contains(verb)) {
            draft.exitsEither = true
        }
        _ = attempt { $0.untilClause(action) }
        return true
    }

    /// Consumes "for a week" between what is bought and when: how long it is held.
    private mutating func holdBefore(_ action: Action) -> Bool? {
        guard action == .buy || action == .short, accept("for"),
            let length = lookback() ?? looseLookback(), let next = word(),
            ["when", "whenever", "if", "once", "after", "each", "every"].contains(next)
        else { return nil }
        let exit = SentenceDraft.Exit.condition(.elapsed(length))
        return store(exit, at: action == .short ? \.shortExit : \.exit)
    }

    /// Consumes "when …, buy AAPL": the condition first.
    mutating func conditionFirst() -> Bool? {
        guard accept(Self.introductions) != nil else { return nil }
        let start = position
        let draftBefore = draft
        subject = .traded
        bias = .up
        guard let probe = condition(), let action = conditionBehind() else { return nil }
        if hasOwnCondition(action) { return nil }
        var meant = probe
        if action == .sell || action == .short {
            // The same words again, now that the way of a bare "crosses" is known.
            let end = position
            position = start
            draft = draftBefore
            bias = .down
            subject = .traded
            guard let again = condition() else { return nil }
            meant = again
            position = end
        }
        object()
        if action == .sell, accept("short") {
            draft.saysSell = false
            return storeHeld(meant, for: .short)
        }
        if action != .sell, action != .cover, let further = furtherCondition() {
            meant = .conjunction([meant, further])
        }
        return storeHeld(meant, for: action)
    }

    /// Consumes a second condition behind the verb: "provided that …, buy when …".
    private mutating func furtherCondition() -> Condition? {
        attempt { parser in
            guard ["when", "whenever", "if", "once", "while", "at"].contains(parser.word()) else {
                return nil
            }
            let isAt = parser.word() == "at"
            (parser.position, parser.subject) = (parser.position + 1, .traded)
            parser.antecedent = nil
            guard let found = parser.condition() else { return nil }
            if isAt { return found }
            // "…, buy, when … sell": that one belongs to another verb.
            var probe = parser
            guard let action = probe.conditionBehind() else { return found }
            return probe.hasOwnCondition(action) ? found : nil
        }
    }

    /// Stores an entry with how long it is held where that follows at once: "short it for 3 days".
    private mutating func storeHeld(_ condition: Condition, for action: Action) -> Bool? {
        guard store(condition, for: action) != nil else { return nil }
        guard action == .buy || action == .hold || action == .short,
            let length = attempt({ $0.accept("for") ? $0.lookback() ?? $0.looseLookback() : nil })
        else { return true }
        let exit = SentenceDraft.Exit.condition(.elapsed(length))
        return store(exit, at: action == .short ? \.shortExit : \.exit)
    }

    private static let titles = PhraseTable(phrases: [
        "value investing", "buy the dip", "buying the dip", "dip buying", "swing trading",
        "swing trade", "day trading", "contrarian", "my strategy", "my idea", "idea", "strategy",
        "trend following", "mean reversion", "breakout", "momentum", "rules", "setup", "my rules",
    ])

    /// Consumes "Value investing on XOM:", a title whose strategy is described behind it.
    mutating func titleClause() -> Bool? {
        guard accept(Self.titles) != nil else { return nil }
        skip("strategy", "on", "for", "with", "in", "is", "the")
        if let symbol = symbol() { trade(symbol) }
        skip("strategy")
        guard accept(mark: ":") else { return nil }
        if tokens[position...].contains(where: {
            ["buy", "sell", "short", "long", "hold", "own", "enter"].contains($0.key)
        }) {
            return true
        }
        // "Buy the dip on AAPL: down 5% in a week": the condition follows without a verb.
        var probe = self
        return probe.condition() == nil ? nil : true
    }

    /// Consumes "RSI is below 30: buy SPX", a condition that nothing introduces.
    mutating func bareConditionFirst() -> Bool? {
        let isExit = draft.entry != nil || draft.shortEntry != nil
        subject = .traded
        bias = isExit ? .down : .up
        guard let meant = condition(), let action = conditionBehind() else { return nil }
        switch action {
        case .buy, .hold, .short:
            // "Bullish long, bearish short" says both; elsewhere words in between may be lost.
            let isTaken =
                action == .short ? draft.shortEntry != nil : draft.entry != nil && !draft.isUsual
            if isExit, isTaken || !meant.leaves.allSatisfy(\.isOfTexts) { return nil }
        case .sell: if draft.entry == nil || draft.exit != nil { return nil }
        case .cover: if draft.shortEntry == nil || draft.shortExit != nil { return nil }
        }
        object()
        // "… Fridays, sell on Mondays": the action has a condition of its own.
        var probe = self
        if probe.accept(Self.introductions) != nil, probe.condition() != nil { return nil }
        return store(meant, for: action)
    }

    /// Consumes "rsi(2) under 10, exit …": a condition without a verb says when to buy.
    mutating func conditionAlone() -> Bool? {
        guard draft.entry == nil, draft.shortEntry == nil, draft.template == nil,
            !draft.saysBuy, !draft.saysShort, !draft.saysHold, unread.isEmpty
        else { return nil }
        subject = .traded
        bias = .up
        guard let meant = condition(),
            !meant.leaves.contains(where: { $0.isOutsidePrices || $0.isBearishShape })
        else { return nil }
        var probe = self
        _ = probe.accept(mark: ",") || probe.accept(mark: ";") || probe.accept(mark: ".")
        let next = probe.accept(Self.actions)
        guard
            next == .sell || isAtEnd || mark() == ","
                || ["hold", "on", "stop", "stops", "sl", "tp", "target"].contains(word())
        else { return nil }
        draft.assume("a condition alone says when to buy")
        return store(meant, for: .buy)
    }

    private mutating func conditionBehind() -> Action? {
        if accept("too", "also") || accept(phrase: "as well") {}
        while accept(mark: ",") || accept(mark: ":") || accept(mark: "=") {}
        skip(
            "then", "i", "we", "please", "just", "would", "like", "want", "to", "be", "will",
            "shall",
            "should", "so", "i'd", "i'll", "i'm", "let's", "also")
        let verb = word() ?? ""
        return accept(Self.actions).map { endingShort($0, verb) }
    }

    /// Prepares for the clause of an action.
    private mutating func begin(_ action: Action) {
        subject = .traded
        bias = action == .sell || action == .short ? .down : .up
        switch action {
        case .buy: draft.saysBuy = true
        case .hold: draft.saysHold = true
        case .sell: draft.saysSell = true
        case .short: draft.saysShort = true
        case .cover: break
        }
    }

    /// Consumes what the action is about: a symbol, "it", "the position".
    mutating func object() {
        skip("the", "some", "shares", "stock", "of", "position", "out", "in", "into", "a", "my")
        if accept("it", "them") || accept("too", "also") {
            skip("too", "also")
            return
        }
        if sizeOfObject() == nil, token()?.isNumber == true, token()?.isPercentage == false,
            lookingAtShares
        {
            unread.append(position..<position + 1)
            position += 1
            skip("the", "worth", "of")
            if accept(anyOf: Array(Pieces.names)) { skip("of") }
        }
        tradedSymbol()
        skip("stock", "stocks", "shares", "position", "index")
        while attempt({ parser -> Bool? in
            let isJoined =
                parser.accept("and", "or") || parser.accept(mark: ",") || parser.accept(mark: "&")
            guard isJoined else { return nil }
            parser.skip("the")
            guard let symbol = parser.symbol(), !parser.startsQuantityAfterSymbol else {
                return nil
            }
            parser.trade(symbol)
            return true
        }) != nil {}
    }

    private var lookingAtShares: Bool {
        ["of", "worth"].contains(word(1)) || Pieces.names.contains(word(1) ?? "")
            || catalogue.match(
                tokens[min(position + 1, tokens.count)...]) != nil
    }

    /// Whether the symbol just read owns a quantity ("and KO's price"), so that it is no object.
    private var startsQuantityAfterSymbol: Bool {
        guard let next = word() else { return false }
        return ["is", "crosses", "rises", "falls", "average", "rsi", "closes", "price"]
            .contains(next)
    }

    private mutating func tradedSymbol() {
        if let symbol = symbol() {
            trade(symbol)
            return
        }
        guard let token = token() else { return }
        switch token.kind {
        case .cashtag:
            unknownSymbols.append(position..<position + 1)
            position += 1
        case .word(let word) where !Vocabulary.contains(word):
            // "buy vix > 30": what is compared is no object.
            var probe = self
            if probe.condition() != nil { return }
            let start = position
            while let word = self.word(), !Vocabulary.contains(word), position - start < 3 {
                position += 1
            }
            // Not each word behind "buy" is meant for a symbol: "bonds".
            if tokens[start].isCapitalized || !catalogue.nearest(to: word).isEmpty {
                unknownSymbols.append(start..<position)
            } else {
                unread.append(start..<position)
            }
        default: break
        }
    }

    /// Notes a symbol as traded.
    mutating func trade(_ symbol: String) {
        if !draft.traded.contains(symbol) { draft.traded.append(symbol) }
    }

    /// Skips words before "when" that cannot be read and keeps them as unread, so that the
    /// condition behind them is read all the same.
    private mutating func skipToCondition() {
        let limit = min(position + 6, tokens.count)
        var index = position
        while index < limit {
            guard case .mark = tokens[index].kind else {
                if ["when", "if", "whenever", "once", "while"].contains(tokens[index].key) {
                    break
                }
                index += 1
                continue
            }
            return
        }
        guard index > position, index < limit else { return }
        var probe = self
        _ = probe.accept(Self.introductions)
        // Words that begin a condition themselves ("on a break above …") are no obstacle.
        if probe.condition() != nil { return }
        unread.append(position..<index)
        position = index
    }

    private mutating func betweenObjectAndCondition() -> Bool? {
        first([
            { $0.sizeClause() }, { $0.tradeSizeClause() }, { $0.frequencyClause() },
            { $0.fillClause() },
            { $0.periodClause() },
        ])
    }

    /// Consumes the condition of an action into the draft.
    private mutating func apply(_ action: Action) -> Bool? {
        switch action {
        case .buy, .hold, .short:
            guard let condition = condition() else { return nil }
            return store(condition, for: action)
        case .sell: return exitItems(isShort: false)
        case .cover: return exitItems(isShort: true)
        }
    }

    mutating func store(_ condition: Condition, for action: Action) -> Bool? {
        switch action {
        case .buy, .hold:
            if replacesUsual(condition) { break }
            if draft.isNamed { return fail("a strategy is named and described besides") }
            if action == .hold, let entry = draft.entry, entry != condition {
                return fail("it is to be bought on one condition and held on another")
            }
            draft.entry = joined(draft.entry, condition)
            draft.saysBuy = true
            if action == .hold || saysHolding { draft.holdsWhile = true }
        case .short:
            draft.shortEntry = joined(draft.shortEntry, condition)
            draft.saysShort = true
        case .sell: return store(.condition(condition), at: \.exit)
        case .cover: return store(.condition(condition), at: \.shortExit)
        }
        return true
    }

    /// A second clause for the same action is a further occasion for it.
    private func joined(_ earlier: Condition?, _ later: Condition) -> Condition {
        switch earlier {
        // What is held at once is held from the moment that is said besides.
        case nil, .firstBar?: later
        case .any(let parts): .any(parts + [later])
        case let earlier?: .any([earlier, later])
        }
    }

    mutating func store(
        _ exit: SentenceDraft.Exit, at path: WritableKeyPath<SentenceDraft, SentenceDraft.Exit?>
    ) -> Bool? {
        switch (draft[keyPath: path], exit) {
        case (.condition(let earlier), .condition(let later)):
            draft[keyPath: path] = .condition(joined(earlier, later))
        case (nil, _): draft[keyPath: path] = exit
        default: return draft[keyPath: path] == exit ? true : fail("two different exits are named")
        }
        return true
    }

    /// Remembers an action without a condition; another clause may supply one.
    private mutating func note(_ action: Action) {
        if action == .sell { _ = attempt { $0.bareOpposite() } }
    }
}
