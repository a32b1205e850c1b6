import AlmanacCore
import TimeSeries

extension DataRequest {
    /// The part of a batch that holds actions of American shares which take effect within the
    /// range, as far as they are known.
    ///
    /// Whether an action is told before or weeks after its ex-date is up to the source, so that
    /// what lies a little before the range comes along; what is there already is dropped.
    func part(
        of actions: [CorporateAction], symbol: String, now: Timestamp
    ) -> [DataBatch.ActionsPart] {
        let start = from?.advanced(byNanoseconds: -Self.lateness)
        let wanted = actions.filter { action in
            let isBefore = start.map { action.effective < $0 } ?? false
            let isAfter = until.map { action.effective >= $0 } ?? false
            return !isBefore && !isAfter && action.knownAt <= now
        }
        if wanted.isEmpty { return [] }
        let sorted = wanted.sorted { $0.effective < $1.effective }
        return [DataBatch.ActionsPart(symbol: symbol, actions: sorted)]
    }

    /// How long after its ex-date an action may first be told: dividends are paid, and by some
    /// services told, weeks later.
    static let lateness = 90 * Timestamp.nanosecondsPerDay
}

extension CorporateAction {
    /// An action of an American share from the open of its ex-date on.
    ///
    /// - Parameter declared: the day on which it was announced: it is known at the midnight in New
    ///   York after it, and at the open of the ex-date at the latest.
    static func american(
        _ kind: Kind, on date: CivilDate, declared: CivilDate? = nil, label: String = ""
    ) throws(AlmanacError) -> CorporateAction {
        let rule = TimeZoneRule.usEastern
        let open =
            TradingCalendar.newYork.session(on: date)?.open
            ?? rule.moment(on: date, nanosecondOfDay: 570 * 60 * Timestamp.nanosecondsPerSecond)
        let told = declared.map { rule.moment(on: $0.adding(days: 1), nanosecondOfDay: 0) }
        return try CorporateAction(
            kind, effective: open, knownAt: told.map { min($0, open) } ?? open, label: label)
    }
}
