/// What others do and look for, told in any order of words: "officers and directors at JPMorgan
/// are picking up shares", "how often people google iphone".
extension SentenceParser {
    // MARK: Trades of others

    private static let deeds: [String: Bool] = {
        var deeds: [String: Bool] = [:]
        for word in WordClasses.words("buy") { deeds[word] = true }
        for word in WordClasses.words("sell") { deeds[word] = false }
        return deeds
    }()
    private static let deedPhrases = PhraseTable<Bool>(
        [
            "is a buyer": true, "are buyers": true, "is buying in": true, "is a seller": false,
            "are sellers": false,
        ],
        and: [
            "pick up", "scoop up", "snap up", "load up on", "load up", "load", "add to",
            "stock up on",
        ]
        .flatMap(WordClasses.inflected).map { ($0, true) }
            + ["unload", "offload", "part with", "get rid of"]
            .flatMap(WordClasses.inflected).map { ($0, false) })
    private static let aroundTraders: Set<String> = [
        "is", "are", "was", "were", "has", "have", "been", "who", "that", "themselves", "just",
        "disclosed", "discloses", "disclose", "reported", "reports", "report", "filed", "files",
        "makes", "made", "make",
        "s", "at", "of", "in", "from", "the", "a", "an", "some", "its", "their", "own",
        "company", "firm",
    ]
    private static let objects: Set<String> = [
        "shares", "share", "stock", "stocks", "their", "own", "its", "it", "some", "in", "of",
        "the", "company", "firm", "company's", "them", "themselves", "more", "at",
    ]
    /// Who joins the first of a group without widening it: "officers and directors".
    private static let fellows: Set<String> = [
        "directors", "officers", "executives", "managers", "women", "congresswomen",
        "congressmen", "representatives", "lawmakers",
    ]

    /// Consumes whose trades are told and whether they buy or sell.
    ///
    /// - Returns: The same in the words of the grammar, and the symbol that is named besides.
    mutating func looseTrades() -> (tokens: [Token], about: [Token])? {
        let start = position
        skip("the", "any", "some")
        var isBuy = behindDeed()
        var about: [Token] = []
        skip("the", "its", "their", "own", "company", "corporate", "some")
        var named = position
        if accept(SourceNames.traders) == nil {
            position = start
            guard isBuy == nil, accept(SourceNames.traders) != nil else { return nil }
            named = start
        }
        var traders = Array(tokens[named..<position])
        // "Berkshire's Warren Buffett", "the oracle, Warren Buffett,".
        _ = attempt { parser -> Bool? in
            _ = parser.accept(mark: ",")
            let place = parser.position
            guard parser.accept(SourceNames.traders) != nil else { return nil }
            traders = Array(parser.tokens[place..<parser.position])
            _ = parser.accept(mark: ",")
            return true
        }
        if let fellow = word(1), word() == "and" || word() == "or", Self.fellows.contains(fellow) {
            position += 2
        }
        while isBuy == nil, let word = word() {
            if let found = accept(Self.deedPhrases) {
                isBuy = found
            } else if let symbol = symbolTokens() {
                guard about.isEmpty else { return nil }
                about = symbol
            } else if let found = Self.deeds[word] {
                position += 1
                isBuy = found
            } else if word == "does" || word == "do", saysBuyBefore(start) {
                position += 1
                isBuy = true
            } else if Self.aroundTraders.contains(word) {
                position += 1
            } else {
                return nil
            }
        }
        guard let isBuy else { return nil }
        while let word = word() {
            if Self.objects.contains(word) {
                position += 1
            } else if about.isEmpty, let symbol = symbolTokens() {
                about = symbol
            } else {
                break
            }
        }
        let verb = made([], isBuy ? "buy" : "sell", from: start)
        return (traders + verb, about)
    }

    /// Consumes "purchases by" and the like.
    private mutating func behindDeed() -> Bool? {
        attempt { parser in
            guard let word = parser.word(), let found = Self.deeds[word] else { return nil }
            parser.position += 1
            parser.skip("of", "shares", "stock")
            return parser.accept("by") ? found : nil
        }
    }

    private mutating func symbolTokens() -> [Token]? {
        let start = position
        return symbol() == nil ? nil : Array(tokens[start..<position])
    }

    /// Whether buying, and no selling, is spoken of in front of a place.
    private func saysBuyBefore(_ place: Int) -> Bool {
        let said = tokens[..<place].compactMap { Self.deeds[$0.key] }
        return said.contains(true) && !said.contains(false)
    }

    // MARK: What people search for

    private static let searching: Set<String> = [
        "search", "searches", "searching", "searched", "googling", "googles", "googled", "trends",
        "searchers",
    ]
    private static let aroundSearches: Set<String> = [
        "google", "googles", "googling", "googled", "search", "searches", "searching", "searched",
        "interest", "trends", "trend", "popularity", "volume", "traffic", "number", "frequency",
        "how", "often", "much", "many", "people", "folks", "users", "everyone", "everybody", "are",
        "is", "the", "in", "of", "for", "on", "term", "word", "keyword", "phrase", "query", "a",
        "times", "data", "online", "queries", "to", "by",
    ]
    private static let searchStarts: Set<String> = [
        "google", "googling", "googled", "search", "searches", "searching", "interest", "how",
        "number", "people", "popularity",
    ]

    /// Consumes how much people search for one word: gives it in the words of the grammar.
    mutating func looseSearches() -> [Token]? {
        let start = position
        skip("the")
        guard let first = word(), Self.searchStarts.contains(first) else {
            position = start
            return nil
        }
        var said: [String] = []
        var isNamed = false
        while let word = word(), Self.aroundSearches.contains(word) {
            said.append(word)
            position += 1
        }
        isNamed = said.contains(where: Self.searching.contains)
        let isOfGoogle = said.contains { $0.hasPrefix("googl") }
        let leads = [
            "for", "in", "of", "on", "term", "word", "keyword", "phrase", "google",
            "googles", "googling", "searching", "search", "searched", "query",
        ]
        guard isOfGoogle || isNamed,
            isNamed || said.contains("interest") || said.contains("popularity")
                || said.contains("often") || said.contains("many") || said.contains("people"),
            let lead = said.last, leads.contains(lead), case .word(let term)? = token()?.kind,
            !Vocabulary.isOfTheMarket(term), !Vocabulary.fillers.contains(term),
            catalogue.match(tokens[position...]) == nil
        else {
            position = start
            return nil
        }
        let named = tokens[position]
        position += 1
        _ = attempt { parser -> Bool? in
            parser.skip("on", "in", "via")
            guard parser.accept("google") else { return nil }
            parser.skip("trends", "search")
            return true
        }
        return made([], "google searches for", from: start) + [named]
    }
}
