/// Finds conditions that can never hold.
enum Contradiction {
    /// What contradicts what, in words, or nothing.
    static func found(in plan: StrategyPlan, wording: (Condition) -> String) -> String? {
        for condition in plan.conditions {
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
        case (.calendar(let one, true), .calendar(let two, true)): return one != two
        default: return false
        }
    }
}
