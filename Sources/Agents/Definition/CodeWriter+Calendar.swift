import AlmanacCore
import TimeSeries

/// Parts of the calendar as conditions, each known before the bar that it names.
extension CodeWriter {
    /// The condition that a bar starts in a part of the calendar.
    mutating func calendar(_ span: CalendarSpan, isIn: Bool) throws(AlmanacError) -> String {
        if span.countsDays, frequency != .day1 {
            throw AlmanacError(
                .validation, "days of trading are counted on daily bars alone",
                suggestion: "leave out \"\(frequency.adjective) bars\"")
        }
        if span.needsHolidays, holidays == .unknown || span.isBesideHoliday && holidays == .none {
            throw AlmanacError(
                .validation,
                "the holidays of where this is traded are not known here, so that such days are "
                    + "not known beforehand",
                suggestion: "name days from the beginning of a month, such as \"on the first "
                    + "trading day of the month\"")
        }
        let close = try close(.traded)
        let code: String
        switch span {
        case .months(let from, let to):
            let first = try parameters.integer("first_month", from, "First month, January is 1.")
            let last = try parameters.integer("last_month", to, "Last month, included.")
            let joint = from <= to ? "&" : "|"
            code =
                "(\(close).index.month >= \(first)) \(joint) (\(close).index.month <= \(last))"
        case .weekday(let day): code = "\(close).index.dayofweek == \(day)"
        case .dayBefore(let day): code = "\(close).index.dayofweek == \((day + 4) % 5)"
        case .dates(let from, let to): code = Self.inYear(close, from, to)
        // Markets are closed for four days in a row at most.
        case .date(let day): code = Self.inYear(close, day, day.moved(by: 4))
        case .monthTurn: code = "(\(close).index.day >= 28) | (\(close).index.day <= 3)"
        case .yearTurn:
            code =
                "((\(close).index.month == 12) & (\(close).index.day >= 24)) | "
                + "((\(close).index.month == 1) & (\(close).index.day <= 3))"
        case .tradingDays(let from, let to, let period):
            code = try tradingDays(close, from, to, period)
        case .weekdayOfMonth(let count, let day): code = weekdayOfMonth(close, count, day)
        case .dayOfMonth(let day):
            // A month that has no such day ends with it.
            let reached = calendarVariable(
                "months_reached",
                "\(close).index.year * 12 + \(close).index.month + "
                    + "(\(close).index.day >= \(day))")
            code = "\(reached) > \(reached).shift(1)"
        case .daysOfMonth(let from, let to):
            code =
                "(\(close).index.day >= \(from)) \(from <= to ? "&" : "|") "
                + "(\(close).index.day <= \(to))"
        case .weekdayOfDate(let weekday, let day):
            code = "(\(close).index.dayofweek == \(weekday)) & (\(close).index.day == \(day))"
        case .everyOtherDay(let isEven):
            code = "\(close).index.day % 2 == \(isEven ? 0 : 1)"
        case .everyOtherWeek(let isEven):
            code = "\(close).index.isocalendar().week % 2 == \(isEven ? 0 : 1)"
        case .yearOfTerm(let year): code = "\(close).index.year % 4 == \(year % 4)"
        case .besideHoliday(let holiday, let isBefore):
            code = besideHoliday(close, holiday, isBefore: isBefore)
        }
        return isIn ? code : "~(\(code))"
    }

    private static func inYear(_ close: String, _ from: DayOfYear, _ to: DayOfYear) -> String {
        let date = "\(close).index.month * 100 + \(close).index.day"
        let joint = from.number <= to.number ? "&" : "|"
        return "(\(date) >= \(from.number)) \(joint) (\(date) <= \(to.number))"
    }

    /// The variable of some code, assigned where it is used first.
    private mutating func calendarVariable(_ base: String, _ code: String) -> String {
        if let known = calendarNames[code] { return known }
        let name = unusedName(base)
        lines.append("\(name) = \(code)")
        calendarNames[code] = name
        return name
    }

