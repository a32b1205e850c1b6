import AlmanacCore

/// A question about some of a run's trades: "how many lasted longer than 30 days?", "second worst
/// trade", "how many times was the stop hit?".
struct TradeQuestion: Equatable, Sendable {
    /// What is asked about them.
    enum Wish: Equatable, Sendable {
        case count
        /// The best or the worst: from a rank on, so many.
        case extremes(isBest: Bool, rank: Int, count: Int)
        /// Those that lasted longest or shortest, so many.
        case lasting(isLongest: Bool, count: Int)
    }

    var wish = Wish.count
    /// Those that gained, or those that lost.
    var isGain: Bool?
    /// Those that gained or lost more, or less, than a part of what was put in.
    var size: Bound?
    /// Those that lasted longer, or shorter, than so many days of the calendar.
    var days: Bound?
    var isLong: Bool?
    /// Those that ended so, by the names of a run's reasons.
    var reasons: [String] = []

    struct Bound: Equatable, Sendable {
        var value: Double
        var isAbove: Bool
        /// How it was said: "30 days", "10 %".
        var words: String
    }

    /// Reads a question each of whose words is known; nothing where one is not, or where it asks
    /// for no choice of trades.
    init?(_ tokens: [Token]) {
        var reader = Reader(tokens: tokens)
        guard let question = reader.read() else { return nil }
        self = question
    }

    private init() {}

    /// Takes the words one by one.
    private struct Reader {
        let tokens: [Token]
        var position = 0
        var question = TradeQuestion()
        var asks = false
        var isBest: Bool?
        var isLongest: Bool?
        var rank = 1
        var count: Int?
        var isPlural = false
        var isAbove: Bool?

        /// Whether trades are named.
        private var saysTrade: Bool {
            tokens.contains { token in
                [
                    "trade", "trades", "position", "positions", "winner", "loser", "winners",
                    "losers",
                ]
                .contains(token.key)
            }
        }

        init(tokens: [Token]) { self.tokens = tokens }

        func word(_ offset: Int = 0) -> String? {
            let index = position + offset
            return tokens.indices.contains(index) ? tokens[index].key : nil
        }

        mutating func accept(_ table: PhraseTable<Bool>) -> Bool? {
            guard let (value, length) = table.match({ word($0) }) else { return nil }
            position += length
            return value
        }

        mutating func read() -> TradeQuestion? {
            while position < tokens.count {
                guard takesPhrase() || takesNumber() || takesWord() else { return nil }
            }
            if let isLongest {
                // "The longest" alone may be of a drawdown.
                guard saysTrade, isBest == nil else { return nil }
                question.wish = .lasting(
                    isLongest: isLongest, count: count ?? (isPlural ? 5 : 1))
                return question
            }
            if let isBest {
                let several = isPlural ? 5 : 1
                question.wish = .extremes(isBest: isBest, rank: rank, count: count ?? several)
                return question
            }
            let chooses =
                question.isGain != nil || question.size != nil || question.days != nil
                || question.isLong != nil || !question.reasons.isEmpty
            return asks && chooses ? question : nil
        }

        private static let counts = PhraseTable(phrases: [
            "how many", "how often", "number of", "count",
        ])
        private static let ways = PhraseTable<Bool>([
            "more than": true, "longer than": true, "greater than": true, "bigger than": true,
            "larger than": true, "over": true, "above": true, "less than": false,
            "shorter than": false, "smaller than": false, "under": false, "below": false,
        ])
        private static let ends = PhraseTable<String>([
            "stop loss": "stop_loss", "stop": "stop_loss", "stops": "stop_loss",
            "stopped": "stop_loss", "stopped out": "stop_loss", "trailing stop": "trailing_stop",
            "take profit": "take_profit", "target": "take_profit",
            "profit target": "take_profit",
        ])

