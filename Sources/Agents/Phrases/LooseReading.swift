/// Reads a sentence by its parts, in whatever order and with whatever words around them.
///
/// Values, comparisons, numbers, events, actions and settings are found where they stand; each
/// comparison takes the value and the level beside it, each action the condition beside it, and
/// the whole is put into the words of the grammar. What is no part has to be a word that says
/// nothing, or lead in to the first part of a sentence; any other word and the sentence is not
/// read this way.
struct LooseReading {
    enum Part {
        case action(SentenceParser.Action)
        /// A number that prices or others give, in the words that were said.
        case value([Token], isPrice: Bool)
        /// Two averages at once: "the 20 and 50 EMAs".
        case pair([Token])
        case price
        case way(Direction)
        case verb(Direction?, weak: Bool)
        case number(Token), percent(Token)
        /// "20 days", which may be a time or the length of an average.
        case length([Token])
        /// A whole condition, in the words that were said or in those of the grammar.
        case condition([Token])
        /// A stop, a period, costs.
        case setting([Token])
        case opposite
        /// "It" behind a way: the level that was named before.
        case it
        case when, and, or
        case boundary(isStrong: Bool)

        var isNumber: Bool {
            switch self {
            case .number, .percent: true
            default: false
            }
        }
        var isIt: Bool { if case .it = self { true } else { false } }
        var isWeakBoundary: Bool { if case .boundary(false) = self { true } else { false } }
    }

    /// A sentence in the words of the grammar, and the words that were left aside.
    struct Result {
        var tokens: [Token]
        var leftAside: [String]
    }

    let catalogue: SymbolCatalogue
    var parser: SentenceParser
    var parts: [Part] = []
    /// The symbols that are traded, each with its tokens.
    var symbols: [(symbol: String, tokens: [Token])] = []
    /// What somebody writes about, which is traded where nothing else is.
    var spokenOf: (symbol: String, tokens: [Token])?
    var leftAside: [String] = []
    /// How the sentence calls its averages.
    let averageName: String?
    /// The average that was named last, which "the average" means.
    private var average: [Token]?
    /// The level that was last said to be broken or regained.
    var passedLevel: [Token]?
    /// Whether a word waits for something that limits it: "when …", "on …", "and …".
    var isPending = false
    /// Whether the sentence that is being read has had a part.
    var hasPart = false

    private init(_ tokens: [Token], _ catalogue: SymbolCatalogue) {
        self.catalogue = catalogue
        parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        // How a position ends may be said before how it begins.
        parser.draft.entry = .firstBar
        let names = parser.tokens.compactMap { LooseWords.averages[$0.key] }
        averageName = names.first { $0 != "average" } ?? names.first
    }

