package import AlmanacCore
package import TimeSeries

/// Makes the client of a source.
package enum SourceClients {
    /// The client that brings what is asked of a source.
    ///
    /// - Parameter now: the present moment, which bounds what can be asked for.
    /// - Throws: `unauthorized` where a key is missing, `validation` for what the source cannot
    ///   give or a page that needs a recipe.
    package static func make(
        _ source: SourceDescription, _ request: DataRequest, keys: SourceKeys, now: Timestamp
    ) throws(AlmanacError) -> any SourceClient {
        guard source.gives.contains(request.kind) else {
            throw AlmanacError(
                .validation, "\(source.title) gives no \(request.kind.rawValue)",
                details: [
                    "source": .string(source.name), "kind": .string(request.kind.rawValue),
                ],
                suggestion: "it gives " + source.gives.map(\.rawValue).joined(separator: ", "))
        }
        if source.type == .crypto {
            return try CryptoCandles(exchange: source.name, request, now: now)
        }
        if case .actor = source.access {
            return try ApifyRun(source: source.name, request, keys: keys)
        }
        switch source.name {
        case "yahoo": return try YahooChart(request, now: now)
        case "stooq": return try StooqBars(request)
        case "treasury": return try TreasuryRates(request, now: now)
        case "fred": return try FREDSeries(request, keys: keys)
        case "sec": return try SECFilings(request, now: now)
        case "congress": return try CongressTrades(request)
        case "alpaca" where request.kind == .actions:
            return try AlpacaActions(request, keys: keys, now: now)
        case "alpaca": return try AlpacaBars(request, keys: keys)
        case "polygon" where request.kind == .articles:
            return try PolygonNews(request, keys: keys)
        case "polygon" where request.kind == .actions:
            return try PolygonActions(request, keys: keys)
        case "polygon": return try PolygonBars(request, keys: keys, now: now)
        case "finnhub": return try FinnhubRecommendations(request, keys: keys)
        case "fmp": return try FMPFundamentals(request, keys: keys)
        case "reddit": return try RedditListing(request, keys: keys)
        case "youtube": return try YouTubeVideos(request, keys: keys)
        case "newsapi": return try NewsAPIArticles(request, keys: keys)
        case "apify": return try ApifyRun(source: "apify", request, keys: keys)
        case "firecrawl": return try FirecrawlPages(request, keys: keys)
        case "feed": return try FeedFile(request)
        case "table": return try TableFile(request)
        default:
            throw AlmanacError(
                .validation, "\(source.title) has no client: its pages are read by a recipe",
                details: ["source": .string(source.name)], suggestion: "see: almanac recipe --help")
        }
    }
}
