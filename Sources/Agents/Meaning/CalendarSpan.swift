/// A part of the calendar in which a condition holds.
enum CalendarSpan: Hashable, Sendable {
    /// Months from one to another, both included, around the turn of the year where they go back.
    case months(from: Int, to: Int)
    /// A day of the week, Monday being 0.
    case weekday(Int)
    /// The day of trading before a day of the week, Friday before Monday.
    case dayBefore(Int)
    /// From one day of the year to another, both included, around its turn where they go back.
    case dates(from: DayOfYear, to: DayOfYear)
    /// The first bar on a day of the year or just after it.
    case date(DayOfYear)
    /// The last days of a month and the first of the next.
    case monthTurn
    /// The last five trading days of a year and the first two of the next, by the calendar.
    case yearTurn
    /// From one day of trading to another of each period, both included, counted from its
    /// beginning (1 is the first) or from its end (-1 is the last), around its turn where they go
    /// back.
    case tradingDays(from: Int, to: Int, of: CalendarPeriod)
    /// The first bar on a day of the week of each month or just after it; -1 is the last of its
    /// kind.
    case weekdayOfMonth(Int, weekday: Int)
    /// The first bar on a day of each month or just after it.
    case dayOfMonth(Int)
    /// From one day of each month to another, both included, around its turn where they go back.
    case daysOfMonth(from: Int, to: Int)
    /// A day of the week that is that day of a month, such as Friday the 13th.
    case weekdayOfDate(Int, day: Int)
    /// Days whose number in the month divides by two, or does not.
    case everyOtherDay(isEven: Bool)
    /// Weeks whose number in the year divides by two, or does not.
    case everyOtherWeek(isEven: Bool)
    /// A year of the four of a president's term, from 1 to 4; elections are in the last.
    case yearOfTerm(Int)
    /// The last day of trading before a holiday of the exchange, or the first after it; of any
    /// holiday where none is named.
    case besideHoliday(Holiday?, isBefore: Bool)
}

/// What days of trading are counted in.
enum CalendarPeriod: Hashable, Sendable {
    case week, month, quarter, year
    /// One month of each year, January being 1.
    case named(Int)
}

/// A day on which the New York exchanges are closed in each year, by rule.
enum Holiday: String, CaseIterable, Hashable, Sendable {
    case newYear = "New Year's Day"
    case martinLutherKing = "Martin Luther King Day"
    case presidents = "Presidents' Day"
    case goodFriday = "Good Friday"
    case memorial = "Memorial Day"
    case juneteenth = "Juneteenth"
    case independence = "Independence Day"
    case labor = "Labor Day"
    case thanksgiving = "Thanksgiving"
    case christmas = "Christmas"
}

extension CalendarSpan {
    /// Whether this is over with the bar that it begins on.
    var isMoment: Bool {
        switch self {
        case .weekday, .date, .weekdayOfMonth, .dayOfMonth, .weekdayOfDate,
            .besideHoliday:
            true
        case .tradingDays(let from, let to, _): from == to
        default: false
        }
    }

    /// The part of the calendar that lies one day of trading before this one; nothing where its
    /// days cannot be named.
    var eve: CalendarSpan? {
        func before(_ place: Int) -> Int { place == 1 ? -1 : place - 1 }
        switch self {
        case .weekday(let day): return .dayBefore(day)
        case .weekdayOfDate(let weekday, let day) where weekday > 0 && day > 1:
            return .weekdayOfDate(weekday - 1, day: day - 1)
        case .tradingDays(1, 1, .named(let month)):
            return .tradingDays(from: -1, to: -1, of: .named(month == 1 ? 12 : month - 1))
        case .tradingDays(1, _, .named), .tradingDays(_, 1, .named): return nil
        case .tradingDays(let from, let to, let period):
            return .tradingDays(from: before(from), to: before(to), of: period)
        default: return nil
        }
    }

