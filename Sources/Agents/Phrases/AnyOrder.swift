/// Strategies that have a name, in whatever order and with whatever words around it: "have a go at
/// the turtle rules for the S&P 500".
///
/// Each word of the sentence has to be one of the name, one that goes with it, or one that says
/// nothing beside it; a symbol, a number or a setting of the run is kept. Any other word and the
/// sentence is not read this way.
struct AnyOrder {
    /// One name: what must be there, what may be there, and the same in the words of the grammar.
    struct Row {
        /// One word of each list must be there.
        fileprivate let required: [Set<String>]
        fileprivate let allowed: Set<String>
        fileprivate let result: [String]

        /// - Parameter text: `macd ; line|signal => macd strategy on $1`. In the result `$1` is a
        ///   symbol, `$*` two or more, `#1` a number, `%1` a percentage, `~1` the unit behind the
        ///   number, `@*` sources of texts, `&1` whose trades are told, `?*` what is searched for.
        fileprivate init(_ text: Substring) {
            let sides = text.split(separator: "=>", maxSplits: 1)
            precondition(sides.count == 2, "a row lacks its arrow: \(text)")
            let left = sides[0].split(separator: ";", omittingEmptySubsequences: false)
            func choices(_ text: Substring) -> [Set<String>] {
                text.split(separator: " ").map { Set($0.split(separator: "|").map(String.init)) }
            }
            required = choices(left[0])
            allowed = left.count > 1 ? choices(left[1]).reduce([]) { $0.union($1) } : []
            result = sides[1].split(separator: " ").map(String.init)
        }

        /// Whether symbols in any order mean the same.
        fileprivate var isPortfolio: Bool { result.contains("$*") || result.contains("$2") }
        /// Whether its numbers are the parts of a whole.
        fileprivate var isSplit: Bool {
            result.contains("%2") || result.prefix(2) == ["#1", "/"] && result.contains("$*")
        }
        fileprivate func count(_ mark: Character) -> Int {
            Set(result.filter { $0.first == mark && $0.count == 2 && $0.last != "*" }).count
        }
    }

    static func table(_ text: String) -> [Row] { text.split(separator: "\n").map { Row($0) } }

    /// The parts of a sentence by what they are.
    private struct Parts {
        var words: [String] = []
        var symbols: [[Token]] = []
        var numbers: [Token] = []
        var units: [Token] = []
        var percents: [Token] = []
        var texts: [[Token]] = []
        /// Which texts count: "with more than 10k likes".
        var filters: [Token] = []
        var traders: [[Token]] = []
        var searches: [[Token]] = []
        var settings: [[Token]] = []
        var rebalance: String?
        /// Whether a number stands in brackets: "RSI(14)".
        var hasArguments = false

        /// Adds a source of texts, unless it only says where a person that is named writes.
        mutating func add(text named: [Token], _ catalogue: SymbolCatalogue) {
            func mention(of tokens: [Token]) -> SourceMention? {
                var probe = SentenceParser(tokens: tokens, catalogue: catalogue)
                return probe.named()
            }
            let found = mention(of: named)
            let isPlatform =
                found?.row == "twitter" && found?.target == nil
                && texts.contains { mention(of: $0)?.row == "twitter" }
            if !isPlatform, !texts.contains(where: { mention(of: $0) == found }) {
                texts.append(named)
            }
        }
    }

    /// The sentence in the words of the grammar; nothing where it names no strategy this way.
    ///
    /// - Parameter aside: Words that may be left aside, of which the sentence needs some.
    static func reworded(
        _ tokens: [Token], _ catalogue: SymbolCatalogue, leaving aside: Set<String> = []
    ) -> [Token]? {
        var rebalances = false
        func parts(_ isPortfolio: Bool) -> Parts? {
            var found = Self.parts(tokens, catalogue, isPortfolio, &rebalances)
            found?.words.removeAll(where: aside.contains)
            return found
        }
        let ofWeights = parts(true)
        let ofOne = rebalances ? parts(false) : ofWeights
        for row in rows {
            guard let parts = row.isPortfolio ? ofWeights : ofOne, fits(row, parts) else {
                continue
            }
            return filled(row, parts, tokens)
        }
        return nil
    }

    /// Every word that a name needs or goes with.
    static let needed: Set<String> = rows.reduce(into: []) { words, row in
        for choices in row.required { words.formUnion(choices) }
        words.formUnion(row.allowed)
    }

