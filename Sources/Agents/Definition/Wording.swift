import AlmanacCore
import TimeSeries

/// Says in English what a strategy does, in words that the reader reads back as the same strategy.
struct Wording {
    /// The traded symbol.
    var traded: String
    /// Whether other symbols take part, so that owners are named.
    var namesOwner: Bool
    /// Whether a time of holding counts from the entry and not from the last signal for one.
    var holdsFromEntry = false
    /// Whether the traded and other symbols have highs and lows of their own.
    var hasRange: (String) -> Bool = { _ in true }

    /// The words for a strategy that says all.
    init(_ plan: StrategyPlan, _ catalogue: SymbolCatalogue) {
        traded = plan.traded
        namesOwner = !plan.others.isEmpty
        holdsFromEntry = plan.holdsFromEntry
        hasRange = { StrategyPlan.hasRange($0, catalogue) }
    }

    /// The words for conditions of what is traded, whatever else is in the strategy.
    init(traded: String) {
        self.traded = traded
        namesOwner = false
    }

    private func owner(_ subject: Subject) -> String {
        switch subject {
        case .traded: namesOwner ? traded + "'s" : "its"
        case .symbol(let symbol): symbol + "'s"
        }
    }

    private func name(_ subject: Subject) -> String {
        switch subject {
        case .traded: traded
        case .symbol(let symbol): symbol
        }
    }

    static func number(_ value: Double) -> String { JSON.text(of: value) }

    /// A fraction as a percentage: "5%".
    static func percent(_ fraction: Double) -> String {
        number(Quantity.rounded(fraction * 100)) + "%"
    }

    /// A quantity as a noun phrase.
    func phrase(_ quantity: Quantity) -> String {
        switch quantity {
        case .number(let value): Self.number(value)
        case .price(.close, let subject): "\(owner(subject)) price"
        case .price(let column, let subject): "\(owner(subject)) \(column.rawValue)"
        case .average(let kind, .price(.close, let subject), let length):
            "\(owner(subject)) \(length.adjective) \(kind.noun)"
        case .average(let kind, let source, let length):
            "the \(length.adjective) \(kind.noun) of \(phrase(source))"
        case .extremeOf(let side, let source, let length):
            "the \(length.adjective) \(side == .up ? "high" : "low") of \(phrase(source))"
        case .rsi(let subject, let length): "\(owner(subject)) \(length.adjective) RSI"
        case .macd(let part, let subject, let periods):
            "\(owner(subject)) MACD (\(periods.fast), \(periods.slow), \(periods.signal))"
                + word(part)
        case .band(let part, let subject, let length, let width):
            "\(owner(subject)) \(length.adjective) \(word(part)) Bollinger band with "
                + "\(Self.number(width)) standard deviations"
        case .extreme(let side, let subject, let length?):
            "\(owner(subject)) \(length.adjective) \(word(side, subject))"
        case .extreme(let side, let subject, nil):
            "\(owner(subject)) all-time \(word(side, subject))"
        case .change(.price(let column, let subject), let length) where column != .volume:
            "\(owner(subject)) \(length.adjective) return"
        case .change(let source, let length): "the \(length.adjective) change of \(phrase(source))"
        case .ratio(let left, let right): "the ratio of \(pair(left, right, "to"))"
        case .spread(let left, let right): "the spread between \(pair(left, right, "and"))"
        case .zscore(let source, let length):
            "the \(length.adjective) z-score of \(phrase(source))"
        case .volatility(let subject, let length):
            "\(owner(subject)) \(length.adjective) volatility"
        case .indicator(let indicator, let subject, let length, let settings):
            "\(owner(subject)) " + indicator.phrase(length, settings)
        case .signal(let sources, .sentiment):
            "the sentiment of \(sources.map(\.phrase).joined(separator: " and "))"
        case .signal(let sources, .mentions):
            "mentions on \(sources.map(\.phrase).joined(separator: " and "))"
        case .signal(let sources, _): sources.map(\.phrase).joined(separator: " and ")
        case .difference(let source, let length):
            "the \(length.adjective) change of \(phrase(source))"
        case .shifted(let source, let by):
            "\(Self.number(Quantity.rounded(1 + by))) times \(phrase(source))"
        }
    }

    private func pair(_ left: Quantity, _ right: Quantity, _ joint: String) -> String {
        let names = [left, right].map { $0.ownSubject.map(name) ?? phrase($0) }
        return "\(names[0]) \(joint) \(names[1])"
    }

