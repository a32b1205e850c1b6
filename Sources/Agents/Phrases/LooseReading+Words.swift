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
                "got", "get", "enter", "went", "bought", "owned",
            ].contains(parser.word())
        case "but": return parser.word() == "sell" || parser.word() == "buy"
        case "between":
            return parts.contains { if case .verb(_, false) = $0 { true } else { false } }
        case "again": return hasPart && parser.word() == nil
        case "same": return ["rsi", "indicator", "ratio", "index"].contains(parser.word())
        default: return false
        }
    }

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
            return .length(Array(parser.tokens[start..<parser.position]))
        }
        switch token.kind {
        case .number(_, .percent):
            parser.position += 1
            return .percent(token)
        case .number(_, .plain), .number(_, .dollars):
            parser.position += 1
            // "If one buys …", "a seller at one above 65".
            if token.kind == .number(1, .plain) { return .boundary(isStrong: false) }
            return .number(token)
        default: return nil
        }
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
