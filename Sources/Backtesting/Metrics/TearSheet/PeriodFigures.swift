import Glibc
import TimeSeries

/// Figures over the returns of calendar days, weeks, months, quarters and years.
struct PeriodFigures {
    private(set) var figures: [SheetFigure] = []

    init(_ periods: [PeriodReturns]) {
        func values(_ period: ReturnPeriod) -> [Double] {
            periods.first { $0.period == period }?.defined ?? []
        }
        let (days, months, years) = (values(.day), values(.month), values(.year))
        let none = "There are no bars."
        figures = [
            Self.expected(.expectedDaily, days), Self.expected(.expectedMonthly, months),
            Self.expected(.expectedYearly, years),
        ]
        let extremes: [(best: SheetFigure.Name, worst: SheetFigure.Name, period: ReturnPeriod)] = [
            (.bestDay, .worstDay, .day), (.bestMonth, .worstMonth, .month),
            (.bestQuarter, .worstQuarter, .quarter), (.bestYear, .worstYear, .year),
        ]
        for (best, worst, period) in extremes {
            figures.append(SheetFigure(best, values(period).max(), unless: none))
            figures.append(SheetFigure(worst, values(period).min(), unless: none))
        }
        figures += [
            SheetFigure(
                .averageUpMonth, Self.mean(months.filter { $0 > 0 }), unless: "No month gained."),
            SheetFigure(
                .averageDownMonth, Self.mean(months.filter { $0 < 0 }), unless: "No month lost."),
        ]
        let rates: [(SheetFigure.Name, ReturnPeriod)] = [
            (.winDays, .day), (.winWeeks, .week), (.winMonths, .month), (.winQuarters, .quarter),
            (.winYears, .year),
        ]
        figures += rates.map { name, period in Self.winRate(name, values(period)) }
        figures += [
            SheetFigure(.maxConsecutiveWins, Double(Self.longestRow(of: days) { $0 > 0 })),
            SheetFigure(.maxConsecutiveLosses, Double(Self.longestRow(of: days) { $0 < 0 })),
        ]
    }

    /// The geometric mean of growth factors, less one.
    private static func expected(_ name: SheetFigure.Name, _ values: [Double]) -> SheetFigure {
        let growth = values.reduce(1) { $0 * (1 + $1) }
        return SheetFigure(
            name, !values.isEmpty && growth > 0 ? pow(growth, 1 / Double(values.count)) - 1 : nil,
            unless: values.isEmpty ? "There are no bars." : "Nothing is left to grow.")
    }

    private static func winRate(_ name: SheetFigure.Name, _ values: [Double]) -> SheetFigure {
        let changed = values.reduce(0) { $0 + ($1 != 0 ? 1 : 0) }
        let won = values.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        return SheetFigure(
            name, changed > 0 ? Double(won) / Double(changed) : nil,
            unless: "The equity never changed.")
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func longestRow(of values: [Double], where counts: (Double) -> Bool) -> Int {
        var (longest, row) = (0, 0)
        for value in values {
            row = counts(value) ? row + 1 : 0
            longest = max(longest, row)
        }
        return longest
    }
}

/// The returns of the last month, quarter, year and so on of a run.
struct TrailingReturns {
    private(set) var figures: [SheetFigure] = []

    init(
        _ equity: [Double], times: [Timestamp], calendar: CalendarPeriods, _ initialCash: Double
    ) {
        guard let last = times.last?.date, let end = equity.last else {
            figures = SheetFigure.Name.allCases.filter { $0.group == .trailing }.map {
                SheetFigure($0, nil, unless: "There are no bars.")
            }
            return
        }
        /// Since the last close on or before a day.
        func change(upTo day: CivilDate, orStart: Bool) -> Double? {
            let bar = calendar.lastBar(upTo: day.daysSinceEpoch)
            let before = bar.map { equity[$0] } ?? (orStart ? initialCash : .nan)
            return before > 0 ? end / before - 1 : nil
        }
        func figure(_ name: SheetFigure.Name, months: Int) -> SheetFigure {
            let change = change(upTo: last.adding(months: -months), orStart: false)
            let rate = change.map { months > 12 ? pow(1 + $0, 12 / Double(months)) - 1 : $0 }
            return SheetFigure(name, rate, unless: "The run is shorter than that.")
        }
        let monthStart = last.adding(days: 1 - last.day)
        let yearStart = last.adding(days: 1 - last.dayOfYear)
        let gone = "Nothing was left before it."
        figures = [
            SheetFigure(
                .monthToDate, change(upTo: monthStart.adding(days: -1), orStart: true),
                unless: gone),
            figure(.threeMonths, months: 3), figure(.sixMonths, months: 6),
            SheetFigure(
                .yearToDate, change(upTo: yearStart.adding(days: -1), orStart: true), unless: gone),
            figure(.oneYear, months: 12), figure(.threeYears, months: 36),
            figure(.fiveYears, months: 60), figure(.tenYears, months: 120),
        ]
    }
}
