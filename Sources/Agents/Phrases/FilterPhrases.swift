/// Which texts of a source count: "with more than 10k likes", "without retweets", "about Mars".
extension SentenceParser {
    private static let engagement = PhraseTable<String>([
        "likes": "likes", "like": "likes", "favorites": "likes", "favourites": "likes",
        "retweets": "shares", "shares": "shares", "reposts": "shares", "replies": "replies",
        "comments": "replies", "upvotes": "likes", "points": "likes", "karma": "likes",
        "followers": "followers", "views": "views",
    ])
    private static let verified = PhraseTable(phrases: [
        "by verified accounts", "from verified accounts", "of verified accounts", "verified only",
        "only verified", "only verified accounts", "verified accounts only", "by verified users",
        "from verified users", "of verified users",
    ])
    private static let copies = PhraseTable<String>([
        "retweets": "no retweets", "retweet": "no retweets", "reposts": "no retweets",
        "replies": "no replies", "answers": "no replies",
    ])

    /// Consumes the filters that stand behind a source.
    mutating func filters() -> [String] {
        var found: [String] = []
        while let next = attempt({ $0.filter() }) {
            if !found.contains(next) { found.append(next) }
        }
        return found.sorted()
    }

    private mutating func filter() -> String? {
        first([
            { $0.countFilter() },
            { $0.accept(Self.verified) != nil ? "verified" : nil },
            { parser in
                _ = parser.accept(mark: ",")
                parser.skip("but", "and")
                guard parser.accept("not", "no", "without", "excluding", "except") else {
                    return nil
                }
                return parser.accept(Self.copies)
            },
            { parser in
                parser.skip("that", "which", "and")
                guard
                    parser.accept("mention", "mentions", "mentioning", "about", "containing")
                else { return nil }
                return parser.keywords()
            },
        ])
    }

    /// Consumes "with more than 10k likes".
    private mutating func countFilter() -> String? {
        skip("that", "which")
        guard accept("with", "having", "get", "got", "have", "over", "above") else { return nil }
        let before = tokens[position - 1].key
        let isInclusive = accept(phrase: "at least")
        let isSaid =
            isInclusive || accept(phrase: "more than") || accept("over", "above")
            || accept(mark: ">")
        guard isSaid || before == "over" || before == "above",
            let count = number(.plain) ?? number(.pieces),
            count >= 0, count < 1e12, let field = accept(Self.engagement)
        else { return nil }
        return "\(field) \(isInclusive ? ">=" : ">") \(Int(count))"
    }

    /// Consumes one to three words that texts are to hold, none of them of the grammar.
    ///
    /// What is nearly a company's name is left alone: it may be a misspelt one.
    mutating func keywords() -> String? {
        skip("the", "a")
        // "mentions spike" is about how many there are.
        if let word = word(), SentenceParser.spikes.contains(word) { return nil }
        // "What Elon posts on Twitter": where it is written, not what it is about.
        if SourceNames.places.match({ self.word($0) }) != nil { return nil }
        var words: [String] = []
        while words.count < 3, let word = word(), !Vocabulary.contains(word),
            catalogue.match(tokens[position...]) == nil, catalogue.nearest(to: word).isEmpty
        {
            words.append(word)
            position += 1
        }
        return words.isEmpty ? nil : "mentions " + words.joined(separator: " ")
    }
}

extension SourceMention {
    /// Words that say behind "on" when something is written, not what it is about.
    static let times: Set<String> = Set(
        """
        weekend weekends weekday weekdays day days night nights evening evenings morning mornings \
        afternoon afternoons holiday holidays monday mondays tuesday tuesdays wednesday \
        wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays christmas \
        week weeks month months
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// The filters in words that are read back, each with a space before it.
    var filterPhrase: String {
        filters.map { filter -> String in
            let words = filter.split(separator: " ").map(String.init)
            switch words.first {
            case "verified": return " from verified accounts"
            case "no": return " without \(words[1])"
            case "mentions": return " mentioning \(words.dropFirst().joined(separator: " "))"
            default:
                let name = words[0] == "shares" ? "retweets" : words[0]
                return " with \(words[1] == ">=" ? "at least" : "more than") \(words[2]) \(name)"
            }
        }.joined()
    }
}
