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
        /// Whether the words can be nothing else: "is a sell" but not "sell".
        var isSure: Bool
    }

    private let tokens: [Token]
    private let catalogue: SymbolCatalogue

    private init(_ tokens: [Token], _ catalogue: SymbolCatalogue) {
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
    private static let ways: Set<String> = [
        "above", "over", "below", "under", ">", "<", "beneath",
    ]
    private static let verbs: Set<String> = [
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

    private func key(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].key : ""
    }

    private func word(_ index: Int) -> String? {
        tokens.indices.contains(index) ? tokens[index].word : nil
    }

    private func isEnd(_ index: Int) -> Bool {
        index >= tokens.count || [",", ";", ".", "!", "?", ")", "/"].contains(key(index))
            || ["and", "but", "while", "whereas"].contains(key(index))
    }

    private func symbol(at index: Int) -> Range<Int>? {
        let start = key(index) == "the" ? index + 1 : index
        guard start < tokens.count, let match = catalogue.match(tokens[start...]) else {
            return nil
        }
        return start..<start + match.count
    }

    /// The end of an action and what it is about, where nothing else follows.
    private func closed(_ start: Int) -> (end: Int, symbol: Range<Int>?)? {
        var index = start
        var found: Range<Int>?
        while !isEnd(index) {
            if let symbol = symbol(at: index), found == nil {
                found = symbol
                index = symbol.upperBound
            } else if Self.behindActions.contains(key(index)) {
                index += 1
            } else {
                return nil
            }
        }
        return (index, found)
    }

    private func named(
        _ action: SentenceParser.Action, from start: Int, _ end: Int, isSure: Bool
    ) -> Clause? {
        closed(end).map {
            Clause(
                action: action, condition: start..<start, end: $0.end, symbol: $0.symbol,
                isSure: isSure)
        }
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
    private func clause(from start: Int) -> Clause? {
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

    // MARK: Reading

    /// "For SPY:" or "TSLA when" in front of the first condition.
    private func lead() -> (symbol: Range<Int>, end: Int)? {
        var index = 0
        while ["for", "on", "with", "trade", "trading", "in"].contains(key(index)) { index += 1 }
        guard let symbol = symbol(at: index) else { return nil }
        index = symbol.upperBound
        while [",", ":"].contains(key(index)) { index += 1 }
        return (symbol, index)
    }

    /// The sentence with each action in front of its condition and entries first; nothing where it
    /// is not made of such clauses.
    static func reworded(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [Token]? {
        let text = TrailingActions(tokens, catalogue)
        let lead = text.lead()
        var start = lead?.end ?? 0
        var clauses: [Clause] = []
        while start < tokens.count, let clause = text.clause(from: start) {
            clauses.append(clause)
            start = clause.end
        }
        guard clauses.contains(where: \.isSure),
            let symbol = lead?.symbol ?? clauses.compactMap(\.symbol).first
        else { return nil }
        return text.written(clauses, symbol, rest: start)
    }

    private func written(_ clauses: [Clause], _ symbol: Range<Int>, rest: Int) -> [Token]? {
        let range = tokens.covered
        func words(_ text: String) -> [Token] {
            text.split(separator: " ").map { part in
                let isMark = part == ","
                return Token(
                    kind: isMark ? .mark(",") : .word(String(part)), range: range)
            }
        }
        var said: [(action: SentenceParser.Action, tokens: [Token])] = []
        var before: [Token] = []
        for clause in clauses {
            guard let condition = completed(Array(tokens[clause.condition]), by: before) else {
                return nil
            }
            said.append((clause.action, condition))
            before = condition
        }
        let actions = said.map(\.action)
        if actions.allSatisfy({ $0 == .sell }) {
            // Cash at times is the symbol at all others.
            guard said.count == 1, let other = reversed(said[0].tokens, words),
                tokens[clauses[0].condition.upperBound..<clauses[0].end]
                    .contains(where: { $0.key == "cash" })
            else { return nil }
            return words("buy") + tokens[symbol] + words("when") + other + words(", sell when")
                + said[0].tokens + tokens[rest...]
        }
        let isShort = actions.contains(.short) && !actions.contains(.buy)
        var result: [Token] = []
        for rank in 0..<2 {
            for (action, condition) in said {
                let isEntry = action == .buy || action == .short || action == .hold
                guard isEntry == (rank == 0) else { continue }
                if !result.isEmpty { result += words(",") }
                switch action {
                case .buy, .hold: result += words("buy") + tokens[symbol]
                case .short: result += words("short") + tokens[symbol]
                case .cover: result += words("cover")
                case .sell: result += words(isShort ? "cover" : "sell")
                }
                let isAfter = condition.first?.key == "after"
                result += words(isAfter ? "" : "when") + condition
            }
        }
        return result + tokens[rest...]
    }

    /// The comparison that holds where another one does not.
    private func reversed(_ condition: [Token], _ words: (String) -> [Token]) -> [Token]? {
        let places = condition.indices.filter { Self.ways.contains(condition[$0].key) }
        let verbs = condition.filter { Self.verbs.contains($0.key) }.map(\.key)
        guard places.count == 1, let place = places.first, Set(verbs).isSubset(of: ["is", "are"]),
            !condition.contains(where: { ["and", "or", "not"].contains($0.key) })
        else { return nil }
        let isUp = ["above", "over", ">"].contains(condition[place].key)
        return condition[..<place] + words(isUp ? "at or below" : "at or above")
            + condition[(place + 1)...]
    }

    private static let moods: Set<String> = [
        "positive", "negative", "bullish", "bearish", "oversold", "overbought",
    ]

    /// A condition with what it leaves to the one before: "… , under 20", "… , above"; nothing
    /// where that compares several things, of which it may mean either.
    private func completed(_ condition: [Token], by before: [Token]) -> [Token]? {
        guard !before.isEmpty else { return condition }
        let condition = Array(condition.drop { ["back", "again"].contains($0.key) })
        guard let first = condition.first else { return before }
        if condition.count == 1, Self.moods.contains(first.key),
            let mood = before.firstIndex(where: { Self.moods.contains($0.key) })
        {
            return before[..<mood] + condition + before[(mood + 1)...]
        }
        guard let way = before.firstIndex(where: { Self.ways.contains($0.key) }), way > 0 else {
            return condition
        }
        let isLeft =
            Self.ways.contains(first.key) || Self.verbs.contains(first.key)
            || ["it", "they"].contains(first.key)
        guard !isLeft || before.count(where: { Self.ways.contains($0.key) }) == 1 else {
            return nil
        }
        let verb = before.firstIndex { Self.verbs.contains($0.key) } ?? way
        var result = condition
        if Self.ways.contains(first.key) {
            result = before[..<way] + condition
        } else if Self.verbs.contains(first.key) {
            result = before[..<min(verb, way)] + condition
        } else if ["it", "they"].contains(first.key), min(verb, way) > 0 {
            result = before[..<min(verb, way)] + Array(condition.dropFirst())
        }
        if let last = result.last, Self.ways.contains(last.key) || last.key == "it",
            condition.count <= 3
        {
            if last.key == "it" { result.removeLast() }
            result += before[(way + 1)...]
        }
        return result
    }
}