    // MARK: Days of trading

    private mutating func tradingDays(
        _ close: String, _ from: Int, _ to: Int, _ period: CalendarPeriod
    ) throws(AlmanacError) -> String {
        var parts: [String] = []
        switch (from > 0, to > 0) {
        case (true, true):
            let day = tradingDay(close, period)
            let name = "trading_day"
            if from == to {
                parts = [
                    "\(day) == "
                        + (try parameters.integer(name, from, "Day of trading, 1 is the first."))
                ]
            } else {
                if from > 1 { parts.append("\(day) >= \(from)") }
                parts.append("\(day) <= \(to)")
            }
        case (false, false):
            let left = daysLeft(close, period, upTo: -from)
            parts =
                from == to
                ? ["\(left) == \(-from - 1)"]
                : ["\(left) <= \(-from - 1)", "\(left) >= \(-to - 1)"]
        case (false, true):
            let left = daysLeft(close, period, upTo: -from)
            let day = tradingDay(close, period)
            let turn = "(\(left) <= \(-from - 1)) | (\(day) <= \(to))"
            parts = to == 1 && from == -1 ? ["(\(left) == 0) | (\(day) == 1)"] : [turn]
        case (true, false):
            let day = tradingDay(close, period)
            let left = daysLeft(close, period, upTo: -to)
            parts = ["\(day) >= \(from)", "\(left) >= \(-to - 1)"]
        }
        if case .named(let month) = period { parts.append("\(close).index.month == \(month)") }
        return parts.count == 1 ? parts[0] : parts.map { "(\($0))" }.joined(separator: " & ")
    }

    /// The variable that counts the days of trading of each period; 1 on its first.
    private mutating func tradingDay(_ close: String, _ period: CalendarPeriod) -> String {
        let index = "\(close).index"
        let keys: String
        // How many days of the calendar the period is old, and what tells it from the one before.
        let age: String
        let number: String
        switch period {
        case .week: (keys, age, number) = ("\(index).to_period('W')", "\(index).dayofweek + 1", "")
        case .month, .named:
            (keys, age) = ("[\(index).year, \(index).month]", "\(index).day")
            number = "\(index).year * 12 + \(index).month"
        case .quarter:
            keys = "[\(index).year, \(index).quarter]"
            age = "(\(index).month - 1) % 3 * 31 + \(index).day"
            number = "\(index).year * 4 + \(index).quarter"
        case .year: (keys, age, number) = ("\(index).year", "\(index).dayofyear", "\(index).year")
        }
        if everyDay, period != .quarter {
            return calendarVariable("\(period.noun)_day", age)
        }
        let count = calendarVariable(
            "\(period.noun)_day", "\(close).groupby(\(keys)).cumcount() + 1")
        // A week that prices begin within is one of very many.
        guard !number.isEmpty else { return count }
        // Prices that begin within a period do not say how many of its days went before.
        let key = calendarVariable("\(period.noun)_number", number)
        return calendarVariable(
            "trading_day_of_\(period.noun)",
            "\(count) + 1000 * ((\(key) == \(key).iloc[0]) & ((\(age)).iloc[0] > 4))")
    }

