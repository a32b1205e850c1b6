import AlmanacCore

/// The exit that goes with an entry where the sentence names none.
enum ImpliedExit {
    /// The exit and why it was chosen, or nothing where no exit follows from the entry.
    ///
    /// - Parameter isLong: Whether the entry buys; a short entry has the mirror image.
    static func exit(for entry: Condition, isLong: Bool) -> (condition: Condition, reason: String)?
    {
        switch entry {
        case .firstBar, .streak, .streakOf, .pattern, .between, .within, .elapsed: nil
        case .repeated(let inner, let count, _):
            count == nil ? exit(for: inner, isLong: isLong) : nil
        // "On Fridays" may be that day or from it on.
        case .calendar(let span, isIn: true) where span.isMoment: nil
        case .calendar(.everyOtherDay, _): nil
        case .calendar(let span, let isIn):
            (.calendar(span, isIn: !isIn), "when that part of the calendar ends")
        case .happens:
            (.elapsed(Lookback(count: 20, unit: .bar)), "20 bars after the last such event")
        case .cross(let left, let direction, let right):
            level(left, direction, right, isLong: isLong)
                ?? reversal(left, direction, right, isLong: isLong).map {
                    (.cross(left, direction.reversed, right), $0)
                }
        case .compare(let left, let direction, let right, let inclusive):
            level(left, direction, right, isLong: isLong)
                ?? reversal(left, direction, right, isLong: isLong).map {
                    (.compare(left, direction.reversed, right, inclusive: !inclusive), $0)
                }
        case .all(let parts): conjunction(parts, isLong: isLong)
        case .any(let parts): disjunction(parts, isLong: isLong)
        }
    }

    /// The exits of levels that have a conventional other side.
    private static func level(
        _ left: Quantity, _ direction: Direction, _ right: Quantity, isLong: Bool
    ) -> (condition: Condition, reason: String)? {
        switch (left, right) {
        case (.indicator(.stochasticK, _, _, _), .number(let bound))
        where isLong ? bound < 50 : bound > 50,
            (.indicator(.stochasticRSI, _, _, _), .number(let bound))
        where isLong ? bound < 50 : bound > 50,
            (.indicator(.moneyFlow, _, _, _), .number(let bound))
        where isLong ? bound < 50 : bound > 50:
            return (
                .compare(
                    left, isLong ? .up : .down, .number(100 - bound), inclusive: false),
                "at the mirror image of the level \(JSON.text(of: bound))"
            )
        case (.rsi, .number(let bound)) where isLong ? bound < 50 : bound > 50:
            let other = 100 - bound
            return (
                .compare(left, isLong ? .up : .down, .number(other), inclusive: false),
                "at the mirror image of the RSI level \(JSON.text(of: bound))"
            )
        case (_, .band(.lower, let subject, let length, let width)) where isLong,
            (_, .band(.upper, let subject, let length, let width)) where isLong && direction == .up:
            let middle = Quantity.band(.middle, subject, length, width: width)
            let back: Direction = if case .band(.lower, _, _, _) = right { .up } else { .down }
            return (
                .compare(left, back, middle, inclusive: false),
                "when back at the middle of the Bollinger bands"
            )
        case (_, .band(.upper, let subject, let length, let width)) where !isLong,
            (_, .band(.lower, let subject, let length, let width))
        where !isLong && direction == .down:
            let middle = Quantity.band(.middle, subject, length, width: width)
            let back: Direction = if case .band(.upper, _, _, _) = right { .down } else { .up }
            return (
                .compare(left, back, middle, inclusive: false),
                "when back at the middle of the Bollinger bands"
            )
        case (_, .extreme(let side, let subject, let length)) where side == direction:
            guard (direction == .up) == isLong, let length else { return nil }
            return (
                .compare(
                    left, direction.reversed, .extreme(side.reversed, subject, length),
                    inclusive: false),
                "at the other side of the channel"
            )
        case (_, .extremeOf(let side, let source, let length)) where side == direction:
            guard (direction == .up) == isLong, left == source else { return nil }
            return (
                .compare(
                    left, direction.reversed, .extremeOf(side.reversed, source, length),
                    inclusive: false),
                "at the other side of its range"
            )
        case (.difference(.signal, _), .number(let bound)) where bound != 0:
            return (
                .compare(left, direction.reversed, .number(0), inclusive: false),
                "when the change turns"
            )
        case (.signal(_, .sentiment), .number(let bound)) where (bound > 0) == (direction == .up):
            return (
                .compare(left, direction.reversed, .number(0), inclusive: false),
                "when the sentiment turns"
            )
        case (.zscore, .number(let bound)) where bound != 0 && (bound < 0) == isLong:
            return (.within(left, min(0.5, abs(bound) / 2)), "when back near the mean")
        default: return nil
        }
    }

