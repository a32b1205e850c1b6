/// How far a price lies below its best: "its drawdown is more than 20%", "10% off the peak".
extension SentenceParser {
    private static let sizes = PhraseTable<Direction>([
        "exceeds": .up, "is more than": .up, "is above": .up, "is over": .up, "above": .up,
        "is greater than": .up, "is larger than": .up, "is deeper than": .up, "over": .up,
        "reaches": .up, "hits": .up, "passes": .up, "is at least": .up, "goes over": .up,
        "gets larger than": .up, "goes above": .up, "more than": .up, "greater than": .up,
        "of more than": .up, "of over": .up, "of at least": .up, "tops": .up, "of": .up,
        "is less than": .down, "is below": .down, "is under": .down, "is smaller than": .down,
        "is within": .down, "below": .down, "under": .down, "less than": .down,
        "falls below": .down, "falls under": .down, "of less than": .down,
    ])

    /// Consumes "its drawdown from its 52-week high exceeds 20%".
    mutating func drawdown() -> Condition? {
        skip("there", "is", "the", "a", "an", "its", "when")
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("price", "current")
        guard accept("drawdown") else { return nil }
        let high = attempt { parser in
            parser.accept("from", "off", "below") ? parser.highBehind() : nil
        }
        let way: Direction
        if accept(mark: ">") {
            way = .up
        } else if accept(mark: "<") {
            way = .down
        } else if let said = accept(Self.sizes) {
            way = said
        } else {
            return nil
        }
        guard let part = percentage(), part > 0, part < 1 else { return nil }
        let behind = attempt { parser in
            parser.accept("from", "off", "below") ? parser.highBehind() : nil
        }
        let best = high ?? behind ?? bestSoFar()
        return .compare(
            .price(.close, subject), way.reversed, .shifted(best, by: -part), inclusive: false)
    }

    /// Consumes "its all-time high" or "the peak", the highest price so far.
    private mutating func highBehind() -> Quantity? {
        skip("its", "the")
        if let named = attempt({ $0.extreme() }) {
            if case .extreme(.up, _, _) = named { return named }
            return nil
        }
        return peak()
    }

    /// Consumes "peak": the highest price so far.
    mutating func peak() -> Quantity? {
        guard accept("peak") else { return nil }
        return bestSoFar()
    }

    private mutating func bestSoFar() -> Quantity {
        draft.assume("the peak is the all-time high of the prices at hand")
        return .extreme(.up, subject, nil)
    }
}
