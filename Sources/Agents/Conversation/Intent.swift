/// What a person wants who says no strategy and no change.
enum Intent: Equatable, Sendable {
    case end, stop, help, thanks, undo, redo, restart, advice, versions, save, chart
    case describe, code, simply, changed, compare, missing
    case result, review, risk, costs, luck, why, whyNot, trades, happened, worst, best
    case lastTrade, bestYear, worstYear, whyGain, price, data
    case frequency, everyYear, everyMonth, drawdownTime
    case bestMonth, worstMonth, improve
    /// The longest row of trades that gained, or that lost.
    case streak(isGain: Bool)
    /// What an amount would have become.
    case grown(Double)
    /// Which of the versions was best by a figure of the report.
    case bestVersion(figure: String, isLeast: Bool)
    /// Back to what was said first.
    case original
    /// A question for a count that nothing here answers.
    case unanswerable
    /// How many trades there are of a kind, or which are the best or worst.
    case tradeQuestion(TradeQuestion)
    /// What two terms mean.
    case difference(String, String)
    /// Back to an earlier version.
    case version(Int)
    /// A figure of the run, by its name in the report.
    case figure(String)
    /// The definition of a term.
    case term(String)
    /// What there is on a topic.
    case research(String)

    /// The intent of words, or nothing where they are no question of these.
    init?(_ tokens: [Token]) {
        let words = Self.words(tokens)
        let text = words.joined(separator: " ")
        if let found = Self.whole[text] ?? Self.takenBack(words) ?? Self.ofVersions(words)
            ?? Self.ofExtremes(words, tokens) ?? Self.counted(words, tokens)
        {
            self = found
            return
        }
        if let number = Self.versionNumber(words) {
            self = .version(number)
            return
        }
        if let figure = Self.figure(text) {
            self = .figure(figure)
            return
        }
        if let (one, other) = Self.difference(text) {
            self = .difference(one, other)
            return
        }
        if let topic = Self.topic(text) {
            self = .research(topic)
            return
        }
        if let term = Self.term(text) {
            self = .term(term)
            return
        }
        if Self.isOfFees(words) {
            self = .costs
            return
        }
        for (start, intent) in Self.ownStarts where text == start || text.hasPrefix(start + " ") {
            let rest = text.dropFirst(start.count).split(separator: " ").map(String.init)
            if rest.allSatisfy(Self.isOfTime) {
                self = intent
                return
            }
        }
        for (start, intent) in Self.starts where text == start || text.hasPrefix(start + " ") {
            self = intent == .why && Self.isOfGain(words) ? .whyGain : intent
            return
        }
        for (part, intent) in Self.parts where (" " + text + " ").contains(" " + part + " ") {
            self = intent
            return
        }
        guard text.hasPrefix("how many ") || text.hasPrefix("how often ") else { return nil }
        self = .unanswerable
    }

    /// The words without marks, and with "what's" as "what is".
    private static func words(_ tokens: [Token]) -> [String] {
        tokens.flatMap { token -> [String] in
            if case .mark = token.kind { return [] }
            if let full = written[token.key] { return [full, "is"] }
            // The ending of an owner belongs to its word; behind these it is a verb.
            let isLonger = token.range.count > token.key.count
            return contracted.contains(token.key) && isLonger ? [token.key, "is"] : [token.key]
        }
    }

    private static let contracted: Set = [
        "what", "how", "who", "where", "when", "why", "that", "there",
    ]
    private static let written = ["whats": "what", "hows": "how", "whos": "who", "wheres": "where"]

    /// Whether a question for reasons asks for the result and not for an order.
    private static func isOfGain(_ words: [String]) -> Bool {
        words.contains(where: gains.contains) && !words.contains(where: orders.contains)
    }

    /// Whether it is asked what orders cost: "how much did I pay in fees?".
    private static func isOfFees(_ words: [String]) -> Bool {
        let asks = ["how", "what", "total", "show", "tell", "did", "which"]
        let fees = ["fees", "fee", "commission", "commissions"]
        let paid = [
            "pay", "paid", "much", "total", "cost", "were", "was", "go", "went", "spend", "spent",
            "eat", "lose", "lost", "show", "altogether",
        ]
        return words.first.map(asks.contains) == true && words.contains(where: fees.contains)
            && words.contains(where: paid.contains) && !words.contains("if")
            && !words.contains { Double($0) != nil }
    }

