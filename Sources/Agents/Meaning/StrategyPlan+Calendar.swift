import AlmanacCore

/// Positions that the calendar names by the days on which they are held.
extension StrategyPlan {
    /// "Long on Fridays" is in from the close before to Friday's close, and "in the last 5 trading
    /// days of the quarter" from the close before them to that of the last.
    mutating func holdDays() {
        guard settings.exit == nil, settings.shortExit == nil, !settings.hasStop,
            !settings.isInFromClose, settings.executionPrice != "open",
            !SymbolCatalogue.tradesEveryDay(traded),
            (entry == nil) != (shortEntry == nil), let named = entry ?? shortEntry,
            let inside = Self.eve(of: named), let outside = inside.negated
        else { return }
        // "Buy on the first trading day of each month" leaves open when it is sold.
        if case .calendar(.tradingDays(let first, let last, _), true) = named, first == last,
            entry != nil, !settings.saysHold, !settings.holdsWhile
        {
            return
        }
        if entry != nil {
            (entry, settings.exit) = (inside, .condition(outside))
        } else {
            (shortEntry, settings.shortExit) = (inside, .condition(outside))
        }
        let days = Wording(traded: traded).clause(named)
        if case .calendar(_, isIn: false) = named.leaves.first {
            let others = days.replacing("it is not ", with: "").replacing(" and ", with: " or ")
            note("it is out on \(others) alone, from the close before to the day's own")
        } else if days.contains("one of ") {
            let held = days.replacing("it is one of ", with: "")
            note("it is held on \(held) alone, from the close before them to that of the last")
        } else if days.contains("between ") {
            let held = days.replacing("it is between ", with: "").replacing(
                " day of", with: " days of"
            )
            .replacing(" and the ", with: " to the ")
            note("it is held from \(held) alone, from the close before them to that of the last")
        } else {
            let held = days.replacing("it is ", with: "")
            note("it is held on \(held) alone, from the close before to the day's own")
        }
    }

    /// The condition that holds one day of trading before another, of days alone.
    private static func eve(of condition: Condition) -> Condition? {
        func moved(_ parts: [Condition], isIn: Bool) -> [Condition]? {
            let found = parts.compactMap { part -> Condition? in
                guard case .calendar(let span, isIn) = part else { return nil }
                return span.eve.map { .calendar($0, isIn: isIn) }
            }
            return found.count == parts.count ? found : nil
        }
        switch condition {
        case .calendar(_, let isIn): return moved([condition], isIn: isIn)?.first
        case .any(let parts): return moved(parts, isIn: true).map(Condition.disjunction)
        case .all(let parts): return moved(parts, isIn: false).map(Condition.conjunction)
        default: return nil
        }
    }

    /// "No new trades in December": asks that of what begins positions, "only trade on Fridays" of
    /// what ends them, too.
    mutating func applyCalendarFilter() {
        // "Only Tuesdays: from Monday's close to Tuesday's" names the day that is held.
        settings.calendarFilters.removeAll { filter in
            guard case .calendar(.weekday(let day), isIn: true) = filter,
                case .calendar(.weekday((day + 4) % 5), isIn: true)? = entry ?? shortEntry,
                case .condition(.calendar(.weekday(day), isIn: true))? = settings.exit
                    ?? settings.shortExit
            else { return false }
            return true
        }
        guard !settings.calendarFilters.isEmpty else { return }
        let namesDays = settings.calendarFilters.flatMap(\.leaves).contains { leaf in
            if case .calendar(.weekday, _) = leaf { true } else { false }
        }
        if namesDays, settings.executionPrice == nil {
            // An order of the next bar would be one of another day.
            settings.executionPrice = "close"
            executionPrice = "close"
        }
        func filtered(_ condition: Condition?) -> Condition? {
            guard let condition, condition != .firstBar else {
                return condition.map { _ in Condition.conjunction(settings.calendarFilters) }
            }
            let parts: [Condition] =
                if case .all(let parts) = condition { parts } else { [condition] }
            let further = settings.calendarFilters.filter { !parts.contains($0) }
            return .conjunction(parts + further)
        }
        entry = filtered(entry)
        shortEntry = filtered(shortEntry)
        guard settings.filtersExits else { return }
        for path in [\SentenceDraft.exit, \SentenceDraft.shortExit] {
            if case .condition(let condition) = settings[keyPath: path],
                let exit = filtered(condition)
            {
                settings[keyPath: path] = .condition(exit)
            }
        }
    }

