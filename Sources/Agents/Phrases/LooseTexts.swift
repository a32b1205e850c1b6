/// What people write, told in any order of words: "the wallstreetbets crowd is extremely upbeat".
extension SentenceParser {
    private static let readings: [String: Bool] = {
        var readings: [String: Bool] = [:]
        for word in [
            "positive", "bullish", "good", "upbeat", "optimistic", "happy", "great",
            "excited", "hyped", "euphoric", "favorable", "favourable", "rosy", "cheerful",
            "enthusiastic",
        ] {
            readings[word] = true
        }
        for word in ["negative", "bearish", "bad", "pessimistic", "fearful", "gloomy", "sour"] {
            readings[word] = false
        }
        return readings
    }()
    private static let strongly = Set(WordClasses.words("strong"))
    private static let moods = Set(WordClasses.words("mood"))
    private static let aroundMoods: Set<String> = Set(
        """
        the a an is are was were of on in at over about it crowd users people folks community \
        turns turn turned turning goes go gets get flips flip becomes become to their guys posters \
        apes forum board subreddit sounds sound feels feel from overall posts tweets s that \
        general there reads looks toward towards stock it's both into its territory among by start \
        starts started getting becoming seem seems seemed look sounded looked grow grows growing
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Consumes where texts are, and how they sound: gives it in the words of the grammar.
    mutating func looseMood() -> [Token]? {
        let start = position
        var sources: [[Token]] = []
        var hasMood = false
        var isStrong = false
        var isPositive: Bool?
        var end = start
        while let word = word(), position - start < 16 || isPositive == nil {
            let place = position
            if let named = attempt({ $0.named() }) {
                guard named.source != nil else { return nil }
                sources.append(Array(tokens[place..<position]))
            } else if Self.moods.contains(word) {
                hasMood = true
                position += 1
            } else if let found = Self.readings[word], isPositive == nil || isPositive == found {
                isPositive = found
                position += 1
            } else if ["like", "likes", "love", "loves"].contains(word), !sources.isEmpty,
                ["it", "them"].contains(self.word(1)), isPositive == nil
            {
                isPositive = true
                position += 2
            } else if Self.strongly.contains(word), isPositive == nil {
                isStrong = true
                position += 1
            } else if Self.aroundMoods.contains(word) || word == "and" && sources.count == 1 {
                guard position > start || ["the", "their", "a"].contains(word) else { return nil }
                position += 1
                continue
            } else {
                break
            }
            if isPositive != nil, hasMood || !sources.isEmpty { end = position }
        }
        position = end
        guard end > start, let isPositive, sources.count <= 2 else { return nil }
        let range = tokens[start..<end].covered
        func words(_ text: String) -> [Token] {
            text.split(separator: " ").map { Token(kind: .word(String($0)), range: range) }
        }
        let named = Array(sources.joined(separator: words("and")))
        return named + words("sentiment is") + words(isStrong ? "very" : "")
            + words(isPositive ? "positive" : "negative")
    }

    private static let writing: Set<String> = [
        "tweets", "tweet", "tweeted", "tweeting", "posts", "post", "posted", "posting", "mentions",
        "mentioning", "talks", "talking", "writes", "writing", "tweeting", "mention", "mentioned",
        "raves", "raving", "chats",
    ]
    private static let aroundWriting: Set<String> = [
        "something", "anything", "on", "twitter", "x", "about", "of", "regarding", "the", "a",
        "is", "starts", "his", "her", "in", "out", "goes", "going",
    ]

    /// Whether the words up to the next mark say that it is said on Twitter.
    private var saysTwitter: Bool {
        tokens[position...].prefix { if case .mark = $0.kind { false } else { true } }
            .contains { $0.key == "twitter" }
    }

    /// Consumes who writes about what: "Musk posts something on twitter about DOGE".
    ///
    /// - Returns: The same in the words of the grammar, and what it is about.
    mutating func looseWriting() -> (tokens: [Token], about: [Token])? {
        let start = position
        guard let person = named(), person.row == "twitter", person.target != nil else {
            return nil
        }
        let name = Array(tokens[start..<position])
        var writes = false
        var isAbout = false
        while let word = word(), catalogue.match(tokens[position...]) == nil {
            if Self.writing.contains(word) {
                writes = true
                isAbout = isAbout || word.hasPrefix("mention")
            } else if !Self.aroundWriting.contains(word) {
                break
            } else if ["about", "regarding"].contains(word) || word == "on" && writes {
                isAbout = true
            }
            position += 1
        }
        if isAbout, !writes { writes = saysTwitter }
        guard writes, isAbout else { return nil }
        let place = position
        if symbol() == nil, !accept("it", "coin", "stock", "company", "token", "them") {
            return nil
        }
        let about = Array(tokens[place..<position])
        _ = attempt { parser -> Bool? in
            parser.skip("on", "in", "via", "over", "his", "her", "a")
            return parser.accept("twitter", "tweet", "tweets") ? true : nil
        }
        let range = tokens[start..<position].covered
        let isNamed = catalogue.match(about[...]) != nil
        let said = isNamed ? about : [Token(kind: .word("it"), range: range)]
        let verb = ["tweets", "about"].map { Token(kind: .word($0), range: range) }
        return (name + verb + said, isNamed ? about : [])
    }
}
