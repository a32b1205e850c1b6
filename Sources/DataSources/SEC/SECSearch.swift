import AlmanacCore
import Networking
import TimeSeries

/// The search in the texts of filings that EDGAR's own search page asks.
///
/// - Words: as EDGAR reads them; in quotation marks they stand side by side, `OR` and a leading `-`
///   are understood. Filings since 2001 are there.
/// - Paging: a hundred documents a page, 10,000 in all; with more there is a note.
/// - Known: at 22:00 in New York on the day that the filing is dated, when EDGAR closes. A filing
///   that came after 17:30 is dated on the next day.
/// - Source: the interface has no documentation; answers of 2024 to 2026 that the documentation of
///   datamule and other public programs show.
struct SECSearch {
    private let request: DataRequest
    private let source: SourceDescription
    private let now: Timestamp

    /// The target that stands for everybody's filings.
    static let everybody = "edgar"
    private static let pageSize = 100
    /// Beyond this row the search gives nothing.
    private static let lastRow = 10_000

    init(_ request: DataRequest, _ source: SourceDescription, now: Timestamp) {
        (self.request, self.source, self.now) = (request, source, now)
    }

    static func cursor(_ number: String, row: Int = 0) -> String { "search \(number) \(row)" }

    func url(of number: String, from row: String) throws(AlmanacError) -> WebURL {
        let first = request.from ?? Timestamp(CivilDate(daysSinceEpoch: 11_323))
        let last = request.until.map { min($0, now).advanced(byNanoseconds: -1) } ?? now
        return try SourceAddress.make(
            "https://efts.sec.gov/LATEST/search-index",
            [
                ("q", request.option("q")), ("dateRange", "custom"),
                ("startdt", first.date.iso8601), ("enddt", last.date.iso8601),
                ("ciks", number == Self.everybody ? nil : number),
                ("forms", request.option("forms")), ("from", row == "0" ? nil : row),
            ])
    }

    func read(
        _ answer: AnswerReader, at cursor: String, symbol: String?
    ) throws(AlmanacError) -> AnswerPage {
        let words = SourceAddress.words(of: cursor)
        guard words.count == 3, let row = Int(words[2]), (0...Self.lastRow).contains(row) else {
            throw AlmanacError(.internalError, "'\(cursor)' is no cursor of the SEC's")
        }
        let total = try answer.member("hits").member("total").member("value").integer()
        let hits = try answer.member("hits").member("hits").elements()
        var page = AnswerPage()
        for hit in hits {
            let record = try self.record(hit, symbol)
            if request.covers(record.time), record.knownAt <= now {
                page.batch.records.append(record)
            }
        }
        let end = row + hits.count
        if !hits.isEmpty, end < total, end < Self.lastRow {
            page.next = Self.cursor(words[1], row: end)
        } else if total >= Self.lastRow {
            page.batch.notes.append(
                "EDGAR gives the first 10,000 documents of a search; ask for a shorter range")
        }
        return page
    }

    private func record(
        _ hit: AnswerReader, _ symbol: String?
    ) throws(AlmanacError) -> SourceRecord {
        let name = try hit.member("_id").text()
        let found = try hit.member("_source")
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { throw hit.changed("a filing and its document in '_id'") }
        let day = try found.member("file_date").date()
        let closing = TimeZoneRule.usEastern.moment(
            on: day, nanosecondOfDay: 22 * Timestamp.nanosecondsPerHour)
        let words = request.option("q") ?? ""
        var fields: JSONObject = [
            "q": .string(words), "accession": .string(String(parts[0])),
            "file": .string(String(parts[1])),
        ]
        if let symbol { fields["symbol"] = .string(symbol) }
        for field in [
            "form", "file_date", "file_type", "file_description", "period_ending", "items",
            "display_names", "ciks", "sics",
        ] {
            if let value = found.json[field], value != .null, value != "", value != [] {
                fields[field] = value
            }
        }
        if let number = found.json["ciks"]?.arrayValue?.first?.stringValue.flatMap({ Int($0) }) {
            let folder = parts[0].split(separator: "-").joined()
            fields["url"] = .string(
                "https://www.sec.gov/Archives/edgar/data/\(number)/\(folder)/\(parts[1])")
        }
        return SourceRecord(
            kind: "filing_find", identity: "\(name) \(words)", time: closing, knownAt: closing,
            fields: fields)
    }
}