    /// The variable of how many days of trading are left in the period behind a bar.
    ///
    /// They are its weekdays but for the holidays of the New York exchanges.
    private mutating func daysLeft(
        _ close: String, _ period: CalendarPeriod, upTo count: Int
    ) -> String {
        let index = "\(close).index"
        let rest: String
        switch period {
        case .week: rest = "6 - \(index).dayofweek"
        case .month, .named:
            let leap = leap(close)
            rest =
                "30 + (\(index).month + (\(index).month > 7)) % 2 "
                + "- (\(index).month == 2) * (2 - \(leap)) - \(index).day"
        case .quarter:
            let leap = leap(close)
            rest =
                "91 * \(index).quarter - 1 + (\(index).quarter > 2) + (\(index).quarter > 3) "
                + "+ \(leap) - \(index).dayofyear"
        case .year: rest = "365 + \(leap(close)) - \(index).dayofyear"
        }
        let days = calendarVariable("days_to_\(period.noun)_end", rest)
        if everyDay { return days }
        let weekdays = calendarVariable(
            "\(period.noun)_days_left",
            "\(days) // 7 * 5 + np.minimum(\(days) % 7, 4 - \(index).dayofweek) "
                + "+ np.maximum(\(days) % 7 - 6 + \(index).dayofweek, 0)")
        guard holidays == .newYork else { return weekdays }
        var code = weekdays
        for holiday in Holiday.allCases where holiday.falls(inLast: count, of: period) {
            let day = self.day(of: holiday, close)
            code += " - ((\(day) > \(index).dayofyear) & (\(day) <= \(index).dayofyear + \(days)))"
        }
        return code == weekdays
            ? weekdays : calendarVariable("trading_days_left_in_\(period.noun)", code)
    }

    // MARK: Days of the week

    private mutating func weekdayOfMonth(_ close: String, _ count: Int, _ day: Int) -> String {
        let index = "\(close).index"
        let target: String
        if count > 0 {
            // The day of the week of the first of the month is that many days before.
            target =
                "1 + (\(day) - (\(index).dayofweek - \(index).day + 1)) % 7"
                + (count > 1 ? " + \(7 * (count - 1))" : "")
        } else {
            let length = calendarVariable(
                "month_length",
                "30 + (\(index).month + (\(index).month > 7)) % 2 "
                    + "- (\(index).month == 2) * (2 - \(leap(close)))")
            target =
                "\(length) - (\(index).dayofweek + \(length) - \(index).day - \(day)) % 7"
                + (count < -1 ? " - \(7 * (-count - 1))" : "")
        }
        let named = calendarVariable("named_day", target)
        let reached = calendarVariable(
            "months_reached",
            "\(index).year * 12 + \(index).month + (\(index).day >= \(named))")
        return "\(reached) > \(reached).shift(1)"
    }

    // MARK: Holidays

    private mutating func leap(_ close: String) -> String {
        let year = "\(close).index.year"
        return calendarVariable(
            "leap",
            "(\(year) % 4 == 0) & ((\(year) % 100 != 0) | (\(year) % 400 == 0))")
    }

    /// The variable of the day of the week on which the year of a bar began.
    private mutating func newYearsWeekday(_ close: String) -> String {
        calendarVariable(
            "new_years_weekday",
            "(\(close).index.dayofweek - \(close).index.dayofyear + 1) % 7")
    }

    /// The variable of the day of the year, of each bar's year, on which exchanges are closed.
    ///
    /// New Year's Day is the next year's, counted on from this year's days.
    private mutating func day(of holiday: Holiday, _ close: String) -> String {
        let leap = leap(close)
        let start = newYearsWeekday(close)
        let year = "\(close).index.year"
        /// A day of the week that is the first from a day of the year on.
        func first(_ weekday: Int, from day: String) -> String {
            "\(day) + (\(weekday) - \(start) - \(day) + 1) % 7"
        }
        /// A day of the year, or the weekday nearest to it.
        func nearest(_ day: Int) -> String {
            let weekday = "(\(start) + \(day - 1) + \(leap)) % 7"
            return "\(day) + \(leap) - (\(weekday) == 5) + (\(weekday) == 6)"
        }
        let code: String
        switch holiday {
        case .newYear:
            let weekday = calendarVariable("next_years_weekday", "(\(start) + 1 + \(leap)) % 7")
            // On a Saturday it is not made up for.
            code = "366 + \(leap) + (\(weekday) == 6) + 1000 * (\(weekday) == 5)"
        case .martinLutherKing:
            code = first(0, from: "15") + " + 1000 * (\(year) < 1998)"
        case .presidents: code = first(0, from: "46")
        case .goodFriday:
            let cycle = calendarVariable("golden", "21 + (204 - \(year) % 19 * 11) % 30")
            let moon = calendarVariable("full_moon", "\(cycle) - (\(cycle) > 48)")
            code =
                "64 + \(leap) + \(moon) - (\(year) + \(year) // 4 + \(moon) + 1) % 7"
        case .memorial: code = first(0, from: "(145 + \(leap))")
        case .juneteenth: code = nearest(170) + " + 1000 * (\(year) < 2022)"
        case .independence: code = nearest(185)
        case .labor: code = first(0, from: "(244 + \(leap))")
        case .thanksgiving: code = first(3, from: "(326 + \(leap))")
        case .christmas: code = nearest(359)
        }
        return calendarVariable(holiday.variable, code)
    }

