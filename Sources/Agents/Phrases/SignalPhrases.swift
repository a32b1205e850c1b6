/// Sources outside of prices: whose texts, which numbers, what happens.
extension SentenceParser {
    // MARK: Mentions

    static let textWords = [
        "tweets", "tweet", "twitter", "posts", "post", "posting", "comments", "account", "feed",
        "messages", "threads", "chatter", "talk", "x", "subreddit", "forum", "community", "users",
        "discussion", "discussions", "articles", "stories", "coverage", "videos",
    ]

    /// Consumes a source of texts: "Elon's tweets", "r/wallstreetbets", "the news".
    mutating func textSource() -> SourceMention? {
        attempt { parser in
            parser.skip("the", "what", "all", "recent", "latest")
            parser.skip("tweets", "posts", "comments", "by", "from", "of", "on", "in")
            parser.skip("the")
            let isVerified = parser.attempt { parser -> Bool? in
                guard parser.accept("verified"), parser.accept("accounts", "users") else {
                    return nil
                }
                return parser.accept("on", "of", "from") ? true : nil
            }
            guard let found = parser.named() else { return nil }
            var mention = found
            if parser.accept(phrase: "truth social") || parser.accept("truths") {
                mention.row = "truthsocial"
            }
            while parser.accept(anyOf: Self.textWords) {}
            if mention.row == "twitter", mention.target != nil { parser.skipPlatform() }
            if isVerified != nil { mention.filters.append("verified") }
            mention.filters = (mention.filters + parser.filters()).sorted()
            if parser.accept("about", "on", "regarding", "mentioning", "that", "which") {
                parser.skip("mention", "mentions", "about")
                parser.aboutSymbol()
                mention.filters = (mention.filters + parser.filters()).sorted()
            }
            _ = parser.accept(Self.saying)
            return mention
        }
    }

    /// Consumes where a person writes, which the account says already: "says on Twitter".
    private mutating func skipPlatform() {
        _ = attempt { parser -> Bool? in
            _ = parser.accept(Self.saying) ?? parser.accept("writes", "tweets").asTrue
            guard parser.accept("on", "in", "over", "via") else { return nil }
            return parser.accept("twitter", "x").asTrue
        }
    }

    private static let saying = PhraseTable(phrases: [
        "is saying", "are saying", "says", "say", "thinks", "think", "is thinking",
        "is talking about",
    ])

    /// Consumes "it", "the stock" or a symbol that texts are about.
    mutating func aboutSymbol() {
        skip("it", "them", "the", "stock", "company")
        if let symbol = symbol(), !draft.spokenOf.contains(symbol) {
            draft.spokenOf.append(symbol)
        }
    }

    mutating func named() -> SourceMention? {
        if accept(mark: "@"), let word = word() {
            position += 1
            return SourceMention("twitter", word)
        }
        if word() == "r", mark(1) == "/", let word = word(2) {
            position += 3
            return SourceMention("reddit", word)
        }
        if mark() == "/", word(1) == "r", mark(2) == "/", let word = word(3) {
            position += 4
            return SourceMention("reddit", word)
        }
        return accept(SourceNames.people) ?? accept(SourceNames.places)
    }

    /// Consumes sources of texts joined by "and", with the words around them.
    mutating func textSources() -> [SourceMention]? {
        attempt { parser in
            if ["sentiment", "mood"].contains(parser.word(1)) { parser.skip("its", "their") }
            _ = parser.accept(Self.moods) != nil && parser.accept("of", "on", "in", "from", "at")
            guard let first = parser.textSource() else { return nil }
            var sources = [first]
            _ = parser.accept(Self.moods)
            while let next = parser.attempt({ parser -> SourceMention? in
                _ = parser.accept(mark: ",")
                guard
                    parser.accept("and", "plus", "or", "with") || parser.accept(mark: "&")
                        || parser.accept(mark: "+")
                else { return nil }
                parser.skip("the", "also", "on", "what", "from", "of", "in", "at")
                _ = parser.accept(Self.moods) != nil && parser.accept("of", "on", "in", "from")
                let next = parser.textSource()
                _ = parser.accept(Self.moods)
                return next
            }) {
                if !sources.contains(next) { sources.append(next) }
            }
            return sources
        }
    }

    private static let moods = PhraseTable(phrases: [
        "sentiment", "the sentiment", "sentiments", "mood", "the mood", "feeling", "hype", "tone",
        "sentiment score", "social sentiment", "overall sentiment", "vibe", "vibes", "opinion",
        "average sentiment", "the combined sentiment", "combined sentiment",
    ])

    /// Consumes "the sentiment of X and Y", "mentions on X" or "the 5-bar change of" either.
    mutating func textQuantity() -> Quantity? {
        attempt { parser in
            parser.skip("the")
            if let length = parser.lookback() {
                guard parser.accept(phrase: "change of"), let inner = parser.textQuantity() else {
                    return nil
                }
                return .difference(inner, length)
            }
            if parser.accept("sentiment") {
                guard parser.accept("of", "on", "in"), let sources = parser.textSources() else {
                    return nil
                }
                return .signal(sources, .sentiment)
            }
            guard parser.accept("mentions"), parser.accept("on"), let source = parser.named() else {
                return nil
            }
            return .signal([source], .mentions)
        }
    }

