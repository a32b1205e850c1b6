/// Questions for what was best or worst, for rows of trades and for what money would have become.
extension Intent {
    private static let figuresOfVersions: [(words: Set<String>, name: String, isLeast: Bool)] = [
        (
            ["drawdown", "drawdowns", "fall", "risk", "risky", "safest", "risk"], "max_drawdown",
            true
        ),
        (["sharpe"], "sharpe", false),
        (["trades", "traded", "often"], "trades", false),
        (["rate", "hit"], "win_rate", false),
        (
            [
                "return", "returns", "money", "most", "profit", "profitable", "gain", "made",
                "earned",
            ],
            "total_return", false
        ),
    ]

    /// What a question for the best of the variants tried in a talk asks, such as "which one was
    /// best?", "which had the smaller drawdown?".
    static func ofVersions(_ words: [String]) -> Intent? {
        guard let first = words.first, first == "which" || first == "what",
            first == "which" || words.contains("version") || words.contains("setting")
                || words.contains("variant"),
            !words.contains(where: Self.ofOtherThings.contains)
        else { return nil }
        let asksBest = words.contains(where: superlatives.contains)
        let asksWorst = words.contains(where: diminutives.contains)
        guard asksBest || asksWorst else { return nil }
        let known = words.allSatisfy { word in
            versionWords.contains(word) || superlatives.contains(word)
                || diminutives.contains(word) || Int(word) != nil
                || figuresOfVersions.contains { $0.words.contains(word) }
        }
        guard known else { return nil }
        let row = figuresOfVersions.first { row in words.contains(where: row.words.contains) }
        let isSmall = words.contains {
            ["smaller", "smallest", "lower", "lowest", "fewer", "fewest", "least", "less"]
                .contains($0)
        }
        let isBad = words.contains { ["worst", "worse"].contains($0) }
        guard let row else {
            return .bestVersion(figure: "total_return", isLeast: isBad || isSmall)
        }
        if row.isLeast {
            let isGreat = words.contains {
                [
                    "bigger", "biggest", "larger", "largest", "higher", "highest", "deeper",
                    "deepest",
                    "riskier", "riskiest", "more", "most",
                ].contains($0)
            }
            return .bestVersion(figure: row.name, isLeast: !(isGreat || isBad))
        }
        return .bestVersion(figure: row.name, isLeast: isSmall || isBad)
    }

    private static let ofOtherThings: Set = [
        "trade", "year", "month", "day", "week", "data", "source", "sources", "years", "months",
    ]
    private static let superlatives: Set = [
        "best", "better", "highest", "higher", "largest", "larger", "biggest", "bigger", "most",
        "more", "safest", "winner", "won", "top", "deepest", "deeper", "riskiest", "riskier",
    ]
    private static let diminutives: Set = [
        "worst", "worse", "smallest", "smaller", "lowest", "lower", "least", "less", "fewest",
        "fewer",
    ]
    private static let versionWords: Set = [
        "which", "what", "one", "ones", "of", "the", "them", "these", "those", "two", "three",
        "four", "five", "all", "was", "were", "is", "did", "does", "do", "had", "has", "have",
        "gave", "gives", "version", "versions", "variant", "variants", "setting", "settings",
        "symbol", "symbols", "parameters", "parameter", "stock", "stocks", "strategy",
        "strategies", "so", "far", "we", "i", "tried", "performed", "worked", "did", "a", "by",
        "makes", "made", "overall", "stop", "period", "length", "level", "levels", "value",
        "ratio", "max", "maximum", "total", "win", "combination", "in", "talk", "this", "it",
        "number", "worked", "performs", "works", "ran", "run", "runs", "that", "idea", "ideas",
    ]

    /// What a question for the best or worst month, for a row of wins or losses or for what an
    /// amount would have become asks.
    static func ofExtremes(_ words: [String], _ tokens: [Token]) -> Intent? {
        if let month = ofMonths(words) { return month }
        if let streak = ofStreaks(words) { return streak }
        if let amount = ofAmount(words, tokens) { return .grown(amount) }
        let text = words.joined(separator: " ")
        if improvements.contains(where: text.hasPrefix) { return .improve }
        if let year = ofYear(words) { return year }
        let asksTime = words.contains("when") || words.contains("longest")
        if text == "what did that change" || text == "what did this change" { return .changed }
        if text.hasPrefix("how many days was it"),
            words.contains(where: ["invested", "in"].contains)
        {
            return .figure("exposure")
        }
        if text.contains("drawdown"), asksTime, !words.contains("if"),
            words.count <= 9
        {
            return .drawdownTime
        }
        if words.first == "save",
            words.contains("json") || words.contains("as") || words.contains("file")
        {
            return .save
        }
        return nil
    }