    private mutating func besideHoliday(
        _ close: String, _ holiday: Holiday?, isBefore: Bool
    ) -> String {
        let index = "\(close).index"
        // Weekends are no holidays: behind a Friday the next day in question is Monday.
        let next = calendarVariable(
            "next_weekday", "\(index).dayofyear + 1 + 2 * (\(index).dayofweek == 4)")
        let holidays = holiday.map { [$0] } ?? Holiday.allCases
        var parts: [String] = []
        for holiday in holidays { parts.append("(\(next) == \(day(of: holiday, close)))") }
        let before = calendarVariable("before_holiday", parts.joined(separator: " | "))
        return isBefore ? before : "\(before).shift(1, fill_value=False)"
    }
}

extension CalendarPeriod {
    /// The word for the period.
    var noun: String {
        switch self {
        case .week: "week"
        case .month, .named: "month"
        case .quarter: "quarter"
        case .year: "year"
        }
    }
}

extension Holiday {
    /// The name of a variable that holds the day.
    fileprivate var variable: String {
        switch self {
        case .newYear: "new_year"
        case .martinLutherKing: "king_day"
        case .presidents: "presidents_day"
        case .goodFriday: "good_friday"
        case .memorial: "memorial_day"
        case .juneteenth: "juneteenth"
        case .independence: "independence_day"
        case .labor: "labor_day"
        case .thanksgiving: "thanksgiving"
        case .christmas: "christmas"
        }
    }

    private static let rules: [Holiday: HolidayRule] = {
        var found: [Holiday: HolidayRule] = [:]
        for (holiday, rule) in zip(allCases, TradingCalendar.newYork.holidays) {
            found[holiday] = rule
        }
        return found
    }()

    private static let years = 1972...2099

    /// The days on which the exchanges are closed by rule.
    private static let closed: Set<Int> = Set(
        rules.values.flatMap { rule in
            years.compactMap { rule.observed(in: $0)?.daysSinceEpoch }
        })

    /// Whether the exchanges are ever closed for it behind one of so many last days of trading of
    /// a period.
    fileprivate func falls(inLast count: Int, of period: CalendarPeriod) -> Bool {
        Self.years.contains { year in
            guard let day = Self.rules[self]?.observed(in: year) else { return false }
            if case .named(let month) = period, month != day.month { return false }
            var later = 0
            var next = day.adding(days: 1)
            while period.holds(day, next), later < count {
                let isWeekend = next.weekday == .saturday || next.weekday == .sunday
                if !isWeekend, !Self.closed.contains(next.daysSinceEpoch) { later += 1 }
                next = next.adding(days: 1)
            }
            return later < count
        }
    }
}

extension CalendarPeriod {
    /// Whether a day lies in the same period as one before it.
    fileprivate func holds(_ day: CivilDate, _ later: CivilDate) -> Bool {
        switch self {
        // Day 0 was a Thursday.
        case .week: (day.daysSinceEpoch + 3) / 7 == (later.daysSinceEpoch + 3) / 7
        case .month, .named: day.month == later.month
        case .quarter: day.quarter == later.quarter
        case .year: day.year == later.year
        }
    }
}
