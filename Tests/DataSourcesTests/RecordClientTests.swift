import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite struct RecordClientTests {
    private let now: Timestamp
    private static let keys = SourceKeys([
        "FMP_API_KEY": "fmp-key-1", "FINNHUB_API_KEY": "finn-key-1", "NEWSAPI_KEY": "news-key-1",
        "APIFY_TOKEN": "apify-key-1", "FIRECRAWL_API_KEY": "fire-key-1",
    ])

    init() throws { now = try moment("2025-09-23T12:00:00Z") }

    @Test(
        "FMP's recorded earnings are known after their day, and what is expected from now",
        .requiresSharedData)
    func earnings() throws {
        let client = try FMPFundamentals(DataRequest(.earnings, "AAPL"), keys: Self.keys)
        let replayed = try Replayed(client, at: now) { _ in
            try answer(sharedBytes("data/api/fmp/earnings_AAPL_2025-09-23.json"))
        }
        let frame = try #require(replayed.series.first).frame
        #expect(frame.times.last?.dateText == "2025-07-31")
        #expect(frame.knownAt?.last?.iso8601 == "2025-08-01T04:00:00Z")
        #expect(abs((frame["eps_surprise"]?.last ?? 0) - 0.13) < 1e-9)
        #expect(frame["revenue_actual"]?.last == 94_036_000_000)
        let expected = replayed.records.filter { $0.kind == "expected_earnings" }
        #expect(expected.count == 3)
        #expect(expected.allSatisfy { $0.knownAt == now && $0.time > now })
        let call = try #require(replayed.calls.first).request
        #expect(call.headers["apikey"] == "fmp-key-1")
        #expect(!call.url.description.contains("fmp-key"))
    }

    @Test("FMP's statements are known when the SEC accepted them, by New York's clock")
    func statements() throws {
        let client = try FMPFundamentals(DataRequest(.statements, "AAPL"), keys: Self.keys)
        let json = """
            [{"date":"2022-09-24","symbol":"AAPL","filingDate":"2022-10-28",
            "acceptedDate":"2022-10-27 18:01:14","fiscalYear":"2022","period":"FY",
            "revenue":394328000000,"costOfRevenue":223546000000,"netIncome":null},
            {"date":"2021-09-25","symbol":"AAPL","fillingDate":"2021-10-29",
            "revenue":365817000000}]
            """
        let replayed = try Replayed(client, at: now) { _ in try answer(json) }
        #expect(replayed.series.map(\.slot) == ["income", "balance", "cash"])
        let frame = replayed.series[0].frame
        #expect(frame.columns.map(\.name) == ["revenue", "cost_of_revenue"])
        #expect(
            frame.knownAt?.map(\.iso8601) == [
                "2021-10-30T02:00:00Z", "2022-10-27T22:01:14Z",
            ])
        let refused = try answer("{\"Error Message\":\"Invalid API KEY fmp-key-1\"}")
        let error = try fault(client, at: now, refused)
        #expect(error?.kind == .unauthorized)
        #expect(error?.message.contains("fmp-key") == false)
    }

    @Test("a month's recommendations are known when the month is over", .requiresSharedData)
    func recommendations() throws {
        let client = try FinnhubRecommendations(
            DataRequest(.recommendations, "TSLA"), keys: Self.keys)
        let recorded = try moment("2021-11-16T23:47:12Z")
        let replayed = try Replayed(client, at: recorded) { _ in
            try answer(sharedBytes("data/api/finnhub/recommendation_TSLA_2021-11-16.json"))
        }
        let frame = try #require(replayed.series.first).frame
        #expect(frame.count == 44)
        #expect(frame.times.last?.dateText == "2021-11-01")
        #expect(frame.knownAt?.suffix(2) == [try moment("2021-11-01"), recorded])
        #expect(frame["strong_buy"]?.last == 13)
    }

    @Test(
        "Congress's trades are known after their disclosure, impossible dates left out",
        .requiresSharedData)
    func congress() throws {
        let later = try moment("2026-05-30T00:00:00Z")
        let house = try sharedBytes(
            "data/text/house_stock_trades/all_transactions_2026-05-29.json.gz")
        let senate = try sharedBytes(
            "data/text/senate_stock_trades/all_daily_summaries.json.gz")
        func play(_ target: String) throws -> Replayed {
            try Replayed(CongressTrades(DataRequest(.politicianTrades, target)), at: later) {
                call in
                try answer(call.request.url.path.contains("house") ? house : senate)
            }
        }
        let all = try play("house")
        #expect(all.records.count > 6_400)
        #expect(all.notes.first?.contains("dates that cannot be") == true)
        #expect(all.records.allSatisfy { $0.knownAt > $0.time && $0.knownAt <= later })
        #expect(Set(all.records.map(\.identity)).count == all.records.count)
        let trade = try #require(all.records.first { $0.fields["symbol"] == "FCNCA" })
        #expect(trade.knownAt.iso8601 == "2026-05-18T04:00:00Z")
        #expect(trade.fields["amount_low"] == .number(1_001))
        #expect(trade.fields["amount_high"] == .number(15_000))
        let both = try play("msft")
        #expect(both.calls.count == 2)
        #expect(
            Set(both.records.compactMap { $0.fields["chamber"]?.stringValue }) == [
                "house", "senate",
            ])
    }

    @Test("articles are paged to the end, and NewsAPI's codes are typed")
    func news() throws {
        let client = try NewsAPIArticles(DataRequest(.articles, "tesla"), keys: Self.keys)
        let json = """
            {"status":"ok","totalResults":150,"articles":[{"source":{"id":null,"name":"Wire"},
            "author":null,"title":"T","description":"D","url":"https://example.org/a",
            "publishedAt":"2025-09-22T10:00:00Z","content":"C"}]}
            """
        let replayed = try Replayed(client, at: now) { call in
            call.request.url.description.hasSuffix("page=1")
                ? try answer(json)
                : try answer(
                    "{\"status\":\"error\",\"code\":\"maximumResultsReached\"}", status: 426)
        }
        #expect(replayed.calls.count == 2)
        #expect(replayed.notes.count == 1)
        #expect(replayed.records.first?.fields["publisher"] == "Wire")
        #expect(!replayed.addresses.joined().contains("news-key"))
        let refused = try answer(
            "{\"status\":\"error\",\"code\":\"apiKeyInvalid\",\"message\":\"m\"}", status: 401)
        #expect(try fault(client, at: now, refused)?.kind == .unauthorized)
    }

    @Test("an actor is started once, waited for, read and paid")
    func apify() throws {
        var request = DataRequest(.posts, "@elonmusk")
        request.maximumRecords = 50
        let client = try ApifyRun(source: "x", request, keys: Self.keys)
        var looks = 0
        func reply(_ call: SourceCall) throws -> HTTPResponse {
            let path = call.request.url.path
            if path.hasSuffix("/items") {
                return try answer(
                    """
                    [{"id":"1","text":"hi","createdAt":"Fri Nov 24 17:49:36 +0000 2023",
                    "likeCount":9,"author":{"followers":3}},{"id":"2","text":"undated"}]
                    """)
            }
            looks += 1
            let status = looks < 3 ? "RUNNING" : "SUCCEEDED"
            return try answer(
                """
                {"data":{"id":"RUN1","status":"\(status)","defaultDatasetId":"SET1",
                "usageTotalUsd":0.0123}}
                """)
        }
        let replayed = try Replayed(client, at: now, maximumCalls: 4, reply)
        #expect(replayed.calls.map(\.request.method) == [.post, .get, .get, .get])
        #expect(replayed.calls.map(\.waitSeconds) == [0, 2, 15, 0])
        #expect(replayed.batches.map(\.microdollars) == [0, 0, 12_300, nil])
        #expect(replayed.records.map(\.kind) == ["post", "post_details", "post"])
        #expect(replayed.records[0].knownAt.iso8601 == "2023-11-24T17:49:36Z")
        #expect(replayed.records[0].fields["likeCount"] == nil)
        #expect(replayed.records[1].knownAt == now && replayed.records[2].knownAt == now)
        #expect(!replayed.addresses.joined().contains("apify-key"))
        let body = String(decoding: replayed.calls[0].request.body ?? [], as: UTF8.self)
        #expect(body.contains("\"elonmusk\""))
        // Resumed while the run goes on nothing is started again, and it can be ended.
        let resumed = try Replayed(
            client, at: now, resumingAt: "run RUN1 1", maximumCalls: 1, reply)
        #expect(resumed.calls[0].request.method == .get)
        let abort = try #require(try client.abort(at: "run RUN1 1"))
        #expect(abort.request.url.path.hasSuffix("/actor-runs/RUN1/abort"))
        let failed = try answer(
            "{\"data\":{\"id\":\"R\",\"status\":\"FAILED\",\"usageTotalUsd\":1}}")
        let error = try fault(client, at: now, failed)
        #expect(error?.kind == .sourceUnavailable)
        #expect(error?.details["microdollars"] == 1_000_000)
    }

    @Test("Firecrawl scrapes a page, crawls a site and says what it cost")
    func firecrawl() throws {
        let page =
            "{\"markdown\":\"# T\",\"metadata\":{\"title\":\"T\",\"statusCode\":200,"
            + "\"sourceURL\":\"https://example.org/a\"}}"
        var request = DataRequest(.page, "https://example.org/a")
        let scraped = try Replayed(FirecrawlPages(request, keys: Self.keys), at: now) { _ in
            try answer("{\"success\":true,\"data\":\(page)}")
        }
        #expect(scraped.records.first?.fields["markdown"] == "# T")
        #expect(scraped.batches[0].microdollars == 5_300)
        request.options["mode"] = "crawl"
        var answers = [
            "{\"success\":true,\"id\":\"C1\"}", "{\"status\":\"scraping\"}",
            "{\"status\":\"completed\",\"creditsUsed\":2,\"data\":[\(page)],"
                + "\"next\":\"https://api.firecrawl.dev/v1/crawl/C1?skip=1\"}",
            "{\"status\":\"completed\",\"creditsUsed\":2,\"data\":[\(page)]}",
        ]
        let crawled = try Replayed(FirecrawlPages(request, keys: Self.keys), at: now) { _ in
            try answer(answers.removeFirst())
        }
        #expect(crawled.records.count == 2)
        #expect(crawled.addresses.last == "https://api.firecrawl.dev/v1/crawl/C1?skip=1")
        #expect(crawled.batches.compactMap(\.microdollars) == [0, 0, 10_600])
        let client = try FirecrawlPages(request, keys: Self.keys)
        #expect(try fault(client, at: now, answer("{}", status: 402))?.kind == .budgetExceeded)
    }

    @Test("every source that has a client makes one, and keys that are missing are named")
    func factory() throws {
        for source in SourceRegistry.all where source.access != .pages {
            let kind = try #require(source.gives.first)
            var request = DataRequest(kind, source.example)
            if request.kind == .observations { request.from = now }
            var values: [String: String] = [:]
            for key in source.keys { values[key.name] = "value-of-key" }
            let client = try SourceClients.make(
                source, request, keys: SourceKeys(values), now: now)
            #expect(client.source == source)
            let call = try SourceRun(client).next()
            #expect(call?.request.url.isWeb == true)
            guard !source.needsNoKey else { continue }
            let error = #expect(throws: AlmanacError.self) {
                try SourceClients.make(source, request, keys: SourceKeys(), now: now)
            }
            #expect(error?.kind == .unauthorized)
        }
    }

    /// A client for each kind of data of each source that has clients.
    private func allClients() -> [any SourceClient] {
        var clients: [any SourceClient] = []
        for source in SourceRegistry.all where source.access != .pages {
            var values: [String: String] = [:]
            for key in source.keys { values[key.name] = "value-of-key" }
            for kind in source.gives {
                var request = DataRequest(kind, source.example)
                if kind == .observations { request.from = now }
                let client = try? SourceClients.make(
                    source, request, keys: SourceKeys(values), now: now)
                if let client { clients.append(client) }
            }
        }
        return clients
    }

    private func kind(
        of client: some SourceClient, _ text: String, _ status: Int
    ) throws -> AlmanacError.Kind? {
        try fault(client, at: now, answer(text, status: status))?.kind
    }

    @Test("each source's refusals are typed: key, plan, target, quota, outage and another form")
    func typedFaults() throws {
        let clients = allClients()
        #expect(clients.count > 35)
        for client in clients {
            let name = "\(client.source.name) \(client.request.kind)"
            #expect(try kind(of: client, "{}", 401) == .unauthorized, "\(name)")
            #expect(try kind(of: client, "{}", 403) == .forbidden, "\(name)")
            #expect(try kind(of: client, "{}", 429) == .rateLimited, "\(name)")
            #expect(try kind(of: client, "", 503) == .sourceUnavailable, "\(name)")
            let isAddress = client.source.type == .web || client.pass != nil
            let unknown = try kind(of: client, "{}", 404)
            #expect(unknown == .invalidSymbol || isAddress && unknown == .notFound, "\(name)")
            let page = "<!DOCTYPE html><html><body>We are back soon</body></html>"
            #expect(try kind(of: client, page, 200) == .schemaMismatch, "\(name)")
        }
    }

    @Test("no answer crashes a client, whatever it holds")
    func hostile() throws {
        let bodies = [
            "", "null", "[]", "{}", "[[]]", "{\"data\":null}", "{\"data\":[]}", "\u{0}", "<xml>",
            "{\"chart\":{\"result\":[{}]}}", "{\"bars\":[{}]}", "{\"result\":{\"a\":[[1]]}}",
            "{\"data\":{\"children\":[{\"kind\":\"t3\",\"data\":{}}]}}", "{\"items\":[{}]}",
            "[{\"date\":\"9999-99-99\"}]", "{\"candles\":[{\"start\":\"1e400\"}]}",
            "[{\"timestamp\":1e300}]", "{\"error\":[],\"result\":{\"X\":[[9e99,1,1,1,1,1,1]]}}",
            "{\"retCode\":0,\"result\":{\"list\":[[\"99999999999999999999\",1,1,1,1,1]]}}",
        ]
        for source in SourceRegistry.all where source.access != .pages {
            var values: [String: String] = [:]
            for key in source.keys { values[key.name] = "value-of-key" }
            for kind in source.gives {
                guard
                    let client = try? SourceClients.make(
                        source, DataRequest(kind, source.example), keys: SourceKeys(values),
                        now: now)
                else { continue }
                for body in bodies {
                    for status in [200, 400, 500] {
                        _ = try fault(client, at: now, answer(body, status: status))
                    }
                }
            }
        }
    }
}
