/// The words that ``LooseReading`` knows, by what they do in a sentence.
enum LooseWords {
    /// Verbs of buying and selling whose forms are all read.
    private static let verbForms: [(String, SentenceParser.Action)] =
        [
            "hop on", "hop in", "hop into", "hop aboard", "jump in", "jump into", "jump on",
            "step in", "step into", "pick up", "scoop up", "snap up", "load up on", "stock up on",
            "dive in", "climb aboard", "climb on board", "go into", "buy into", "load",
        ].flatMap(WordClasses.inflected).map { ($0, .buy) }
        + [
            "part with", "part with it", "part with them", "dispose of", "dispose of it",
            "be disposed of", "get rid of", "get rid of it", "step out", "step out of",
            "step aside", "hop off", "offload", "unload", "ditch", "dump", "liquidate",
            "bail out", "bail out of", "bow out", "let go of", "let it go", "jump off", "sell out",
            "sell off",
        ].flatMap(WordClasses.inflected).map { ($0, .sell) }

    /// What to do with a position, in the forms in use.
    static let actions = PhraseTable<SentenceParser.Action>(
        [
            "buy": .buy, "buys": .buy, "buying": .buy, "bought": .buy, "buyer": .buy,
            "purchase": .buy, "purchases": .buy, "purchased": .buy, "purchasing": .buy,
            "acquire": .buy, "acquired": .buy, "acquiring": .buy, "accumulate": .buy, "long": .buy,
            "longs": .buy, "enter": .buy, "entry": .buy, "entered": .buy, "entering": .buy,
            "entries": .buy, "go long": .buy, "get long": .buy, "going long": .buy, "i'm in": .buy,
            "i am in": .buy, "im in": .buy, "me in": .buy, "get in": .buy, "gets in": .buy,
            "got in": .buy, "get into": .buy, "gets into": .buy, "got into": .buy,
            "getting into": .buy, "getting in": .buy, "jump in": .buy, "step in": .buy,
            "get some": .buy, "get me some": .buy, "pick up": .buy, "picks up": .buy,
            "picked up": .buy, "picking up": .buy, "load up on": .buy, "grab": .buy,
            "scoop up": .buy, "buy signal": .buy, "a long position": .buy, "take a position": .buy,
            "own": .hold, "owns": .hold, "owning": .hold, "owned": .hold, "hold": .hold,
            "holds": .hold, "holding": .hold, "held": .hold, "keep": .hold, "keeping": .hold,
            "kept": .hold, "be in": .hold, "am in": .hold, "being in": .hold, "stay in": .hold,
            "stays in": .hold, "staying in": .hold, "stay long": .hold, "be long": .hold,
            "comfortable in": .hold, "invested in": .hold, "remain in": .hold,
            "sell": .sell, "sells": .sell, "selling": .sell, "sold": .sell, "seller": .sell,
            "sale": .sell, "exit": .sell, "exits": .sell, "exited": .sell, "exiting": .sell,
            "leave": .sell, "leaves": .sell, "left": .sell, "liquidate": .sell,
            "liquidated": .sell, "unload": .sell, "unloaded": .sell, "dump": .sell, "ditch": .sell,
            "rid of": .sell, "be rid of": .sell, "get rid of": .sell, "getting rid of": .sell,
            "got rid of": .sell, "let go": .sell, "let it go": .sell, "let go of": .sell,
            "divest": .sell, "divests": .sell, "divested": .sell, "unwind": .sell, "unwound": .sell,
            "take it off": .sell, "hand it back": .sell, "give it back": .sell, "out": .sell,
            "get out": .sell, "gets out": .sell, "get me out": .sell, "gets me out": .sell,
            "getting me out": .sell, "getting out": .sell, "i'm out": .sell, "i am out": .sell,
            "me out": .sell, "im out": .sell, "step out": .sell, "cash out": .sell,
            "go flat": .sell, "flat": .sell, "close it": .sell, "close out": .sell,
            "close the position": .sell, "close the trade": .sell, "sell signal": .sell,
            "get out of": .sell, "getting out of": .sell, "out of it": .sell, "out of": .sell,
            "until": .sell, "till": .sell,
            "short": .short, "shorts": .short, "shorted": .short, "shorting": .short,
            "sell short": .short, "go short": .short, "sell it short": .short,
            "sold short": .short, "a short position": .short, "bet against": .short,
            "cover": .cover, "covers": .cover, "covered": .cover, "covering": .cover,
            "buy back": .cover, "buy it back": .cover, "buying it back": .cover,
            "bought back": .cover, "close the short": .cover, "close that short": .cover,
            "close my short": .cover, "close the short position": .cover,
        ], and: verbForms)

