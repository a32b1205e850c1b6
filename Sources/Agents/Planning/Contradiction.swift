/// Finds conditions that can never hold.
enum Contradiction {
    /// What contradicts what, in words, or nothing.
    static func found(in plan: StrategyPlan, wording: (Condition) -> String) -> String? {
        for condition in plan.conditions {
            if let bare = condition.leaves.first(where: comparesPriceWithNothing) {
                return "\"\(wording(bare))\" says nothing, as prices are above zero"
            }
            if let (first, second) = clash(in: condition) {
                return "\"\(wording(first))\" and \"\(wording(second))\" never hold together"
            }
        }
        if let entry = plan.entry, let exit = plan.exit, entry == exit || mirrored(entry) == exit {
            return "it would buy and sell when \(wording(entry))"
        }
        if let entry = plan.entry, let short = plan.shortEntry, entry == short {
            return "it would buy and short when \(wording(entry))"
        }
        return nil
    }

    /// Whether a price is compared with zero or less.
    private static func comparesPriceWithNothing(_ condition: Condition) -> Bool {
        guard case .some((.price, _, .number(let level))) = condition.sides else {
            return false
        }
        return level <= 0
    }

    /// What ends a position on the bar that begins it, or may do so, in words, or nothing: "RSI
    /// below 30" and then "RSI below 45", "RSI above 60" and then "RSI below 80".
    static func endsAtOnce(_ plan: StrategyPlan, wording: (Condition) -> String) -> String? {
        for (entry, exit) in [(plan.entry, plan.exit), (plan.shortEntry, plan.shortExit)] {
            guard let entry, let exit else { continue }
            let begins: [Condition]
            if case .any(let parts) = entry {
                begins = parts.count == 1 ? parts : []
            } else {
                begins = entry.leaves
            }
            let ends: [Condition]
            if case .all = exit { ends = [] } else { ends = exit.leaves }
            for begin in begins {
                if let end = ends.first(where: { includes($0, begin) }) {
                    return "\"\(wording(end))\" holds already when \(wording(begin))"
                }
                if let end = ends.first(where: { overlaps($0, begin) }) {
                    return "\"\(wording(end))\" may hold already when \(wording(begin))"
                }
            }
        }
        return nil
    }

    /// A time of holding that never ends a position, in words, or nothing: it counts from the last
    /// bar on which the entry holds, and another part of the exit is that it no longer does.
    static func idleTime(_ plan: StrategyPlan, wording: (Condition) -> String) -> String? {
        if plan.holdsFromEntry { return nil }
        for (entry, exit) in [(plan.entry, plan.exit), (plan.shortEntry, plan.shortExit)] {
            guard case .compare(let left, let way, let right, _)? = entry,
                case .any(let parts)? = exit,
                let time = parts.first(where: { if case .elapsed = $0 { true } else { false } }),
                let end = parts.first(where: { part in
                    guard case .some((left, way.reversed, right)) = part.sides else { return false }
                    return true
                })
            else { continue }
            return "\"\(wording(time))\" never comes before \"\(wording(end))\""
        }
        return nil
    }

    /// Two ways into a position of which one includes the other, in words, or nothing.
    static func repeats(_ plan: StrategyPlan, wording: (Condition) -> String) -> String? {
        for case .any(let parts)? in [plan.entry, plan.shortEntry] {
            for (index, first) in parts.enumerated() {
                let others = parts[(index + 1)...]
                if let second = others.first(where: { includes($0, first) || includes(first, $0) })
                {
                    return "\"\(wording(first))\" or \"\(wording(second))\""
                }
            }
        }
        return nil
    }

    /// Whether a comparison with a number holds wherever another one does.
    private static func includes(_ wide: Condition, _ narrow: Condition) -> Bool {
        guard case .compare(let left, let way, .number(let bound), _) = wide,
            case .some((left, way, .number(let level))) = narrow.sides
        else { return false }
        return way == .up ? bound <= level : bound >= level
    }

    /// Whether a level lies beyond the opposite one: "RSI above 60" and then "RSI below 80".
    ///
    /// What has no scale of its own, such as the CCI, is traded so: in above -100, out below 100.
    private static func overlaps(_ end: Condition, _ begin: Condition) -> Bool {
        guard case .compare(let left, let way, .number(let bound), _) = end,
            case .some((left, let other, .number(let level))) = begin.sides, other != way,
            left.measure != .level
        else { return false }
        return way == .down ? bound > level : bound < level
    }

    /// The same condition said from its other side: the 50 crosses below the 20.
    private static func mirrored(_ condition: Condition) -> Condition? {
        switch condition {
        case .compare(let left, let way, let right, let inclusive):
            .compare(right, way.reversed, left, inclusive: inclusive)
        case .cross(let left, let way, let right):
            .cross(right, way.reversed, left)
        default: nil
        }
    }

    /// Two parts of a conjunction of which one excludes the other.
    private static func clash(in condition: Condition) -> (Condition, Condition)? {
        switch condition {
        case .any(let parts): return parts.lazy.compactMap(clash).first
        case .all(let parts):
            for (index, first) in parts.enumerated() {
                for second in parts[(index + 1)...] where excludes(first, second) {
                    return (first, second)
                }
            }
            return nil
        default: return nil
        }
    }

    private static func excludes(_ first: Condition, _ second: Condition) -> Bool {
        switch (first, second) {
        case (
            .compare(let left, let way, let right, _), .compare(let other, let back, let bound, _)
        ):
            guard left == other, way != back else { return false }
            if right == bound { return true }
            guard case .number(let one) = right, case .number(let two) = bound else { return false }
            return way == .up ? one >= two : one <= two
        case (.cross(let left, let way, _), .cross(let other, let back, _)):
            // What passes one level down and another up does so on two bars.
            return left == other && way != back
        case (.calendar(let one, true), .calendar(let two, true)): return one.excludes(two)
        default: return false
        }
    }
}
