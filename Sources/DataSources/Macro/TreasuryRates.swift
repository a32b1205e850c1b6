package import AlmanacCore
import Archive
package import Networking
package import TimeSeries

/// Rates that the US Treasury publishes each business day, in per cent a year.
///
/// - Paging: a file a year; the cursor is the year.
/// - Known: at midnight in New York that ends the day, since rates come in the course of its
///   evening and no moment is told.
/// - Source: the address and columns of the Treasury's CSV files, as public programs show them; no
///   exchange is recorded.
package struct TreasuryRates: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    private let type: String
    private let now: Timestamp

    /// The names of what there is, and the first year of each.
    private static let types: [(name: String, type: String, year: Int)] = [
        ("yield_curve", "daily_treasury_yield_curve", 1990),
        ("bill_rates", "daily_treasury_bill_rates", 2002),
        ("real_yield_curve", "daily_treasury_real_yield_curve", 2003),
    ]

    /// The cursor is the year.
    package let start: String

    /// Makes a client.
    ///
    /// - Throws: `invalidSymbol` for rates that there are not.
    package init(_ request: DataRequest, now: Timestamp) throws(AlmanacError) {
        source = try SourceRegistry.require("treasury")
        guard let kind = Self.types.first(where: { $0.name == request.target }) else {
            throw AlmanacError(
                .invalidSymbol, "the Treasury has no rates '\(request.target)' here",
                details: ["target": .string(request.target)],
                suggestion: "use " + Self.types.map(\.name).joined(separator: ", "))
        }
        type = kind.type
        start = String(max(kind.year, request.from?.date.year ?? kind.year))
        self.request = request
        self.now = now
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let url = try SourceAddress.make(
            "https://home.treasury.gov/resource-center/data-chart-center/interest-rates/"
                + "daily-treasury-rates.csv", path: [cursor, "all"],
            [
                ("type", type), ("field_tdr_date_value", cursor), ("page", ""),
                ("_format", "csv"),
            ])
        return SourceCall(HTTPRequest(.get, url, headers: ["Accept": "text/csv"]))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var page = AnswerPage()
        let last = min(request.until ?? now, now).date.year
        if let year = Int(cursor), year < last { page.next = String(year + 1) }
        // In the first days of a year its file is empty.
        guard response.body.contains(where: { $0 > 0x20 }) else { return page }
        guard String(decoding: response.body.prefix(5), as: UTF8.self).contains("Date") else {
            throw AnswerReader.changed(source, "", "a CSV file that begins with Date")
        }
        var reading = try TableReading(request, source)
        reading.options.dayFirst = false
        reading.slot = request.target
        // Midnight in New York is four or five hours after midnight UTC: the later one holds.
        reading.rule = .after(29 * Timestamp.nanosecondsPerHour)
        page.batch = try reading.batch(
            of: response.body, name: request.target, symbol: "US", now: now)
        return page
    }
}
