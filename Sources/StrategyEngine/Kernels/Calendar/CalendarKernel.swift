import StrategyLanguage
import TimeSeries

/// Microseconds in a day.
let microsecondsPerDay = 86_400_000_000.0

/// A field of each bar's date or time, with pandas' numbering; input: bar times in microseconds.
///
/// The results that depend on the date alone are kept from bar to bar, since the bars of a day
/// share them.
struct CalendarKernel: Kernel {
    private let field: CalendarField
    private var day = Double.nan
    private var value = Double.nan

    init(_ field: CalendarField) {
        self.field = field
    }

    mutating func run(_ chunk: Chunk) {
        switch field {
        case .hour: clock(chunk, unit: 3_600_000_000, modulus: 24)
        case .minute: clock(chunk, unit: 60_000_000, modulus: 60)
        case .second: clock(chunk, unit: 1_000_000, modulus: 60)
        case .date: chunk.map { ($0 / microsecondsPerDay).rounded(.down) }
        default:
            chunk.map { time in
                let today = (time / microsecondsPerDay).rounded(.down)
                if today != day { begin(today) }
                return value
            }
        }
    }

    private func clock(_ chunk: Chunk, unit: Double, modulus: Double) {
        chunk.map { time in
            let units = (time / unit).rounded(.down)
            return units - (units / modulus).rounded(.down) * modulus
        }
    }

    private mutating func begin(_ today: Double) {
        day = today
        // Far outside what a time can be; also false for NaN.
        guard today.magnitude < 1e7 else {
            value = .nan
            return
        }
        value = Double(number(ofDay: Int(today)))
    }

    private func number(ofDay day: Int) -> Int {
        let date = CivilDate(daysSinceEpoch: day)
        return switch field {
        case .year: date.year
        case .month: date.month
        case .day: date.day
        case .dayOfWeek: date.weekday.rawValue
        case .dayOfYear: date.dayOfYear
        case .quarter: date.quarter
        case .weekOfYear: date.isoWeek
        case .isMonthStart: date.day == 1 ? 1 : 0
        case .isMonthEnd: date.day == date.monthLength ? 1 : 0
        case .isQuarterStart: date.day == 1 && date.month % 3 == 1 ? 1 : 0
        case .isQuarterEnd: date.day == date.monthLength && date.month % 3 == 0 ? 1 : 0
        case .isYearStart: date.day == 1 && date.month == 1 ? 1 : 0
        case .isYearEnd: date.day == 31 && date.month == 12 ? 1 : 0
        case .weekCount: CivilDate.week(ofDay: day)
        case .quarterCount: date.year * 4 + date.quarter - 1
        case .monthCount: date.year * 12 + date.month - 1
        case .hour, .minute, .second, .date:
            preconditionFailure("this field does not depend on the date alone")
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&day)
        archive.visit(&value)
    }
}
