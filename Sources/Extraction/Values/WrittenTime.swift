public import TimeSeries

/// A time as text gives it: a month, a day, a day with a time by some clock, or a moment.
///
/// A day is not a moment: which moments it spans depends on a zone that the text does not name.
public struct WrittenTime: Sendable, Hashable {
    /// What the text fixes.
    public enum Point: Sendable, Hashable {
        /// A month of a year.
        case month(year: Int, month: Int)
        /// A day of the calendar, without a time.
        case day(CivilDate)
        /// A day and a time by a clock whose zone is not named.
        case local(CivilDate, nanosecondOfDay: Int64)
        /// A moment, and how far east of UTC the clock was that was read, in seconds.
        case moment(Timestamp, offsetSeconds: Int)
    }

    /// The unit to which the text is exact.
    public enum Precision: Int, Sendable, Hashable, Comparable, CaseIterable {
        case year, month, week, day, hour, minute, second

        /// Whether one is coarser than another.
        public static func < (left: Precision, right: Precision) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// What the text fixes.
    public var point: Point
    /// The unit to which the text is exact: `2 weeks ago` is a day, but exact to a week.
    public var precision: Precision

    /// Makes a time.
    public init(_ point: Point, precision: Precision) {
        self.point = point
        self.precision = precision
    }

    /// The day by the clock that the text reads; nil for a month.
    public var date: CivilDate? {
        switch point {
        case .month: nil
        case .day(let date), .local(let date, _): date
        case .moment(let moment, let offset):
            moment.advanced(byNanoseconds: Int64(offset) * 1_000_000_000).date
        }
    }

    /// The moment; of a time without a zone, in a zone that is given; nil for days and months.
    public func moment(in zone: TimeZoneRule?) -> Timestamp? {
        switch point {
        case .month, .day: nil
        case .local(let date, let time): zone?.moment(on: date, nanosecondOfDay: time)
        case .moment(let moment, _): moment
        }
    }

    /// The time in the forms of ISO 8601: `2024-05`, `2024-05-06`, `2024-05-06T07:08:09`, or that
    /// in UTC with a `Z`.
    public var iso8601: String {
        switch point {
        case .month(let year, let month):
            let first = CivilDate(year: year, month: month, day: 1)
            return String((first?.iso8601 ?? "").dropLast(3))
        case .day(let date): return date.iso8601
        case .local(let date, let time):
            return String(Timestamp(date, nanosecondOfDay: time).iso8601.dropLast())
        case .moment(let moment, _): return moment.iso8601
        }
    }
}

/// A clock's reading within a day, and perhaps its zone.
struct WrittenClock {
    enum Zone {
        case offset(Int)
        case rule(TimeZoneRule)
    }

    var nanosecondOfDay: Int64
    var precision: WrittenTime.Precision
    var zone: Zone?

    /// The time of this clock on a day; nil outside the range of moments.
    func time(on date: CivilDate) -> WrittenTime? {
        guard (1_700...2_200).contains(date.year) else { return nil }
        switch zone {
        case nil:
            return WrittenTime(
                .local(date, nanosecondOfDay: nanosecondOfDay), precision: precision)
        case .offset(let seconds):
            let local = Timestamp(date, nanosecondOfDay: nanosecondOfDay)
            let moment = local.advanced(byNanoseconds: -Int64(seconds) * 1_000_000_000)
            return WrittenTime(.moment(moment, offsetSeconds: seconds), precision: precision)
        case .rule(let rule):
            let moment = rule.moment(on: date, nanosecondOfDay: nanosecondOfDay)
            let offset = rule.offsetSeconds(at: moment)
            return WrittenTime(.moment(moment, offsetSeconds: offset), precision: precision)
        }
    }
}