    /// What is said of a price or a plan and asks for nothing.
    static let remarks = PhraseTable(phrases: [
        "cheap enough", "cheap enough for me", "good enough for me", "people are scared",
        "people are fearful", "people are nervous", "people are greedy", "everyone is scared",
        "too dear", "too expensive", "too pricey", "a bargain", "bargain", "in my book",
        "washed out", "washed out to me", "that is all", "thats all", "that's all", "all of it",
        "all of them", "the whole lot", "as usual", "as well", "dear all", "hi all", "hello all",
        "all the time", "what is the result", "what's the result",
        "for me", "my father worked for", "nowhere else", "and nowhere else", "new to this",
        "new to trading", "new to investing",
    ])

    /// Words that narrow a condition by the one that follows.
    static let narrowing = PhraseTable(phrases: [
        "but only if", "but only when", "but only while", "but just if", "but just when",
        "and only if", "and only when", "and only while", "provided that", "provided", "providing",
        "as long as", "so long as", "on condition that", "given that",
    ])

    /// The bar on which an order fills in any case.
    static let nextDay = PhraseTable(phrases: [
        "one day later", "1 day later", "a day later", "the next day", "next day", "the day after",
        "on the next day", "on the following day", "the following day", "the next session",
        "on the next session", "the following session", "the next morning", "in 1 day later",
    ])

    /// Which side of a level something is on.
    static let ways = PhraseTable<Direction>([
        "above": .up, "over": .up, "past": .up, "exceeding": .up, "exceeds": .up, "exceed": .up,
        "exceeded": .up, "beyond": .up, "tops": .up, "more than": .up, "greater than": .up,
        "higher than": .up, "larger than": .up, "bigger than": .up, "north of": .up,
        "upwards of": .up, "on top of": .up, "in excess of": .up,
        "below": .down, "under": .down, "beneath": .down, "underneath": .down, "sub": .down,
        "less than": .down, "lower than": .down, "smaller than": .down, "south of": .down,
        "fewer than": .down, "down through": .down, "up through": .up, "short of": .down,
        "off": .down, "to the downside": .down, "downward": .down, "downwards": .down,
        "to the upside": .up, "upward": .up, "upwards": .up,
    ])

    /// Which side a level is passed from or to.
    static let sides = PhraseTable<Direction>([
        "from below": .up, "from underneath": .up, "to the upside": .up, "upwards": .up,
        "upward": .up, "from above": .down, "to the downside": .down, "downwards": .down,
        "downward": .down,
    ])

    /// Verbs that pass a level: the way they go, where they say it.
    static let verbs: [String: Direction?] = {
        var verbs: [String: Direction?] = [:]
        for word in WordClasses.words("move") { verbs[word] = .some(nil) }
        for word in WordClasses.words("cross") { verbs[word] = .some(nil) }
        for word in WordClasses.words("rise") { verbs[word] = .up }
        for word in WordClasses.words("fall") { verbs[word] = .down }
        for word in ["x", "crossing", "slices", "breakout", "breaking"] + reaching {
            verbs[word] = .some(nil)
        }
        for word in ["trade", "trades", "traded", "trading"] { verbs[word] = nil }
        return verbs
    }()

    /// Verbs that may say nothing: what they go to is said besides, or only that it is there.
    static let weakVerbs: Set<String> = Set(
        WordClasses.words("move").filter { !$0.hasPrefix("cross") && !$0.hasPrefix("break") }
            + reaching)

    /// What has happened to a level that "is exceeded" or "is broken": the way it was passed, where
    /// the word says it.
    static let passed: [String: Direction?] = {
        var passed: [String: Direction?] = [:]
        for word in [
            "exceeded", "surpassed", "topped", "regained", "reclaimed", "recovered", "retaken",
            "overcome", "cleared",
        ] {
            passed[word] = .some(.up)
        }
        for word in ["lost", "undercut", "violated"] { passed[word] = .some(.down) }
        for word in ["broken", "crossed", "breached", "penetrated", "pierced", "passed"] {
            passed[word] = .some(nil)
        }
        return passed
    }()

