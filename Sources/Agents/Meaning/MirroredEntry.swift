/// The short entry that mirrors a long one.
enum MirroredEntry {
    /// The condition with above and below exchanged, or nothing where it has no mirror image.
    static func entry(for condition: Condition) -> Condition? {
        switch condition {
        case .firstBar, .between, .within, .happens, .calendar, .elapsed: return nil
        // How far prices go says nothing of where to: that is asked of both sides.
        case .compare(let left, _, _, _) where left.isSideless: return condition
        case .cross(let left, _, _) where left.isSideless: return condition
        case .streakOf(let quantity, _, _) where quantity.isSideless: return condition
        case .compare(let left, let direction, .number(let level), let inclusive)
        where left.counterpart != nil:
            return left.counterpart.map {
                .compare($0, direction, .number(level), inclusive: inclusive)
            }
        case .cross(let left, let direction, .number(let level)) where left.counterpart != nil:
            return left.counterpart.map { .cross($0, direction, .number(level)) }
        case .compare(let left, let direction, let right, let inclusive):
            return .compare(
                left, direction.reversed, mirrored(right, of: left), inclusive: inclusive)
        case .cross(let left, let direction, let right):
            return .cross(left, direction.reversed, mirrored(right, of: left))
        case .streak(let subject, let direction, let length):
            return .streak(subject, direction.reversed, length)
        case .repeated(let inner, let count, let length):
            return entry(for: inner).map { .repeated($0, count: count, length) }
        case .streakOf(let quantity, let direction, let length):
            return .streakOf(mirrored(quantity), direction.reversed, length)
        case .pattern(let pattern, let subject):
            return pattern.mirrored.map { .pattern($0, subject) }
        case .all(let parts):
            let mirrors = parts.compactMap(entry(for:))
            return mirrors.count == parts.count ? .all(mirrors) : nil
        case .any(let parts):
            let mirrors = parts.compactMap(entry(for:))
            return mirrors.count == parts.count ? .any(mirrors) : nil
        }
    }

    /// The exit of shorts that mirrors that of longs, or nothing where it has no mirror image.
    ///
    /// What says the same of both sides, such as a time since the entry, stays as it is.
    static func exit(for condition: Condition) -> Condition? {
        switch condition {
        case .elapsed: return condition
        case .all(let parts):
            let mirrors = parts.compactMap(exit(for:))
            return mirrors.count == parts.count ? .all(mirrors) : nil
        case .any(let parts):
            let mirrors = parts.compactMap(exit(for:))
            return mirrors.count == parts.count ? .any(mirrors) : nil
        default: return entry(for: condition)
        }
    }

    /// What mirrors a number of a streak: lower lows are the image of higher highs.
    private static func mirrored(_ quantity: Quantity) -> Quantity {
        switch quantity {
        case .price(.high, let subject): .price(.low, subject)
        case .price(.low, let subject): .price(.high, subject)
        default: quantity
        }
    }

    private static func mirrored(_ right: Quantity, of left: Quantity) -> Quantity {
        if case .indicator(let found, _, _, _) = left, let middle = found.row.middle,
            case .number(let level) = right
        {
            return .number(Quantity.rounded(2 * middle - level))
        }
        if case .indicator(let found, let subject, let length, let settings) = right,
            let other = found.otherEdge
        {
            return .indicator(other, subject, length, settings)
        }
        return switch (left.measure, right) {
        case (.oscillator, .number(let level)): .number(100 - level)
        case (.fraction, .number(let level)), (.zscore, .number(let level)),
            (.macd, .number(let level)), (.sentiment, .number(let level)):
            .number(level == 0 ? 0 : -level)
        case (_, .band(.upper, let subject, let length, let width)):
            .band(.lower, subject, length, width: width)
        case (_, .band(.lower, let subject, let length, let width)):
            .band(.upper, subject, length, width: width)
        case (_, .extreme(let side, let subject, let length)):
            .extreme(side.reversed, subject, length)
        case (_, .extremeOf(let side, let source, let length)):
            .extremeOf(side.reversed, source, length)
        case (_, .shifted(let source, let by)):
            .shifted(mirrored(source, of: left), by: -by)
        default: right
        }
    }
}

extension Quantity {
    /// Whether it says how much prices move or how much is traded, and not which way.
    fileprivate var isSideless: Bool {
        switch self {
        case .volatility, .price(.volume, _): true
        case .average(_, let source, _), .difference(let source, _), .extremeOf(_, let source, _),
            .change(let source, _):
            source.isSideless
        case .indicator(let found, _, _, _):
            [.adx, .averageTrueRange, .rangeShare, .bandWidth, .choppiness, .barRange]
                .contains(found)
        default: false
        }
    }

    /// The same of falls where this counts rises, such as the minus DI.
    fileprivate var counterpart: Quantity? {
        guard case .indicator(let found, let subject, let length, let settings) = self else {
            return nil
        }
        let other: Indicator? =
            switch found {
            case .plusDI: .minusDI
            case .minusDI: .plusDI
            case .aroonUp: .aroonDown
            case .aroonDown: .aroonUp
            default: nil
            }
        return other.map { .indicator($0, subject, length, settings) }
    }
}

extension Indicator {
    /// The line on the other side of the price.
    fileprivate var otherEdge: Indicator? {
        switch self {
        case .keltnerUpper: .keltnerLower
        case .keltnerLower: .keltnerUpper
        case .cloudTop: .cloudBottom
        case .cloudBottom: .cloudTop
        case .chandelierLong: .chandelierShort
        case .chandelierShort: .chandelierLong
        default: nil
        }
    }
}
