internal import AlmanacCore
package import TimeSeries

/// A cron expression of five fields: minute, hour, day of month, month, day of week.
///
/// Fields, names, ranges, steps, lists and the `@` words are those of Vixie's cron; where both day
/// fields are restricted, a day that matches either counts. Changes of the clock are treated as
/// cronie treats them:
/// - An expression whose minute and hour are both fixed means times of day. One that is skipped
///   when clocks go forward comes due at the moment of the change; one that is shown twice when
///   they go back comes due the first time only.
/// - An expression whose minute or hour is written with `*` follows the clock on the wall: what is
///   skipped does not happen, and what is shown twice happens twice.
/// - Source: cronie 1.6, crontab(5) and cron(8), "daylight saving time and other time changes";
///   two skipped times of one expression come due once, since they would at the same moment.
package struct CronExpression: Sendable, Hashable {
    private let minute: CronField
    private let hour: CronField
    private let dayOfMonth: CronField
    private let month: CronField
    private let dayOfWeek: CronField

    /// Words that stand for expressions.
    private static let words: [String: String] = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
        "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@hourly": "0 * * * *",
    ]

    /// Reads an expression.
    ///
    /// - Throws: ``AlmanacError`` of kind validation, also for days that no year has.
    package init(_ text: String) throws {
        let trimmed = text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        let expanded = Self.words[trimmed.lowercased()] ?? trimmed
        let fields = expanded.split(separator: " ")
        guard fields.count == 5 else {
            throw AlmanacError(
                .validation, "\"\(trimmed)\" is not a cron expression of five fields",
                details: ["text": .string(trimmed)],
                suggestion: "write five fields such as \"30 9 * * MON-FRI\", or one of "
                    + Self.words.keys.sorted().joined(separator: ", "))
        }
        minute = try CronField(fields[0], .minute)
        hour = try CronField(fields[1], .hour)
        dayOfMonth = try CronField(fields[2], .dayOfMonth)
        month = try CronField(fields[3], .month)
        dayOfWeek = try CronField(fields[4], .dayOfWeek)
        let hasDay = (1...12).contains { number in
            month.matches(number)
                && (1...CivilDate.monthLength(year: 2024, month: number)).contains {
                    dayOfMonth.matches($0)
                }
        }
        guard hasDay || !dayOfWeek.isWildcard && !dayOfMonth.isWildcard else {
            throw AlmanacError(
                .validation, "\"\(trimmed)\" names days that no year has",
                details: ["text": .string(trimmed)],
                suggestion: "choose a day that the month has")
        }
    }

    /// The first moment after another at which the expression comes due in a zone.
    ///
    /// - Returns: `nil` where there is none within nine years, the longest time between two leap
    ///   days.
    package func next(after moment: Timestamp, in zone: TimeZoneRule) -> Timestamp? {
        let today = zone.local(at: moment).date
        for offset in 0...(9 * 366) {
            let date = today.adding(days: offset)
            if matches(date), let found = first(on: date, after: moment, in: zone) {
                return found
            }
        }
        return nil
    }

    private func matches(_ date: CivilDate) -> Bool {
        guard month.matches(date.month) else { return false }
        let ofMonth = dayOfMonth.matches(date.day)
        // Cron counts from Sunday, the calendar from Monday.
        let ofWeek = dayOfWeek.matches((date.weekday.rawValue + 1) % 7)
        return dayOfMonth.isWildcard || dayOfWeek.isWildcard ? ofMonth && ofWeek : ofMonth || ofWeek
    }

    /// The first moment of one date, by the zone's clock, that lies after another.
    private func first(
        on date: CivilDate, after moment: Timestamp, in zone: TimeZoneRule
    ) -> Timestamp? {
        let isFixed = !minute.isWildcard && !hour.isWildcard
        let midnight = Timestamp(date).advanced(
            byNanoseconds: -Int64(zone.standardOffsetSeconds) * Timestamp.nanosecondsPerSecond)
        var best: Timestamp?
        for hour in 0..<24 where self.hour.matches(hour) {
            for minute in 0..<60 where self.minute.matches(minute) {
                let nanosecond = Int64(hour * 60 + minute) * Timestamp.nanosecondsPerMinute
                // Whatever the clocks do, the time is shown at this moment or up to an hour before.
                let latest = midnight.advanced(byNanoseconds: nanosecond)
                if latest <= moment { continue }
                let earliest = latest.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
                if let best, best <= earliest { return best }
                let shown = zone.occurrences(of: Timestamp(date, nanosecondOfDay: nanosecond))
                for found in moments(of: shown, isFixed: isFixed) where found > moment {
                    best = min(best ?? found, found)
                }
            }
        }
        return best
    }

    private func moments(of time: LocalTime, isFixed: Bool) -> [Timestamp] {
        switch time {
        case .once(let moment): [moment]
        case .twice(let first, let second): isFixed ? [first] : [first, second]
        case .skipped(let change): isFixed ? [change] : []
        }
    }
}
