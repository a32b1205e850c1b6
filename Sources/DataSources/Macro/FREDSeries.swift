package import AlmanacCore
import Archive
package import Networking
package import TimeSeries

/// Economic series that the Federal Reserve Bank in Saint Louis collects.
///
/// - With a key: every version of every value with the day on which it became known (ALFRED's
///   real-time periods), so that revisions do not look ahead. Known at the midnight in St. Louis
///   that ends the day.
/// - Without a key: the values as they stand now, from the file behind a graph. When each was
///   published is not told, so all are known from the fetch; the option `known_at` gives another
///   rule, such as `+45d`.
/// - Paging: 100,000 values a call; the cursor is the offset.
/// - Source: FRED's documentation as public clients show it; no exchange is recorded.
package struct FREDSeries: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    package let start = "0"
    private let key: String?

    /// Makes a client.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("fred")
        key = keys["FRED_API_KEY"]
        self.request = request
        self.keys = keys
    }

    private static let pageLength = 100_000

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let first = request.from?.date.iso8601
        let last = request.until?.date.iso8601
        guard let key else {
            let url = try SourceAddress.make(
                "https://fred.stlouisfed.org/graph/fredgraph.csv", path: [],
                [("id", request.target), ("cosd", first), ("coed", last)])
            return SourceCall(HTTPRequest(.get, url, headers: ["Accept": "text/csv"]))
        }
        let url = try SourceAddress.make(
            "https://api.stlouisfed.org/fred/series/observations", path: [],
            [
                ("series_id", request.target), ("file_type", "json"), ("api_key", key),
                ("realtime_start", "1776-07-04"), ("realtime_end", "9999-12-31"),
                ("observation_start", first), ("observation_end", last),
                ("limit", String(Self.pageLength)), ("offset", cursor),
            ])
        return SourceCall(SourceAddress.get(url))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        guard key != nil else {
            guard response.body.first != UInt8(ascii: "<") else {
                throw AnswerReader.changed(source, "", "a CSV file, and not a page")
            }
            var reading = try TableReading(request, source)
            reading.slot = "observations"
            return AnswerPage(
                try reading.batch(
                    of: response.body, name: request.target, symbol: request.target, now: now))
        }
        let answer = try AnswerReader(response, source)
        var times: [Timestamp] = []
        var knownAt: [Timestamp] = []
        var values: [Double] = []
        let observations = try answer.member("observations").elements()
        for observation in observations {
            let time = Timestamp(try observation.member("date").date())
            let text = try observation.member("value").text()
            let known = Self.endOfDay(try observation.member("realtime_start").date())
            guard request.covers(time), known <= now else { continue }
            times.append(time)
            knownAt.append(known)
            values.append(text == "." ? .nan : try observation.member("value").number())
        }
        var page = AnswerPage()
        page.batch.series = [
            DataBatch.SeriesPart(
                slot: "observations", symbol: request.target, frequency: .event,
                calendar: .weekdaysOnly, isStated: true,
                frame: Frame(
                    times: times, knownAt: knownAt,
                    columns: [Frame.NamedColumn(name: "value", values: values)]
                ).sorted())
        ]
        let offset = (Int(cursor) ?? 0) + observations.count
        if let count = try answer.optional("count")?.integer(), offset < count,
            !observations.isEmpty
        {
            page.next = String(offset)
        }
        return page
    }

    private static func endOfDay(_ date: CivilDate) -> Timestamp {
        TimeZoneRule.usCentral.moment(on: date.adding(days: 1), nanosecondOfDay: 0)
    }
}
