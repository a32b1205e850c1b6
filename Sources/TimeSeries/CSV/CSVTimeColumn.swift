import AlmanacCore

/// The moments of one column, some of which only the whole column can make out.
///
/// Rows are held in a raw form until ``finish()``: which of day and month comes first, and the unit
/// of numbers since the epoch, are decided by all rows together.
struct CSVTimeColumn {
    /// The column's name as the header writes it.
    let header: String
    private let zone: TimeZoneRule
    private let dayFirst: Bool?
    private(set) var form: CSVTimeForm?
    private var values: [Int64] = []
    /// What was wrong with the field that was refused last.
    private(set) var problem = ""
    private var order = DayMonthOrder()
    private var epoch = EpochUnit()

    init(header: String, zone: TimeZoneRule, dayFirst: Bool?) {
        self.header = header
        self.zone = zone
        self.dayFirst = dayFirst
    }

    mutating func reserve(_ count: Int) { values.reserveCapacity(count) }

    /// Reads a field and gives its raw form, or `nil` with a ``problem``.
    ///
    /// - Parameter timeOfDay: What another column adds to the date, in nanoseconds.
    @inline(__always)
    mutating func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, line: Int, timeOfDay: Int64 = 0
    ) -> Int64? {
        guard let found = CSVTimeForm.of(bytes) else { return refuse(bytes) }
        if let form, form != found { return refuse(bytes, unlike: form) }
        var cursor = TextCursor(bytes)
        let raw: Int64?
        switch found {
        case .yearFirst: raw = resolve(cursor.yearFirstMoment(), timeOfDay)
        case .compact: raw = resolve(cursor.compactMoment(), timeOfDay)
        case .monthName: raw = resolve(cursor.monthNameMoment(), timeOfDay)
        case .dotted: raw = dotted(&cursor, timeOfDay)
        case .dayOrMonthFirst: raw = dayOrMonthFirst(&cursor, line, timeOfDay)
        case .epoch: raw = number(&cursor, line, timeOfDay)
        }
        guard let raw else { return refuse(bytes) }
        if form == nil { form = found }
        return raw
    }

    @inline(__always)
    mutating func append(_ raw: Int64) { values.append(raw) }

    /// The moments of all rows.
    ///
    /// - Throws: The reason, as the end of a sentence, why the column as a whole cannot be read.
    consuming func finish() throws(CSVTimeProblem) -> [Timestamp] {
        switch form {
        case .dayOrMonthFirst:
            if try order.isDayFirst(asked: dayFirst) { swapDaysAndMonths() }
            if zone != .utc {
                for index in values.indices {
                    let local = Timestamp(nanoseconds: values[index])
                    values[index] = zone.moment(showing: local).nanoseconds
                }
            }
        case .epoch:
            let factor = try epoch.nanosecondsPerUnit()
            for index in values.indices {
                let (value, overflow) = values[index].multipliedReportingOverflow(by: factor)
                if overflow { throw CSVTimeProblem(reason: "a number is out of range") }
                values[index] = value
            }
        default: break
        }
        return values.map(Timestamp.init(nanoseconds:))
    }

    @inline(__always)
    private func resolve(_ moment: WrittenMoment?, _ timeOfDay: Int64) -> Int64? {
        guard var moment else { return nil }
        moment.nanosecondOfDay += timeOfDay
        guard let timestamp = moment.timestamp else { return nil }
        if moment.offsetSeconds != nil || zone == .utc { return timestamp.nanoseconds }
        return zone.moment(showing: timestamp).nanoseconds
    }

    private func dotted(_ cursor: inout TextCursor, _ timeOfDay: Int64) -> Int64? {
        guard let parts = cursor.twoNumbersAndYear(separators: [UInt8(ascii: ".")]),
            parts.second <= 12
        else { return nil }
        var moment = parts.moment
        if parts.first <= 12 {
            moment.daysSinceEpoch = swapped(dayNumber: moment.daysSinceEpoch)
        }
        return resolve(moment, timeOfDay)
    }

    private mutating func dayOrMonthFirst(
        _ cursor: inout TextCursor, _ line: Int, _ timeOfDay: Int64
    ) -> Int64? {
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "-")]
        guard let parts = cursor.twoNumbersAndYear(separators: separators),
            parts.moment.offsetSeconds == nil
        else { return nil }
        var moment = parts.moment
        moment.nanosecondOfDay += timeOfDay
        guard let timestamp = moment.timestamp else { return nil }
        order.note(first: parts.first, second: parts.second, line: line)
        return timestamp.nanoseconds
    }

    private mutating func number(
        _ cursor: inout TextCursor, _ line: Int, _ timeOfDay: Int64
    ) -> Int64? {
        guard timeOfDay == 0, let number = cursor.epochNumber() else { return nil }
        return epoch.raw(number, line: line, earlier: &values)
    }

    /// The day whose number has day and month the other way round, where there is such a day.
    private func swapped(dayNumber: Int) -> Int {
        let date = CivilDate(daysSinceEpoch: dayNumber)
        guard date.day <= 12 else { return dayNumber }
        return CivilDate.daysSinceEpoch(year: date.year, month: date.day, day: date.month)
    }

    private mutating func swapDaysAndMonths() {
        for index in values.indices {
            let moment = Timestamp(nanoseconds: values[index])
            let day = swapped(dayNumber: moment.daysSinceEpoch)
            values[index] =
                Timestamp(daysSinceEpoch: day, secondOfDay: 0)
                .advanced(byNanoseconds: moment.nanosecondOfDay).nanoseconds
        }
    }

    @inline(never)
    private mutating func refuse(
        _ bytes: UnsafeBufferPointer<UInt8>, unlike form: CSVTimeForm? = nil
    ) -> Int64? {
        if bytes.isEmpty {
            problem = "there is no time"
        } else if form != nil {
            problem = "\(quoted(bytes)) is written in another way than the times before it"
        } else {
            problem = "\(quoted(bytes)) is not a time that can be read"
        }
        return nil
    }
}