    private static let gains: Set = [
        "lose", "lost", "losing", "loss", "losses", "make", "made", "money", "gain", "gained",
        "earn", "earned", "return", "returns", "profit", "profitable", "perform", "performed",
        "well", "badly", "bad", "poorly", "underperform", "outperform", "worse", "better", "lag",
        "fail", "failed", "drawdown", "down", "fall", "fell", "suffer", "low", "negative",
    ]
    private static let orders: Set = [
        "buy", "bought", "sell", "sold", "enter", "entered", "exit", "exited", "short", "cover",
        "close", "trade", "traded", "order", "out",
    ]

    /// Whether a word behind a question says of which time or of what run it is asked.
    private static func isOfTime(_ word: String) -> Bool {
        Int(word) != nil || Vocabulary.Calendar.months[word] != nil || timeWords.contains(word)
    }

    private static let timeWords: Set = [
        "in", "during", "since", "from", "to", "until", "over", "the", "year", "years", "this",
        "that", "it", "with", "by", "using", "following", "strategy", "rule", "so", "far", "all",
        "overall", "after", "before", "till", "between", "total", "then", "now", "a", "per",
        "month", "run", "me", "on", "have", "made",
        "earned", "lost", "gained", "be", "use", "us", "and", "really", "actually", "based",
    ]

    /// Questions that are about the strategy at hand where nothing but a time follows.
    private static let ownStarts: [(String, Intent)] = [
        ("how much would i have", .result), ("how much would i have made", .result),
        ("how much would we have", .result), ("how much would it have", .result),
        ("how much did i make", .result), ("how much could i have", .result),
        ("how much money would i have", .result), ("how much money did it make", .result),
        ("how much money did i make", .result), ("how much money would it have", .result),
        ("how much profit", .result), ("what would i have made", .result),
        ("what would i have earned", .result), ("what would it have made", .result),
        ("what is the profit", .result), ("what was the profit", .result),
        ("how is it doing", .result), ("how well did it do", .result),
        ("did it make money", .result), ("did it lose money", .result),
        ("did i make money", .result), ("is it profitable", .result),
        ("was it profitable", .result), ("what is the result", .result),
        ("trades", .trades), ("how many trades", .trades), ("did it trade", .trades),
        ("any trades", .trades), ("were there trades", .trades), ("were there any trades", .trades),
        ("how many trades did it make", .trades), ("how many trades did it do", .trades),
        ("how many trades were there", .trades), ("how many trades are there", .trades),
        ("how often did it trade", .frequency), ("how often does it trade", .frequency),
        ("how often do you trade", .frequency), ("how often would it trade", .frequency),
        ("how often does it buy", .frequency), ("how often do i trade", .frequency),
        ("how frequently does it trade", .frequency), ("how active is it", .frequency),
        ("how often did it buy", .frequency), ("how often did it sell", .frequency),
        ("how many times did it trade", .trades), ("how many times did it buy", .trades),
        ("how many times did it sell", .trades),
        ("how much does this cost", .price), ("how much does it cost", .price),
        ("how much would it cost", .price), ("how much would this cost", .price),
        ("what does it cost", .price), ("what does this cost", .price),
        ("what would it cost", .price), ("what would this cost", .price),
        ("how much is it", .price), ("is it free", .price), ("is this free", .price),
        ("what is the cost", .price), ("what are the costs", .price),
        ("how expensive is it", .price), ("how expensive is this", .price),
        ("what data does", .data), ("what data do you", .data), ("what data is used", .data),
        ("which data does", .data), ("which data do you", .data), ("which data is used", .data),
        ("what sources does", .data), ("which sources does", .data), ("what sources do you", .data),
        ("which sources do you", .data), ("where does the data come", .data),
        ("where is the data", .data), ("where do the prices come", .data),
        ("what is it based", .data), ("what data is it based", .data), ("what is the data", .data),
        ("what data is this based", .data), ("what prices does", .data),
        ("which prices does", .data), ("sources", .data), ("data", .data),
    ]