        private mutating func takesPhrase() -> Bool {
            if accept(Self.counts) != nil {
                asks = true
            } else if word() == "how", word(1) == "long",
                tokens.contains(where: { ["longest", "shortest"].contains($0.key) })
            {
                position += 2
            } else if let way = accept(Self.ways) {
                isAbove = way
            } else if let (reason, length) = Self.ends.match({ word($0) }) {
                position += length
                // "The stop" is whichever there is.
                let isAny = reason == "stop_loss" && tokens[position - 1].key != "loss"
                question.reasons = isAny ? ["stop_loss", "trailing_stop"] : [reason]
            } else {
                return false
            }
            return true
        }

        private mutating func takesNumber() -> Bool {
            switch tokens[position].kind {
            case .number(let value, .percent):
                guard let isAbove, question.size == nil else { return false }
                position += 1
                question.size = Bound(
                    value: abs(value) / 100, isAbove: isAbove,
                    words: NumberText.percent(abs(value) / 100))
            case .number(let value, .plain):
                if let length = word(1).flatMap({ Self.lengths[$0] }) {
                    guard let isAbove, question.days == nil else { return false }
                    question.days = Bound(
                        value: value * length, isAbove: isAbove,
                        words: "\(tokens[position].key) \(word(1) ?? "")")
                    position += 2
                } else if ["st", "nd", "rd", "th"].contains(word(1)) {
                    rank = max(1, Int(value))
                    position += 2
                } else if (1000...2999).contains(value) {
                    position += 1
                } else if value >= 1, value <= 50, count == nil {
                    count = Int(value)
                    position += 1
                } else {
                    return false
                }
            case .date, .mark: position += 1
            default: return false
            }
            return true
        }

        private static let lengths: [String: Double] = [
            "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 365.25 / 12,
            "months": 365.25 / 12, "year": 365.25, "years": 365.25,
        ]
        private static let ranks = ["second": 2, "third": 3, "fourth": 4, "fifth": 5]
        private static let superlatives: [String: Bool] = [
            "best": true, "worst": false, "biggest": true, "largest": true, "greatest": true,
            "top": true,
        ]
        private static let results: [String: Bool] = [
            "winner": true, "winners": true, "winning": true, "won": true, "win": true,
            "wins": true, "profitable": true, "gain": true, "gains": true, "gained": true,
            "profit": true, "profits": true, "made": true, "up": true, "positive": true,
            "loser": false, "losers": false, "losing": false, "lost": false, "loss": false,
            "losses": false, "lose": false, "unprofitable": false, "down": false,
            "negative": false,
        ]

        private mutating func takesWord() -> Bool {
            guard let word = word() else { return false }
            position += 1
            if let other = Self.ranks[word] {
                rank = other
            } else if word == "longest" || word == "shortest" {
                isLongest = word == "longest"
            } else if let way = Self.superlatives[word] {
                isBest = way
            } else if let isGain = Self.results[word] {
                // "Did it win" asks for trades, "the biggest loss" for the worst one.
                if isBest != nil {
                    isBest = isGain
                    isPlural = word.hasSuffix("s") && word != "loss"
                } else {
                    question.isGain = isGain
                }
            } else if word == "trades" {
                isPlural = true
            } else if word == "long" || word == "short", self.word()?.hasPrefix("trade") == true {
                question.isLong = word == "long"
            } else {
                return Self.fillers.contains(word) || Vocabulary.Calendar.months[word] != nil
            }
            return true
        }

        private static let fillers: Set = [
            "trade", "a", "an", "the", "of", "it", "its", "did", "do", "does", "had", "have",
            "has", "that", "which", "were", "was", "is", "are", "there", "me", "my", "show", "list",
            "what", "who", "all", "then", "i", "we", "with", "been", "be", "by", "out", "at", "in",
            "since", "from", "to", "until", "till", "before", "after", "between", "and", "during",
            "times", "hit", "reached", "triggered", "lasted", "last", "held", "hold", "took",
            "take", "open", "end", "ended", "result", "resulted", "single", "one", "ones", "money",
            "so", "far", "please", "whose", "return", "returned", "get", "got", "for", "on",
            "tell", "give", "individual", "position", "positions",
        ]
    }
}
