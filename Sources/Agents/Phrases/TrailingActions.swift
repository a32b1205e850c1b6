/// Clauses whose action stands behind their condition: "VIX over 30 is a sell, under 20 is a buy",
/// "overbought, I'm out", "MACD below its signal is my exit".
///
/// The condition belongs to the action behind it and to no other one: what reads such a sentence
/// from its front takes the exit for the entry.
struct TrailingActions {
    /// A condition and the action behind it.
    struct Clause {
        var action: SentenceParser.Action
        var condition: Range<Int>
        /// Where the action ends.
        var end: Int
        /// The symbol that the action names.
        var symbol: Range<Int>?
        /// What must hold besides, said behind the action: "is a buy only if …".
        var filter: Range<Int>?
        /// Whether the words can be nothing else: "is a sell" but not "sell".
        var isSure: Bool
    }

    let tokens: [Token]
    let catalogue: SymbolCatalogue

    init(_ tokens: [Token], _ catalogue: SymbolCatalogue) {
        self.tokens = tokens
        self.catalogue = catalogue
    }

    // MARK: Words

    private static let names = PhraseTable<SentenceParser.Action>([
        "buy": .buy, "long": .buy, "entry": .buy, "in": .buy, "enter": .buy, "buying": .buy,
        "get in": .buy, "go long": .buy, "get long": .buy, "load up": .buy, "jump in": .buy,
        "sell": .sell, "exit": .sell, "out": .sell, "flat": .sell, "cash": .sell,
        "leave": .sell, "selling": .sell, "bail": .sell, "bail out": .sell, "dump": .sell,
        "done": .sell, "get out": .sell, "go flat": .sell, "go to cash": .sell, "in cash": .sell,
        "goes to cash": .sell, "to cash": .sell, "move to cash": .sell, "go cash": .sell,
        "into cash": .sell, "cash out": .sell, "step aside": .sell, "go": .sell, "all cash": .sell,
        "short": .short, "go short": .short, "sell short": .short, "get short": .short,
        "shorting": .short, "cover": .cover, "covering": .cover, "buy back": .cover,
        "buy it back": .cover, "buy to cover": .cover,
    ])
    /// What cannot be the name of a price or a thing and stands alone.
    private static let orders = PhraseTable<SentenceParser.Action>([
        "go to cash": .sell, "goes to cash": .sell, "move to cash": .sell, "get out": .sell,
        "get me out": .sell, "switch to cash": .sell, "go long": .buy, "go short": .short,
        "go flat": .sell, "bail out": .sell, "cash out": .sell, "step aside": .sell,
        "get long": .buy, "get short": .short, "get in": .buy, "get me in": .buy,
        "time to go": .sell, "time to leave": .sell, "time to sell": .sell, "time to buy": .buy,
        "time to get out": .sell, "time to get in": .buy, "time to short": .short,
        "time to cover": .cover, "time to exit": .sell, "time to bail": .sell,
    ])
    private static let bare: [String: SentenceParser.Action] = [
        "buy": .buy, "sell": .sell, "short": .short, "cover": .cover, "exit": .sell, "out": .sell,
        "in": .buy, "long": .buy, "flat": .sell, "cash": .sell, "bail": .sell, "dump": .sell,
        "leave": .sell,
    ]
    private static let copulas: Set<String> = [
        "is", "are", "was", "be", "means", "signals", "=", "triggers", "gives", "marks", "says",
    ]
    private static let clear: Set<String> = ["means", "signals", "=", "triggers", "says"]
    private static let articles: Set<String> = [
        "a", "an", "the", "my", "our", "where", "when", "time", "to", "for", "me", "cue", "i",
        "we", "i'm", "im", "we're", "then", "usually", "always", "moment", "reason", "that", "am",
        "us",
    ]
    private static let persons: Set<String> = ["i", "we", "i'm", "im", "we're", "i'd", "i'll"]
    private static let behindPersons: Set<String> = [
        "am", "are", "would", "will", "just", "simply", "then", "always", "want", "to",
    ]
    private static let behindActions: Set<String> = [
        "signal", "point", "trigger", "level", "zone", "time", "opportunity", "for", "me", "it",
        "them", "everything", "all", "my", "the", "shares", "position", "stock", "again", "cue",
    ]
    static let ways: Set<String> = [
        "above", "over", "below", "under", ">", "<", "beneath",
    ]
    static let verbs: Set<String> = [
        "is", "are", "crosses", "cross", "goes", "gets", "drops", "rises", "falls", "climbs",
        "closes", "trades", "moves", "breaks", "hits", "dips", "spikes", "pops", "turns",
        "crossing",
        "going", "reaches",
    ]
    private static let introductions: Set<String> = ["when", "whenever", "if", "once"]
    private static let joints: Set<String> = [
        "and", "or", "but", "when", "whenever", "if", "once", "while", "whereas", "then", ",", ";",
        ".", ":", "also", "anytime", "/", "every", "time",
    ]
    /// What no condition in front of its action holds.
    private static let foreign: Set<String> = [
        "buy", "sell", "short", "cover", "hold", "own", "exit", "enter", "stop", "target", "long",
        "selling", "buying", "holding", "shorting", "unless", "until", "profit", "out", "otherwise",
        "buys", "sells", "trade", "trailing",
    ]

