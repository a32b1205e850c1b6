/// Spans of time that a plan takes for something else, and choices of two that it takes for one.
extension Overlooked {
    /// Parts of the calendar and lengths that the plan does not have as they are said.
    func spans() -> [Range<Int>] {
        lastDays() + countedDays() + weekdaySpans() + heldConditions()
    }

    /// "The last trading day of the month" where the plan is in at any time of its turn.
    private func countedDays() -> [Range<Int>] {
        guard let plan,
            plan.conditions.flatMap(\.leaves).contains(where: { leaf in
                if case .calendar(.monthTurn, _) = leaf { true } else { false }
            })
        else { return [] }
        return tokens.indices.filter { index in
            ["trading", "business"].contains(key(index))
                && ["day", "days"].contains(key(index + 1))
                && ["of", "in"].contains(key(index + 2))
        }.map { $0..<$0 + 2 }
    }

    /// "Buy at month end, sell four days later" where the plan buys on any day of the turn of the
    /// month, so that the days would run from its last one.
    private func lastDays() -> [Range<Int>] {
        guard let plan, plan.entry?.leaves.contains(.calendar(.monthTurn, isIn: true)) == true,
            plan.exit?.leaves.contains(where: { if case .elapsed = $0 { true } else { false } })
                == true
        else { return [] }
        return tokens.indices.filter { index in
            key(index) == "month" && key(index + 1) == "end"
                || key(index) == "end" && ["of", "month"].contains(key(index + 1))
        }.map { $0..<$0 + 2 }
    }

    /// "From Friday to Monday" where the plan buys on both days.
    private func weekdaySpans() -> [Range<Int>] {
        guard case .any(let parts) = plan?.entry ?? plan?.shortEntry,
            parts.allSatisfy({ part in
                switch part {
                case .calendar(.weekday, _), .calendar(.dayBefore, _): true
                default: false
                }
            })
        else { return [] }
        return tokens.indices.filter { index in
            ["to", "until", "till", "through"].contains(key(index)) && Self.isDay(key(index + 1))
                && (Self.isDay(key(index - 1)) || Self.isDay(key(index - 2)))
        }.map { $0 - 1..<$0 + 2 }
    }

    /// "Below either" where the plan asks for one of two.
    func eithers() -> [Range<Int>] {
        guard let plan else { return [] }
        let hasChoice = plan.conditions.contains { if case .any = $0 { true } else { false } }
        return tokens.indices.filter { index in
            !hasChoice && key(index) == "either"
                && ["below", "under", "beneath", "above", "over"].contains(key(index - 1))
        }.map { $0 - 1..<$0 + 1 }
    }

    private static let held: Set<String> = [
        "been", "stays", "stayed", "remains", "remained", "remain", "sits", "spends",
        "holds", "held", "is", "it's", "are",
    ]
    private static let verbs: Set<String> = [
        ",", ";", ".", ":", "buy", "buys", "hold", "holding", "short", "shorts", "long", "own",
        "keep",
        "enter", "purchase", "in", "stay", "ride", "go",
    ]
    private static let whens: Set<String> = ["when", "whenever", "if", "once", "after"]

    /// "When RSI has been below 30 for 3 days" where the plan holds for three days.
    private func heldConditions() -> [Range<Int>] {
        guard let plan,
            plan.conditions.contains(where: {
                $0.leaves.contains { if case .elapsed = $0 { true } else { false } }
            })
        else { return [] }
        return tokens.indices.filter { index in
            guard ["for", "over"].contains(key(index)), index + 2 < tokens.count,
                tokens[index + 1].isNumber || key(index + 1) == "a",
                SentenceParser.isUnit(key(index + 2))
            else { return false }
            var before = index - 1
            var isHeld = false
            while before >= 0, !Self.whens.contains(key(before)) {
                if Self.verbs.contains(key(before)) { return false }
                isHeld = isHeld || Self.held.contains(key(before))
                before -= 1
            }
            return before >= 0 && isHeld
        }.map { $0..<$0 + 3 }
    }
}