    /// The reason where the plain reverse is the exit; nothing where it would make no sense.
    private static func reversal(
        _ left: Quantity, _ direction: Direction, _ right: Quantity, isLong: Bool
    ) -> String? {
        switch (left, right) {
        case (.change, .number(let bound)) where bound != 0 && (direction == .up) != isLong: nil
        case (_, .extreme), (.extreme, _), (_, .extremeOf), (.indicator(.openingGap, _, _, _), _):
            nil
        case (_, .shifted(.extreme, _)): nil
        default: "on the reverse of the entry"
        }
    }

    private static func conjunction(
        _ parts: [Condition], isLong: Bool
    ) -> (condition: Condition, reason: String)? {
        // A number of the whole market, such as the VIX, filters what prices trigger.
        let triggers = parts.filter { !isMarket($0) }
        if triggers.count < parts.count, !triggers.isEmpty,
            triggers.contains(where: {
                $0.isEvent || isBreakout($0) || isOscillator($0) || isMove($0)
            }),
            !triggers.contains(where: isSignal)
        {
            return triggers.count == 1
                ? exit(for: triggers[0], isLong: isLong) : conjunction(triggers, isLong: isLong)
        }
        // What is said outside of prices decides where it is said; prices only filter it.
        let said = parts.filter(isSignal).compactMap { exit(for: $0, isLong: isLong) }
        if let first = said.first {
            // A part of the calendar ends what lasts, and only chooses the moment of an event.
            let spans =
                parts.contains(where: \.isEvent)
                ? [] : parts.filter(isSpan).compactMap { exit(for: $0, isLong: isLong) }
            return (.disjunction((said + spans).map(\.condition)), first.reason)
        }
        if parts.contains(where: isSignal) { return nil }
        // The trigger decides where there is one; filters such as a trend only choose the moment.
        if let trigger = parts.first(where: \.isEvent) ?? parts.first(where: isBreakout) {
            return exit(for: trigger, isLong: isLong)
        }
        let exits = parts.compactMap { exit(for: $0, isLong: isLong) }
        guard exits.count == parts.count, let first = exits.first else { return nil }
        return (.disjunction(exits.map(\.condition)), first.reason)
    }

    /// Whether a condition compares a number that is published of no single company.
    private static func isMarket(_ condition: Condition) -> Bool {
        guard case .compare(.signal(let sources, .value), _, .number, _) = condition else {
            return false
        }
        return sources.allSatisfy { ["vix", "yield_10y", "yield_curve"].contains($0.row) }
    }

    private static func isSpan(_ condition: Condition) -> Bool {
        if case .calendar = condition { true } else { false }
    }

    private static func isMove(_ condition: Condition) -> Bool {
        switch condition {
        case .streak, .streakOf, .pattern, .compare(.change, _, .number, _): true
        default: false
        }
    }

    private static func isOscillator(_ condition: Condition) -> Bool {
        condition.sides?.left.measure == .oscillator
    }

    private static func isSignal(_ condition: Condition) -> Bool {
        switch condition {
        case .happens: true
        case .compare(.signal, _, _, _), .cross(.signal, _, _): true
        case .compare(.difference(.signal, _), _, _, _): true
        default: false
        }
    }

    /// Whether a condition is the way out of a channel.
    private static func isBreakout(_ condition: Condition) -> Bool {
        if case .compare(_, let direction, .extreme(let side, _, _), _) = condition {
            return direction == side
        }
        return false
    }

    private static func disjunction(
        _ parts: [Condition], isLong: Bool
    ) -> (condition: Condition, reason: String)? {
        guard !parts.contains(where: \.isEvent), !areOpposite(parts) else { return nil }
        let exits = parts.compactMap { exit(for: $0, isLong: isLong) }
        guard exits.count == parts.count, let first = exits.first,
            !exits.contains(where: { if case .any = $0.condition { true } else { false } })
        else { return nil }
        return (.conjunction(exits.map(\.condition)), first.reason)
    }

    /// Whether one quantity is asked to be high by one part and low by another: no exit follows.
    private static func areOpposite(_ parts: [Condition]) -> Bool {
        let sides = parts.compactMap(\.sides)
        return sides.contains { one in
            sides.contains { $0.left == one.left && $0.direction != one.direction }
        }
    }
}
