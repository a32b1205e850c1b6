package import AlmanacCore
package import Networking
package import TimeSeries

/// Splits and cash dividends of American shares from Polygon's reference data, version 3.
///
/// - Known: a dividend at the midnight in New York after the day on which it was declared; where
///   that is not told, and for splits, at the open of the ex-date.
/// - Paging: `next_url`, a thousand a call; first the splits, then the dividends.
/// - Source: Polygon's documentation, its own client and the answers in that client's tests.
package struct PolygonActions: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor says whether splits or dividends are asked for, the way to the next page on the
    /// same host (`-` for the first), and the splits so far (`DATE:RATIO`): they are given together
    /// with the dividends, since what takes effect on one day is one row.
    package let start = "splits -"
    private let paging: PolygonPaging

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("polygon")
        paging = PolygonPaging(key: try keys.require("POLYGON_API_KEY", for: source))
        (self.request, self.keys) = (request, keys)
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let place = try Place(cursor)
        let first = request.from?.advanced(byNanoseconds: -DataRequest.lateness)
        let date = place.isOfSplits ? "execution_date" : "ex_dividend_date"
        let page = try SourceAddress.make(
            "https://api.polygon.io/v3/reference/\(place.step)",
            [
                ("ticker", request.target), (date + ".gte", first?.date.iso8601),
                (date + ".lte", request.until?.date.iso8601), ("sort", date), ("order", "asc"),
                ("limit", "1000"),
            ])
        return try paging.call(at: place.path == "-" ? nil : place.path, first: page)
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        var place = try Place(cursor)
        let rows = try answer.optional("results")?.elements() ?? []
        let next = try PolygonPaging.next(after: answer)
        if place.isOfSplits {
            for row in rows {
                let ratio =
                    try row.member("split_to").number() / row.member("split_from").number()
                guard ratio > 0, ratio.isFinite else { throw row.changed("a split's numbers") }
                place.splits.append((try row.member("execution_date").date(), ratio))
            }
            if next == nil { place.step = "dividends" }
            place.path = next ?? "-"
            return AnswerPage(next: place.text)
        }
        var page = AnswerPage()
        var actions = try place.splits.map { (split) throws(AlmanacError) in
            try CorporateAction.american(.split(ratio: split.ratio), on: split.date)
        }
        var foreign = 0
        for row in rows {
            if let currency = try row.optional("currency")?.text(), currency != "USD" {
                foreign += 1
                continue
            }
            let amount = try row.member("cash_amount").number()
            guard amount >= 0 else { throw row.changed("an amount") }
            let kind = try row.optional("dividend_type")?.text() ?? ""
            actions.append(
                try .american(
                    .cashDividend(perShare: amount), on: row.member("ex_dividend_date").date(),
                    declared: row.optional("declaration_date")?.date(),
                    label: kind == "CD" ? "" : kind))
        }
        if foreign > 0 {
            page.batch.notes.append("dividends in other currencies left out: \(foreign)")
        }
        page.batch.actions = request.part(of: actions, symbol: request.target, now: now)
        (place.path, place.splits) = (next ?? "-", [])
        if next != nil { page.next = place.text }
        return page
    }

    /// A cursor, taken apart.
    private struct Place {
        var step: String
        var path: String
        var splits: [(date: CivilDate, ratio: Double)] = []

        init(_ cursor: String) throws(AlmanacError) {
            let words = cursor.split(separator: " ").map(String.init)
            guard words.count > 1, ["splits", "dividends"].contains(words[0]) else {
                throw AlmanacError(.internalError, "'\(cursor)' is no cursor of Polygon's")
            }
            (step, path) = (words[0], words[1])
            for word in words.dropFirst(2) {
                let parts = word.split(separator: ":")
                guard parts.count == 2, let date = CivilDate(iso8601: String(parts[0])),
                    let ratio = Double(parts[1]), ratio > 0, ratio.isFinite
                else { throw AlmanacError(.internalError, "'\(word)' is no split") }
                splits.append((date, ratio))
            }
        }

        var isOfSplits: Bool { step == "splits" }
        var text: String {
            ([step, path] + splits.map { "\($0.date.iso8601):\($0.ratio)" }).joined(separator: " ")
        }
    }
}
