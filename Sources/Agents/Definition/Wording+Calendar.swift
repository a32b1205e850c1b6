/// Parts of the calendar in words.
extension Wording {
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

    /// A day of the year: "October 1".
    static func words(_ day: DayOfYear) -> String { "\(monthNames[day.month - 1]) \(day.day)" }

    func span(_ span: CalendarSpan, isIn: Bool) -> String {
        let negation = isIn ? "" : "not "
        switch span {
        case .months(let from, let to):
            let months =
                Self.monthNames[from - 1] + (from == to ? "" : " to " + Self.monthNames[to - 1])
            return "the month is \(negation)\(months)"
        case .weekday(let day): return "it is \(negation)\(Self.dayNames[day])"
        case .dates(let from, let to):
            return "the date is \(negation)\(Self.words(from)) to \(Self.words(to))"
        case .date(let day):
            return "the date is \(negation)\(Self.words(day)) or just after"
        case .dayBefore(let day):
            return "it is \(negation)the day before \(Self.dayNames[day])"
        case .monthTurn: return "it is \(negation)the turn of the month"
        case .yearTurn: return isIn ? "the year turns" : "it is not the turn of the year"
        case .tradingDays(let from, let to, let period):
            return "it is \(negation)" + Self.tradingDays(from, to, period)
        case .weekdayOfMonth(let count, let day):
            return "it is \(negation)the \(Self.ordinal(count)) \(Self.dayNames[day]) of the month "
                + "or just after"
        case .dayOfMonth(let day):
            return "it is \(negation)the \(Self.ordinal(day)) of the month or just after"
        case .daysOfMonth(let from, let to):
            return
                "it is \(negation)the \(Self.ordinal(from)) to the \(Self.ordinal(to)) of the month"
        case .weekdayOfDate(let weekday, let day):
            return "it is \(negation)\(Self.dayNames[weekday]) the \(Self.ordinal(day))"
        case .everyOtherDay(let isEven):
            return "it is \(negation)an \(isEven ? "even" : "odd") day of the month"
        case .everyOtherWeek(let isEven):
            return "it is \(negation)an \(isEven ? "even" : "odd") week of the year"
        case .yearOfTerm(let year):
            return "it is \(negation)the \(Self.ordinal(year)) year of the presidential term"
        case .besideHoliday(let holiday, let isBefore):
            return "it is \(negation)the trading day \(isBefore ? "before" : "after") "
                + (holiday?.rawValue ?? "a holiday")
        }
    }

    /// "the first 3 trading days of the month", without "it is".
    static func tradingDays(_ from: Int, _ to: Int, _ period: CalendarPeriod) -> String {
        let name: String =
            if case .named(let month) = period { monthNames[month - 1] } else {
                "the \(period.noun)"
            }
        if from == to { return "the \(ordinal(from)) trading day of \(name)" }
        if from == 1, to > 0 { return "one of the first \(to) trading days of \(name)" }
        if to == -1, from < 0 { return "one of the last \(-from) trading days of \(name)" }
        return "between the \(ordinal(from)) and the \(ordinal(to)) trading day of \(name)"
    }

    /// A place counted from the beginning, or below zero from the end: "3rd", "2nd last".
    static func ordinal(_ place: Int) -> String {
        if place == -1 { return "last" }
        let count = abs(place)
        let ending: String =
            switch (count % 100, count % 10) {
            case (11, _), (12, _), (13, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return "\(count)\(ending)" + (place < 0 ? " last" : "")
    }
}
