/// Several numbers at once and those that only one indicator has: "use 80 and 45", "3 std", "MACD
/// 5 35 5".
extension SentenceParser {
    /// Consumes "use 80 and 45", "levels 10 and 90", "20/10": the two levels of one indicator, the
    /// lower one first or last, or the two lengths in reading order.
    mutating func numberPair() -> Conversation.Change? {
        skip(
            "use", "make", "set", "change", "try", "with", "it", "the", "to", "be", "levels",
            "level", "thresholds", "at", "them", "go")
        let isPair = attempt { parser -> (Double, Double)? in
            guard let one = parser.number(.plain), parser.accept("and") || parser.accept(mark: "/"),
                let other = parser.number(.plain)
            else { return nil }
            parser.skip("days", "day", "bars", "levels")
            return one == other || !parser.endsClauseHere ? nil : (one, other)
        }
        guard let (one, other) = isPair else { return nil }
        let before = draft
        keepExit(before)
        if let levels = draft.levelPair {
            let low = min(one, other)
            let high = max(one, other)
            draft = draft.mapConditions { condition in
                condition.mapLevels { _, _, level in
                    level == levels.low ? low : level == levels.high ? high : level
                }
            }
            return .parameter
        }
        draft = before
        let lengths = draft.knownNumbers.compactMap { number -> Lookback? in
            guard case .length(let length, let role) = number, role != .hold else { return nil }
            return length
        }
        guard lengths.count == 2, draft.averagePair == nil, let first = Int(exactly: one),
            let second = Int(exactly: other), first >= 1, second >= 1
        else { return nil }
        draft = draft.mapConditions { condition in
            condition.mapLookbacks { length, role in
                guard role != .hold else { return length }
                let count =
                    length == lengths[0] ? first : length == lengths[1] ? second : length.count
                return Lookback(count: count, unit: length.unit)
            }
        }
        // The same numbers again are how it already is.
        return .parameter
    }

    /// Consumes "3 std", "use 2.5 standard deviations": the width of the bands.
    mutating func bandWidth() -> Conversation.Change? {
        skip(
            "use", "make", "set", "change", "try", "with", "it", "the", "to", "width", "bands", "at"
        )
        guard let width = number(.plain), width > 0, width <= 10, deviations() else { return nil }
        skip("bands", "instead", "wide")
        let before = draft
        draft = draft.mapConditions { condition in
            condition.mapQuantities {
                guard case .band(let part, let subject, let length, _) = $0 else { return $0 }
                return .band(part, subject, length, width: width)
            }
        }
        return draft == before ? nil : .parameter
    }

    /// Consumes the name of a standard deviation.
    mutating func deviations() -> Bool {
        if accept("std", "stds", "sd", "sds", "sigma", "sigmas", "stdev", "stdevs", "deviations") {
            skip("dev", "devs")
            return true
        }
        return accept(phrase: "standard deviations") || accept(phrase: "standard deviation")
    }

    /// Consumes "change MACD to 5 35 5", "MACD(5, 35, 5)".
    mutating func macdLengths() -> Conversation.Change? {
        skip("use", "make", "set", "change", "try", "with", "the", "a")
        guard accept("macd") else { return nil }
        skip("to", "of", "with", "periods", "lengths", "parameters")
        _ = accept(mark: "(")
        var lengths: [Int] = []
        while let count = count() {
            lengths.append(count)
            if !accept(mark: ",") { _ = accept(mark: "/") || accept(mark: "-") }
        }
        _ = accept(mark: ")")
        guard lengths.count == 3, lengths[0] < lengths[1] else { return nil }
        let periods = MACDPeriods(fast: lengths[0], slow: lengths[1], signal: lengths[2])
        let before = draft
        draft = draft.mapConditions { condition in
            condition.mapQuantities {
                guard case .macd(let part, let subject, _) = $0 else { return $0 }
                return .macd(part, subject, periods)
            }
        }
        draft.assumptions.removeAll { $0.hasPrefix("the MACD has its usual periods") }
        return draft == before ? nil : .parameter
    }

    /// Consumes "period 7" of an indicator that has its usual length.
    mutating func usualLength() -> Conversation.Change? {
        skip("use", "make", "set", "change", "try", "with", "the", "a")
        guard accept("period", "length", "window", "lookback") else { return nil }
        skip("of", "to", "at", "is", "=")
        guard let count = count() else { return nil }
        skip("bars", "days")
        let before = draft
        draft = draft.mapConditions { condition in
            condition.mapQuantities {
                guard case .indicator(let indicator, let subject, nil, let settings) = $0,
                    indicator.row.length != nil
                else { return $0 }
                return .indicator(
                    indicator, subject, Lookback(count: count, unit: .bar), settings)
            }
        }
        draft.assumptions.removeAll { $0.contains("has its usual") }
        return draft.knownNumbers == before.knownNumbers ? nil : .parameter
    }
}

extension SentenceDraft {
    /// The two levels that one indicator is compared with, at the entry and at the exit.
    fileprivate var levelPair: (low: Double, high: Double)? {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [Double] = []
        var indicator: Quantity?
        for leaf in conditions.flatMap(\.leaves) {
            guard let (left, _, right) = leaf.sides, case .number(let level) = right else {
                continue
            }
            guard !left.isPrice, left.measure != .fraction, indicator == nil || indicator == left
            else { return nil }
            indicator = left
            if !found.contains(level) { found.append(level) }
        }
        guard found.count == 2 else { return nil }
        return (min(found[0], found[1]), max(found[0], found[1]))
    }
}
