import AlmanacCore

/// What a sentence says and its plan does not: numbers, symbols, words that narrow what is meant.
///
/// Phrases pass over some words, and tables give several words one meaning. Whatever is lost on
/// that way would make a plan that answers another question than the one asked, so each number,
/// each symbol and each narrowing word of the sentence has to come back in what the plan says.
struct Unsaid {
    private let said: String
    private let words: Set<String>
    /// The words of the sentence in which the plan is said back.
    private let understood: Set<String>
    private let numbers: [Double]
    private let symbols: [String]

    /// - Parameter plan: the plan whose sentence, sources and parameters are looked at.
    init(_ plan: Plan, _ reading: SentenceReading?) {
        symbols = plan.symbols
        said =
            ([reading?.understood ?? ""] + (reading?.assumptions ?? [])
            + plan.sources.flatMap { [$0.name, $0.target] + $0.filters }).joined(separator: " ; ")
        let tokens = Tokenizer.tokens(of: said)
        words = Set(tokens.map(\.key))
        // Where a plan has no strategy, its sources alone say what it means.
        understood = reading.map { Set(Tokenizer.tokens(of: $0.understood).map(\.key)) } ?? words
        numbers =
            tokens.flatMap { token -> [Double] in
                switch token.kind {
                case .number(let value, _): [value]
                case .date(let first, let last): first.numbers + last.numbers
                default: []
                }
            } + plan.strategy.parameters.members.compactMap { $0.value.doubleValue }
            + [
                reading?.cash, reading?.fees, reading?.fixedFees, reading?.slippage,
                reading?.tradeSize?.value, reading?.leverage,
            ].compactMap { $0 }
    }

