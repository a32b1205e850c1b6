package import AlmanacCore
import Archive
package import Networking
package import TimeSeries

/// Bars from Stooq's CSV files.
///
/// - Prices: adjusted, and Stooq does not say for what; they are kept in `prices_adjusted`.
/// - Known: a bar at the close of New York's session for `.us`, else at the end of its weekday.
/// - Source: the form that many public readers of the files agree on; no exchange is recorded.
package struct StooqBars: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    package let start = "file"
    private let symbol: String
    private let interval: String

    /// Makes a client.
    ///
    /// - Throws: `validation` for bars that Stooq has not.
    package init(_ request: DataRequest) throws(AlmanacError) {
        source = try SourceRegistry.require("stooq")
        interval = try request.frequencyName(
            [(.day1, "d"), (.week1, "w"), (.month1, "m")], source)
        symbol = Self.symbol(of: request)
        self.request = request
    }

    /// The symbol as Stooq writes it, by which its bars are kept too.
    static func symbol(of request: DataRequest) -> String {
        let name = request.target.lowercased()
        let isBare = !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        return isBare && name.utf8.count <= 5 ? name + ".us" : name
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        func day(_ moment: Timestamp) -> String {
            moment.date.iso8601.split(separator: "-").joined()
        }
        let url = try SourceAddress.make(
            "https://stooq.com/q/d/l/", path: [],
            [
                ("s", symbol), ("d1", request.from.map(day)), ("d2", request.until.map(day)),
                ("i", interval),
            ])
        return SourceCall(HTTPRequest(.get, url, headers: ["Accept": "text/csv"]))
    }

    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? {
        let text = String(decoding: response.body.prefix(200), as: UTF8.self)
        let details: JSONObject = ["source": "stooq", "symbol": .string(symbol)]
        if text.hasPrefix("No data") || text.hasPrefix("Brak danych") {
            return AlmanacError(
                .invalidSymbol, "Stooq has no data of '\(symbol)'", details: details,
                suggestion: "a target is \(source.target)")
        }
        if text.hasPrefix("Exceeded the daily hits limit") {
            return AlmanacError(
                .rateLimited, "Stooq's daily allowance of downloads is used up",
                details: details, suggestion: "try again tomorrow, or use another source")
        }
        if response.isSuccess, !text.hasPrefix("Date") {
            return AnswerReader.changed(source, "", "a CSV file that begins with Date")
        }
        return nil
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var wanted = request
        wanted.kind = .bars
        var reading = try TableReading(wanted, source)
        reading.slot = "prices_adjusted"
        reading.rule = .close
        reading.calendar = symbol.hasSuffix(".us") ? .newYork : .weekdaysOnly
        return AnswerPage(
            try reading.batch(of: response.body, name: symbol, symbol: symbol, now: now))
    }
}