    /// Whether the answer needs the figures or trades of a run.
    var speaksOfRun: Bool {
        switch self {
        case .result, .review, .risk, .costs, .luck, .why, .whyNot, .trades, .happened, .worst,
            .best, .lastTrade, .bestYear, .worstYear, .figure, .simply, .compare, .whyGain, .price:
            true
        case .tradeQuestion, .frequency, .everyYear, .everyMonth, .drawdownTime, .bestMonth,
            .worstMonth, .streak, .grown, .bestVersion:
            true
        case .term(let term): Self.figureName(term) != nil
        default: false
        }
    }

    static let whole: [String: Intent] = [
        "quit": .end, "exit": .end, "bye": .end, "goodbye": .end, "stop": .stop, "q": .end,
        "done": .end, "thanks bye": .end, "help": .help, "h": .help, "what can you do": .help,
        "what can i say": .help, "undo": .undo, "undo that": .undo, "go back": .undo,
        "back": .undo, "revert": .undo, "never mind": .undo, "nevermind": .undo,
        "undo the last change": .undo, "reverse the last change": .undo,
        "revert the last change": .undo, "take back the last change": .undo,
        "take that back": .undo, "redo": .redo,
        "redo that": .redo, "undo the undo": .redo, "redo it": .redo, "start over": .restart,
        "reset": .restart, "forget it": .restart, "new": .restart, "code": .code,
        "thanks": .thanks, "thank you": .thanks, "ok": .thanks, "okay": .thanks, "great": .thanks,
        "cool": .thanks, "nice": .thanks, "good": .thanks, "versions": .versions,
        "history": .versions, "list versions": .versions, "list the versions": .versions,
        "show the versions": .versions, "show all versions": .versions, "save": .save,
        "save it": .save, "save this": .save, "save the strategy": .save, "plot": .chart,
        "plot it": .chart, "chart": .chart, "chart it": .chart, "show a chart": .chart,
        "show me a chart": .chart, "show the chart": .chart, "draw it": .chart, "report": .chart,
        "last trade": .lastTrade, "show the last trade": .lastTrade,
        "risk": .risk, "why not": .whyNot, "what happened": .happened, "trades": .trades,
        "compare": .compare, "diff": .changed,
        "when was it": .drawdownTime, "when was that": .drawdownTime,
        "when was the drawdown": .drawdownTime, "when was the max drawdown": .drawdownTime,
        "when was the maximum drawdown": .drawdownTime, "when did it recover": .drawdownTime,
        "how long until it recovered": .drawdownTime,
        "how long did it take to recover": .drawdownTime,
        "how long was the drawdown": .drawdownTime,
        "result": .result, "results": .result, "why": .why, "eli5": .simply, "eli 5": .simply,
    ]

