package import AlmanacCore
package import Networking
package import TimeSeries

/// Splits and dividends of American shares from Alpaca's corporate actions, version 1.
///
/// - Kinds: splits, dividends in shares (as splits) and in cash; spin-offs, mergers and rights are
///   not asked for. How far back they reach Alpaca does not say.
/// - Time: Alpaca looks for actions by the day on which it booked them, which for dividends is the
///   day of payment; so it is asked for three months more at the end.
/// - Known: at the open of the ex-date, since announcements are not told.
/// - Paging: by `next_page_token`, a thousand a call.
/// - Source: Alpaca's documentation and answers of 2023 and 2026 that public programs show.
package struct AlpacaActions: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    package let start = ""
    private let identifier: String
    private let secret: String
    private let now: Timestamp

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without keys.
    package init(
        _ request: DataRequest, keys: SourceKeys, now: Timestamp
    ) throws(AlmanacError) {
        source = try SourceRegistry.require("alpaca")
        identifier = try keys.require("APCA_API_KEY_ID", for: source)
        secret = try keys.require("APCA_API_SECRET_KEY", for: source)
        (self.request, self.keys, self.now) = (request, keys, now)
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let late = DataRequest.lateness
        let first = request.from?.advanced(byNanoseconds: -late) ?? AlpacaBars.first
        let last = (request.until ?? now).advanced(byNanoseconds: late)
        let url = try SourceAddress.make(
            "https://data.alpaca.markets/v1/corporate-actions",
            [
                ("symbols", request.target.uppercased()),
                ("types", "forward_split,reverse_split,stock_dividend,cash_dividend"),
                ("start", first.date.iso8601), ("end", last.date.iso8601), ("limit", "1000"),
                ("page_token", cursor.isEmpty ? nil : cursor),
            ])
        return SourceCall(AlpacaBars.signed(url, identifier, secret))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        let symbol = request.target.uppercased()
        var actions: [CorporateAction] = []
        for (group, list) in try answer.member("corporate_actions").members() {
            for row in try list.elements()
            where try row.optional("symbol")?.text() == symbol {
                if let action = try action(of: row, group) { actions.append(action) }
            }
        }
        var page = AnswerPage(next: try answer.optional("next_page_token")?.text())
        page.batch.actions = request.part(of: actions, symbol: symbol, now: now)
        return page
    }

    /// The action that a row of a group tells of; nil for kinds that were not asked for.
    private func action(
        of row: AnswerReader, _ group: String
    ) throws(AlmanacError) -> CorporateAction? {
        switch group {
        case "forward_splits", "reverse_splits":
            let ratio = try row.member("new_rate").number() / row.member("old_rate").number()
            guard ratio > 0, ratio.isFinite else { throw row.changed("a split's rates") }
            return try .american(.split(ratio: ratio), on: row.member("ex_date").date())
        case "stock_dividends":
            let rate = try row.member("rate").number()
            guard rate > 0 else { throw row.changed("a rate above zero") }
            return try .american(.split(ratio: 1 + rate), on: row.member("ex_date").date())
        case "cash_dividends":
            let rate = try row.member("rate").number()
            guard rate >= 0 else { throw row.changed("an amount") }
            let isSpecial = row.json["special"] == true
            return try .american(
                .cashDividend(perShare: rate), on: row.member("ex_date").date(),
                label: isSpecial ? "special" : "")
        default: return nil
        }
    }
}
