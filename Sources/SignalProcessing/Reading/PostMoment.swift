package import TimeSeries

/// Reads moments as posts write them.
///
/// ISO 8601, with a zone's letters behind (`2021-04-11 18:50:33 EEST`) or none; seconds or
/// milliseconds since 1970; `Wed Oct 10 20:19:24 +0000 2018`; a date as `04/28/2021`, month first.
/// Letters that name several zones, such as CST, are not read.
package struct PostMomentReader: Sendable {
    private let zone: TimeZoneRule

    /// Makes a reader; times without a zone are by the clocks of one.
    package init(zone: TimeZoneRule = .utc) { self.zone = zone }

    /// The moment that a text names; nil where it names none.
    package func moment(_ text: String) -> Timestamp? {
        if let seconds = Double(text) { return moment(sinceEpoch: seconds) }
        let words = text.split(separator: " ").map(String.init)
        if words.count == 6, words[0].count == 3 { return moment(twitter: words) }
        if let last = words.last, words.count > 1, let offset = Self.zones[last.uppercased()] {
            let local = Timestamp(iso8601: words.dropLast().joined(separator: " "))
            return local.map { $0.advanced(byNanoseconds: -Int64(offset) * 60_000_000_000) }
        }
        let isZoned =
            text.hasSuffix("Z") || text.hasSuffix("z")
            || text.dropFirst(11).contains { $0 == "+" || $0 == "-" }
        if let moment = Timestamp(iso8601: text) {
            return isZoned ? moment : zone.moment(showing: moment)
        }
        return date(text).map { zone.moment(showing: Timestamp($0)) }
    }

    /// Seconds, or milliseconds where that would be beyond the year 5000.
    private func moment(sinceEpoch number: Double) -> Timestamp? {
        let seconds = number > 1e11 ? number / 1_000 : number
        // Numbers below a thousand million are years and dates rather than moments since 2001.
        guard seconds > 1e9 / 2, seconds < 9e9 else { return nil }
        return Timestamp(nanoseconds: Int64((seconds * 1_000).rounded()) * 1_000_000)
    }

    private func moment(twitter words: [String]) -> Timestamp? {
        guard let month = Self.months.firstIndex(of: words[1].lowercased()),
            let day = Int(words[2]),
            let year = Int(words[5]), let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        return Timestamp(iso8601: "\(date.iso8601) \(words[3])\(words[4])")
    }

    private func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "/").map { Int($0) }
        guard parts.count == 3, let month = parts[0], let day = parts[1], let year = parts[2],
            year > 1_900
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Minutes east of UTC.
    private static let zones = [
        "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120,
        "EEST": 180, "MSK": 180, "JST": 540, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420,
        "MDT": -360, "PST": -480, "PDT": -420,
    ]
}
