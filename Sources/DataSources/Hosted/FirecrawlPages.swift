package import AlmanacCore
package import Networking
package import TimeSeries

/// Pages that Firecrawl fetches: one, a site's, or what a schema asks of them.
///
/// - Options: `mode` is `scrape` unless it says `crawl` or `extract`; `limit` bounds a crawl's
///   pages; `schema` and `prompt` say what to extract.
/// - Known: from the fetch.
/// - Cost: a credit a page scraped; a crawl tells what it used.
/// - Source: the published OpenAPI document of version 1; no traffic is recorded.
package struct FirecrawlPages: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is `scrape`, `crawl`, `extract`, `crawl ID LOOKS`, `extract ID LOOKS`, or
    /// `more QUERY` for the next part of a crawl.
    package let start: String
    private let key: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key, `validation` for what is no address or mode.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("firecrawl")
        key = try keys.require("FIRECRAWL_API_KEY", for: source)
        start = request.option("mode") ?? "scrape"
        guard ["scrape", "crawl", "extract"].contains(start),
            WebURL(request.target)?.isWeb == true
        else {
            throw AlmanacError(
                .validation, "Firecrawl needs a page's address, and scrape, crawl or extract",
                details: ["target": .string(request.target), "mode": .string(start)])
        }
        self.request = request
        self.keys = keys
    }

    private static let base = "https://api.firecrawl.dev/v1"
    private static let maximumLooks = 240

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let parts = SourceAddress.words(of: cursor)
        let path: [String]
        var query: String?
        switch (parts[0], parts.count) {
        case ("scrape", 1), ("crawl", 1), ("extract", 1): path = [parts[0]]
        case ("more", 2):
            let split = parts[1].split(separator: "?", maxSplits: 1).map(String.init)
            path = ["crawl", split[0]]
            query = split.count > 1 ? split[1] : nil
        case ("crawl", 3), ("extract", 3): path = [parts[0], parts[1]]
        default: throw AlmanacError(.internalError, "'\(cursor)' is no cursor of Firecrawl's")
        }
        var url = try SourceAddress.make(Self.base, path: path)
        if let query, let full = WebURL(url.description + "?" + query) { url = full }
        var call = SourceCall(
            SourceAddress.get(url, secret: ("Authorization", "Bearer " + key)))
        call.mayBeCached = parts[0] == "scrape"
        if parts.count == 1 {
            if parts[0] == "crawl" { call.priceFactor = Double(max(1, limit)) }
            call.request.method = .post
            call.request.headers["Content-Type"] = "application/json"
            call.request.body = Array(body(parts[0]).text().utf8)
            // The page is fetched, and perhaps rendered, while the call waits.
            call.request.deadline = 90_000
        } else {
            // What was asked for is charged, not the looks at it.
            call.units = 0
            if parts.count == 3 { call.waitSeconds = parts[2] == "0" ? 2 : 15 }
        }
        return call
    }

    /// The pages of a crawl at most.
    private var limit: Int { request.options["limit"]?.intValue ?? request.maximumRecords ?? 10 }

    private func body(_ mode: String) -> JSON {
        switch mode {
        case "crawl":
            [
                "url": .string(request.target),
                "limit": .integer(limit),
                "scrapeOptions": ["formats": ["markdown"]],
            ]
        case "extract":
            [
                "urls": [.string(request.target)],
                "schema": request.options["schema"] ?? .object([:]),
                "prompt": .string(request.option("prompt") ?? ""),
            ]
        default: ["url": .string(request.target), "formats": ["markdown"]]
        }
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        let parts = SourceAddress.words(of: cursor)
        if answer.json["success"] == false {
            throw failed(answer.json["error"]?.stringValue ?? "no reason")
        }
        if cursor == "scrape" {
            var page = AnswerPage()
            page.batch.records = [try record(answer.member("data"), now)]
            page.batch.microdollars = source.costs.first?.microdollars
            return page
        }
        if parts.count == 1 {
            return waiting("\(cursor) \(try answer.member("id").text()) 0")
        }
        return try look(answer, parts, now)
    }

    private func look(
        _ answer: AnswerReader, _ parts: [String], _ now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let status = try answer.member("status").text()
        var page = AnswerPage()
        switch status {
        case "completed": break
        case "scraping", "processing":
            let looks = (parts.count == 3 ? Int(parts[2]) ?? 0 : 0) + 1
            guard looks < Self.maximumLooks else { throw failed("not ended after an hour") }
            return waiting("\(parts[0]) \(parts[1]) \(looks)")
        default:
            var error = failed(status)
            error.details["reason"] = "run_failed"
            throw error
        }
        if parts.count == 3 { page.batch.microdollars = try cost(answer, of: parts[0]) }
        if parts[0] == "extract" {
            let data = try answer.member("data").json
            page.batch.records = [
                SourceRecord(
                    kind: "extract", identity: request.target, time: now, knownAt: now,
                    fields: ["data": data])
            ]
            return page
        }
        page.batch.records = try answer.member("data").elements().map {
            (item) throws(AlmanacError) in try record(item, now)
        }
        if let next = try answer.optional("next")?.text(), let url = WebURL(next) {
            let identifier = url.path.split(separator: "/").last.map(String.init) ?? ""
            page.next = "more \(identifier)" + (url.query.map { "?" + $0 } ?? "")
        }
        return page
    }

    /// What goes on, and tells what it cost at its end.
    private func waiting(_ cursor: String) -> AnswerPage {
        var page = AnswerPage(next: cursor)
        page.batch.charge = .later
        page.batch.microdollars = 0
        return page
    }

    /// What a crawl used by its own account; the price of the whole where it does not say.
    private func cost(_ answer: AnswerReader, of mode: String) throws(AlmanacError) -> Int64? {
        guard let price = source.costs.first?.microdollars else { return nil }
        let most = Int64(mode == "crawl" ? max(1, limit) : 1)
        guard let credits = try answer.optional("creditsUsed")?.integer(),
            (0..<1_000_000).contains(credits)
        else { return most * price }
        return Int64(credits) * price
    }

    private func record(
        _ item: AnswerReader, _ now: Timestamp
    ) throws(AlmanacError) -> SourceRecord {
        let about = item.json["metadata"]
        if let status = about?["statusCode"]?.intValue, !(200..<300).contains(status) {
            throw failed("the page answered with status \(status)")
        }
        var fields = JSONObject()
        fields["markdown"] = .string(try item.member("markdown").text())
        for name in ["title", "description", "language"] {
            if let value = about?[name], value != .null { fields[name] = value }
        }
        let address = about?["sourceURL"]?.stringValue ?? request.target
        fields["url"] = .string(address)
        return SourceRecord(
            kind: "page", identity: address, time: now, knownAt: now, fields: fields)
    }

    private func failed(_ reason: String) -> AlmanacError {
        AlmanacError(
            .sourceUnavailable, "Firecrawl could not do it: \(reason)",
            details: ["source": "firecrawl", "target": .string(request.target)])
    }
}