    /// A title that says something else than the days that are described.
    func checkTitle() throws(AlmanacError) {
        guard let title = settings.titledSpan else { return }
        let exits = [settings.exit, settings.shortExit].compactMap { exit -> Condition? in
            if case .condition(let condition) = exit { condition } else { nil }
        }
        let spans = ([entry, shortEntry].compactMap { $0 } + exits).flatMap(\.leaves)
            .compactMap { leaf -> CalendarSpan? in
                if case .calendar(let span, _) = leaf { span } else { nil }
            }
        let agrees = spans.contains { span in
            guard let months = title.months else { return span.isOfMonth }
            return span.months.map { !$0.isDisjoint(with: months) } ?? false
        }
        guard !agrees else { return }
        throw AlmanacError(
            .validation, "the days that are described are not those of the strategy that is named",
            suggestion: "leave out the name, or what is described besides")
    }

    /// "The 3rd Friday … the Friday after": what is sold on the day of the week on which it was
    /// bought is sold on the next of them.
    mutating func sellOnLaterDays() throws(AlmanacError) {
        for (path, exit) in [
            (\StrategyPlan.entry, \SentenceDraft.exit),
            (\StrategyPlan.shortEntry, \SentenceDraft.shortExit),
        ] {
            guard
                case .condition(.calendar(.weekday(let day), isIn: true))? =
                    settings[keyPath: exit],
                let begun = self[keyPath: path]
            else { continue }
            switch begun {
            case .calendar(.weekdayOfMonth(_, day), isIn: true):
                settings[keyPath: exit] = .condition(
                    .all([.calendar(.weekday(day), isIn: true), begun.negated ?? begun]))
            case .calendar(.weekday(day), isIn: true):
                throw AlmanacError(
                    .validation, "it is bought and sold on one and the same day of the week",
                    suggestion: "name how long it is held, such as \"sell after 5 days\"")
            default: continue
            }
        }
    }

    /// "Buy in January, sell on the last trading day of the month": on a day on which it would be
    /// bought and sold the two orders would cancel, so that a span is left without its exit's day
    /// and a day without its entry's.
    mutating func partEntryAndExit() {
        for (path, exit) in [
            (\StrategyPlan.entry, \SentenceDraft.exit),
            (\StrategyPlan.shortEntry, \SentenceDraft.shortExit),
        ] {
            guard case .condition(.calendar(let last, isIn: true))? = settings[keyPath: exit],
                case .calendar(let first, isIn: true)? = self[keyPath: path],
                first.mayMeet(last)
            else { continue }
            if first.isMoment {
                settings[keyPath: exit] = .condition(
                    .all([.calendar(last, isIn: true), .calendar(first, isIn: false)]))
            } else {
                self[keyPath: path] = .all([
                    .calendar(first, isIn: true), .calendar(last, isIn: false),
                ])
            }
        }
    }

    /// "Buy on 1 October, sell on 31 December" is in from the one day until the other.
    mutating func holdBetweenDates() {
        for (path, exit) in [
            (\StrategyPlan.entry, \SentenceDraft.exit),
            (\StrategyPlan.shortEntry, \SentenceDraft.shortExit),
        ] {
            guard case .calendar(.date(let first), isIn: true)? = self[keyPath: path],
                case .condition(.calendar(.date(let last), isIn: true))? = settings[keyPath: exit],
                first != last
            else { continue }
            let span = CalendarSpan.dates(from: first, to: last.moved(by: -1))
            self[keyPath: path] = .calendar(span, isIn: true)
            settings[keyPath: exit] = .condition(.calendar(span, isIn: false))
            note(
                "it is in from \(Wording.words(first)) until \(Wording.words(last)), or the first "
                    + "day of trading after each")
        }
    }
}