/// Why a whole column of times cannot be read, as the end of a sentence.
struct CSVTimeProblem: Error {
    var reason: String
    var suggestion: String?
}

/// What the rows of a column tell about the order of day and month.
private struct DayMonthOrder {
    /// The first line whose first number can only be a day.
    private var dayFirstLine: Int?
    /// The first line whose second number can only be a day.
    private var monthFirstLine: Int?
    /// Whether some row's two numbers differ, so that their order matters.
    private var matters = false

    @inline(__always)
    mutating func note(first: Int, second: Int, line: Int) {
        if first > 12, dayFirstLine == nil { dayFirstLine = line }
        if second > 12, monthFirstLine == nil { monthFirstLine = line }
        if first != second { matters = true }
    }

    func isDayFirst(asked: Bool?) throws(CSVTimeProblem) -> Bool {
        if let dayFirstLine, let monthFirstLine {
            throw CSVTimeProblem(
                reason: "line \(dayFirstLine) writes the day first and line \(monthFirstLine) the"
                    + " month first")
        }
        if let asked {
            if let line = asked ? monthFirstLine : dayFirstLine {
                throw CSVTimeProblem(
                    reason: "line \(line) does not write the \(asked ? "day" : "month") first")
            }
            return asked
        }
        if dayFirstLine != nil { return true }
        if monthFirstLine != nil || !matters { return false }
        throw CSVTimeProblem(
            reason: "no row tells whether the day or the month comes first",
            suggestion: "say which comes first with --date-order, or write dates as"
                + " 2024-01-31")
    }
}

/// What the rows of a column tell about the unit of numbers since the epoch.
private struct EpochUnit {
    private static let factors: [Int64] = [1_000_000_000, 1_000_000, 1_000, 1]
    private static let names = ["seconds", "milliseconds", "microseconds", "nanoseconds"]
    /// Numbers below these are seconds, milliseconds and microseconds of 1973 to 5138.
    private static let limits: [Int64] = [
        100_000_000_000, 100_000_000_000_000, 100_000_000_000_000_000,
    ]
    /// 1990-01-01 in seconds.
    private static let recentSecond: Int64 = 631_152_000

    private var largest: Int64 = 0
    /// The first line whose number is a moment since 1990 in each unit.
    private var recentLines: [Int?] = [nil, nil, nil, nil]
    /// Whether a row had decimals, so that all rows are held as nanoseconds.
    private var isScaled = false

    @inline(__always)
    mutating func raw(
        _ number: (whole: Int64, nanoseconds: Int64), line: Int, earlier values: inout [Int64]
    ) -> Int64? {
        let magnitude = number.whole.magnitude
        guard magnitude <= UInt64(Int64.max) else { return nil }
        if number.nanoseconds != 0, !isScaled, !scale(&values) { return nil }
        if isScaled {
            let (value, overflow) = number.whole.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, carry) = value.addingReportingOverflow(number.nanoseconds)
            if overflow || carry { return nil }
            note(Int64(magnitude), line)
            return sum
        }
        note(Int64(magnitude), line)
        return number.whole
    }

    @inline(__always)
    private mutating func note(_ magnitude: Int64, _ line: Int) {
        largest = max(largest, magnitude)
        let unit = Self.unit(of: magnitude)
        if recentLines[unit] == nil,
            magnitude >= Self.recentSecond * (1_000_000_000 / Self.factors[unit])
        {
            recentLines[unit] = line
        }
    }

    /// Turns seconds that were read so far into nanoseconds.
    private mutating func scale(_ values: inout [Int64]) -> Bool {
        guard largest <= 9_000_000_000 else { return false }
        for index in values.indices { values[index] *= 1_000_000_000 }
        isScaled = true
        return true
    }

    private static func unit(of magnitude: Int64) -> Int {
        magnitude < limits[0] ? 0 : magnitude < limits[1] ? 1 : magnitude < limits[2] ? 2 : 3
    }

    func nanosecondsPerUnit() throws(CSVTimeProblem) -> Int64 {
        let unit = Self.unit(of: largest)
        for other in 0..<4 where other != unit {
            guard let line = recentLines[other] else { continue }
            throw CSVTimeProblem(
                reason: "line \(line) looks like \(Self.names[other]) since 1970, other lines like"
                    + " \(Self.names[unit])")
        }
        if largest < 100_000_000 {
            throw CSVTimeProblem(
                reason: "its numbers are too small for seconds since 1970",
                suggestion: "write times as 2024-01-31 or 2024-01-31T09:30:00Z; row numbers, years"
                    + " and spreadsheet day numbers are not read as times")
        }
        return isScaled ? 1 : Self.factors[unit]
    }
}
