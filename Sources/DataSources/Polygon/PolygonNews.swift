package import AlmanacCore
package import Networking
package import TimeSeries

/// Articles that name a ticker, from Polygon.
///
/// - Known: when the article was published.
/// - Paging: `next_url`, newest first.
/// - Source: a recorded exchange of June 2021.
package struct PolygonNews: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is the way to the next page on the same host.
    package let start = ""
    private let paging: PolygonPaging

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("polygon")
        paging = PolygonPaging(key: try keys.require("POLYGON_API_KEY", for: source))
        self.request = request
        self.keys = keys
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let first = try SourceAddress.make(
            "https://api.polygon.io/v2/reference/news", path: [],
            [
                ("ticker", request.target), ("published_utc.gte", request.from?.iso8601),
                ("published_utc.lt", request.until?.iso8601), ("order", "descending"),
                ("sort", "published_utc"), ("limit", "1000"),
            ])
        return try paging.call(at: cursor.isEmpty ? nil : cursor, first: first)
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        var page = AnswerPage()
        var isPast = false
        for article in try answer.optional("results")?.elements() ?? [] {
            let published = try article.member("published_utc").moment()
            if let from = request.from, published < from { isPast = true }
            guard request.covers(published) else { continue }
            var fields = JSONObject()
            for name in ["title", "author", "description", "article_url", "tickers", "keywords"] {
                if let value = article.json[name], value != .null { fields[name] = value }
            }
            fields["publisher"] = article.json["publisher"]?["name"]
            page.batch.records.append(
                SourceRecord(
                    kind: "article", identity: try article.member("id").text(), time: published,
                    knownAt: min(published, now), fields: fields))
        }
        if !isPast { page.next = try PolygonPaging.next(after: answer) }
        return page
    }
}
