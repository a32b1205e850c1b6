package import AlmanacCore
package import Networking
package import TimeSeries

/// Trades that members of the US Congress report, as volunteers collect them on GitHub.
///
/// - Target: `house`, `senate`, or a ticker in both.
/// - Time: the day of the trade. Known: at the midnight in Washington that ends the day on which
///   the report was disclosed or received, which may be weeks later.
/// - Missing: rows with dates that cannot be (a disclosure before the trade, in the future, or in
///   another century) are left out and counted.
/// - Source: stored files of 2021 (Senate) and 2026 (House).
package struct CongressTrades: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    /// The cursor is the chamber.
    package let start: String
    private let ticker: String?

    private static let files = [
        "house": "https://raw.githubusercontent.com/TattooedHead/house-stock-watcher-data/main/"
            + "data/all_transactions.json",
        "senate": "https://raw.githubusercontent.com/timothycarambat/"
            + "senate-stock-watcher-data/master/aggregate/all_daily_summaries.json",
    ]

    /// Makes a client.
    package init(_ request: DataRequest) throws(AlmanacError) {
        source = try SourceRegistry.require("congress")
        let isChamber = Self.files[request.target] != nil
        start = isChamber ? request.target : "house"
        ticker = isChamber ? nil : request.target.uppercased()
        self.request = request
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        guard let file = Self.files[cursor] else {
            throw AlmanacError(.internalError, "'\(cursor)' is no chamber")
        }
        return SourceCall(SourceAddress.get(try SourceAddress.make(file)))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var reader = CongressReader(chamber: cursor, ticker: ticker, request, now: now)
        for item in try AnswerReader(response, source).elements() {
            if let trades = try item.optional("transactions")?.elements() {
                for trade in trades { try reader.read(trade, of: item) }
            } else {
                try reader.read(item, of: item)
            }
        }
        var page = AnswerPage()
        page.batch.records = reader.records
        if reader.impossible > 0 {
            page.batch.notes.append(
                "\(reader.impossible) trades with dates that cannot be were left out")
        }
        if ticker != nil, cursor == "house" { page.next = "senate" }
        return page
    }
}

/// Reads trades of either chamber into records.
private struct CongressReader {
    let chamber: String
    let ticker: String?
    let request: DataRequest
    let now: Timestamp
    var records: [SourceRecord] = []
    var impossible = 0
    private var counts: [String: Int] = [:]

    init(chamber: String, ticker: String?, _ request: DataRequest, now: Timestamp) {
        (self.chamber, self.ticker, self.request, self.now) = (chamber, ticker, request, now)
    }

    mutating func read(
        _ trade: AnswerReader, of report: AnswerReader
    ) throws(AlmanacError) {
        let symbol = Self.plain(try trade.optional("ticker")?.text() ?? "--")
        if let ticker, symbol != ticker { return }
        let disclosure = report.optional("disclosure_date") ?? report.optional("date_recieved")
        guard let traded = Self.date(try trade.member("transaction_date").text()),
            let disclosed = Self.date(try disclosure?.text() ?? ""),
            traded.year >= 1990, Timestamp(traded) <= Timestamp(disclosed)
        else {
            impossible += 1
            return
        }
        let known = TimeZoneRule.usEastern.moment(
            on: disclosed.adding(days: 1), nanosecondOfDay: 0)
        guard known <= now else {
            impossible += 1
            return
        }
        guard request.covers(Timestamp(traded)) else { return }
        var fields: JSONObject = ["chamber": .string(chamber)]
        for name in ["asset_description", "asset_type", "type", "amount", "owner", "district"] {
            if let value = trade.json[name], value != "", value != "--" { fields[name] = value }
        }
        if let asset = fields["asset_description"]?.stringValue {
            fields["asset_description"] = .string(Self.plain(asset))
        }
        if symbol != "--" { fields["symbol"] = .string(symbol) }
        let names = ["first_name", "last_name"].compactMap { report.json[$0]?.stringValue }
        let member =
            report.json["representative"]?.stringValue ?? names.joined(separator: " ")
        fields["member"] = .string(member)
        let link = report.json["source_url"] ?? report.json["ptr_link"]
        fields["link"] = link
        fields["disclosed"] = .string(disclosed.iso8601)
        let range = Self.dollars(trade.json["amount"]?.stringValue ?? "")
        if let low = range.low { fields["amount_low"] = .number(low) }
        if let high = range.high { fields["amount_high"] = .number(high) }
        records.append(
            SourceRecord(
                kind: "politician_trade", identity: identity(trade, link, member),
                time: Timestamp(traded), knownAt: known, fields: fields))
    }

    /// The report and what the trade says; the same said twice in a report is counted.
    private mutating func identity(
        _ trade: AnswerReader, _ link: JSON?, _ member: String
    ) -> String {
        let parts = ["transaction_date", "ticker", "asset_description", "type", "amount", "owner"]
            .map { trade.json[$0]?.stringValue ?? "" }
        let text = ([link?.stringValue ?? member] + parts).joined(separator: "|")
        let count = (counts[text] ?? 0) + 1
        counts[text] = count
        let hash = SHA256()
        hash.update(text)
        return hash.finish().prefix(24) + "#\(count)"
    }

    /// A text without the tags that the Senate's collection kept.
    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var output = ""
        var isTag = false
        for character in text {
            if character == "<" {
                isTag = true
            } else if character == ">" {
                isTag = false
            } else if !isTag {
                output.append(character)
            }
        }
        return Bytes.trimmed(Array(output.utf8)[...])
    }

    /// A date written as 04/14/2026.
    private static func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 3, (0...9_999).contains(parts[2]) else { return nil }
        return CivilDate(year: parts[2], month: parts[0], day: parts[1])
    }

    /// The bounds of `$1,001 - $15,000`, or the lower one of `Over $50,000,000`.
    private static func dollars(_ text: String) -> (low: Double?, high: Double?) {
        let numbers = text.split(separator: "-").map { part in
            Double(String(part.filter { $0.isNumber || $0 == "." }))
        }
        return (numbers.first ?? nil, numbers.count > 1 ? numbers[1] : nil)
    }
}
