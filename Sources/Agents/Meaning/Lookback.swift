import TimeSeries

/// A length of time as people say it: 10 days, 52 weeks, 20 bars.
public struct Lookback: Hashable, Sendable {
    /// How many units, 1 or more.
    public var count: Int
    /// The unit.
    public var unit: Unit

    /// Makes a length.
    public init(count: Int, unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// The unit of a length; `bar` is one step of the strategy, whatever its frequency.
    public enum Unit: String, Sendable, CaseIterable {
        case bar, minute, hour, day, week, month, quarter, year
    }

    /// The length as an adjective: "10-day".
    var adjective: String { "\(count)-\(unit.rawValue)" }

    /// The length as a noun: "10 days".
    public var noun: String { count == 1 ? "1 \(unit.rawValue)" : "\(count) \(unit.rawValue)s" }

    /// Bars of daily data: 5 a week, 21 a month, 252 a year.
    private static let daily: [Unit: Double] = [
        .bar: 1, .day: 1, .week: 5, .month: 21, .quarter: 63, .year: 252,
    ]
    private static let weekly: [Unit: Double] = [
        .bar: 1, .day: 0.2, .week: 1, .month: 52.0 / 12, .quarter: 13, .year: 52,
    ]
    /// Bars of daily data where every day has one, as of coins.
    private static let everyDay: [Unit: Double] = [
        .bar: 1, .day: 1, .week: 7, .month: 365.0 / 12, .quarter: 365.0 / 4, .year: 365,
    ]
    private static let monthly: [Unit: Double] = [
        .bar: 1, .day: 1.0 / 21, .week: 12.0 / 52, .month: 1, .quarter: 3, .year: 12,
    ]

    /// The number of bars at a frequency, or nothing where they do not measure this length.
    ///
    /// 52 weeks of daily bars are one year of 252. Days of intraday bars have no fixed number,
    /// since sessions differ between markets.
    ///
    /// - Parameter everyDay: Whether what is traded has a bar on every day of the week.
    func bars(at frequency: Frequency, everyDay: Bool = false) -> Int? {
        let perUnit: Double?
        switch frequency {
        case .day1:
            if unit == .week, count == 52 { return everyDay ? 365 : 252 }
            perUnit = (everyDay ? Lookback.everyDay : Lookback.daily)[unit]
        case .week1: perUnit = everyDay && unit == .day ? 1.0 / 7 : Lookback.weekly[unit]
        case .month1: perUnit = Lookback.monthly[unit]
        case .hour1: perUnit = Lookback.intraday(unit, barMinutes: 60)
        case .minute15: perUnit = Lookback.intraday(unit, barMinutes: 15)
        case .minute5: perUnit = Lookback.intraday(unit, barMinutes: 5)
        case .minute1: perUnit = Lookback.intraday(unit, barMinutes: 1)
        case .quarterly, .event: perUnit = nil
        }
        guard let perUnit else { return nil }
        let bars = (Double(count) * perUnit).rounded()
        return bars >= 1 && bars <= Lookback.longest ? Int(bars) : nil
    }

    /// The longest window that a sentence may name, in bars.
    static let longest = 5000.0

    private static func intraday(_ unit: Unit, barMinutes: Int) -> Double? {
        switch unit {
        case .bar: 1
        case .minute: 1 / Double(barMinutes)
        case .hour: 60 / Double(barMinutes)
        default: nil
        }
    }
}

extension Frequency {
    /// The part of the calendar that has one figure of a run: the day, where bars are not longer.
    var barName: String {
        switch self {
        case .week1: "week"
        case .month1: "month"
        default: "day"
        }
    }

    /// The adjective of bars of this frequency: "daily".
    var adjective: String {
        switch self {
        case .minute1: "1-minute"
        case .minute5: "5-minute"
        case .minute15: "15-minute"
        case .hour1: "hourly"
        case .day1: "daily"
        case .week1: "weekly"
        case .month1: "monthly"
        case .quarterly: "quarterly"
        case .event: "irregular"
        }
    }
}

extension Lookback {
    /// Whether so many bars of a month are more years than a line of prices looks back over.
    var isLongInMonths: Bool { unit == .bar && count > 60 }
}
