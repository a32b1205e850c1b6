import TimeSeries

/// Reads the times of feeds: RFC 822 with its usual departures, and ISO 8601 as in RFC 3339.
enum FeedTimeReader {
    /// The moment that a text names with its zone; a date of ISO 8601 alone is midnight in UTC.
    ///
    /// Two digits of a year are those up to 2049.
    /// - Source: RFC 5322, section 4.3.
    static func moment(_ text: String) -> Timestamp? {
        var reading = TimeReading(Conventions(), latestYear: 2_049)
        guard let scanner = ValueScanner(text), let times = reading.time(scanner),
            let time = times.dayFirst,
            times.monthFirst == time, times.yearFirst == time
        else { return nil }
        if case .day(let date) = time.point, date.iso8601 == text.trimmed {
            return Timestamp(date)
        }
        return time.moment(in: nil)
    }
}
