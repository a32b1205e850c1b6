package import AlmanacCore
package import Networking
package import TimeSeries

/// Candles of exchanges for crypto-currencies, which differ in form and not in kind.
///
/// - Time: UTC throughout; a candle is labelled by its start.
/// - Known: when the candle ends; one that has not ended is left out.
/// - Paging: by windows that lie end to end; the cursor is the second at which the next begins.
/// - Source: recorded and documented answers of each exchange; which is which stands beside the
///   form.
package struct CryptoCandles: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    private let form: CandleForm
    private let span: String
    private let now: Timestamp

    /// Makes a client of an exchange.
    ///
    /// - Throws: `notFound` for an exchange that is not known, `validation` for candles that it has
    ///   not.
    package init(
        exchange: String, _ request: DataRequest, now: Timestamp
    ) throws(AlmanacError) {
        source = try SourceRegistry.require(exchange)
        guard let form = CandleForm.known[exchange] else {
            throw AlmanacError(.notFound, "\(source.title) has no candles here")
        }
        span = try request.frequencyName(form.spans, source)
        self.form = form
        self.request = request
        self.now = now
    }

    /// Seconds in a candle.
    private var step: Int64 { (request.frequency.nanoseconds ?? 1) / 1_000_000_000 }

    /// The last second to ask for.
    private var end: Int64 { min(request.until ?? now, now).nanoseconds / 1_000_000_000 }

    package var start: String {
        // Without a beginning the last window is wanted.
        let first = request.from.map { $0.nanoseconds / 1_000_000_000 } ?? end - step * form.limit
        // What lies further back than an exchange reaches is not asked for.
        let reach = form.reach.map { now.nanoseconds / 1_000_000_000 - step * Int64($0) }
        return String(max(first, reach ?? first))
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        guard let first = Int64(cursor) else {
            throw AlmanacError(.internalError, "'\(cursor)' is no cursor of candles")
        }
        let last = min(first + step * form.limit, end)
        let url = try form.address(request.target, span, first, max(last, first + 1))
        var sent = SourceAddress.get(url)
        if let body = form.body {
            sent.method = .post
            sent.headers["Content-Type"] = "application/json"
            let document = body(request.target, span, first, max(last, first + 1))
            sent.body = Array(document.text().utf8)
        }
        return SourceCall(sent)
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var rows = BarRows()
        try form.read(AnswerReader(response, source), &rows, request, source)
        var leftOut = BarRows.LeftOut()
        var page = AnswerPage()
        page.batch.series = [
            rows.part(
                request, symbol: request.target, calendar: .always, now: now, leftOut: &leftOut)
        ]
        page.batch.notes = leftOut.notes
        if cursor == start, let reach = form.reach, let from = request.from,
            let first = rows.times.min(), first > from.advanced(byNanoseconds: step * 1_000_000_000)
        {
            page.batch.notes.append(
                "\(source.title) gives the last \(reach) candles only: they begin at \(first)")
        }
        if let first = Int64(cursor) {
            let next = first + step * form.limit
            if next < end { page.next = String(next) }
        }
        return page
    }
}
