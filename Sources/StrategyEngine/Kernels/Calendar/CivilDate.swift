/// Microseconds in a day.
let microsecondsPerDay = 86_400_000_000.0

/// A date of the proleptic Gregorian calendar, from a count of days since 1970-01-01.
struct CivilDate {
    let days: Int
    let year: Int
    let month: Int
    let day: Int
    private let dayOfMarchYear: Int

    /// Finds the date of a day.
    ///
    /// Years are counted from 1 March, so that the leap day is the last of its year; 400 years have
    /// 146,097 days, and the lengths of the months from March on are nearly 30.6 days each.
    init(days: Int) {
        self.days = days
        let sinceMarch0000 = days + 719_468
        let era = (sinceMarch0000 >= 0 ? sinceMarch0000 : sinceMarch0000 - 146_096) / 146_097
        let dayOfEra = sinceMarch0000 - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfMarchYear + 2) / 153
        day = dayOfMarchYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    var daysInMonth: Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeapYear ? 29 : 28
        default: 31
        }
    }

    /// Monday is 0.
    var dayOfWeek: Int {
        let remainder = (days + 3) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    /// 1 January is 1.
    var dayOfYear: Int {
        month > 2 ? dayOfMarchYear + (isLeapYear ? 61 : 60) : dayOfMarchYear - 305
    }

    /// The week of ISO 8601: weeks begin on Monday and belong to the year of their Thursday.
    var weekOfYear: Int {
        (CivilDate(days: days - dayOfWeek + 3).dayOfYear - 1) / 7 + 1
    }
}
