/// Things that happen and become known: trades of others, earnings, decisions.
extension SentenceParser {
    private static let afters = PhraseTable(phrases: [
        "the day after", "day after", "one day after", "the next day after", "right after",
        "just after", "after", "following", "the day that", "the day", "on the day", "on", "upon",
        "the session after", "the morning after", "whenever", "every time", "when", "once",
    ])
    private static let buys = PhraseTable<Bool>([
        "buy": true, "buys": true, "bought": true, "buying": true, "purchase": true,
        "purchases": true, "are buying": true, "is buying": true, "discloses a purchase": true,
        "disclose a purchase": true, "report buying": true, "reports buying": true,
        "discloses buying": true, "disclose purchases": true, "loads up": true, "add": true,
        "adds": true, "discloses": true, "disclose": true,
        "sell": false, "sells": false, "sold": false, "selling": false, "dump": false,
        "dumps": false, "are selling": false, "is selling": false, "discloses a sale": false,
    ])

    /// Consumes something that becomes known: "the day after insiders buy", "it beats earnings".
    mutating func eventCondition() -> Condition? {
        attempt { parser in
            _ = parser.accept(Self.afters)
            if let mention = parser.accept(SourceNames.announcements) {
                parser.skip("is", "are", "announced", "released", "happens", "happen")
                _ = parser.attempt { parser in
                    parser.skip("for", "of", "by", "on", "at", "in", "from")
                    return parser.eventSymbol()
                }
                parser.skip("for")
                return .happens([mention])
            }
            if let symbol = parser.symbol() {
                if let mention = parser.accept(SourceNames.announcements) {
                    if parser.draft.traded.isEmpty { parser.trade(symbol) }
                    return .happens([mention])
                }
                return nil
            }
            return parser.traded(by: nil)
        }
    }

    /// Consumes "insiders at Best Buy buy shares", "Nancy Pelosi buys it".
    private mutating func traded(by given: [SourceMention]?) -> Condition? {
        skip("multiple", "several", "the", "company's", "its", "corporate")
        guard let traders = given ?? accept(SourceNames.traders) ?? sameTraders() else {
            return nil
        }
        if accept("at", "of", "in"), attempt({ $0.eventSymbol() }) == nil {
            guard accept("it", "them") else { return nil }
        }
        guard let isBuy = accept(Self.buys) else { return nil }
        skip("more", "some", "their", "own", "a", "lot", "of", "the", "in", "it", "new", "up")
        skip("shares", "stock", "stocks")
        skip("of", "in", "the", "open", "market", "it", "at")
        _ = attempt { $0.eventSymbol() }
        skip("stock", "shares", "it")
        return .happens(isBuy ? traders : traders.map(\.selling))
    }

    /// Consumes "they" behind an entry that follows somebody: "sell when they sell".
    private mutating func sameTraders() -> [SourceMention]? {
        guard isExit, case .happens(let mentions)? = draft.entry?.leaves.first(where: \.isEvent),
            mentions.allSatisfy({ $0.event?.hasSuffix("_buy") == true }),
            accept("they", "he", "she", "these", "those")
        else { return nil }
        return mentions
    }

    private mutating func eventSymbol() -> Bool? {
        guard let symbol = symbol() else { return nil }
        if draft.traded.isEmpty { trade(symbol) }
        return true
    }
}

extension SourceMention {
    /// The same source with sales in place of purchases.
    fileprivate var selling: SourceMention {
        var copy = self
        if let event, event.hasSuffix("_buy") { copy.event = String(event.dropLast(4)) + "_sell" }
        return copy
    }
}