    /// The parts of a sentence that the plan does not say, as ranges of its tokens.
    func ranges(in tokens: [Token], _ catalogue: SymbolCatalogue) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            if let match = catalogue.match(tokens[index...]) {
                // A lower-case ticker that is a word too may have been read as the word.
                let isName =
                    match.count > 1 || token.isCapitalized || token.kind != .word(token.key)
                let end = index + match.count
                if isName, !isShorthand(tokens, at: index), !symbols.contains(match.symbol),
                    !isDescription(tokens, behind: end, catalogue),
                    !words.contains(token.key)
                {
                    found.append(index..<end)
                } else if Self.indices.contains(match.symbol), end < tokens.count,
                    Self.members.contains(tokens[end].key)
                        || (index > 0 && Self.each.contains(tokens[index - 1].key))
                {
                    // An index is traded as one thing, not by its members.
                    found.append(index..<end + 1)
                }
                index = end
                continue
            }
            switch token.kind {
            case .number(let value, .pieces):
                // Shares are said back where a volume or a count of them is compared.
                if !isSaid(value) || words.isDisjoint(with: ["volume", "shares", "retweets"]) {
                    let end = Pieces.end(tokens, behind: index, catalogue) ?? index + 1
                    found.append(index..<end)
                    index = end - 1
                }
            case .number(_, .dollars) where isWorth(tokens, behind: index):
                // "$1000 worth of TSLA" sizes an order and is no cash to start with.
                if understood.contains("trading"), isSaid(value(of: token)) { break }
                found.append(index..<index + 2)
            case .number(let value, _):
                // "the upper one" is no number.
                if value == 1, token.kind == .number(1, .plain) { break }
                if counts(tokens, at: index) { break }
                let isDecade = index + 1 < tokens.count && tokens[index + 1].key == "s"
                if !isSaid(value), !isEdge(value, tokens, at: index),
                    !(isDecade && isSaid(1900 + value))
                {
                    found.append(index..<index + 1)
                }
            case .date(let first, _):
                if !first.numbers.allSatisfy(isSaid) { found.append(index..<index + 1) }
            case .word(let word):
                let isRatio =
                    word == "multiple" && index > 0
                    && ["e", "pe", "b", "earnings"].contains(tokens[index - 1].key)
                let isLost =
                    Self.named.contains(word) && !understood.contains(word)
                    || Self.narrowing.contains(word) && !words.contains(word) && !isRatio
                        && !joinsRoles(tokens, at: index)
                        && !(word == "many" && index > 0 && tokens[index - 1].key == "how")
                    || namesTicker(tokens, at: index) || losesAverage(tokens, at: index)
                if isLost {
                    found.append(index..<index + 1)
                }
            default: break
            }
            index += 1
        }
        return found
    }

    private func value(of token: Token) -> Double {
        if case .number(let value, _) = token.kind { value } else { .nan }
    }

    private func isWorth(_ tokens: [Token], behind index: Int) -> Bool {
        index + 1 < tokens.count && tokens[index + 1].key == "worth"
    }

    /// Whether a name only says which fund is meant: "the S&P ETF SPY".
    private func isDescription(
        _ tokens: [Token], behind end: Int, _ catalogue: SymbolCatalogue
    ) -> Bool {
        guard end < tokens.count, ["etf", "fund", "tracker"].contains(tokens[end].key),
            let fund = catalogue.match(tokens[(end + 1)...])
        else { return false }
        return symbols.contains(fund.symbol)
    }

    /// Whether letters are short for something that is no symbol: "lower BB", "P/C ratio".
    private func isShorthand(_ tokens: [Token], at index: Int) -> Bool {
        let before = index > 0 ? tokens[index - 1].key : ""
        switch tokens[index].key {
        case "bb":
            return ["squeeze", "width", "bandwidth"].contains(
                index + 1 < tokens.count ? tokens[index + 1].key : "")
                || ["lower", "upper", "mid", "middle", "top", "bottom"].contains(before)
        case "f", "g":
            let keys = tokens[max(0, index - 2)..<min(tokens.count, index + 3)].map(\.key)
            return keys.contains("&") && keys.contains("f") && keys.contains("g")
        case "c", "e", "b", "s":
            return before == "/" && index > 1 && ["p", "put"].contains(tokens[index - 2].key)
        default: return false
        }
    }

    /// Whether a number only counts what is named besides: "two moving averages, 12 and 26".
    private func counts(_ tokens: [Token], at index: Int) -> Bool {
        guard [.number(2, .plain), .number(3, .plain)].contains(tokens[index].kind) else {
            return false
        }
        return tokens[(index + 1)...].prefix(3).contains { Self.counted.contains($0.key) }
    }

    /// Whether an everyday word stands where the traded symbol does: "coin long on …".
    private func namesTicker(_ tokens: [Token], at index: Int) -> Bool {
        guard index == 0, tokens.count > 1, Vocabulary.everyday.contains(tokens[0].key) else {
            return false
        }
        return ["long", "short"].contains(tokens[1].key)
            && !symbols.contains(tokens[0].key.uppercased())
    }

    /// Whether a year is the edge of a period: "before 2008" ends with 2007, "after 2009" begins
    /// with 2010.
    private func isEdge(_ year: Double, _ tokens: [Token], at index: Int) -> Bool {
        let before = tokens[..<index].last { $0.key != "-" }?.key
        switch before {
        case "before", "pre": return isSaid(year - 1)
        case "after", "post": return isSaid(year + 1)
        default: return false
        }
    }

    /// Whether something is to be averaged that the plan takes as it is: "its average RSI".
    private func losesAverage(_ tokens: [Token], at index: Int) -> Bool {
        ["average", "mean", "median", "typical"].contains(tokens[index].key)
            && index + 1 < tokens.count
            && ["rsi", "price", "vix", "close", "volume", "macd", "return"]
                .contains(tokens[index + 1].key)
            && (index == 0 || !["weighted", "moving"].contains(tokens[index - 1].key))
            && !understood.contains("average")
    }

    /// Whether officers and directors are named together, who are the insiders.
    private func joinsRoles(_ tokens: [Token], at index: Int) -> Bool {
        let keys = tokens.map(\.key)
        func isRole(_ index: Int) -> Bool {
            keys.indices.contains(index)
                && ["officers", "directors", "executives"].contains(keys[index])
        }
        func joins(_ index: Int) -> Bool {
            keys.indices.contains(index) && ["and", "or"].contains(keys[index])
        }
        return words.contains("insiders") && isRole(index)
            && (joins(index + 1) && isRole(index + 2) || joins(index - 1) && isRole(index - 2))
    }

    private static let counted: Set<String> = [
        "averages", "mas", "smas", "emas", "pieces", "legs", "assets", "names", "stocks", "funds",
        "companies", "symbols", "halves",
    ]

    /// Whether a number comes back as itself, as a fraction, or as what is left of the whole.
    private func isSaid(_ value: Double) -> Bool {
        // "Its change is above 0" is said back as "it is rising".
        if value == 0, !understood.isDisjoint(with: ["rising", "falling", "turns"]) { return true }
        let forms =
            [
                value, value / 100, 1 - value / 100, 1 + value / 100, value / 10_000,
                // Lengths in weeks, months, quarters and years, counted in daily bars.
                value * 5, value * 21, value * 63, value * 252,
            ]
            // "0.9 times its average" is said back as "10% below its average".
            + (value > 0.5 && value < 1.5 && value != 1 ? [(1 - value) * 100] : [])
            + (symbols.contains(where: SymbolCatalogue.tradesEveryDay) ? [value * 7] : [])
        return numbers.contains { number in
            forms.contains { abs(abs(number) - abs($0)) <= 1e-9 * max(1, abs($0)) }
        }
    }

    private static let indices: Set<String> = [
        "SPX", "SPY", "DIA", "DJI", "IXIC", "NDX", "QQQ", "IWM",
    ]
    private static let members: Set<String> = [
        "stocks", "companies", "members", "constituents", "components", "names", "shares",
    ]
    private static let each: Set<String> = ["every", "each", "all", "any"]

    /// Indicators, which say what is compared.
    private static let named: Set<String> = [
        "rsi", "macd", "cci", "adx", "vix", "vwap",
    ]

    /// Words that leave out a part of what they stand with.
    private static let narrowing: Set<String> = [
        "multiple", "several", "few", "many", "forward",
        "verified", "official", "original", "retweets", "retweet", "replies", "reply", "quotes",
        "ceo", "cfo", "coo", "cto", "chairman", "director", "directors", "officer", "officers",
        "executive", "executives", "management", "republican", "republicans", "democrat",
        "democrats", "big", "large", "huge", "small", "major", "minor", "intraday", "overnight",
        "premarket", "afterhours", "morning", "afternoon", "evening", "nearest", "partially",
        "partial", "gradually", "ignoring", "skipping", "weekend", "weekends",
        "hedge", "hedged", "hedging",
        "comments", "videos", "images", "pictures", "links", "polls",
    ]
}

extension CalendarDay {
    /// Year, month and day as numbers.
    fileprivate var numbers: [Double] { [Double(year), Double(month), Double(day)] }
}