    /// Whether a day of trading may lie in this and in another part, one of which counts days.
    func mayMeet(_ other: CalendarSpan) -> Bool {
        guard isCounted || other.isCounted, self != other else { return false }
        if let own = months, let others = other.months, own.isDisjoint(with: others) {
            return false
        }
        switch (self, other) {
        case (.tradingDays(let a, let b, let one), .tradingDays(let c, let d, let two)):
            return one != two || a != b || c != d
        case (.dayOfMonth(let one), .dayOfMonth(let two)): return abs(one - two) < 5
        case (.weekdayOfMonth(_, let one), .weekday(let two)): return one == two
        case (.weekdayOfMonth, .weekdayOfMonth), (.besideHoliday, .besideHoliday): return false
        default: return true
        }
    }

    /// Whether this counts days in a part of the calendar.
    private var isCounted: Bool {
        switch self {
        case .tradingDays, .weekdayOfMonth, .dayOfMonth, .daysOfMonth, .weekdayOfDate,
            .besideHoliday:
            true
        default: false
        }
    }

    /// Whether this comes once a month.
    var isOfMonth: Bool {
        switch self {
        case .monthTurn, .tradingDays(_, _, .month), .dayOfMonth, .daysOfMonth: true
        default: false
        }
    }

    /// Whether this comes once a year.
    var isOfYear: Bool {
        switch self {
        case .months, .dates, .date, .yearTurn, .tradingDays(_, _, .named),
            .tradingDays(_, _, .year), .besideHoliday(.some, _):
            true
        default: false
        }
    }

    /// The months that this touches; nothing where that says little of it.
    var months: Set<Int>? {
        func span(_ from: Int, _ to: Int) -> Set<Int> {
            from <= to ? Set(from...to) : Set(from...12).union(1...to)
        }
        switch self {
        case .months(let from, let to): return span(from, to)
        case .dates(let from, let to): return span(from.month, to.month)
        case .date(let day): return [day.month]
        case .yearTurn: return [12, 1]
        case .tradingDays(_, _, .named(let month)): return [month]
        case .tradingDays(_, _, .year): return [12, 1]
        default: return nil
        }
    }

    /// Whether this counts days of trading, which only bars of a day tell.
    var countsDays: Bool {
        switch self {
        case .tradingDays, .weekdayOfMonth, .dayOfMonth, .besideHoliday: true
        default: false
        }
    }

    /// Whether the holidays of an exchange have to be known beforehand.
    var needsHolidays: Bool {
        if case .tradingDays(let from, let to, _) = self { return from < 0 || to < 0 }
        return isBesideHoliday
    }

    var isBesideHoliday: Bool { if case .besideHoliday = self { true } else { false } }

    /// Whether no bar lies in both this part of the calendar and another one.
    func excludes(_ other: CalendarSpan) -> Bool {
        guard self != other else { return false }
        switch (self, other) {
        case (.tradingDays(let a, let b, let one), .tradingDays(let c, let d, let two)):
            guard one == two, a <= b, c <= d, (a < 0) == (b < 0), (a < 0) == (c < 0),
                (c < 0) == (d < 0)
            else { return false }
            return b < c || d < a
        case (.everyOtherDay, .everyOtherDay), (.everyOtherWeek, .everyOtherWeek),
            (.yearOfTerm, .yearOfTerm):
            return true
        default: return !isOfDays && !other.isOfDays && isOfWeek == other.isOfWeek
        }
    }

    /// Whether this says something of days or years that days and months may be joined with.
    private var isOfDays: Bool {
        switch self {
        case .tradingDays, .weekdayOfMonth, .dayOfMonth, .daysOfMonth, .weekdayOfDate,
            .everyOtherDay, .everyOtherWeek, .yearOfTerm, .besideHoliday, .monthTurn:
            true
        default: false
        }
    }

    private var isOfWeek: Bool {
        switch self {
        case .weekday, .dayBefore: true
        default: false
        }
    }
}
