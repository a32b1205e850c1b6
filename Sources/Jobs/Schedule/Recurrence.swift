internal import AlmanacCore
package import TimeSeries

/// When something recurs: a cron expression in a time zone, or an interval.
///
/// Intervals are `5min`, `15min`, `1hour`, `6hour` and their like (`s`, `min`, `hour`, `day` after
/// a number). They come due at the multiples of their length since 1970-01-01T00:00Z, so that all
/// schedulers agree on them, and no change of a clock moves them. `hourly`, `daily`, `weekly` and
/// `monthly` are the cron words without `@`, by the clock of the zone.
package struct Recurrence: Sendable, Hashable {
    /// The text it was read from.
    package let text: String
    /// The zone whose clock a cron expression reads.
    package let zone: TimeZoneRule
    private let rule: Rule

    private enum Rule: Hashable {
        case cron(CronExpression)
        case interval(nanoseconds: Int64)
    }

    /// Reads a recurrence.
    ///
    /// - Parameter zone: An IANA name or a fixed offset such as `+05:30`.
    /// - Throws: ``AlmanacError`` of kind validation.
    package init(_ text: String, zone name: String = "UTC") throws {
        guard let zone = TimeZoneRule.named(name) else {
            throw AlmanacError(
                .validation, "the time zone \"\(name)\" is not known",
                details: ["zone": .string(name)],
                suggestion: "known zones: "
                    + TimeZoneRule.known.map(\.name).joined(separator: ", ")
                    + "; or an offset such as +05:30")
        }
        self.text = text
        self.zone = zone
        if let length = Self.interval(text) {
            rule = .interval(nanoseconds: length)
        } else if ["hourly", "daily", "weekly", "monthly"].contains(text.lowercased()) {
            rule = .cron(try CronExpression("@" + text))
        } else {
            rule = .cron(try CronExpression(text))
        }
    }

    /// The first moment after another at which it comes due; `nil` where there is none.
    package func next(after moment: Timestamp) -> Timestamp? {
        switch rule {
        case .cron(let expression): return expression.next(after: moment, in: zone)
        case .interval(let length):
            let remainder = moment.nanoseconds % length
            let past = remainder < 0 ? remainder + length : remainder
            return moment.advanced(byNanoseconds: length - past)
        }
    }

    /// The length of an interval such as `15min`, at most a year.
    private static func interval(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isNumber }
        let units: [String: Int64] = [
            "s": 1, "sec": 1, "min": 60, "m": 60, "hour": 3_600, "h": 3_600, "day": 86_400,
            "d": 86_400,
        ]
        guard let count = Int64(digits), count >= 1, count <= 366 * 86_400,
            let unit = units[text.dropFirst(digits.count).lowercased()],
            count * unit <= 366 * 86_400
        else { return nil }
        return count * unit * Timestamp.nanosecondsPerSecond
    }
}
