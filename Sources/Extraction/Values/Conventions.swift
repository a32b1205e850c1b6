public import TimeSeries

/// Which of day, month and year stands first in a date of three numbers.
public enum DateOrder: String, Sendable, Hashable, CaseIterable {
    case monthFirst = "month_first"
    case dayFirst = "day_first"
    case yearFirst = "year_first"
}

/// What is known of how a page writes its values, apart from the values themselves.
///
/// What is nil here is decided by the whole column of values, or not at all.
public struct Conventions: Sendable, Hashable {
    /// The sign before decimals.
    public var decimalSign: DecimalSign?
    /// The order of day, month and year.
    public var dateOrder: DateOrder?
    /// Whether a number in parentheses is negative; without it, only where others are not in them.
    public var negativeInParentheses: Bool?
    /// When the page was fetched: what `yesterday` and two digits of a year are counted from.
    public var fetchedAt: Timestamp?
    /// The zone of the page's clocks, for times that name none.
    public var zone: TimeZoneRule?
    /// Whether dates lie in the past, so that a date without a year is the last such day.
    public var datesArePast = false

    /// Makes conventions of which nothing is known.
    public init(fetchedAt: Timestamp? = nil, zone: TimeZoneRule? = nil) {
        self.fetchedAt = fetchedAt
        self.zone = zone
    }

    /// Makes the conventions of a language tag, such as `de-CH`.
    ///
    /// A language whose countries differ, such as `en` in the order of dates or `es` in the decimal
    /// sign, leaves that open unless the tag names the country.
    /// - Source: number and date patterns of the Unicode CLDR.
    public init(language tag: String, fetchedAt: Timestamp? = nil, zone: TimeZoneRule? = nil) {
        self.init(fetchedAt: fetchedAt, zone: zone)
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }.map(String.init)
        guard let language = parts.first else { return }
        let region = parts.dropFirst().first { $0.utf8.count == 2 } ?? ""
        decimalSign = Self.decimalSign(language, region)
        dateOrder = Self.dateOrder(language, region)
    }

    private static let withPoint: Set = ["en", "zh", "ja", "ko", "th", "he", "hi", "ga", "cy"]
    private static let withComma: Set = [
        "de", "fr", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sk", "sl", "hr", "sr", "bg", "ro",
        "hu", "sv", "da", "nb", "nn", "no", "fi", "et", "lv", "lt", "tr", "el", "id", "vi", "ca",
    ]
    private static let countriesWithPoint: Set = ["mx", "us", "gt", "hn", "ni", "sv", "pa", "do"]
    private static let yearFirst: Set = ["zh", "ja", "ko", "hu", "lt"]
    private static let englishDayFirst: Set = ["gb", "ie", "au", "nz", "in", "sg", "hk", "my"]

    private static func decimalSign(_ language: String, _ region: String) -> DecimalSign? {
        switch language {
        case "en": return region == "za" ? nil : .point
        case "es":
            if region.isEmpty { return nil }
            return countriesWithPoint.contains(region) ? .point : .comma
        case "de", "it", "fr":
            // Switzerland writes a point in money and often elsewhere.
            if region == "ch" || region == "li" { return language == "fr" ? nil : .point }
            return .comma
        default:
            if withPoint.contains(language) { return .point }
            return withComma.contains(language) ? .comma : nil
        }
    }

    private static func dateOrder(_ language: String, _ region: String) -> DateOrder? {
        switch language {
        case "en":
            if region == "us" { return .monthFirst }
            return englishDayFirst.contains(region) ? .dayFirst : nil
        case "es", "fr": return ["us", "pr", "pa", "ca"].contains(region) ? nil : .dayFirst
        default:
            if yearFirst.contains(language) { return .yearFirst }
            return withComma.contains(language) ? .dayFirst : nil
        }
    }
}