    /// The sentence in the words of the grammar; nothing where it is not read this way.
    static func reworded(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> Result? {
        var reading = LooseReading(tokens, catalogue)
        let scanned = reading.scan()
        if scanned, reading.symbols.isEmpty, let symbol = reading.spokenOf {
            reading.symbols = [symbol]
        }
        guard scanned, let composed = reading.composed() else { return nil }
        return Result(tokens: composed, leftAside: reading.leftAside)
    }

    // MARK: Parts

    private mutating func scan() -> Bool {
        while !parser.isAtEnd {
            let start = parser.position
            if !isPending, parser.accept(LooseWords.remarks) != nil { continue }
            if repeatsAction() { continue }
            if parser.word() == "from",
                let (side, count) = LooseWords.sides.match({ parser.word($0) })
            {
                guard crossed(side) else { return false }
                parser.position += count
                continue
            }
            if let mark = parser.mark() {
                guard readMark(mark) else { return false }
                continue
            }
            if let found = found() {
                guard parser.position > start, !joinsAside(found) else { return false }
                append(found)
                continue
            }
            parser.position = start
            if parser.symbol() != nil {
                parser.position = start
                _ = parser.symbol()
                let named = Array(parser.tokens[start..<parser.position])
                note(named, isSpokenOf: false)
                isPending = false
                continue
            }
            guard readWord() else { return false }
        }
        return true
    }

    /// Takes "from below" behind a level, which says the way of a cross and not the side that the
    /// price is on; false where another way was said.
    private mutating func crossed(_ side: Direction) -> Bool {
        for index in parts.indices.reversed() {
            switch parts[index] {
            case .way(let way), .verb(.some(let way), _): return way == side
            case .verb(nil, _):
                parts[index] = .verb(side, weak: false)
                return true
            default: continue
            }
        }
        return false
    }

    /// Remembers the symbols among some tokens.
    private mutating func note(_ tokens: [Token], isSpokenOf: Bool) {
        for index in tokens.indices {
            guard let name = catalogue.match(tokens[index...]) else { continue }
            let named = (name.symbol, Array(tokens[index..<index + name.count]))
            if isSpokenOf {
                spokenOf = spokenOf ?? named
            } else if !symbols.contains(where: { $0.symbol == name.symbol }) {
                symbols.append(named)
            }
        }
    }

    private mutating func append(_ part: Part) {
        parts.append(part)
        switch part {
        case .when, .and, .or, .way: isPending = true
        case .boundary: break
        case .setting: isPending = false
        default:
            isPending = false
            hasPart = true
        }
    }

    /// Whether "and" or "or" joins to what was left aside: "the moon is full and …".
    private func joinsAside(_ part: Part) -> Bool {
        switch part {
        case .and, .or: !leftAside.isEmpty && !hasPart
        default: false
        }
    }

    private mutating func readMark(_ mark: Character) -> Bool {
        parser.position += 1
        switch mark {
        case ".", ";", "!", "?":
            parts.append(.boundary(isStrong: true))
            if mark != ";" { hasPart = false }
            isPending = false
        case ",", ":": parts.append(.boundary(isStrong: false))
        case "/": parts.append(.boundary(isStrong: false))
        case "(", ")", "=", "|": break
        case "+" where isOrMore:
            parts.insert(.way(.up), at: parts.count - 1)
        case "&", "+":
            guard !joinsAside(.and) else { return false }
            append(.and)
        case ">": append(.way(.up))
        case "<": append(.way(.down))
        default: return false
        }
        return true
    }

    /// Whether a plus sign that was just read hangs on a number: "VIX 30+".
    private var isOrMore: Bool {
        guard parts.last?.isNumber == true, let number = parser.token(-2), number.isNumber,
            let plus = parser.token(-1), number.range.upperBound == plus.range.lowerBound
        else { return false }
        return parser.token()?.isNumber != true
    }

    private mutating func found() -> Part? {
        if parser.accept(LooseWords.opposites) != nil { return .opposite }
        // "…, but only while …" narrows what was said, as long as nothing else has been said.
        if !parts.contains(where: { if case .action(.sell) = $0 { true } else { false } }),
            parser.accept(LooseWords.narrowing) != nil
        {
            return .and
        }
        if parser.accept(LooseWords.when) != nil { return .when }
        if isNextDayToBuy() { return .when }
        if parser.accept(phrase: "in turn") { return .boundary(isStrong: false) }
        if let part = passive() { return part }
        if let part = compound() { return part }
        if let part = averages() { return part }
        if let part = setting() { return part }
        if let part = quantity() { return part }
        if let part = action() { return part }
        if let way = parser.accept(LooseWords.ways) { return .way(way) }
        if case .way? = parts.last, parser.accept("it", "that") { return .it }
        // "Rises through the average".
        if parser.word() == "through", case .verb(.some(let way), _)? = parts.last {
            parser.position += 1
            return .way(way)
        }
        if parser.word() == "plus", parser.token(1)?.isNumber == true { parser.position += 1 }
        if parser.accept("and", "plus") || joinsByBut() { return .and }
        if parser.accept("or") { return .or }
        if let word = parser.word(), let way = LooseWords.verbs[word] {
            parser.position += 1
            return .verb(way, weak: LooseWords.weakVerbs.contains(word))
        }
        return number()
    }

    /// Consumes "next day" before what buys, as orders fill on the next bar.
    private mutating func isNextDayToBuy() -> Bool {
        var probe = parser
        guard probe.accept(phrase: "next day") else { return false }
        let end = probe.position
        guard case .buy? = probe.accept(LooseWords.actions) else { return false }
        parser.position = end
        return true
    }

    /// What is told in several words of any order: a move over a time, a streak, an event.
    private mutating func compound() -> Part? {
        let told: [(inout SentenceParser) -> [Token]?] = [
            { $0.looseMove() }, { $0.looseStreak() }, { $0.looseEvent() },
        ]
        if let tokens = parser.first(told) { return .condition(tokens) }
        if let trades = parser.attempt({ $0.looseTrades() }) {
            note(trades.about, isSpokenOf: false)
            return .condition(trades.tokens)
        }
        if let text = parser.attempt({ $0.looseWriting() }) {
            note(text.about, isSpokenOf: true)
            return .condition(text.tokens)
        }
        let start = parser.position
        if let tokens = parser.attempt({ $0.looseMood() }) {
            note(Array(parser.tokens[start..<parser.position]), isSpokenOf: false)
            return .condition(tokens)
        }
        let phrases: [(inout SentenceParser) -> Condition?] = [
            { $0.idiom() }, { $0.streak() }, { $0.oversold() }, { $0.newExtreme() },
            { $0.barPattern() }, { $0.closeInRange() }, { $0.extremesInARow() }, { $0.flip() },
            { $0.stack() }, { $0.squeeze() }, { $0.familyCross() },
            { $0.eventCondition() }, { $0.calendarCondition() },
            { parser in
                let condition = parser.textCondition()
                return parser.endsClause ? condition : nil
            },
        ]
        guard parser.first(phrases) != nil else { return nil }
        let tokens = Array(parser.tokens[start..<parser.position])
        note(tokens, isSpokenOf: false)
        return .condition(tokens)
    }

    private mutating func setting() -> Part? {
        let start = parser.position
        // "If it's Monday and down 1%" says when to buy: nothing ends a position yet.
        let isEnding = parts.contains {
            switch $0 {
            case .action(let action): action == .sell || action == .cover
            case .boundary(let isStrong): isStrong
            default: false
            }
        }
        let stop = parser.attempt { $0.looseStop() }
        if let stop, isEnding || !parser.isMoveAlone(start) { return .setting(stop) }
        parser.position = start
        if let tokens = parser.attempt({ $0.looseStart() }) { return .setting(tokens) }
        let isRead = parser.first([
            { $0.stopClause() }, { $0.tradeSizeClause() }, { $0.costClause() }, { $0.cashClause() },
            { $0.bareCash() }, { $0.sizeClause() }, { $0.fillClause() }, { $0.frequencyClause() },
            { $0.periodClause() },
        ])
        guard isRead != nil, parser.position > start else {
            parser.position = start
            return nil
        }
        let tokens = Array(parser.tokens[start..<parser.position])
        note(tokens, isSpokenOf: false)
        // "Below the band at the close, buy": which close is compared, not where it is bought.
        if tokens.last?.key == "close", parser.mark() == ",", case .value? = parts.last {
            return .boundary(isStrong: false)
        }
        return .setting(tokens)
    }

    mutating func quantity() -> Part? {
        let start = parser.position
        if parser.accept("the", "its", "a", "an", "that", "this", "their") {
            // An article alone is no part; what it stands before decides.
            if let inner = quantity() { return inner }
            parser.position = start
            return nil
        }
        if SourceNames.values.match({ parser.word($0) }) == nil,
            parser.attempt({ $0.loosePrice() }) != nil
        {
            return .price
        }
        if let tokens = parser.attempt({ $0.looseSearches() }) {
            return .value(tokens, isPrice: false)
        }
        if let tokens = parser.attempt({ $0.looseLevel() }) {
            return .value(tokens, isPrice: tokens.contains { $0.key == "band" })
        }
        guard let found = parser.attempt({ $0.quantity() }) else { return nil }
        switch found {
        case .number: break
        case .price(let column, _) where column != .volume: break
        default:
            let tokens = Array(parser.tokens[start..<parser.position])
            note(tokens, isSpokenOf: false)
            if case .average = found { average = tokens }
            return .value(tokens, isPrice: found.measure == .price)
        }
        parser.position = start
        return nil
    }

    /// Two averages at once, or the one that was named before.
    private mutating func averages() -> Part? {
        let start = parser.position
        if let pair = parser.attempt({ parser -> [Token]? in
            parser.skip("the", "its", "their", "between", "of", "a")
            guard parser.averagePair() != nil else { return nil }
            return Array(parser.tokens[start..<parser.position])
        }) {
            return .pair(pair)
        }
        guard let average, parser.accept("the", "that", "its", "this"),
            parser.accept("average", "avg", "ma", "mean", "ema", "sma")
                || parser.accept(phrase: "moving average")
        else {
            parser.position = start
            return nil
        }
        return .value(average, isPrice: true)
    }

    private mutating func action() -> Part? {
        if parser.word() == "in", startsCondition(1) {
            parser.position += 1
            return .action(.buy)
        }
        // "Under it? Cash."
        if parser.word() == "cash", parser.token(1)?.isMark ?? true,
            parser.token(-1).map({ $0.isMark || ["to", "into", "in", "go"].contains($0.key) })
                ?? false
        {
            parser.position += 1
            return .action(.sell)
        }
        // "P/E < 12 b, P/E > 20 s".
        if let word = parser.word(), word == "b" || word == "s", parser.token(-1)?.isNumber == true,
            parser.word(1) == nil, parser.token(1)?.isNumber != true
        {
            parser.position += 1
            return .action(word == "b" ? .buy : .sell)
        }
        // "Close", "purchase" and the like as names of prices and of others' trades are read above.
        return parser.accept(LooseWords.actions).map(Part.action)
    }

    /// Whether the tokens from an offset on begin a condition, or nothing follows.
    private func startsCondition(_ offset: Int) -> Bool {
        guard let token = parser.token(offset) else { return true }
        switch token.kind {
        case .mark(let mark): return ".,;:<>!".contains(mark)
        case .word(let word):
            return ["when", "if", "once", "whenever", "at", "over", "under", "above", "below"]
                .contains(word) && parser.position > 0
        default: return false
        }
    }
}