    private func word(_ part: MACDPart) -> String {
        switch part {
        case .line: " line"
        case .signal: " signal line"
        case .histogram: " histogram"
        }
    }

    private func word(_ part: BandPart) -> String {
        switch part {
        case .upper: "upper"
        case .middle: "middle"
        case .lower: "lower"
        }
    }

    private func word(_ side: Direction, _ subject: Subject) -> String {
        let closing = hasRange(name(subject)) ? "" : "closing "
        return closing + (side == .up ? "high" : "low")
    }

    /// A condition as a clause.
    func clause(_ condition: Condition) -> String {
        switch condition {
        case .firstBar: "it has a price"
        case .compare(.difference(let line, let length), let way, .number(0), let inclusive)
        where !line.isSignal:
            "\(phrase(line)) is "
                + (inclusive ? "not " + slope(way.reversed) : slope(way)) + span(length)
        case .cross(.difference(let line, let length), let way, .number(0)) where !line.isSignal:
            "\(phrase(line)) turns \(way == .up ? "up" : "down")" + span(length)
        case .compare(let left, let direction, let right, let inclusive):
            compared(left, direction, right, inclusive: inclusive)
        case .cross(let left, let direction, let right):
            "\(phrase(left)) crosses \(side(direction)) \(rightSide(right, of: left))"
        case .between(let quantity, let low, let high):
            "\(phrase(quantity)) is between \(literal(low, for: quantity)) and "
                + literal(high, for: quantity)
        case .within(let quantity, let bound):
            "\(phrase(quantity)) is within \(Self.number(bound)) of zero"
        case .streak(let subject, let direction, let length):
            "\(owner(subject)) price \(direction == .up ? "rises" : "falls") "
                + "\(length.noun) in a row"
        case .repeated(let inner, nil, let length):
            "\(clause(inner)) for \(length.noun) in a row"
        case .repeated(let inner, let count?, let length):
            "\(clause(inner)) on at least \(count) of the last \(length.noun)"
        case .streakOf(let quantity, let direction, let length):
            "\(phrase(quantity)) \(direction == .up ? "rises" : "falls") \(length.noun) in a row"
        case .pattern(let pattern, let subject):
            (namesOwner ? name(subject) : "it") + " \(pattern.clause)"
        case .happens(let sources)
        where sources.map(\.event) == ["house_buy", "senate_buy"]:
            "members of Congress buy"
        case .happens(let sources)
        where sources.map(\.event) == ["house_sell", "senate_sell"]:
            "members of Congress sell"
        case .happens(let sources):
            sources.map(\.eventPhrase).joined(separator: " or when ")
        case .calendar(let span, let isIn): self.span(span, isIn: isIn)
        case .elapsed(let length):
            length.noun + (length.count == 1 ? " has" : " have")
                + " passed since the \(holdsFromEntry ? "entry" : "last entry signal")"
        case .all(let parts):
            parts.map { part in
                if case .any = part { "(\(clause(part)))" } else { clause(part) }
            }.joined(separator: " and ")
        case .any(let parts): parts.map(clause).joined(separator: " or ")
        }
    }

    private func slope(_ way: Direction) -> String { way == .up ? "rising" : "falling" }

    /// The time that a line rises over, where it is more than a bar.
    private func span(_ length: Lookback) -> String {
        length == Lookback(count: 1, unit: .bar) ? "" : " over \(length.noun)"
    }

    private func compared(
        _ left: Quantity, _ direction: Direction, _ right: Quantity, inclusive: Bool
    ) -> String {
        if case .shifted(let base, let by) = right, !inclusive, by != 0,
            (by > 0) == (direction == .up)
        {
            return "\(phrase(left)) is more than \(Self.percent(abs(by))) \(side(direction)) "
                + phrase(base)
        }
        return "\(phrase(left)) is \(inclusive ? "at or " : "")\(side(direction)) "
            + rightSide(right, of: left)
    }

    /// One side of a comparison: a number in the unit of what it is compared with, or a phrase.
    func side(_ quantity: Quantity, of left: Quantity) -> String { rightSide(quantity, of: left) }

    private func side(_ direction: Direction) -> String { direction == .up ? "above" : "below" }

    private func rightSide(_ right: Quantity, of left: Quantity) -> String {
        if case .number(let value) = right { literal(value, for: left) } else { phrase(right) }
    }

    private func literal(_ value: Double, for quantity: Quantity) -> String {
        switch quantity.measure {
        case .fraction: Self.percent(value)
        case .price: "$" + Self.number(value)
        default: Self.number(value)
        }
    }
}