    /// Verbs of coming to a level.
    private static let reaching = [
        "reach", "reaches", "reached", "reaching", "hit", "hits", "hitting", "touch", "touches",
        "touched", "touching", "tag", "tagged", "make", "makes", "made", "making", "print",
        "prints", "tags",
    ]

    /// Words that begin a condition.
    static let when = PhraseTable(phrases: [
        "when", "whenever", "if", "once", "while", "whilst", "where", "as soon as", "as long as",
        "so long as", "provided", "provided that", "upon", "after", "following", "each time",
        "every time", "any time", "the moment", "the day after", "the minute", "the day",
        "only when", "only if", "only while", "in case", "on condition that", "at times when",
        "whenever that", "the condition under which", "under the condition that", "on days when",
        "day after",
    ])

    /// Ways to say that what began a position has turned around.
    static let opposites = PhraseTable(phrases: [
        "opposite", "the opposite", "opposite cross", "opposite signal", "cross back",
        "crosses back", "the reverse", "reverse cross", "reverse signal", "cross the other way",
        "crosses the other way", "opposite crossing", "reverse crossing", "crossing back",
        "the other way", "the opposite way", "vice versa",
    ])

    /// Words that turn around, limit or weigh what is said: a sentence with one is not read here.
    static let limiting: Set<String> = [
        "not", "no", "never", "none", "nothing", "nobody", "except", "unless", "without", "before",
        "than", "neither", "nor", "first", "last", "instead", "half", "third", "twice", "double",
        "triple", "otherwise", "both", "either", "only", "but", "all", "most", "least",
        "other", "another", "different", "same", "too", "enough", "almost", "nearly",
        "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "won't", "wouldn't", "can't",
        "cannot", "couldn't", "shouldn't", "hasn't", "haven't", "ain't", "hardly", "barely",
        "whether", "unlike", "despite", "although", "though", "however", "until", "till",
        "ignore", "ignoring", "skip", "skipping", "avoid", "avoiding", "excluding", "exclude",
        "opposite", "contrary", "reverse", "between", "again", "second",
    ]

    /// Words that say nothing beside the parts of a sentence.
    static let neutral: Set<String> = AnyOrder.neutral.union(SmallTalk.words).union(
        """
        is are was were be been being am stands stand stood sits sit lies lie reads read reading \
        trades trade trading traded stays stay stayed remains remain has have had having closes \
        close closed closing finishes ends end ended day session settles gets level levels mark \
        line ratio index gauge number figure value score indicator its their his her own there \
        at as by of to in on for from with the a an upon up down back straight so if shall will \
        exit entry signal trigger triggers triggered cue rule position stock shares share \
        company who he she him them somebody someone one ones would've ever also then just here \
        plus now lol haha yo bro btw fyi imo ahead onwards basis such means meaning accept \
        accepting bank banking book booking made makes merely happens happen becomes become \
        later afterwards hence thereafter elapsed elapse passed gone time readings failing smart \
        attached window wise worth pay paid onwards average averages avg ma sma ema emas smas \
        moving simple exponential length period periods rsi's currently moment name paper firm \
        asset unit units piece soon fine good \
        still opened opens initiated established placed put place places executed shown does due
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    ).subtracting(limiting).subtracting([
        "reverts", "mean", "momentum", "turn", "each other", "equal", "equity", "capital",
        "results", "result", "dollars", "whatever", "past", "off", "over", "together",
    ])

    /// Words in front of a thing that limit when or where: what follows must have been read.
    static let prepositions: Set<String> = [
        "in", "on", "at", "during", "with", "within", "under", "over", "around", "near", "by",
        "amid", "against", "per", "above", "below", "via", "through", "throughout",
    ]

    /// Words that name an average, with its kind.
    static let averages: [String: String] = [
        "average": "average", "averages": "average", "avg": "average", "ma": "average",
        "mas": "average", "sma": "sma", "smas": "sma", "ema": "ema", "emas": "ema",
        "dma": "average", "exponential": "ema", "mean": "average", "line": "average",
    ]

    /// Words of a rise or fall over a time.
    static func move(_ word: String) -> Direction? {
        if ["up", "gain", "gains", "gained", "higher", "rally", "jump", "jumped", "added"]
            .contains(word)
        {
            return .up
        }
        if ["down", "loss", "lower", "red", "selloff", "correction", "pullback"].contains(word) {
            return .down
        }
        if loses.contains(word) { return .down }
        return verbs[word] ?? nil
    }

    private static let loses = Set(WordClasses.words("lose"))
}
