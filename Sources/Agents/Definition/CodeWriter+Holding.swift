import AlmanacCore

extension StrategyPlan {
    /// Whether a time of holding counts from the bar that opened the position.
    ///
    /// So it does where the entry is a state, such as an RSI below 30, that may last for longer
    /// than one bar. After an event, such as a cross or a purchase by insiders, it counts from the
    /// last one; and of a strategy of two sides, either of which may end the other, from the last
    /// signal.
    var holdsFromEntry: Bool {
        let sides = [(entry, exit), (shortEntry, shortExit)].filter { $0.0 != nil }
        guard sides.count == 1, let entry = sides[0].0, entry.isState else { return false }
        switch sides[0].1 {
        case .elapsed: return true
        case .any(let parts):
            let times = parts.filter { if case .elapsed = $0 { true } else { false } }
            return times.count == 1 && parts.flatMap(\.leaves).count(where: \.isElapsed) == 1
        default: return false
        }
    }
}

extension Condition {
    /// Whether this may hold for longer than one bar, by what it says of prices and other numbers.
    fileprivate var isState: Bool {
        switch self {
        // A text is an event, too: "whenever he tweets".
        case .compare(.signal(_, .mentions), .up, .number(0), _): false
        case .compare, .between, .within, .streak, .streakOf, .repeated, .pattern: true
        // A part of the calendar beside a state only chooses when it counts.
        case .all(let parts):
            parts.contains(where: \.isState)
                && parts.allSatisfy { $0.isState || $0.isOfCalendar }
        case .any(let parts): parts.contains(where: \.isState)
        case .calendar(.weekday, _): false
        case .calendar(let span, isIn: true): span.isMoment
        case .firstBar, .cross, .happens, .calendar, .elapsed: false
        }
    }

    private var isOfCalendar: Bool { if case .calendar = self { true } else { false } }
    fileprivate var isElapsed: Bool { if case .elapsed = self { true } else { false } }
}

/// Positions that end so many bars after they began.
extension CodeWriter {
    /// What the loop over bars calls its own.
    static let namesOfHolding: Set<String> = [
        "wanted", "ended", "wants", "ends", "age", "opened", "expired",
    ]

    /// Writes the loop that counts the bars since the entry, and gives the expressions of entries
    /// and exits.
    ///
    /// An entry that goes on opens nothing while the count runs. A stop that closes the position
    /// before does not end the count.
    mutating func holding(
        entry: Condition, exit: Condition
    ) throws(AlmanacError) -> (entries: String, exits: String) {
        let wanted = try expression(entry)
        var others: [Condition] = []
        var time = exit
        if case .any(let parts) = exit {
            others = parts.filter { !$0.isElapsed }
            time = parts.first(where: \.isElapsed) ?? exit
        }
        let ended =
            others.isEmpty ? nil : try expression(Condition.disjunction(others))
        guard case .elapsed(let length) = time else {
            return (wanted, try expression(exit))
        }
        let hold = try parameters.integer("hold", streakBars(length), "Bars to hold.")
        let index = "\(try variable(.price(.close, .traded))).index"
        lines.append("wanted = \(wanted)")
        if let ended { lines.append("ended = \(ended)") }
        lines += ["age = -1", "opened = []", "expired = []"]
        lines.append(
            ended == nil ? "for wants in wanted:" : "for wants, ends in zip(wanted, ended):")
        let opens = ended == nil ? "wants" : "wants and not ends"
        lines += [
            "    age = age + 1 if age >= 0 else (0 if \(opens) else -1)",
            "    opened.append(age == 0)",
            "    expired.append(age == \(hold))",
            "    if \(ended == nil ? "" : "ends or ")age == \(hold):",
            "        age = -1",
            "expired = pd.Series(expired, index=\(index))",
        ]
        written[time] = WrittenCondition(code: "expired")
        return (
            "pd.Series(opened, index=\(index))", ended == nil ? "expired" : "ended | expired"
        )
    }
}