    private static let starts: [(String, Intent)] = [
        ("how many trades were winners", .figure("win_rate")),
        ("how many trades were wins", .figure("win_rate")),
        ("how many trades did it win", .figure("win_rate")),
        ("how often did it win", .figure("win_rate")),
        ("why did it not", .whyNot), ("why didn't it", .whyNot), ("why did it never", .whyNot),
        ("why does it not", .whyNot), ("why doesn't it", .whyNot), ("why not", .whyNot),
        ("why hasn't it", .whyNot), ("why was it not", .whyNot), ("why no trades", .whyNot),
        ("why did it", .why), ("why did you", .why), ("why does it", .why), ("why was", .why),
        ("why were", .why), ("why is it", .why), ("why", .why),
        ("should i", .advice), ("should we", .advice), ("shall i", .advice),
        ("would you buy", .advice), ("will it", .advice), ("will this", .advice),
        ("will the", .advice), ("what will", .advice), ("where will", .advice),
        ("when will", .advice), ("how will", .advice), ("how much will", .advice),
        ("how high will", .advice), ("how low will", .advice), ("is it going to", .advice),
        ("predict", .advice), ("forecast", .advice), ("can you predict", .advice),
        ("is now a good time", .advice), ("is it a good time", .advice),
        ("is it safe to", .advice), ("do you recommend", .advice), ("what should i", .advice),
        ("can i trust", .risk),
        ("tell me about it", .describe), ("tell me about the strategy", .describe),
        ("tell me about this", .describe),
        ("what does it do", .describe), ("what does this do", .describe),
        ("what is it doing", .describe), ("describe", .describe), ("how does it work", .describe),
        ("explain the strategy", .describe), ("explain this", .describe),
        ("explain it like", .simply), ("explain like", .simply), ("explain this like", .simply),
        ("explain in simple", .simply), ("in plain english", .simply), ("explain simply", .simply),
        ("explain it simply", .simply), ("explain it", .describe), ("explain", .describe),
        ("show the code", .code), ("show me the code", .code), ("show code", .code),
        ("print the code", .code), ("what changed", .changed), ("show the diff", .changed),
        ("what is different", .changed), ("what did you change", .changed),
        ("compare", .compare), ("is that better", .compare), ("is it better", .compare),
        ("did that help", .compare), ("how does that compare", .compare),
        ("better or worse", .compare), ("versus before", .compare),
        ("what is missing", .missing), ("what do you need", .missing), ("what data", .missing),
        ("what are the risks", .risk), ("what are the biggest risks", .risk),
        ("what are its risks", .risk), ("what is the biggest risk", .risk),
        ("how risky", .risk), ("is it risky", .risk), ("what is the risk", .risk),
        ("how much can i lose", .risk), ("how much could i lose", .risk),
        ("what is the worst case", .risk), ("analyse the risk", .risk),
        ("analyze the risk", .risk), ("risk analysis", .risk), ("how bad", .risk),
        ("how good is it", .result), ("how did it do", .result), ("how did it perform", .result),
        ("show the result", .result), ("how much did it make", .result),
        ("what was the return", .result), ("what was its return", .result),
        ("how much did it return", .result), ("how much did it gain", .result),
        ("how much did it lose", .result), ("what did it make", .result),
        ("what did it return", .result), ("what did it earn", .result),
        ("what did it make", .result), ("review", .review), ("summary", .review),
        ("summarize", .review), ("summarise", .review), ("evaluate", .review),
        ("assess", .review), ("critique", .review), ("is it any good", .review),
        ("is this any good", .review), ("what do you think of", .review),
        ("give me a review", .review), ("can you review", .review), ("did it beat", .compare),
        ("does it beat", .compare),
        ("is this overfit", .luck), ("is it overfit", .luck), ("is this overfitted", .luck),
        ("is it overfitted", .luck), ("overfit", .luck), ("did i overfit", .luck),
        ("am i overfitting", .luck), ("is this luck", .luck), ("is it luck", .luck),
        ("was it luck", .luck), ("was this luck", .luck), ("is it just luck", .luck),
        ("is this just luck", .luck), ("is it robust", .luck), ("is this robust", .luck),
        ("is it significant", .luck), ("is this significant", .luck),
        ("is it statistically", .luck), ("is this statistically", .luck),
        ("is it curve", .luck), ("is this curve", .luck), ("how lucky", .luck),
        ("what happened", .happened), ("what did it do in", .happened),
        ("what did it do during", .happened),
        ("which trades", .trades), ("which versions", .versions), ("what versions", .versions),
        ("what was the last trade", .lastTrade), ("when was the last trade", .lastTrade),
        ("when did it last", .lastTrade), ("what did buy and hold", .compare),
        ("how does it compare", .compare), ("how does it do compared", .compare),
        ("how does it do against", .compare), ("how did it compare", .compare),
        ("how long does it hold", .figure("average_holding_bars")),
        ("how long did it hold", .figure("average_holding_bars")),
        ("how long was the average trade", .figure("average_holding_bars")),
        ("how long is the average trade", .figure("average_holding_bars")),
        ("how long did the trades last", .figure("average_holding_bars")),
        ("how long did trades last", .figure("average_holding_bars")),
        ("how long do trades last", .figure("average_holding_bars")),
        ("how long does a trade last", .figure("average_holding_bars")),
        ("how long were the trades", .figure("average_holding_bars")),
        ("how long was it in the market", .figure("exposure")),
        ("how often was it in the market", .figure("exposure")),
        ("how long was it invested", .figure("exposure")),
        ("how much of the time", .figure("exposure")),
        ("how can i save", .save), ("how do i save", .save),
        ("what did it cost", .costs), ("how much were the fees", .costs),
        ("how much did fees", .costs),
        ("when did it buy", .trades), ("when did it sell", .trades), ("when did it trade", .trades),
        ("list the trades", .trades), ("show the trades", .trades), ("show me the trades", .trades),
        ("what was the worst trade", .worst), ("worst trade", .worst), ("biggest loss", .worst),
        ("what was the biggest loss", .worst), ("what was the best trade", .best),
        ("best trade", .best), ("biggest win", .best), ("what was the biggest win", .best),
    ]

