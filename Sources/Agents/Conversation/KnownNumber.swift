import AlmanacCore

/// A number that a strategy names, which a talk may change: a length, a level, a stop.
enum KnownNumber: Equatable {
    case length(Lookback, Role)
    case level(Double)
    /// A level that is a part, such as a return of 5%.
    case part(Double)
    /// A distance from a line: "10% below its average".
    case margin(Double)
    case stop(Stop, Double)

    /// What a length is one of; a level is called so, too.
    enum Role { case average, move, hold, streak, other, level, margin }

    enum Stop: String, CaseIterable {
        case stop, target
        case trailing = "trailing stop"
        case size = "position size"

        /// The part that a draft gives; nothing where it gives none, or another distance.
        func part(of draft: SentenceDraft) -> Double? {
            switch self {
            case .stop: draft.stopLoss?.fraction
            case .target: draft.takeProfit?.fraction
            case .trailing: draft.trailingStop?.fraction
            case .size: draft.size
            }
        }

        func set(_ part: Double, in draft: inout SentenceDraft) {
            switch self {
            case .stop: draft.stopLoss = .fraction(part)
            case .target: draft.takeProfit = .fraction(part)
            case .trailing: draft.trailingStop = .fraction(part)
            case .size: draft.size = part
            }
        }
    }

    /// A number as a person says it.
    struct Spoken {
        var value: Double
        var unit: Lookback.Unit?
        var isPercent = false
        /// What it is said to be one of: "the 10 day average".
        var role: Role?
    }

    /// Whether it is a part, said in percent.
    var isPart: Bool {
        switch self {
        case .part, .margin, .stop: true
        case .length, .level: false
        }
    }

    /// The number by what it is: "a holding time of 20 days".
    var words: String {
        switch self {
        case .length(let length, .hold): "a holding time of \(length.noun)"
        case .length(let length, .move): "a return over \(length.noun)"
        case .length(let length, .streak): "a streak of \(length.noun)"
        case .length(let length, _): "a length of \(length.noun)"
        case .level, .part: "a level of \(shownWords)"
        case .margin: "a distance of \(shownWords)"
        case .stop(let stop, _): "a \(stop.rawValue) of \(shownWords)"
        }
    }

    /// The number as people say it: a return of -0.03 is 3 percent.
    var shown: Double {
        switch self {
        case .length(let length, _): Double(length.count)
        case .level(let level): level
        case .part(let part), .margin(let part), .stop(_, let part): percent(part)
        }
    }

    /// The same with its percent sign.
    var shownWords: String { said(shown) + (isPart ? "%" : "") }

    /// Words that change this number and no other one of other kinds.
    func order(to value: Double) -> String {
        switch self {
        case .length(let length, let role):
            let count = max(1, Int(exactly: value.rounded()) ?? length.count)
            return switch role {
            case .hold: "hold for \(Lookback(count: count, unit: length.unit).noun)"
            case .average: "change the \(length.adjective) average to \(count)"
            case .move: "change the \(length.adjective) return to \(count)"
            default: "change \(length.noun) to \(count)"
            }
        case .level: return "change \(shownWords) to \(said(value))"
        case .part: return "change the \(shownWords) level to \(said(value))%"
        case .margin: return "change the \(shownWords) distance to \(said(value))%"
        case .stop(.size, _): return "use \(said(value))% of equity"
        case .stop(let stop, _): return "\(said(value))% \(stop.rawValue)"
        }
    }

    func isCalled(_ spoken: Spoken) -> Bool {
        switch self {
        case .length(let length, let role):
            Double(length.count) == spoken.value && !spoken.isPercent
                && (spoken.unit == nil || spoken.unit == length.unit)
                && (spoken.role == nil || spoken.role == role)
        case .level(let level):
            // Of -2 as of 2: its sign is told by "below".
            (level == spoken.value || level < 0 && -level == spoken.value)
                && spoken.unit == nil && !spoken.isPercent
                && (spoken.role == nil || spoken.role == .level)
        case .margin(let part):
            percent(part) == abs(spoken.value) && spoken.unit == nil
                && (spoken.role == nil || spoken.role == .margin)
        case .part(let part):
            percent(part) == abs(spoken.value) && spoken.unit == nil
                && (spoken.role == nil || spoken.role == .level)
        case .stop(_, let part):
            percent(part) == abs(spoken.value) && spoken.unit == nil && spoken.role == nil
        }
    }

    /// A part in hundredths, without its sign and what its binary form adds.
    private func percent(_ part: Double) -> Double { (abs(part) * 1e6).rounded() / 1e4 }

