/// The short entry that mirrors a long one.
enum MirroredEntry {
    /// The condition with above and below exchanged, or nothing where it has no mirror image.
    static func entry(for condition: Condition) -> Condition? {
        switch condition {
        case .firstBar, .between, .within, .happens, .calendar, .elapsed: return nil
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
        switch (left.measure, right) {
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
