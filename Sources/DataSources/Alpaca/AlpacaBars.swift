package import AlmanacCore
package import Networking
package import TimeSeries

/// Bars of American shares from Alpaca's market data interface, version 2.
///
/// - Options: `feed` (`iex`, `sip`, `otc`; without it the plan's own) and `adjustment`.
/// - Paging: by `next_page_token` to the end of the range, 10,000 bars a call.
/// - Time: a day is labelled by its date, shorter bars by their start. Bars outside regular hours
///   come too.
/// - Known: at the close by New York's calendar; a bar outside regular hours when it ends.
/// - Source: recorded exchanges of June 2021; Alpaca's documentation for feed and adjustment.
package struct AlpacaBars: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    package let start = ""
    private let identifier: String
    private let secret: String
    private let adjustment: PriceAdjustment
    private let frame: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without keys, `validation` for what Alpaca cannot give.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("alpaca")
        identifier = try keys.require("APCA_API_KEY_ID", for: source)
        secret = try keys.require("APCA_API_SECRET_KEY", for: source)
        adjustment = try PriceAdjustment(request)
        frame = try request.frequencyName(Self.frames, source)
        self.request = request
        self.keys = keys
    }

    private static let frames: [(Frequency, String)] = [
        (.minute1, "1Min"), (.minute5, "5Min"), (.minute15, "15Min"), (.hour1, "1Hour"),
        (.day1, "1Day"), (.week1, "1Week"), (.month1, "1Month"),
    ]

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        // Alpaca's day begins at midnight in New York, which is later than midnight UTC.
        let url = try SourceAddress.make(
            "https://data.alpaca.markets/v2/stocks", path: [request.target, "bars"],
            [
                ("timeframe", frame), ("start", (request.from ?? Self.first).iso8601),
                ("end", request.until?.iso8601), ("limit", "10000"),
                ("adjustment", adjustment.rawValue), ("feed", request.option("feed")),
                ("page_token", cursor.isEmpty ? nil : cursor),
            ])
        return SourceCall(Self.signed(url, identifier, secret))
    }

    /// A request with both halves of a key.
    static func signed(_ url: WebURL, _ identifier: String, _ secret: String) -> HTTPRequest {
        var call = SourceAddress.get(url, secret: ("APCA-API-KEY-ID", identifier))
        call.headers["APCA-API-SECRET-KEY"] = secret
        call.secretHeaders.insert("apca-api-secret-key")
        return call
    }

    /// 2015, before which Alpaca has nothing.
    static let first = Timestamp(CivilDate(daysSinceEpoch: 16_436))

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        var rows = BarRows()
        let bars = try answer.optional("bars")?.elements() ?? []
        let hasAverage = bars.first?.optional("vw") != nil
        if hasAverage { rows.further = [Frame.NamedColumn(name: "vwap", values: [])] }
        for bar in bars {
            rows.append(
                request.label(of: try bar.member("t").moment(), in: .usEastern),
                try bar.member("o").number(), try bar.member("h").number(),
                try bar.member("l").number(), try bar.member("c").number(),
                try bar.member("v").number(),
                hasAverage ? [try bar.optional("vw")?.number() ?? .nan] : [])
        }
        let symbol = try answer.optional("symbol")?.text() ?? request.target
        var leftOut = BarRows.LeftOut()
        var page = AnswerPage(next: try answer.optional("next_page_token")?.text())
        page.batch.series = [
            rows.part(
                request, symbol: symbol, slot: adjustment.slot, calendar: .newYork, now: now,
                leftOut: &leftOut)
        ]
        page.batch.notes = leftOut.notes
        return page
    }
}