    // MARK: What texts say

    private enum Reading { case positive, negative, neutral }

    private static let readings = PhraseTable<Reading>([
        "positive": .positive, "bullish": .positive, "good": .positive, "upbeat": .positive,
        "optimistic": .positive, "happy": .positive, "nice": .positive, "great": .positive,
        "excited": .positive, "hyped": .positive, "euphoric": .positive, "favorable": .positive,
        "negative": .negative, "bearish": .negative, "bad": .negative, "pessimistic": .negative,
        "fearful": .negative, "panicking": .negative, "angry": .negative, "gloomy": .negative,
        "neutral": .neutral,
    ])
    private static let states = PhraseTable(phrases: [
        "is", "are", "turns", "turn", "goes", "gets", "becomes", "become", "looks", "feels",
        "is feeling", "stays", "remains", "has turned", "was", "were", "gone", "turned", "go",
        "are feeling", "seems", "is getting", "back to", "is still", "it is", "it turns",
    ])
    private static let strongly = [
        "very", "extremely", "really", "super", "strongly", "highly", "overwhelmingly", "insanely",
    ]

    /// Consumes what is said in texts: "WSB sentiment is positive", "Elon tweets about it".
    mutating func textCondition() -> Condition? {
        first([
            { $0.mentionSpike() },
            { $0.eachByItself() },
            { parser in
                guard let sources = parser.textSources() else { return nil }
                parser.antecedent = .signal(sources, .sentiment)
                return parser.sentiment(of: sources)
            },
            { $0.personSays() },
            { parser in
                // "bullish sentiment in r/stocks": what is said comes first.
                let isStrong = parser.accept(anyOf: Self.strongly)
                guard let reading = parser.accept(Self.readings),
                    parser.accept(Self.moods) != nil || parser.accept(anyOf: Self.textWords),
                    parser.accept("on", "in", "from", "at", "of", "across", "by"),
                    let sources = parser.textSources()
                else { return nil }
                let quantity = Quantity.signal(sources, .sentiment)
                parser.antecedent = quantity
                return parser.judged(quantity, reading, isStrong: isStrong)
            },
            { parser in
                // "the sentiment turns negative": of the sources named before.
                guard parser.accept(Self.moods) != nil, let sources = parser.knownTexts else {
                    return nil
                }
                return parser.sentiment(of: sources)
            },
            { parser in
                guard case .signal(let sources, .sentiment) = parser.antecedent else { return nil }
                parser.skip("it", "that", "they", "he", "she")
                return parser.sentiment(of: sources)
            },
        ])
    }

    /// Consumes "both Elon's tweets and WSB are positive" or "Elon or WSB are positive": each of
    /// them by itself.
    private mutating func eachByItself() -> Condition? {
        let isBoth = accept("both")
        if !isBoth { skip("either") }
        let first = position
        guard let sources = textSources(), sources.count > 1 else { return nil }
        let start = position
        guard isBoth || tokens[first..<start].contains(where: { $0.key == "or" }) else {
            return nil
        }
        var parts: [Condition] = []
        for source in sources {
            position = start
            guard let part = sentiment(of: [source]) else { return nil }
            parts.append(part)
        }
        antecedent = nil
        return isBoth ? .conjunction(parts) : .disjunction(parts)
    }

    /// The sources of texts that the sentence has named so far.
    private var knownTexts: [SourceMention]? {
        for condition in [draft.entry, draft.shortEntry].compactMap({ $0 }) {
            for leaf in condition.leaves {
                if case .signal(let sources, _) = leaf.sides?.left { return sources }
            }
        }
        if case .signal(let sources, _) = antecedent { return sources }
        return nil
    }

