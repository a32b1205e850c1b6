/// What single words and numbers of a sentence are, by what stands beside them.
extension LooseReading {
    /// Consumes words that only join an action to what it follows: "I buy too, one day later".
    ///
    /// An order fills on the next bar anyway.
    mutating func repeatsAction() -> Bool {
        guard case .action(let action)? = parts.last(where: { !$0.isWeakBoundary }) else {
            return false
        }
        if parser.accept("again") { return true }
        guard action == .buy || action == .short else { return false }
        if parser.accept(LooseWords.nextDay) != nil { return true }
        if case .number(1, .plain)? = parser.token()?.kind,
            ["day", "session", "bar"].contains(parser.word(1)),
            ["later", "afterwards", "after", "on"].contains(parser.word(2))
        {
            parser.position += 3
            return true
        }
        return parser.accept("too", "also") && parser.word() == nil
    }

    /// Passes over a word that is no part, where that is allowed.
    mutating func readWord() -> Bool {
        guard let word = parser.word() else { return false }
        let token = parser.tokens[parser.position]
        let isFirst = parser.position == 0 || parts.isEmpty && leftAside.isEmpty
        parser.position += 1
        if LooseWords.limiting.contains(word) { return passesOver(limiting: word) }
        // "Down over a year" is a move and nothing about what lies over something.
        if ["up", "down"].contains(word), parser.word() == "over" { return false }
        if LooseWords.neutral.contains(word) {
            if LooseWords.prepositions.contains(word) { isPending = true }
            return true
        }
        // "Statistically", "happily": how, not what.
        if word.hasSuffix("ly"), word.count > 5, !Vocabulary.isOfTheMarket(word), !isPending {
            leftAside.append(word)
            return true
        }
        guard !isPending, !hasPart, leftAside.count < 8, word.count > 1,
            !token.isCapitalized || isFirst, !token.isUppercase,
            !Vocabulary.isOfTheMarket(word), word.allSatisfy({ $0.isLetter || $0 == "'" })
        else { return false }
        leftAside.append(word)
        return true
    }

    /// "Only" and "but" limit nothing where a condition follows at once.
    private func passesOver(limiting word: String) -> Bool {
        switch word {
        case "only":
            return [
                "when", "if", "while", "once", "whenever", "feel", "own", "hold", "buy", "be",
                "got", "get", "enter", "went", "bought", "owned", "with",
            ].contains(parser.word())
        case "but": return parser.word() == "sell" || parser.word() == "buy"
        case "both":
            guard
                let before = parser.token(-2)?.key,
                ["if", "when", "whenever", "while", "once"].contains(before)
            else { return false }
            return parser.tokens[parser.position...].prefix { !$0.isMark }
                .contains { $0.key == "and" }
        case "between":
            return parts.contains { if case .verb(_, false) = $0 { true } else { false } }
        case "again": return hasPart && parser.word() == nil
        case "same": return ["rsi", "indicator", "ratio", "index"].contains(parser.word())
        default: return false
        }
    }

    private static let moves: Set<String> = [
        "rally", "drop", "decline", "gain", "rise", "fall", "loss", "jump", "selloff", "pullback",
        "dip", "correction", "slide", "surge", "return", "pop", "slump",
    ]

    mutating func number() -> Part? {
        guard let token = parser.token() else { return nil }
        let start = parser.position
        if parser.attempt({ $0.looseLength() }) != nil {
            // "20 days later" ends a position only where an exit stands beside it.
            if ["later", "afterwards", "hence"].contains(parser.word()), !isBesideExit {
                return nil
            }
            // "Three days after a golden cross" is no time of holding.
            if ["after", "following", "before", "from", "of", "prior", "ago", "into"]
                .contains(parser.word()),
                !["that", "this", "which", "entry", "buying", "it"].contains(parser.word(1))
            {
                return nil
            }
            // "A 5 day drop" is no time of holding either.
            if let word = parser.word(), Self.moves.contains(word) { return nil }
            return .length(Array(parser.tokens[start..<parser.position]))
        }
        switch token.kind {
        case .number(_, .percent):
            parser.position += 1
            return .percent(token)
        case .number(_, .plain), .number(_, .dollars):
            parser.position += 1
            // "If one buys …", "a seller at one above 65".
            if token.kind == .number(1, .plain) {
                // "Above 1" is a level.
                if case .way? = parts.last { return .number(token) }
                return .boundary(isStrong: false)
            }
            return .number(token)
        default: return nil
        }
    }

    /// Consumes "but" in front of another value: "price over its average but RSI under 40".
    mutating func joinsByBut() -> Bool {
        guard parser.word() == "but", hasPart, let next = parser.word(1),
            !LooseWords.limiting.contains(next)
        else { return false }
        var probe = self
        probe.parser.position += 1
        guard let part = probe.quantity() else { return false }
        switch part {
        case .value, .price:
            parser.position += 1
            return true
        default: return false
        }
    }

    /// Consumes what has happened to the value or number that was read last: "… is broken to the
    /// downside", "when 55 is exceeded", "is crossed from below by its price".
    mutating func passive() -> Part? {
        let start = parser.position
        parser.skip("is", "are", "was", "gets", "get", "got", "has", "have", "been", "being", "be")
        guard parser.position > start, let last = parts.last, let verb = parser.word(),
            let known = LooseWords.passed[verb]
        else {
            parser.position = start
            return nil
        }
        parser.position += 1
        let way = known ?? parser.accept(LooseWords.sides)
        let by = passer()
        guard let way, let by else {
            parser.position = start
            return nil
        }
        let relation = words(way == .up ? "crosses above" : "crosses below")
        switch last {
        case .value(let tokens, true):
            parts.removeLast()
            passedLevel = tokens
            return .condition(by + relation + tokens)
        case .when where passedLevel != nil:
            // "… is broken …, when it is regained".
            return .condition(by + relation + (passedLevel ?? []))
        case .number(let token):
            parts[parts.count - 1] = .way(way)
            return .number(token)
        default:
            parser.position = start
            return nil
        }
    }

    /// Consumes what has passed a level, which is the price unless something else is named; nothing
    /// where "by" names what is not known.
    private mutating func passer() -> [Token]? {
        guard parser.accept("by") else { return words("its price") }
        parser.skip("its", "the", "their")
        let start = parser.position
        if parser.attempt({ $0.loosePrice() }) != nil || parser.accept("it") {
            return words("its price")
        }
        guard parser.attempt({ $0.quantity() })?.measure == .price else { return nil }
        return words("its") + Array(parser.tokens[start..<parser.position])
    }

    /// Whether an action that ends a position stands beside the place.
    private var isBesideExit: Bool {
        if case .action(let action)? = parts.last(where: { !$0.isWeakBoundary }),
            action != .buy, action != .short
        {
            return true
        }
        var probe = parser
        for _ in 0..<5 {
            probe.position += 1
            if let action = probe.accept(LooseWords.actions) {
                return action == .sell || action == .cover
            }
        }
        return false
    }
}
