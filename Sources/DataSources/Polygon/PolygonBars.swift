package import AlmanacCore
package import Networking
package import TimeSeries

/// Bars from Polygon's aggregates.
///
/// - Options: `adjustment`, `raw` or `split`; Polygon does not adjust for dividends.
/// - Paging: `next_url` to the end of the range, 50,000 base bars a call.
/// - Time and known: as Alpaca's. Crypto (`X:`) and currencies (`C:`) trade at all hours.
/// - Source: recorded exchanges of June 2021.
package struct PolygonBars: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is the way to the next page on the same host.
    package let start = ""
    private let paging: PolygonPaging
    private let now: Timestamp
    private let span: String
    private let adjustment: PriceAdjustment

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key, `validation` for what Polygon cannot give.
    package init(
        _ request: DataRequest, keys: SourceKeys, now: Timestamp
    ) throws(AlmanacError) {
        source = try SourceRegistry.require("polygon")
        paging = PolygonPaging(key: try keys.require("POLYGON_API_KEY", for: source))
        span = try request.frequencyName(Self.spans, source)
        adjustment = try PriceAdjustment(request)
        if adjustment == .all {
            throw AlmanacError(
                .validation, "Polygon does not adjust prices for dividends",
                suggestion: "use raw or split")
        }
        self.request = request
        self.keys = keys
        self.now = now
    }

    private static let spans: [(Frequency, String)] = [
        (.minute1, "1/minute"), (.minute5, "5/minute"), (.minute15, "15/minute"),
        (.hour1, "1/hour"), (.day1, "1/day"), (.week1, "1/week"), (.month1, "1/month"),
    ]

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let first = (request.from ?? Timestamp(CivilDate(daysSinceEpoch: 12_303))).date
        let last = (request.until ?? now).date
        let parts = span.split(separator: "/").map(String.init)
        let bars = try SourceAddress.make(
            "https://api.polygon.io/v2/aggs/ticker",
            path: [request.target, "range"] + parts + [first.iso8601, last.iso8601],
            [
                ("adjusted", adjustment == .raw ? "false" : "true"), ("sort", "asc"),
                ("limit", "50000"),
            ])
        return try paging.call(at: cursor.isEmpty ? nil : cursor, first: bars)
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        var rows = BarRows()
        rows.further = [Frame.NamedColumn(name: "vwap", values: [])]
        let isShare = !request.target.contains(":")
        for bar in try answer.optional("results")?.elements() ?? [] {
            let start = try bar.member("t").unixMoment(perSecond: 1_000)
            rows.append(
                request.label(of: start, in: isShare ? .usEastern : .utc),
                try bar.member("o").number(), try bar.member("h").number(),
                try bar.member("l").number(), try bar.member("c").number(),
                try bar.optional("v")?.number() ?? .nan,
                [try bar.optional("vw")?.number() ?? .nan])
        }
        let symbol = try answer.member("ticker").text()
        var leftOut = BarRows.LeftOut()
        var page = AnswerPage()
        page.batch.series = [
            rows.part(
                request, symbol: symbol, slot: adjustment.slot,
                calendar: isShare ? .newYork : .always, now: now, leftOut: &leftOut)
        ]
        page.batch.notes = leftOut.notes
        page.next = try PolygonPaging.next(after: answer)
        return page
    }
}
