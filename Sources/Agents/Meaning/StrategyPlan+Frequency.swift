import AlmanacCore
import TimeSeries

/// The bars on which a strategy runs, as far as its words tell.
extension StrategyPlan {
    /// Whether the calendar alone decides, which is known before a bar closes.
    var followsCalendarAlone: Bool {
        conditions.flatMap(\.leaves).allSatisfy { leaf in
            switch leaf {
            case .calendar, .elapsed: true
            default: false
            }
        }
    }

    var lookbacks: [Lookback] {
        var found: [Lookback] = []
        for condition in conditions {
            for leaf in condition.leaves {
                switch leaf {
                case .streak(_, _, let length), .streakOf(_, _, let length),
                    .repeated(_, _, let length):
                    found.append(length)
                default: break
                }
            }
            condition.visit { quantity in
                if let length = quantity.ownLookback, !found.contains(length) {
                    found.append(length)
                }
            }
        }
        return found
    }

    /// The named frequency, else hourly where every length is in hours, else daily.
    func inferredFrequency() throws(AlmanacError) -> Frequency {
        let ofStreaks = try streakFrequency()
        if let named = settings.frequency, let ofStreaks, named != ofStreaks {
            throw AlmanacError(
                .validation,
                "what happens several times in a row is told by bars of its own, not by "
                    + "\(named.adjective) ones",
                suggestion: "leave out \"\(named.adjective) bars\"")
        }
        if let frequency = settings.frequency {
            // "Every week" beside days of the week counts days: a week's bar ends on one of them.
            let hasWeekdays = conditions.flatMap(\.leaves).contains { leaf in
                if case .calendar(.weekday, _) = leaf { true } else { false }
            }
            return frequency == .week1 && hasWeekdays ? .day1 : frequency
        }
        if let ofStreaks { return ofStreaks }
        let units = lookbacks.map(\.unit).filter { $0 != .bar }
        if !units.isEmpty, units.allSatisfy({ $0 == .hour }) { return .hour1 }
        return .day1
    }

    /// Weeks or months that follow each other are looked at on bars of their own.
    func streakFrequency() throws(AlmanacError) -> Frequency? {
        var found: Set<Frequency> = []
        for case .streak(_, _, let length) in conditions.flatMap(\.leaves) {
            switch length.unit {
            case .week: found.insert(.week1)
            case .month: found.insert(.month1)
            case .bar: break
            default: found.insert(.day1)
            }
        }
        guard found.count <= 1 else {
            throw AlmanacError(
                .validation, "rises or falls of days, weeks and months cannot be joined",
                suggestion: "name one of them, such as \"falls 3 weeks in a row\"")
        }
        return found.first == .day1 ? nil : found.first
    }
}
