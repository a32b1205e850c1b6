package import AlmanacCore
package import Networking
package import TimeSeries

/// Articles from NewsAPI's search.
///
/// - Options: `language`.
/// - Known: when the article was published.
/// - Paging: a hundred a page, newest first; the developer plan ends after the first.
/// - Source: the published schema of answers and errors; no exchange is recorded.
package struct NewsAPIArticles: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is the page's number.
    package let start = "1"
    private let key: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("newsapi")
        key = try keys.require("NEWSAPI_KEY", for: source)
        self.request = request
        self.keys = keys
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let url = try SourceAddress.make(
            "https://newsapi.org/v2/everything", path: [],
            [
                ("q", request.target), ("from", request.from?.iso8601),
                ("to", request.until?.iso8601), ("language", request.option("language")),
                ("sortBy", "publishedAt"), ("pageSize", "100"), ("page", cursor),
            ])
        return SourceCall(SourceAddress.get(url, secret: ("X-Api-Key", key)))
    }

    private static let kinds: [String: AlmanacError.Kind] = [
        "apiKeyDisabled": .unauthorized, "apiKeyInvalid": .unauthorized,
        "apiKeyMissing": .unauthorized, "apiKeyExhausted": .rateLimited,
        "rateLimited": .rateLimited, "parameterInvalid": .validation,
        "parametersMissing": .validation,
    ]

    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? {
        guard let answer = try? AnswerReader(response, source), answer.json["status"] == "error",
            let code = answer.json["code"]?.stringValue
        else { return nil }
        if isEnd(response) { return nil }
        return AlmanacError(
            Self.kinds[code] ?? .sourceUnavailable,
            "NewsAPI refuses this. It says: \(answer.json["message"]?.stringValue ?? code)",
            details: [
                "source": "newsapi", "code": .string(code), "status": .integer(response.status),
            ])
    }

    /// Whether a plan gives no further pages: what came until here stands.
    private func isEnd(_ response: HTTPResponse) -> Bool {
        (try? AnswerReader(response, source))?.json["code"] == "maximumResultsReached"
    }

    package func isAnswer(_ response: HTTPResponse) -> Bool {
        response.isSuccess || isEnd(response)
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        if isEnd(response) {
            var page = AnswerPage()
            page.batch.notes = ["the key's plan gives no further pages; the oldest are missing"]
            return page
        }
        let answer = try AnswerReader(response, source)
        let articles = try answer.member("articles").elements()
        var page = AnswerPage()
        for article in articles {
            let published = try article.member("publishedAt").moment()
            guard request.covers(published) else { continue }
            var fields = JSONObject()
            for name in ["title", "description", "author", "url", "content"] {
                if let value = article.json[name], value != .null, value != "" {
                    fields[name] = value
                }
            }
            fields["publisher"] = article.json["source"]?["name"]
            page.batch.records.append(
                SourceRecord(
                    kind: "article", identity: try article.member("url").text(),
                    time: published, knownAt: min(published, now), fields: fields))
        }
        let number = Int(cursor) ?? 1
        let total = try answer.member("totalResults").integer()
        if !articles.isEmpty, number * 100 < total { page.next = String(number + 1) }
        return page
    }
}
