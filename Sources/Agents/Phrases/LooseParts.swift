/// Parts whose words stand in any order: moves, streaks, events, stops.
extension SentenceParser {
    private func word(_ text: String, _ range: Range<Int>) -> Token {
        Token(kind: .word(text), range: range)
    }

    /// Tokens of the grammar's words that cover what was read from a place on.
    func made(_ pieces: [Token?], _ text: String, from start: Int) -> [Token] {
        let range = tokens[start..<position].covered
        return text.split(separator: " ").compactMap { part in
            if part.hasPrefix("@"), let index = Int(part.dropFirst()) { return pieces[index] }
            if let value = Double(part) { return Token(kind: .number(value, .plain), range: range) }
            return word(String(part), range)
        }
    }

    /// Consumes "20 days", "a year", "20d".
    mutating func looseLength() -> Lookback? {
        attempt { parser in
            if let length = parser.lookback() { return length }
            guard parser.accept("a", "one") else { return nil }
            return parser.unit().map { Lookback(count: 1, unit: $0) }
        }
    }

    private static let everyUnit: [String: String] = [
        "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year",
    ]

    private static let insideMoves: Set<String> = [
        "a", "an", "the", "of", "by", "has", "have", "had", "is", "in", "on", "over", "within",
        "during", "for", "at", "least", "more", "than", "about", "course", "space", "single",
        "past", "its", "price", "it", "are", "worth", "just", "already", "just", "one",
    ]

    /// Consumes a way, a percentage and a time: "a weekly drop of 5%", "down 5% on the week".
    mutating func looseMove() -> [Token]? {
        let start = position
        var way: Direction?
        var share: Token?
        var time: String?
        var end = start
        while let token = token(), way == nil || share == nil || time == nil {
            if case .number(_, .percent) = token.kind {
                guard share == nil else { return nil }
                share = token
                position += 1
            } else if way != nil, share != nil || time != nil, case .number(1, .plain) = token.kind,
                case .word(let unit)? = self.token(1)?.kind, Self.isUnit(unit)
            {
                time = "1 " + unit
                position += 2
            } else if let length = attempt({ $0.lookback() }) {
                // "A 3% 5 day rally" has its way behind both.
                guard way != nil || share != nil, time == nil else { return nil }
                time = length.noun
            } else if let word = word(), let unit = Self.everyUnit[word] {
                guard time == nil else { return nil }
                time = "1 " + unit
                position += 1
            } else if let word = word(), Self.isUnit(word), way != nil, share != nil, position > 0,
                ["a", "the", "one", "single"].contains(tokens[position - 1].key)
            {
                time = "1 " + word
                position += 1
            } else if let word = word(), let found = LooseWords.move(word) {
                guard way == nil else { return nil }
                way = found
                position += 1
            } else if let word = word(), Self.insideMoves.contains(word),
                position > start || word == "a"
            {
                position += 1
                continue
            } else {
                return nil
            }
            end = position
        }
        guard let way, let share, let time else { return nil }
        position = end
        return made([share], "it \(way == .up ? "gains" : "drops") @0 in \(time)", from: start)
    }

    /// Consumes a number, a way and a word for what follows one another: "two higher closes
    /// running", "a second straight down close", "fallen three straight days".
    mutating func looseStreak() -> [Token]? {
        let start = position
        var way: Direction?
        var count: Double?
        var hasUnit = false
        // "After three falling days": what one waits for comes in a row; "3 red closes" too.
        var isStraight =
            start > 0 && ["after", "following"].contains(tokens[start - 1].key)
        let counts = ["second": 2.0, "third": 3, "fourth": 4, "fifth": 5]
        scan: while let token = token() {
            switch token.kind {
            case .number(let value, .plain):
                guard count == nil, value >= 2 else { break scan }
                count = value
            case .word(let word):
                if let value = counts[word], count == nil {
                    count = value
                } else if Self.following.contains(word) {
                    isStraight = true
                } else if ["close", "closes", "day", "days", "session", "sessions"].contains(word),
                    way != nil || count != nil, !hasUnit
                {
                    hasUnit = true
                } else if let found = Self.streakWays[word], way == nil {
                    way = found
                    if ["red", "green"].contains(word), count != nil { isStraight = true }
                } else if position == start
                    ? !["a", "closes", "closed", "has", "is"].contains(word)
                    : ![
                        "a", "in", "on", "has", "for", "the", "closed", "closes", "been", "with",
                        "price", "prices",
                    ].contains(
                        word)
                {
                    break scan
                }
            default: break scan
            }
            position += 1
            if way != nil, count != nil, isStraight, hasUnit { break }
        }
        guard let way, let count, isStraight, hasUnit else { return nil }
        let verb = way == .up ? "rises" : "falls"
        return made([], "it \(verb) \(Int(count)) days in a row", from: start)
    }

    private static let following: Set<String> = [
        "straight", "consecutive", "successive", "running", "row", "trot", "bounce", "sequence",
        "succession",
    ]