    /// The words that say nothing of a strategy as far as anything here knows; nothing where there
    /// is none or too much of the sentence would be left aside.
    ///
    /// A word behind "in", "on", "and" and the like may say when or what else, and beside "when",
    /// "not" or "only" every word counts.
    static func asides(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [String]? {
        var found: [String] = []
        var index = 0
        var isBound = false
        while index < tokens.count {
            let token = tokens[index]
            if let name = catalogue.match(tokens[index...]) {
                index += name.count
                isBound = false
                continue
            }
            index += 1
            guard case .word(let word) = token.kind else {
                if case .mark = token.kind { isBound = false }
                continue
            }
            if binding.contains(word) { return nil }
            if word == "and" || word == "or" || LooseWords.prepositions.contains(word) {
                isBound = true
            } else if around.contains(word) || Vocabulary.isOfTheMarket(word)
                || needed.contains(word)
            {
                if !Vocabulary.fillers.contains(word) { isBound = false }
            } else {
                guard !isBound, !token.isUppercase, !token.isCapitalized || index == 1,
                    word.allSatisfy({ $0.isLetter || $0 == "'" })
                else { return nil }
                if !found.contains(word) { found.append(word) }
            }
        }
        return found.isEmpty || found.count > 6 ? nil : found
    }

    /// Words beside which every other one counts.
    private static let binding: Set<String> = LooseWords.limiting.subtracting([
        "all", "same", "both", "first", "last", "second", "opposite", "contrary", "reverse", "half",
        "between", "third", "triple", "too", "other", "another", "again",
    ]).union(["when", "whenever", "if", "while", "once", "after", "during", "where"])

    private static func fits(_ row: Row, _ parts: Parts) -> Bool {
        let symbols = parts.symbols.count
        guard row.result.contains("$*") ? symbols >= 2 : symbols == row.count("$"),
            row.required.allSatisfy({ $0.contains(where: parts.words.contains) }),
            row.count("#") == parts.numbers.count, row.count("%") == parts.percents.count,
            row.result.contains("@*") == !parts.texts.isEmpty,
            row.count("&") == parts.traders.count,
            row.result.contains("?*") == !parts.searches.isEmpty,
            parts.units.isEmpty || row.count("~") == 1 || !row.allowed.isDisjoint(with: ["days"])
        else { return false }
        if row.count("~") == 1, parts.units.count != 1 { return false }
        // "RSI(14) under 30" names a length and one level, no two levels.
        if row.result.first == "rsi", !parts.numbers.isEmpty,
            parts.words.contains(where: { ["under", "below", "beneath"].contains($0) })
                != parts.words.contains(where: { ["over", "above", "past"].contains($0) })
                || parts.hasArguments
        {
            return false
        }
        // "It crosses the 50 EMA, hold 10": the second number is no average's length.
        let isCross = row.count("#") == 2 && row.result.contains("crossover")
        if isCross, parts.words.contains(where: { ["it", "price", "hold", "by"].contains($0) }) {
            return false
        }
        // Two parts of a whole are no two of anything else.
        let parts100 = parts.percents.isEmpty ? parts.numbers : parts.percents
        if row.isSplit, parts100.reduce(0, { $0 + $1.amount }) != 100 { return false }
        // "whenever Elon tweets" is about each time, not about what is said.
        let isFollowing = row.result.contains("@*") || row.count("&") > 0
        if isFollowing, !row.result.contains("when"),
            parts.words.contains(where: Self.conditional.contains)
        {
            return false
        }
        return parts.words.allSatisfy { word in
            row.allowed.contains(word) || row.required.contains { $0.contains(word) }
                || around.contains(word)
        }
    }

    private static func filled(_ row: Row, _ parts: Parts, _ tokens: [Token]) -> [Token] {
        let whole = tokens.covered
        func mark(_ character: Character) -> Token { Token(kind: .mark(character), range: whole) }
        func word(_ text: String) -> Token { Token(kind: .word(text), range: whole) }
        func joined(_ lists: [[Token]]) -> [Token] {
            Array(lists.joined(separator: [word("and")]))
        }
        var result: [Token] = []
        for piece in row.result {
            let index = (piece.dropFirst().first?.wholeNumberValue ?? 1) - 1
            switch piece.first {
            case "$"?:
                result += piece == "$*" ? joined(parts.symbols) : parts.symbols[index]
            case "#"? where piece.count == 2: result.append(parts.numbers[index])
            case "%"? where piece.count == 2: result.append(parts.percents[index])
            case "~"?: result.append(parts.units[index])
            case "@"?: result += joined(parts.texts)
            case "&"?: result += parts.traders[index]
            case "?"?: result += joined(parts.searches)
            case let first? where piece.count == 1 && !first.isLetter: result.append(mark(first))
            default: result.append(word(piece))
            }
        }
        if row.result.contains("@*") { result += parts.filters }
        if let rebalance = parts.rebalance {
            result += [mark(","), word("rebalanced"), word(rebalance)]
        }
        for setting in parts.settings { result += [mark(",")] + setting }
        return result
    }

    private static let conditional: Set = [
        "when", "whenever", "if", "each", "every", "time", "once", "after", "day",
    ]

    private static let periods: [String: String] = [
        "daily": "daily", "weekly": "weekly", "monthly": "monthly", "quarterly": "quarterly",
        "yearly": "yearly", "annually": "yearly", "annual": "yearly",
    ]

    /// The parts of a sentence; nothing where something stands in it that is none of them.
    ///
    /// - Parameter rebalances: Set where it says how often weights are restored, which is no part
    ///   of other strategies.
    private static func parts(
        _ tokens: [Token], _ catalogue: SymbolCatalogue, _ weighs: Bool, _ rebalances: inout Bool
    ) -> Parts? {
        var parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        // A hold belongs to an entry, which is not known yet.
        parser.draft.entry = .firstBar
        var parts = Parts()
        while !parser.isAtEnd {
            let start = parser.position
            if let tokens = parser.attempt({ $0.looseSearches() }) {
                parts.searches.append(tokens)
                continue
            }
            if let symbol = parser.symbol() {
                let named = Array(parser.tokens[start..<parser.position])
                let isNew = !parts.symbols.contains { list in
                    catalogue.match(list[...])?.symbol == symbol
                }
                if isNew { parts.symbols.append(named) }
                continue
            }
            if weighs, let every = rebalancing(&parser) {
                (parts.rebalance, rebalances) = (every, true)
                continue
            }
            if parser.accept(LooseWords.remarks) != nil { continue }
            if let tokens = parser.attempt({ $0.looseStart() ?? $0.looseExit() }) {
                parts.settings.append(tokens)
                continue
            }
            if parser.setting() != nil, parser.position > start {
                parts.settings.append(Array(parser.tokens[start..<parser.position]))
                continue
            }
            parser.position = start
            if !parts.texts.isEmpty, let filters = parser.attempt({ $0.countFilters() }) {
                parts.filters += filters
                continue
            }
            if let named = traders(&parser) {
                parts.traders.append(named)
                continue
            }
            if parser.named() != nil {
                while parser.accept(anyOf: SentenceParser.textWords) {}
                parts.add(text: Array(parser.tokens[start..<parser.position]), catalogue)
                continue
            }
            guard let token = parser.token() else { return nil }
            parser.position += 1
            switch token.kind {
            case .word(let word):
                if SentenceParser.isUnit(word), start > 0, parser.tokens[start - 1].isNumber {
                    parts.units.append(token)
                } else {
                    parts.words.append(word)
                }
            case .number(_, .plain):
                // "100 crossings" is how often, and no length.
                if parser.word() == "crossings" { return nil }
                parts.numbers.append(token)
            case .number(_, .percent): parts.percents.append(token)
            case .mark(let mark):
                if mark == "(", parser.token()?.isNumber == true { parts.hasArguments = true }
                guard ",.;:!?()&/-+=\"{}[]".contains(mark) else { return nil }
            default: return nil
            }
        }
        return parts
    }

    /// Consumes whose trades are told.
    private static func traders(_ parser: inout SentenceParser) -> [Token]? {
        parser.attempt { parser in
            let start = parser.position
            guard parser.accept(SourceNames.traders) != nil else { return nil }
            // Cathie Wood trades and writes; what is said around her decides.
            var probe = parser
            probe.position = start
            guard probe.named() == nil || isTrading(parser.tokens) else { return nil }
            return Array(parser.tokens[start..<parser.position])
        }
    }

    private static func isTrading(_ tokens: [Token]) -> Bool {
        tokens.contains {
            ["trades", "buys", "purchases", "copy", "holdings", "buying", "portfolio", "picks"]
                .contains($0.key)
        }
    }

    private static func rebalancing(_ parser: inout SentenceParser) -> String? {
        parser.attempt { parser in
            if let word = parser.word(), let period = periods[word] {
                parser.position += 1
                return period
            }
            guard parser.accept("every", "each", "per", "once", "a", "one") else { return nil }
            parser.skip("a", "every", "each", "per", "time")
            let names = [
                "month": "monthly", "quarter": "quarterly", "year": "yearly",
                "week": "weekly", "day": "daily",
            ]
            guard let word = parser.word(), let period = names[word] else { return nil }
            parser.position += 1
            return period
        }
    }
}

extension Token {
    /// The number; zero for anything else.
    fileprivate var amount: Double { if case .number(let value, _) = kind { value } else { 0 } }
}

extension SentenceParser {
    /// Consumes which texts count by how many like or share them.
    fileprivate mutating func countFilters() -> [Token]? {
        let start = position
        let filters = filters()
        guard !filters.isEmpty, filters.allSatisfy({ $0.contains(">") }) else { return nil }
        return Array(tokens[start..<position])
    }

    /// Consumes a stop with the action that it stands for: "get out at a 5% loss".
    fileprivate mutating func looseExit() -> [Token]? {
        first([
            { $0.looseStop() },
            { parser in
                guard let action = parser.accept(LooseWords.actions), action == .sell else {
                    return nil
                }
                parser.skip("it", "me", "at", "on", "with", "a", "an", "the", "if", "when", "or")
                return parser.looseStop()
            },
        ])
    }

    /// Consumes how the run is set up or how a position ends by its own loss, gain or time.
    fileprivate mutating func setting() -> Bool? {
        first([
            { $0.stopClause() }, { $0.costClause() }, { $0.cashClause() },
            { $0.bareCash() },
            { $0.sizeClause() }, { $0.fillClause() }, { $0.frequencyClause() },
            { $0.periodClause() }, { $0.holdClause() },
        ])
    }
}
