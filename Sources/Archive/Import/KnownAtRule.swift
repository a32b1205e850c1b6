package import AlmanacCore
package import TimeSeries

/// From when rows of a person's own data could be known.
package enum KnownAtRule: Sendable, Equatable {
    /// A column says so.
    case column(String)
    /// At the close of their bar.
    case close
    /// At the open of the first session after their bar's close.
    case nextOpen
    /// So long after the time that they are about, in nanoseconds.
    case after(Int64)
    /// At one moment, as a file that was published whole.
    case moment(Timestamp)

    /// Reads `close`, `next-open`, `+1d` (with s, m, h or d), a moment such as `2024-01-31`, or
    /// else the name of a column.
    package init(_ text: String) throws(AlmanacError) {
        if text == "close" {
            self = .close
        } else if text == "next-open" {
            self = .nextOpen
        } else if text.hasPrefix("+") {
            let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
            guard let unit = text.last.flatMap({ units[$0] }),
                let count = Int64(text.dropFirst().dropLast()), (0..<100_000).contains(count)
            else {
                throw AlmanacError(
                    .validation, "'\(text)' is no delay", details: ["value": .string(text)],
                    suggestion: "write a number and a unit: +15m, +4h, +1d")
            }
            self = .after(count * unit * Timestamp.nanosecondsPerSecond)
        } else if let moment = Timestamp(iso8601: text) {
            self = .moment(moment)
        } else {
            self = .column(text)
        }
    }

    /// The moments from which rows of these times could be known.
    ///
    /// - Parameter stated: What a column says, for a rule that is one.
    /// - Throws: `validation` where a bar would be known before its close.
    package func moments(
        of times: [Timestamp], stated: [Timestamp]?, _ frequency: Frequency,
        _ calendar: TradingCalendar
    ) throws(AlmanacError) -> [Timestamp] {
        let closes = calendar.closes(ofBarsStarting: times, frequency: frequency)
        let moments: [Timestamp]
        switch self {
        case .column:
            guard let stated else {
                throw AlmanacError(.internalError, "a column of moments was not read")
            }
            moments = stated
        case .close: return closes
        case .nextOpen: return closes.map { Self.open(after: $0, calendar) }
        case .after(let delay): moments = times.map { $0.advanced(byNanoseconds: delay) }
        case .moment(let moment): moments = times.map { _ in moment }
        }
        if frequency.isObservation { return moments }
        if let row = times.indices.first(where: { moments[$0] < closes[$0] }) {
            throw AlmanacError(
                .validation,
                "the bar of \(times[row].dateText) would be known at \(moments[row]), before it"
                    + " closes at \(closes[row])",
                details: [
                    "time": .string(times[row].iso8601), "known_at": .string(moments[row].iso8601),
                    "close": .string(closes[row].iso8601),
                ],
                suggestion: "use --known-at close, a longer delay, or --frequency event for rows"
                    + " that are no bars")
        }
        return moments
    }

    /// The first open at or after a moment.
    private static func open(after moment: Timestamp, _ calendar: TradingCalendar) -> Timestamp {
        var date = moment.date.adding(days: -1)
        // Markets do not close for longer than this at a stretch.
        for _ in 0..<30 {
            if let session = calendar.session(on: date), session.open >= moment {
                return session.open
            }
            date = date.adding(days: 1)
        }
        return moment
    }
}