    private static let streakWays: [String: Direction] = {
        var ways: [String: Direction] = [
            "up": .up, "higher": .up, "green": .up, "winning": .up, "positive": .up,
            "gaining": .up, "down": .down, "lower": .down, "red": .down, "losing": .down,
            "negative": .down,
        ]
        for word in WordClasses.words("rise") { ways[word] = .up }
        for word in WordClasses.words("fall") { ways[word] = .down }
        return ways
    }()

    // MARK: Events

    private static let reports: Set<String> = [
        "earnings", "eps", "estimates", "estimate", "expectations", "consensus",
    ]
    private static let surprises: [String: Bool] = [
        "beat": true, "beats": true, "beaten": true, "beating": true, "tops": true,
        "topped": true, "top": true, "better": true, "ahead": true, "upside": true,
        "exceeds": true, "exceeded": true, "exceed": true, "exceeding": true,
        "surpasses": true, "surpassed": true, "surpass": true, "crushes": true,
        "crushed": true, "smashes": true, "above": true, "positive": true, "stronger": true,
        "outdoes": true, "higher": true, "more": true,
        "miss": false, "misses": false, "missed": false, "missing": false, "short": false,
        "worse": false, "disappoint": false, "disappoints": false, "disappointed": false,
        "disappointing": false, "below": false, "under": false, "downside": false, "weaker": false,
        "undershoots": false, "undershot": false, "negative": false, "lower": false,
    ]
    private static let aroundReports: Set<String> = Set(
        """
        report reports reported results result quarter quarterly numbers number surprise \
        surprises surprised than expected expects its their the a an on of with by for what it \
        has have had in comes come came to been be is are were was fall falls fallen fell post \
        posts posted delivers delivered announces announced earnings analysts analyst street \
        market forecast forecasts people everyone side after
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Consumes what is told of earnings or a dividend: "surprises on the upside with its
    /// earnings", "an increase of its dividend".
    mutating func looseEvent() -> [Token]? {
        let start = position
        var surprise: Bool?
        var hasReport = false
        var raises = false
        var hasDividend = false
        var end = start
        while let word = word() {
            if let found = Self.surprises[word] {
                guard surprise == nil || surprise == found else { return nil }
                surprise = found
            } else if Self.reports.contains(word) {
                hasReport = true
            } else if word == "dividend" || word == "dividends" || word == "payout" {
                hasDividend = true
            } else if Self.raises.contains(word) {
                raises = true
            } else if !Self.aroundReports.contains(word) {
                break
            } else if position == start,
                ![
                    "report", "reports", "reported", "surprises", "posts",
                    "delivers", "a", "an", "its", "post", "comes", "come", "came", "has", "fallen",
                    "falls", "surprise", "it", "results", "quarterly",
                ].contains(word)
            {
                return nil
            }
            position += 1
            let isWhole = surprise != nil && hasReport || raises && hasDividend
            // Small words behind it belong to what follows.
            if isWhole,
                ![
                    "the", "a", "its", "on", "of", "with", "by", "for", "it", "has", "in",
                    "after", "to", "have", "than", "what",
                ].contains(word)
            {
                end = position
            }
        }
        position = end
        guard end > start else { return nil }
        if hasDividend, raises, surprise == nil, !hasReport {
            return made([], "it raises its dividend", from: start)
        }
        guard let surprise, hasReport, !hasDividend else { return nil }
        return made([], surprise ? "it beats earnings" : "it misses earnings", from: start)
    }

    private static let raises = Set(WordClasses.words("raise")).subtracting(["up"])

    // MARK: Stops

    private enum Guard { case loss, profit, trailing }

    private static let guards: [String: Guard] = [
        "stop": .loss, "stops": .loss, "stopped": .loss, "stopping": .loss, "sl": .loss,
        "stoploss": .loss, "loss": .loss, "losses": .loss,
        "trailing": .trailing, "trail": .trailing, "trails": .trailing, "ts": .trailing,
        "protect": .loss, "protected": .loss,
        "profit": .profit, "profits": .profit, "tp": .profit, "target": .profit,
        "gain": .profit, "gains": .profit, "cashing": .profit, "up": .profit, "down": .loss,
    ]

    private static let insideStops: Set<String> = [
        "a", "an", "the", "of", "at", "by", "that", "which", "out", "is", "in", "take",
        "taking", "order", "it", "set", "my", "protect", "me", "protective", "to",
        "under", "underneath", "below", "above", "entry", "price", "taken", "on", "loss",
        "behind", "wide", "away", "position", "are", "be", "pocketed", "banked", "cut", "ever",
        "with", "percent", "from", "there", "hard",
    ]

    /// Consumes a percentage and what guards a position: "a stop that trails by 10%", "SL 5%",
    /// "stopping out at 5% down", "up 8%".
    mutating func looseStop() -> [Token]? {
        skip("a", "an", "the", "my")
        let start = position
        var kind: Guard?
        var share: Token?
        var end = start
        while position - start < 12, let token = token() {
            if case .number(_, .percent) = token.kind {
                guard share == nil else { break }
                guard !isOfMove else { return nil }
                share = token.unsigned
                end = position + 1
                if token.unsigned != token {
                    guard kind != .profit else { return nil }
                    kind = kind ?? .loss
                }
            } else if let word = word(), let found = Self.guards[word] {
                // A rise of the price is a loss for who is short.
                let isEither = ["up", "down", "gain", "gains"].contains(word)
                if kind == nil, isEither, tradesOnlyShorts { return nil }
                // "A trailing stop" trails; "a stop at 5% down" and "a gain of 5%" say it twice.
                if kind == nil || found == .trailing && kind == .loss {
                    kind = found
                } else if kind != found, kind != .trailing || found != .loss {
                    break
                }
                if kind != nil || share != nil { end = position + 1 }
            } else if token.kind == .mark("("), kind != nil, share == nil {
            } else if token.kind == .mark(")"), share != nil, mark(-2) == "(" {
                end = position + 1
            } else if let word = word(), Self.insideStops.contains(word), position > start {
                let endsStop =
                    ["underneath", "behind", "wide", "away"].contains(word)
                    || ["below", "under"].contains(word) && (self.token(1)?.isMark ?? true)
                if share != nil, endsStop { end = position + 1 }
            } else {
                break
            }
            position += 1
        }
        position = end
        guard let share, let kind else { return nil }
        if let next = word(), ["from", "off", "below", "above", "under"].contains(next),
            !["there", "here", "entry", "cost", "my", "purchase"].contains(word(1))
        {
            return nil
        }
        if let next = word(), ["in", "over", "within", "during", "on"].contains(next) {
            var probe = self
            probe.position += 1
            if probe.looseLookback() != nil { return nil }
        }
        let name =
            switch kind {
            case .loss: "stop loss of @0"
            case .profit: "take profit at @0"
            case .trailing: "trailing stop of @0"
            }
        return made([share], name, from: start)
    }

    /// Whether what was read from a place on only says that a price is up or down.
    func isMoveAlone(_ start: Int) -> Bool {
        !tokens[start..<position].contains {
            Self.guards[$0.key] != nil && !["up", "down"].contains($0.key)
        }
    }

    /// Whether the percentage here is one of a move over a time: "a 3% 5 day rally", "a 5 day 3%
    /// gain".
    private var isOfMove: Bool {
        var probe = self
        probe.position += 1
        if probe.lookback() != nil { return true }
        guard position > 1, let unit = word(-1) else { return false }
        return Self.isUnit(unit) && self.token(-2)?.isNumber == true
    }

    /// Consumes "2005 onwards".
    mutating func looseStart() -> [Token]? {
        let start = position
        guard let year = token(), case .number(let value, .plain) = year.kind,
            (1900...2100).contains(value)
        else { return nil }
        position += 1
        skip("to", "until", "till", "through")
        guard accept("onwards", "onward", "on", "now", "today", "present") else { return nil }
        return made([year], "since @0", from: start)
    }

    // MARK: Values

    /// Consumes a word for the price itself.
    mutating func loosePrice() -> Bool? {
        if accept("close", "closes", "closing") {
            guard accept("price") || accept("of") && word() == "price" else { return nil }
        } else {
            skip("stock", "share", "market", "spot", "current")
            guard accept("price", "prices", "px") else { return nil }
        }
        return true
    }

    /// Consumes a level by its usual name: "the middle one", "the fear gauge", "that average".
    mutating func looseLevel() -> [Token]? {
        let start = position
        if accept(phrase: "fear gauge") { return made([], "the vix", from: start) }
        if accept("shiller", "shiller's"), accept(phrase: "cyclically adjusted") {
            skip("p", "pe", "price", "earnings", "ratio")
            return made([], "the shiller cape", from: start)
        }
        position = start
        if accept(phrase: "signal line") || accept(phrase: "signal"), hasMACD {
            return made([], "its signal line", from: start)
        }
        position = start
        if accept(phrase: "ratio of puts to calls") || accept(phrase: "puts to calls")
            || accept(phrase: "put to call ratio")
        {
            return made([], "the put call ratio", from: start)
        }
        if let part = word(), ["middle", "mid", "lower", "upper", "bottom", "top"].contains(part),
            ["band", "one", "1", "line", "bollinger"].contains(tokenKey(1))
        {
            position += 1
            skip("bollinger", "bolinger")
            skip("band", "line", "one")
            if position == start + 1 { position += 1 }
            let side =
                ["middle", "mid"].contains(part)
                ? "middle" : ["lower", "bottom"].contains(part) ? "lower" : "upper"
            return made([], "the \(side) bollinger band", from: start)
        }
        return nil
    }

    private var hasMACD: Bool { tokens.contains { $0.key == "macd" } }

    private func tokenKey(_ offset: Int) -> String { token(offset)?.key ?? "" }
}

extension Token {
    /// The same number without its sign: "cut it at -5%".
    fileprivate var unsigned: Token {
        guard case .number(let value, let unit) = kind, value < 0 else { return self }
        var copy = self
        copy.kind = .number(-value, unit)
        return copy
    }
}