    private static func ofMonths(_ words: [String]) -> Intent? {
        guard words.contains("month") || words.contains("months"), words.count <= 8 else {
            return nil
        }
        // "Which month lost most?" asks for the worst one.
        let isMost = words.contains("most")
        let isBest =
            words.contains { ["best", "strongest", "highest"].contains($0) }
            || isMost && words.contains { ["gained", "made", "gave"].contains($0) }
        let isWorst =
            words.contains { ["worst", "weakest", "lowest"].contains($0) }
            || isMost && words.contains("lost")
        guard isBest != isWorst, words.allSatisfy(ofMonthQuestions.contains) else { return nil }
        return isBest ? .bestMonth : .worstMonth
    }

    private static let ofMonthQuestions: Set = [
        "what", "which", "was", "is", "the", "its", "my", "best", "worst", "single", "month",
        "months", "strongest", "weakest", "highest", "lowest", "show", "me", "and", "calendar",
        "were", "did", "it", "have", "most", "lost", "gained", "made", "gave", "money", "has",
        "had", "by", "return", "ever", "one", "please",
    ]

    private static func ofStreaks(_ words: [String]) -> Intent? {
        let isRow =
            words.contains { ["streak", "consecutive", "straight", "streaks"].contains($0) }
            || words.joined(separator: " ").contains("in a row")
        guard isRow, words.first.map(streakStarts.contains) == true else { return nil }
        let isLoss = words.contains {
            ["losing", "losses", "losers", "loss", "lost", "lose"].contains($0)
        }
        let isGain = words.contains {
            ["winning", "wins", "winners", "win", "won", "gains"].contains($0)
        }
        guard isLoss != isGain else { return nil }
        return .streak(isGain: isGain)
    }

    private static let streakStarts: Set = [
        "what", "how", "longest", "show", "the", "most", "max", "maximum", "biggest", "and",
        "worst", "best", "its", "which", "winning", "losing", "consecutive",
    ]

    /// "How much would 10000 have become?", "what would $500 have grown to?".
    private static func ofAmount(_ words: [String], _ tokens: [Token]) -> Double? {
        let text = words.joined(separator: " ")
        guard text.hasPrefix("how much would") || text.hasPrefix("what would"),
            words.contains(where: { ["become", "grown", "turned", "worth", "made"].contains($0) }),
            !words.contains("if")
        else { return nil }
        // "Would I have made in 2010" names a time, "would 2010 have become" an amount.
        let start = tokens.firstIndex { $0.key == "would" } ?? 0
        guard tokens.indices.contains(start + 1) else { return nil }
        switch tokens[start + 1].kind {
        case .number(let value, .plain), .number(let value, .dollars):
            return value > 0 ? value : nil
        default: return nil
        }
    }

    private static let improvements = [
        "what would you change", "how can i improve", "how can it be improved",
        "how could it be improved", "how do i improve", "how could i improve", "make it better",
        "how can i make it better", "what would make it better", "optimise it", "optimize it",
        "optimise", "optimize", "improve it", "can you improve", "what should i change",
        "how would you improve", "find better parameters", "find the best parameters",
        "what are the best parameters", "can it be improved", "tune it",
    ]

    /// "How did 2008 go?", "how was 2008?".
    private static func ofYear(_ words: [String]) -> Intent? {
        guard words.first == "how",
            words.contains(where: { Int($0).map { 1900...2100 ~= $0 } ?? false })
        else { return nil }
        let others = words.filter { Int($0) == nil && Vocabulary.Calendar.months[$0] == nil }
        let known: Set = [
            "how", "did", "was", "were", "in", "go", "do", "look", "during", "it",
            "about", "and", "to", "for",
        ]
        guard others.allSatisfy(known.contains), others.count > 1, others[1] != "about" else {
            return nil
        }
        return .happened
    }
}