    private static let parts: [(String, Intent)] = [
        ("like i'm five", .simply), ("like i am five", .simply), ("like i'm 5", .simply),
        ("like i am 5", .simply), ("compared to before", .compare),
        ("compare with before", .compare),
        ("worst trade", .worst), ("best trade", .best), ("how risky", .risk),
        ("best year", .bestYear), ("worst year", .worstYear),
        ("year was the best", .bestYear), ("year was the worst", .worstYear),
        ("year was best", .bestYear), ("year was worst", .worstYear),
        ("had bought and held", .compare), ("just bought and held", .compare),
        ("statistically significant", .luck), ("statistical significance", .luck),
        ("is that significant", .luck), ("was that significant", .luck),
        ("was it significant", .luck), ("was that luck", .luck), ("is that luck", .luck),
    ]

    /// How a figure of this strategy is asked for, rather than what the figure means.
    private static let ownQuestions = [
        "what is its ", "what was its ", "what are its ", "what were its ", "what's its ",
        "how high is its ", "how high was its ", "how high is the ", "how high was the ",
        "how big is its ", "how big is the ", "how big was the ", "how large is its ",
        "how large was the ", "what was the ", "what were the ", "show its ", "show me its ",
        "what is the strategy ", "what was the strategy ", "what is this strategy ", "and its ",
        "what is my ", "what was my ", "its ", "what about its ", "and the ", "show the ",
    ]

    /// The number in "go back to version 2" and "use version 1 again".
    private static func versionNumber(_ words: [String]) -> Int? {
        guard let index = words.firstIndex(of: "version"), words.indices.contains(index + 1),
            let number = Int(words[index + 1]),
            words[..<index].allSatisfy(returning.contains),
            words[(index + 2)...].allSatisfy({ ["again", "please"].contains($0) })
        else { return nil }
        return number
    }

    private static let returning: Set = [
        "go", "back", "to", "return", "revert", "restore", "use", "switch", "take", "the", "please",
    ]

    /// The terms of "what is the difference between a stop and a trailing stop".
    private static func difference(_ text: String) -> (String, String)? {
        let words = text.split(separator: " ").map(String.init)
        guard let start = words.firstIndex(of: "difference"),
            words.indices.contains(start + 1), words[start + 1] == "between",
            let middle = words[(start + 2)...].firstIndex(of: "and")
        else { return nil }
        func term(_ words: ArraySlice<String>) -> String {
            words.filter { !["a", "an", "the"].contains($0) }.joined(separator: " ")
        }
        let (one, other) = (term(words[(start + 2)..<middle]), term(words[(middle + 1)...]))
        guard Glossary.definition(of: one) != nil, Glossary.definition(of: other) != nil else {
            return nil
        }
        return (one, other)
    }

    private static func figure(_ text: String) -> String? {
        if let name = figures[text] { return name }
        for question in ownQuestions where text.hasPrefix(question) {
            let rest = text.dropFirst(question.count).split(separator: " ")
            // "… in 2008" is answered with what is known of that time.
            let end = rest.firstIndex { ["in", "during", "over", "for"].contains($0) }
            if let name = figures[rest[..<(end ?? rest.count)].joined(separator: " ")] {
                return name
            }
        }
        return nil
    }
}