    private mutating func sentiment(of sources: [SourceMention]) -> Condition? {
        let quantity = Quantity.signal(sources, .sentiment)
        _ = attempt { parser -> Bool? in
            // "WSB sentiment on AAPL rises": whom it is about.
            guard parser.accept("on", "about", "for", "towards", "around") else { return nil }
            guard parser.catalogue.match(parser.tokens[parser.position...]) != nil else {
                return nil
            }
            parser.aboutSymbol()
            return true
        }
        return first([
            { $0.range(of: quantity) },
            { parser in
                _ = parser.accept(Self.states)
                let isStrong = parser.accept(anyOf: Self.strongly)
                parser.skip("more", "mostly", "net", "too")
                guard let reading = parser.accept(Self.readings) else { return nil }
                parser.skip("again", "territory")
                if parser.accept("about", "on") { parser.aboutSymbol() }
                parser.skip("it", "the", "stock", "overall")
                return parser.judged(quantity, reading, isStrong: isStrong)
            },
            { parser in
                // "is improving fast", "is rising", "jumps"
                parser.skip("is", "are", "starts", "has", "been", "to")
                guard let word = parser.word(), let way = Self.changes[word] else { return nil }
                parser.position += 1
                var isFast = [
                    "jumps", "spikes", "surges", "soars", "plunges", "crashes",
                    "collapses", "jumping", "spiking", "surging", "explodes",
                ].contains(word)
                if parser.accept("fast", "quickly", "sharply", "rapidly", "suddenly") {
                    isFast = true
                }
                if parser.word() == "above" || parser.word() == "below" || parser.word() == "to" {
                    return nil
                }
                let length =
                    parser.trailingLookback() ?? Lookback(count: 5, unit: .bar)
                let bound = isFast ? 0.2 : 0
                if isFast { parser.draft.assume("fast is a change of the sentiment by 0.2") }
                return .compare(
                    .difference(quantity, length), way, .number(way == .up ? bound : -bound),
                    inclusive: false)
            },
            { parser in
                guard let comparator = parser.comparator(), let level = parser.number(.plain),
                    abs(level) <= 1
                else { return nil }
                let direction = comparator.direction ?? parser.bias
                if comparator.kind == .cross {
                    return .cross(quantity, direction, .number(level))
                }
                return .compare(
                    quantity, direction, .number(level), inclusive: comparator.isInclusive)
            },
        ])
    }

    private static let changes: [String: Direction] = [
        "improving": .up, "improves": .up, "rising": .up, "rises": .up, "climbing": .up,
        "climbs": .up, "jumps": .up, "spikes": .up, "surges": .up, "soars": .up,
        "accelerates": .up, "accelerating": .up, "jumping": .up, "spiking": .up, "surging": .up,
        "increases": .up, "increasing": .up, "explodes": .up, "growing": .up,
        "worsening": .down, "worsens": .down, "falling": .down, "falls": .down, "drops": .down,
        "dropping": .down, "plunges": .down, "crashes": .down, "collapses": .down,
        "deteriorates": .down, "deteriorating": .down, "declines": .down, "fading": .down,
        "fades": .down,
    ]

    private mutating func judged(
        _ quantity: Quantity, _ reading: Reading, isStrong: Bool
    ) -> Condition {
        let level = isStrong ? 0.3 : 0.1
        if reading == .neutral {
            draft.assume("sentiment runs from -1 to 1; neutral is within 0.1 of zero")
            return .within(quantity, 0.1)
        }
        draft.assume(
            "sentiment runs from -1 to 1; \(isStrong ? "very " : "")positive is above "
                + "\(isStrong ? "0.3" : "0.1"), negative the same below zero")
        return .compare(
            quantity, reading == .positive ? .up : .down,
            .number(reading == .positive ? level : -level), inclusive: false)
    }

    /// Consumes "Elon tweets something positive about it" or "Trump posts about Apple".
    private mutating func personSays() -> Condition? {
        guard let person = named() else { return nil }
        guard
            accept(
                "tweets", "tweet", "posts", "post", "says", "writes", "tweeted", "mentions",
                "mention", "talks", "praises", "speaks", "recommends", "attacks", "likes", "truths")
        else { return nil }
        let verb = tokens[position - 1].key
        skip("something", "anything", "a", "an", "out", "things")
        let isStrong = accept(anyOf: Self.strongly)
        var reading = accept(Self.readings)
        if verb == "praises" || verb == "recommends" || verb == "likes" { reading = .positive }
        if verb == "attacks" { reading = .negative }
        skip("tweet", "post", "things", "stuff", "news")
        var source = person
        if person.row == "twitter", person.target != nil,
            verb == "truths" || accept(phrase: "on truth social")
        {
            source.row = "truthsocial"
        }
        if accept("about", "on", "of", "regarding") || verb == "mentions" || verb == "mention" {
            // "On a weekend" says when; "on a rocket" says what.
            let next = tokens[position...].prefix(3).map(\.key)
            let isTime = next.contains(where: SourceMention.times.contains)
            if isTime, tokens[position - 1].key == "on" { return nil }
            if let filter = attempt({ $0.keywords() }) {
                source.filters.append(filter)
            } else {
                aboutSymbol()
            }
        }
        if source.row == "twitter", source.target != nil, accept(phrase: "on truth social") {
            source.row = "truthsocial"
        }
        return said(by: source, reading, isStrong: isStrong)
    }

    private mutating func said(
        by person: SourceMention, _ reading: Reading?, isStrong: Bool
    ) -> Condition {
        antecedent = .signal([person], .sentiment)
        if let reading {
            return judged(.signal([person], .sentiment), reading, isStrong: isStrong)
        }
        return .compare(.signal([person], .mentions), .up, .number(0), inclusive: false)
    }
}

extension Bool {
    /// Itself where it is true.
    fileprivate var asTrue: Bool? { self ? true : nil }
}
