/// Words that people put around a request and that say nothing of what is to be traded.
enum SmallTalk {
    /// Words without a meaning of their own here, wherever they stand.
    static let words: Set<String> = Set(
        """
        hey hi hello dear please kindly pls plz thanks thank thx cheers mate dude guys buddy \
        friend \
        friends say says said tell tells told know knows known think thinks thinking thought guess \
        reckon suppose supposing wonder wondering curious curiosity basically literally actually \
        honestly frankly obviously simply kinda sorta maybe perhaps possibly probably presumably \
        idea ideas thing things stuff kind sort type bit sense want wants wanted wanting wish \
        wishes wished need needs needed love loves loved interested keen fancy hoping hope hopes \
        planning intend intending intention aim aiming try tries trying tried attempt experiment \
        explore exploring see seeing set build construct create design implement apply applies \
        applied applying deploy conduct prepare arrange help able possible trouble \
        myself yourself somehow anyway anyhow okay ok alright um uh hmm yeah yes yep sure \
        instrument underlying ticker asset security exposure approach method methodology technique \
        concept framework scheme mechanism logic algorithm algo bot style \
        plain basic classic classical usual typical conventional traditional regular ordinary \
        historical historically purely feel feels favourite favorite always seem seems \
        discretionary systematic mechanical automated automatic quantitative technical \
        appreciate grateful glad happy allowed mind request requesting query question \
        oldschool cool nice neat decent proper whole entire thoughts opinion \
        hows whats wheres they're he's she's they've let's lets gonna gotta wanna i'd i'll i'm \
        i've ive we'd \
        we'll we're you'd you'll you're there's here's what's how's who's \
        suddenly finally eventually usually normally generally completely totally absolutely \
        definitely certainly clearly hopefully ideally preferably essentially effectively \
        personally \
        straightforward trusty famous popular boring fun interesting humble \
        beautiful lovely sweet solid proven reliable pretty quite fairly lately nowadays already \
        supposed meant somewhere bother bothered care cares cared wonderful amazing \
        rather simulate simulation heard hear recommend involves involving consists consisting \
        lol haha lmao tbh ngl btw fyi imo imho smh idk folks examine examined examines investigate \
        investigated study studied consider considers considered considering assess assessed \
        employ employed propose proposed tldr favour favor effing freaking frigging damn damned \
        bloody apparently supposedly religiously blindly strictly faithfully patiently \
        instantly promptly truly genuinely seriously hmmm wow omg gosh howdy greetings gents \
        gentlemen fellas fam team boss coworker colleague neighbor neighbour roommate uncle aunt \
        cousin brother sister dad father mom mother wife husband girlfriend boyfriend grandpa \
        grandma professor teacher guru mentor instructor podcast blog textbook tysm tia asap \
        appreciated sincerely regards dumb stupid silly clever naive lazy quickie gimme lemme \
        dunno prolly probs deffo rly srsly wondered pondering toying fiddling tinkering stats \
        statistics outcome eager roth ira pension retirement ofc iirc afaik \
        hereby thereby whereby therefore thus namely notably incidentally
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Words of a title before a colon: "Calendar effect: …", "Event-driven idea: …".
    static let titles: Set<String> = words.union(
        """
        strategy strategies system systems signal signals effect effects anomaly calendar seasonal \
        seasonality valuation event driven based rule rules setup trade trades trading plan my a \
        an \
        the this of for on day week month time momentum reversal sentiment trend breakout value \
        volatility income macro fundamental fundamentals factor spec specification definition \
        long short only position backtest test here is one play pick simple two sided contrarian \
        ma moving average crossover cross mean reversion swing please run to do be would like i \
        post earnings drift pead seasonality reaction new proposal task goal objective weekend \
        weekday counterfactual hypothesis scenario relative strength lead lag fade fading move \
        moves dip dips bounce pullback spike turtle swing
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// The tokens without words that say nothing and clauses that only tell why; nothing where
    /// there were none.
    static func dropped(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [Token]? {
        var result: [Token] = []
        var index = 0
        let rest = withoutRemarks(withoutAsides(tokens, catalogue), catalogue)
        while index < rest.count {
            if let name = catalogue.match(rest[index...]) {
                result += rest[index..<index + name.count]
                index += name.count
                continue
            }
            // "Says nice things": how somebody speaks is what is asked for.
            if judging.contains(rest[index].key), index + 1 < rest.count,
                spoken.contains(rest[index + 1].key)
            {
                result += rest[index...index + 1]
                index += 2
                continue
            }
            if case .word(let word) = rest[index].kind, words.contains(word) {
                index += 1
                continue
            }
            result.append(rest[index])
            index += 1
        }
        return result.isEmpty || result.count == tokens.count ? nil : result
    }

    /// Words that say nothing of a strategy but much of what somebody says.
    private static let judging: Set<String> = [
        "nice", "happy", "glad", "cool", "sweet", "lovely", "amazing", "wonderful", "beautiful",
    ]
    private static let spoken: Set<String> = [
        "thing", "things", "stuff", "word", "words", "tweet", "tweets", "post", "posts", "news",
        "comment", "comments", "about",
    ]

    /// Words that begin an aside: what follows up to the comma tells why, not what.
    private static let asides: Set<String> = [
        "because", "since", "as", "they", "it", "i", "we", "you", "which", "everybody", "everyone",
        "people", "he", "she", "nothing", "so", "now", "well", "but", "what", "those", "these",
        "i'm", "im", "i've", "i'd", "we're", "it's", "they're", "that's", "thats", "there's",
    ]
    /// Words that limit or turn around what is said, so that nothing with them is an aside.
    private static let limiting: Set<String> = [
        "when", "if", "unless", "until", "while", "whenever", "once", "after", "before", "only",
        "except", "without", "or", "both", "either", "neither", "whatever", "than", "not", "never",
        "no", "instead", "rather", "too", "also", "same", "otherwise", "each", "every", "always",
        "during", "for", "from", "with", "in", "on", "at", "by", "of",
    ]

    /// The tokens without clauses that tell why and name nothing of the market: "since they are
    /// such similar companies, …".
    private static func withoutAsides(
        _ tokens: [Token], _ catalogue: SymbolCatalogue
    ) -> [Token] {
        var result: [Token] = []
        var clause: [Token] = []
        func isAside() -> Bool {
            guard let first = clause.first, case .word(let word) = first.kind,
                asides.contains(word), clause.count > 2
            else { return false }
            return clause.indices.dropFirst().allSatisfy { index in
                guard case .word(let word) = clause[index].kind,
                    catalogue.match(clause[index...]) == nil
                else { return false }
                return !limiting.contains(word)
                    && (asides.contains(word) || !Vocabulary.isOfTheMarket(word))
            }
        }
        for token in tokens {
            guard token.kind == .mark(",") || token.kind == .mark(";") else {
                clause.append(token)
                continue
            }
            if isAside() { clause = [] } else { clause.append(token) }
            result += clause
            clause = []
        }
        // The last clause may be all that is asked for.
        if result.isEmpty || !isAside() { result += clause }
        return result
    }

    /// Names of what was found out, which people put in brackets.
    private static let findings: Set<String> = ["pead", "tsmom", "dca", "btfd", "taa"]

    /// The tokens without "(Faber)" and "(PEAD)": words in brackets that name nothing traded.
    private static func withoutRemarks(
        _ tokens: [Token], _ catalogue: SymbolCatalogue
    ) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            let end = tokens[index...].prefix(4).firstIndex { $0.kind == .mark(")") }
            if tokens[index].kind == .mark("("), let end, end > index + 1,
                tokens[index + 1..<end].allSatisfy({ token in
                    guard let word = token.word, catalogue.match([token][...]) == nil,
                        !Vocabulary.contains(word), !Vocabulary.isOfTheMarket(word)
                    else { return token.word.map(findings.contains) ?? false }
                    return !token.isUppercase || word.count > 5 || findings.contains(word)
                })
            {
                index = end + 1
                continue
            }
            result.append(tokens[index])
            index += 1
        }
        return result
    }

