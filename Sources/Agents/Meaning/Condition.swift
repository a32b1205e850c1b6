/// A truth value at each bar, as a tree of what a sentence names.
indirect enum Condition: Hashable, Sendable {
    /// Every bar from the first one with a price.
    case firstBar
    /// Whether one quantity lies above or below another; `inclusive` counts equality.
    case compare(Quantity, Direction, Quantity, inclusive: Bool)
    /// Whether one quantity passes another on this bar.
    case cross(Quantity, Direction, Quantity)
    case between(Quantity, Double, Double)
    /// Whether the magnitude is below a bound.
    case within(Quantity, Double)
    /// Whether the price rose or fell on each of the last bars.
    case streak(Subject, Direction, Lookback)
    /// Whether a condition held on at least so many of the last bars of a length, this one
    /// included; on all of them without a count.
    case repeated(Condition, count: Int?, Lookback)
    /// Whether a quantity rose or fell on each of the last bars.
    case streakOf(Quantity, Direction, Lookback)
    /// Whether the bars have a shape that has a name.
    case pattern(BarPattern, Subject)
    /// Whether something has become known since the bar before.
    ///
    /// Of several sources, in any of them.
    case happens([SourceMention])
    /// Whether the bar lies in a part of the calendar, or outside of it.
    case calendar(CalendarSpan, isIn: Bool)
    /// Whether so long has passed since the entry was signalled last; for exits only.
    case elapsed(Lookback)
    case all([Condition])
    case any([Condition])

    /// The condition with each subject replaced.
    func mapSubjects(_ change: (Subject) -> Subject) -> Condition {
        switch self {
        case .firstBar: self
        case .compare(let left, let direction, let right, let inclusive):
            .compare(
                left.mapSubjects(change), direction, right.mapSubjects(change),
                inclusive: inclusive)
        case .cross(let left, let direction, let right):
            .cross(left.mapSubjects(change), direction, right.mapSubjects(change))
        case .between(let quantity, let low, let high):
            .between(quantity.mapSubjects(change), low, high)
        case .within(let quantity, let bound): .within(quantity.mapSubjects(change), bound)
        case .streak(let subject, let direction, let length):
            .streak(change(subject), direction, length)
        case .repeated(let inner, let count, let length):
            .repeated(inner.mapSubjects(change), count: count, length)
        case .streakOf(let quantity, let direction, let length):
            .streakOf(quantity.mapSubjects(change), direction, length)
        case .pattern(let pattern, let subject): .pattern(pattern, change(subject))
        case .happens, .calendar, .elapsed: self
        case .all(let parts): .all(parts.map { $0.mapSubjects(change) })
        case .any(let parts): .any(parts.map { $0.mapSubjects(change) })
        }
    }

    /// Calls a function with every quantity, in reading order.
    func visit(_ body: (Quantity) -> Void) {
        switch self {
        case .firstBar, .streak, .pattern, .happens, .calendar, .elapsed: break
        case .compare(let left, _, let right, _), .cross(let left, _, let right):
            left.visit(body)
            right.visit(body)
        case .between(let quantity, _, _), .within(let quantity, _), .streakOf(let quantity, _, _):
            quantity.visit(body)
        case .repeated(let inner, _, _): inner.visit(body)
        case .all(let parts), .any(let parts): for part in parts { part.visit(body) }
        }
    }

    /// The conditions that are no conjunction or disjunction, in reading order.
    var leaves: [Condition] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.leaves)
        default: [self]
        }
    }

    /// The sides of a comparison and the way it goes, also of one that held repeatedly.
    var sides: (left: Quantity, direction: Direction, right: Quantity)? {
        switch self {
        case .repeated(let inner, _, _): inner.sides
        case .compare(let left, let direction, let right, _),
            .cross(let left, let direction, let right):
            (left, direction, right)
        default: nil
        }
    }

    /// Whether this happens at a moment rather than holding for a while.
    var isEvent: Bool {
        switch self {
        case .cross, .happens: true
        case .all(let parts): parts.contains(where: \.isEvent)
        case .any(let parts): parts.contains(where: \.isEvent)
        default: false
        }
    }

    /// Whether this compares what a source says.
    var isOfTexts: Bool {
        switch self {
        case .compare(.signal, _, _, _), .cross(.signal, _, _), .within(.signal, _),
            .between(.signal, _, _):
            true
        default: false
        }
    }

    /// Whether this is a shape of bars.
    var isShape: Bool { if case .pattern = self { true } else { false } }

    /// Whether this is a shape that is said to come before a fall.
    var isBearishShape: Bool {
        if case .pattern(let pattern, _) = self { pattern.isBearish } else { false }
    }

    /// Whether this says the same of a long and of a short position.
    var isSideless: Bool {
        switch self {
        case .within, .between, .elapsed, .calendar, .happens: true
        default: false
        }
    }

    /// What ends a short where this ends a long at a level between their entries: "out at 50".
    func between(_ long: Condition, _ short: Condition) -> Condition? {
        guard case .some((let left, let way, .number(let level))) = sides,
            case .some((left, let longWay, .number(let low))) = long.sides,
            case .some((left, let shortWay, .number(let high))) = short.sides,
            longWay == way.reversed, shortWay == way,
            way == .up ? low < level && level < high : low > level && level > high
        else { return nil }
        switch self {
        case .compare(_, _, let right, let inclusive):
            return .compare(left, way.reversed, right, inclusive: inclusive)
        case .cross(_, _, let right): return .cross(left, way.reversed, right)
        default: return nil
        }
    }

    /// The condition that holds where this one does not; nothing for what happens at a moment.
    var negated: Condition? {
        switch self {
        case .compare(let left, let direction, let right, let inclusive):
            .compare(left, direction.reversed, right, inclusive: !inclusive)
        case .cross(let left, let direction, let right):
            // Out once it crosses, in again once it crosses back: the state is what counts.
            .compare(left, direction.reversed, right, inclusive: true)
        case .calendar(let span, let isIn): .calendar(span, isIn: !isIn)
        case .all(let parts): Self.negated(parts).map(Self.disjunction)
        case .any(let parts): Self.negated(parts).map(Self.conjunction)
        default: nil
        }
    }

    /// Each of some conditions negated, or nothing where one cannot be.
    private static func negated(_ parts: [Condition]) -> [Condition]? {
        let found = parts.compactMap(\.negated)
        return found.count == parts.count ? found : nil
    }

    /// The conjunction, without nesting.
    static func conjunction(_ parts: [Condition]) -> Condition {
        let flat = parts.flatMap { if case .all(let inner) = $0 { inner } else { [$0] } }
        return flat.count == 1 ? flat[0] : .all(flat)
    }

    /// The disjunction, without nesting.
    static func disjunction(_ parts: [Condition]) -> Condition {
        parts.count == 1 ? parts[0] : .any(parts)
    }
}
