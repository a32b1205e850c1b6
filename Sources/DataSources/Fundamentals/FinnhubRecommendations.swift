package import AlmanacCore
package import Networking
package import TimeSeries

/// How many analysts recommend what, month by month, from Finnhub.
///
/// - Known: at the first moment of the month after, since the month's figures change until then;
///   the running month's from the fetch.
/// - Source: a recorded answer of November 2021.
package struct FinnhubRecommendations: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    package let start = "recommendation"
    private let key: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("finnhub")
        key = try keys.require("FINNHUB_API_KEY", for: source)
        self.request = request
        self.keys = keys
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let url = try SourceAddress.make(
            "https://finnhub.io/api/v1/stock/recommendation", path: [],
            [("symbol", request.target)])
        return SourceCall(SourceAddress.get(url, secret: ("X-Finnhub-Token", key)))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let names = ["strongBuy", "buy", "hold", "sell", "strongSell"]
        var table = KnownRows(names.map(FMPFundamentals.columnName))
        for row in try AnswerReader(response, source).elements() {
            let month = try row.member("period").date()
            let time = Timestamp(month)
            guard request.covers(time), time <= now else { continue }
            let next = month.adding(days: 1 - month.day).adding(months: 1)
            table.append(
                time, min(Timestamp(next), now),
                try names.map { (name) throws(AlmanacError) in
                    try row.member(name).number()
                })
        }
        var page = AnswerPage()
        page.batch.series = [
            table.part(slot: "recommendations", symbol: request.target, isStated: false)
        ]
        return page
    }
}