    // MARK: Finding

    func key(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].key : ""
    }

    private func word(_ index: Int) -> String? {
        tokens.indices.contains(index) ? tokens[index].word : nil
    }

    private func isEnd(_ index: Int) -> Bool {
        index >= tokens.count || [",", ";", ".", "!", "?", ")", "/"].contains(key(index))
            || ["and", "but", "while", "whereas"].contains(key(index))
    }

    func symbol(at index: Int) -> Range<Int>? {
        let start = key(index) == "the" ? index + 1 : index
        guard start < tokens.count, let match = catalogue.match(tokens[start...]) else {
            return nil
        }
        return start..<start + match.count
    }

    /// The end of an action and what it is about, where nothing else follows.
    private func closed(
        _ start: Int, filters: PhraseTable<Bool>
    ) -> (end: Int, symbol: Range<Int>?, filter: Range<Int>?)? {
        var index = start
        var found: Range<Int>?
        while !isEnd(index) {
            if let symbol = symbol(at: index), found == nil {
                found = symbol
                index = symbol.upperBound
            } else if Self.behindActions.contains(key(index)) {
                index += 1
            } else if let filter = filter(at: index, filters) {
                return (filter.upperBound, found, filter)
            } else {
                return nil
            }
        }
        return (index, found, nil)
    }

    private func named(
        _ action: SentenceParser.Action, from start: Int, _ end: Int, isSure: Bool
    ) -> Clause? {
        let isName = isSure && Self.copulas.contains(key(start))
        return closed(end, filters: isName ? Self.filters : Self.limits).map {
            Clause(
                action: action, condition: start..<start, end: $0.end, symbol: $0.symbol,
                filter: $0.filter, isSure: isSure)
        }
    }

    private static let limiting = [
        "only when", "only if", "only while", "as long as", "only as long as", "provided",
        "provided that", "but only when", "but only if", "but only while",
    ]
    /// What begins a filter behind a verb, of which "when" may begin another clause.
    private static let limits = PhraseTable(phrases: limiting)
    private static let filters = PhraseTable(phrases: limiting + ["when", "if", "while"])

    /// What is said behind an action that must hold besides.
    private func filter(at start: Int, _ introductions: PhraseTable<Bool>) -> Range<Int>? {
        guard let (_, count) = introductions.match({ word(start + $0) }) else { return nil }
        let first = start + count
        var index = first
        while index < tokens.count, ![",", ";", ".", "!", "?"].contains(key(index)) {
            if Self.foreign.contains(key(index)) { return nil }
            if index > first, isEnd(index), clause(from: index) != nil { break }
            index += 1
        }
        return index > first ? first..<index : nil
    }

    /// The action that stands at a place behind its condition.
    private func action(at start: Int) -> Clause? {
        var index = start
        if Self.copulas.contains(key(index)) {
            index += 1
            while Self.articles.contains(key(index)) { index += 1 }
            if let (found, count) = Self.names.match({ word(index + $0) }),
                index > start + 1 || Self.clear.contains(key(start))
            {
                return named(found, from: start, index + count, isSure: true)
            }
        }
        if let (found, count) = Self.orders.match({ word(start + $0) }) {
            return named(found, from: start, start + count, isSure: true)
        }
        if Self.persons.contains(key(start)) {
            index = start + 1
            while Self.behindPersons.contains(key(index)) { index += 1 }
            if let (found, count) = Self.names.match({ word(index + $0) }) {
                return named(found, from: start, index + count, isSure: true)
            }
        }
        let isArticle = ["a", "my", "an"].contains(key(start))
        let place = isArticle ? start + 1 : start
        if let found = Self.bare[key(place)] {
            return named(found, from: start, place + 1, isSure: false)
        }
        return nil
    }

    /// The first action from a place on that stands behind a condition, with that condition.
    func clause(from start: Int) -> Clause? {
        var index = start
        while index < tokens.count, Self.joints.contains(key(index)) { index += 1 }
        if let found = leadingAction(at: index) { return found }
        let first = index
        while index < tokens.count {
            if index > first, var found = action(at: index) {
                var last = index
                while last > first, [",", ":", "then", "so", "=", "-"].contains(key(last - 1)) {
                    last -= 1
                }
                // "… TLT is a buy", "… it's a sell": what is bought is no part of the condition.
                if let named = subject(first, before: last) {
                    found.symbol = found.symbol ?? named
                    last = named.lowerBound
                } else if last > first + 1, ["it", "that", "this"].contains(key(last - 1)),
                    index == last, Self.copulas.contains(key(index))
                {
                    last -= 1
                }
                while last > first, key(last - 1) == "," { last -= 1 }
                guard last > first else { return nil }
                found.condition = first..<last
                return found
            }
            // Behind another "when" begins another clause.
            if Self.foreign.contains(key(index)) || Self.introductions.contains(key(index))
                || [".", ";", "!", "?"].contains(key(index))
            {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// The symbol that ends in front of a place, behind a level or a comma.
    private func subject(_ first: Int, before end: Int) -> Range<Int>? {
        let start = (first + 1..<max(first + 1, end)).first { index in
            (tokens[index - 1].isNumber || key(index - 1) == ",")
                && symbol(at: index)?.upperBound == end
        }
        return start.map { $0..<end }
    }

    /// "Buy TSLA when …," in front of clauses whose action stands behind.
    private func leadingAction(at start: Int) -> Clause? {
        guard let action = Self.bare[key(start)] else { return nil }
        var index = start + 1
        let symbol = symbol(at: index)
        index = symbol?.upperBound ?? (key(index) == "it" ? index + 1 : index)
        guard ["when", "whenever", "if", "once", "while"].contains(key(index)) else { return nil }
        index += 1
        var end = index
        while end < tokens.count, ![",", ";", "."].contains(key(end)) {
            if Self.foreign.contains(key(end)) { return nil }
            end += 1
        }
        guard end > index else { return nil }
        return Clause(
            action: action, condition: index..<end, end: end, symbol: symbol, isSure: false)
    }

    /// Every clause of a text whose action can be nothing but the one behind its condition.
    static func sure(in tokens: [Token], _ catalogue: SymbolCatalogue) -> [Clause] {
        let text = TrailingActions(tokens, catalogue)
        var found: [Clause] = []
        var start = text.lead()?.end ?? 0
        while start < tokens.count {
            if let clause = text.clause(from: start) {
                if clause.isSure { found.append(clause) }
                start = clause.end
                continue
            }
            // What comes behind the next word that may begin a clause.
            start += 1
            while start < tokens.count, !joints.contains(tokens[start - 1].key) { start += 1 }
        }
        return found
    }
}
