package import AlmanacCore
import Archive
package import Networking
package import TimeSeries

/// The numbers of any CSV or JSON file that has an address.
///
/// - Options: `symbol` (what the rows are about; else the address without its scheme, since files
///   of several sites may share a name), `slot`, `time` (the column
///   of times), `known_at` (a column, `close`, `+1d` or a moment), `calendar`, `time_zone`, `rows`
///   (the way to a JSON file's array, as `data.items`).
/// - Known: by the option; else by a column of the file that says so; else bars at their close, and
///   other rows when they were fetched, since nothing tells when they were published.
package struct TableFile: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    package let start = "file"
    private let url: WebURL
    private let reading: TableReading

    /// Makes a client.
    ///
    /// - Throws: `validation` for what is no address or for an option that cannot be.
    package init(_ request: DataRequest) throws(AlmanacError) {
        source = try SourceRegistry.require("table")
        guard let url = WebURL(request.target), url.isWeb else {
            throw AlmanacError(
                .validation, "'\(request.target)' is no address of a file",
                suggestion: "give it whole: https://…")
        }
        self.url = url
        self.request = request
        reading = try TableReading(request, source)
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        SourceCall(
            HTTPRequest(.get, url, headers: ["Accept": "text/csv, application/json;q=0.9, */*"]))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let name = url.path.split(separator: "/").last.map(String.init) ?? url.host ?? "table"
        return AnswerPage(
            try reading.batch(
                of: response.body, name: name, symbol: Self.symbol(of: request), now: now))
    }

    /// What the rows are about, by which they are kept.
    static func symbol(of request: DataRequest) -> String {
        if let symbol = request.option("symbol") { return symbol }
        guard let url = WebURL(request.target) else { return request.target }
        let address = url.withoutKeys.description
        return address.split(separator: "/", maxSplits: 1).last.map { rest in
            String(rest.drop { $0 == "/" })
        } ?? address
    }
}
