import AlmanacCore

/// Conditions as expressions.
extension CodeWriter {
    /// The expression of a condition.
    mutating func expression(_ condition: Condition) throws(AlmanacError) -> String {
        let code = try unnoted(condition)
        var note = WrittenCondition(code: code)
        if let (left, _, right) = condition.sides {
            note.left = try variable(left)
            if case .number = right {} else { note.right = try variable(right) }
        }
        written[condition] = note
        return code
    }

    private mutating func unnoted(_ condition: Condition) throws(AlmanacError) -> String {
        switch condition {
        case .firstBar:
            return "\(try variable(.price(.close, .traded))).expanding().count() == 1"
        case .compare(let left, let direction, let right, let inclusive):
            let leftName = try variable(left)
            let rightName = try bound(right, of: left, direction)
            return "\(leftName) \(direction == .up ? ">" : "<")\(inclusive ? "=" : "") \(rightName)"
        case .cross(let left, let direction, let right):
            return try cross(left, direction, right)
        case .between(let quantity, let low, let high):
            let name = try variable(quantity)
            let lower = try bound(.number(low), of: quantity, .up)
            let upper = try bound(.number(high), of: quantity, .down)
            return "(\(name) > \(lower)) & (\(name) < \(upper))"
        case .within(let quantity, let bound):
            let name = try variable(quantity)
            let limit = parameters.number(
                "\(noun(quantity))_exit", bound, in: 0...10,
                "Distance from zero that counts as near."
            )
            return "\(name).abs() < \(limit)"
        case .streak(let subject, let direction, let length):
            let close = try variable(.price(.close, subject))
            let count = try parameters.integer(
                "streak", streakBars(length), "Bars in a row.")
            let moved = "\(close) \(direction == .up ? ">" : "<") \(close).shift(1)"
            return "(\(moved)).rolling(\(count)).sum() == \(count)"
        case .repeated(let inner, let count, let length):
            let bars = try streakBars(length)
            guard count ?? 1 <= bars else {
                throw AlmanacError(
                    .validation, "\(length.noun) have no \(count ?? 1) bars",
                    suggestion: "name a smaller count or a longer time")
            }
            let window = try parameters.integer("repeats_window", bars, "Bars looked back over.")
            let least = try count.map { count throws(AlmanacError) in
                try parameters.integer("repeats", count, "Bars on which it has to hold.")
            }
            let held = "(\(try expression(inner))).rolling(\(window)).sum()"
            return least.map { "\(held) >= \($0)" } ?? "\(held) == \(window)"
        case .streakOf(let quantity, let direction, let length):
            let name = try variable(quantity)
            let count = try parameters.integer("streak", streakBars(length), "Bars in a row.")
            let moved = "\(name) \(direction == .up ? ">" : "<") \(name).shift(1)"
            return "(\(moved)).rolling(\(count)).sum() == \(count)"
        case .pattern(let pattern, let subject): return try self.pattern(pattern, subject)
        case .happens(let sources): return happens(sources)
        case .calendar(let span, let isIn): return try calendar(span, isIn: isIn)
        case .elapsed(let length):
            let count = try parameters.integer("hold", streakBars(length), "Bars to hold.")
            return "bars_since(\(entryName)) >= \(count)"
        case .all(let parts): return try joined(parts, "&")
        case .any(let parts): return try joined(parts, "|")
        }
    }

    func streakBars(_ length: Lookback) throws(AlmanacError) -> Int {
        guard let bars = length.bars(at: frequency, everyDay: everyDay) else {
            throw AlmanacError(
                .validation, "\(length.noun) cannot be counted in \(frequency.adjective) bars")
        }
        return bars
    }

    private mutating func joined(
        _ parts: [Condition], _ joint: String
    ) throws(AlmanacError) -> String {
        var codes: [String] = []
        for part in parts { codes.append("(\(try expression(part)))") }
        return codes.joined(separator: " \(joint) ")
    }

    private mutating func cross(
        _ left: Quantity, _ direction: Direction, _ right: Quantity
    ) throws(AlmanacError) -> String {
        let leftName = try variable(left)
        let rightName = try bound(right, of: left, direction)
        let (now, before) = direction == .up ? (">", "<=") : ("<", ">=")
        let earlier: String
        switch right {
        case .number: earlier = rightName
        case .shifted: earlier = "(\(rightName)).shift(1)"
        default: earlier = "\(rightName).shift(1)"
        }
        return "(\(leftName) \(now) \(rightName)) & (\(leftName).shift(1) \(before) \(earlier))"
    }

    /// The right side of a comparison; a plain number other than zero becomes a parameter.
    private mutating func bound(
        _ right: Quantity, of left: Quantity, _ direction: Direction
    ) throws(AlmanacError) -> String {
        guard case .number(let value) = right else { return try variable(right) }
        if value == 0 { return "0" }
        let noun = noun(left)
        let bounds: ClosedRange<Double> =
            switch left.measure {
            case .oscillator: 0...100
            case .fraction: value < 0 ? -1...0 : 0...max(1, value * 4)
            case .zscore: -10...10
            case .sentiment: -1...1
            case .share: min(0, value)...max(1, value)
            default: min(0, value * 4)...max(0, value * 4)
            }
        return parameters.number(
            "\(noun)_\(direction == .up ? "above" : "below")", value, in: bounds,
            "Level of the \(noun) that counts as \(direction == .up ? "above" : "below").")
    }
}