    private func said(_ value: Double) -> String { JSON.text(of: value) }
}

extension SentenceDraft {
    /// The numbers of the conditions and the stops, each once, in reading order.
    var knownNumbers: [KnownNumber] {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [KnownNumber] = []
        func add(_ number: KnownNumber) { if !found.contains(number) { found.append(number) } }
        for leaf in conditions.flatMap(\.leaves) {
            switch leaf {
            case .streak(_, _, let length), .streakOf(_, _, let length):
                add(.length(length, .streak))
            case .elapsed(let length): add(.length(length, .hold))
            default:
                if case .repeated(_, _, let length) = leaf { add(.length(length, .streak)) }
                leaf.visit {
                    if let length = $0.ownLookback { add(.length(length, $0.role)) }
                    if case .shifted(_, let by) = $0 { add(.margin(by)) }
                }
            }
            if let (left, _, right) = leaf.sides, case .number(let level) = right, level != 0 {
                add(left.measure == .fraction ? .part(level) : .level(level))
            }
        }
        for stop in KnownNumber.Stop.allCases {
            if let part = stop.part(of: self) { add(.stop(stop, part)) }
        }
        return found
    }
}

extension Condition {
    /// The condition with every distance from a line replaced.
    func mapMargins(_ change: (Double) -> Double) -> Condition {
        mapQuantities {
            if case .shifted(let line, let by) = $0 { .shifted(line, by: change(by)) } else { $0 }
        }
    }
}

extension Condition {
    /// The condition with every length replaced.
    func mapLookbacks(
        _ change: (Lookback, KnownNumber.Role) -> Lookback
    ) -> Condition {
        switch self {
        case .compare(let left, let way, let right, let inclusive):
            .compare(
                left.mapLookbacks(change), way, right.mapLookbacks(change), inclusive: inclusive)
        case .cross(let left, let way, let right):
            .cross(left.mapLookbacks(change), way, right.mapLookbacks(change))
        case .between(let quantity, let low, let high):
            .between(quantity.mapLookbacks(change), low, high)
        case .within(let quantity, let bound): .within(quantity.mapLookbacks(change), bound)
        case .streak(let subject, let way, let length):
            .streak(subject, way, change(length, .streak))
        case .repeated(let inner, let count, let length):
            .repeated(inner.mapLookbacks(change), count: count, change(length, .streak))
        case .streakOf(let quantity, let way, let length):
            .streakOf(quantity.mapLookbacks(change), way, change(length, .streak))
        case .elapsed(let length): .elapsed(change(length, .hold))
        case .all(let parts): .all(parts.map { $0.mapLookbacks(change) })
        case .any(let parts): .any(parts.map { $0.mapLookbacks(change) })
        case .firstBar, .pattern, .happens, .calendar: self
        }
    }
}

extension Quantity {
    /// What the length of the quantity is one of.
    fileprivate var role: KnownNumber.Role {
        switch self {
        case .average: .average
        case .change, .difference: .move
        default: .other
        }
    }

    /// The quantity with every length replaced, its own and those inside it.
    fileprivate func mapLookbacks(
        _ change: (Lookback, KnownNumber.Role) -> Lookback
    ) -> Quantity {
        func changed(_ length: Lookback) -> Lookback { change(length, role) }
        return switch self {
        case .number, .price, .macd, .signal: self
        case .average(let kind, let source, let length):
            .average(kind, source.mapLookbacks(change), changed(length))
        case .rsi(let subject, let length): .rsi(subject, changed(length))
        case .band(let part, let subject, let length, let width):
            .band(part, subject, changed(length), width: width)
        case .extreme(let way, let subject, let length): .extreme(way, subject, length.map(changed))
        case .change(let source, let length): .change(source.mapLookbacks(change), changed(length))
        case .ratio(let left, let right):
            .ratio(left.mapLookbacks(change), right.mapLookbacks(change))
        case .spread(let left, let right):
            .spread(left.mapLookbacks(change), right.mapLookbacks(change))
        case .zscore(let source, let length): .zscore(source.mapLookbacks(change), changed(length))
        case .volatility(let subject, let length): .volatility(subject, changed(length))
        case .shifted(let source, let by): .shifted(source.mapLookbacks(change), by: by)
        case .indicator(let indicator, let subject, let length, let settings):
            .indicator(indicator, subject, length.map(changed), settings)
        case .extremeOf(let way, let source, let length):
            .extremeOf(way, source.mapLookbacks(change), changed(length))
        case .difference(let source, let length):
            .difference(source.mapLookbacks(change), changed(length))
        }
    }
}