    /// The tokens without "Calendar effect:" or the words behind the symbol of "SPX valuation
    /// signal:".
    static func withoutTitle(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [Token] {
        guard let colon = tokens.prefix(9).firstIndex(where: { $0.kind == .mark(":") }),
            colon > 0, colon + 2 < tokens.count
        else { return tokens }
        var kept: [Token] = []
        var index = 0
        while index < colon {
            if let name = catalogue.match(tokens[index..<colon]) {
                guard kept.isEmpty else { return tokens }
                kept = Array(tokens[index..<index + name.count])
                index += name.count
                continue
            }
            switch tokens[index].kind {
            // "TSLA short:" says what is done.
            case .word("short")
            where !kept.isEmpty && index + 1 == colon
                || index == 0 && catalogue.match(tokens[1..<colon])?.count == colon - 1:
                return tokens
            case .word(let word) where titles.contains(word) || Vocabulary.fillers.contains(word):
                break
            case .mark(let mark) where mark != "<" && mark != ">": break
            default: return tokens
            }
            index += 1
        }
        let hasVerb = tokens[colon...].contains {
            ["buy", "long", "sell", "short", "enter", "entry", "hold", "own", "bought"]
                .contains($0.key)
        }
        // "Momentum: AAPL" names what it is about; only a strategy told behind it needs no name.
        guard hasVerb else { return tokens }
        return kept + (kept.isEmpty ? [] : [tokens[colon]]) + tokens[(colon + 1)...]
    }
}
