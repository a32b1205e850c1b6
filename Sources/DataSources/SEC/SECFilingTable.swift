import AlmanacCore
import TimeSeries

/// A list of filings, which the SEC writes as columns.
struct SECFilingTable {
    /// One filing.
    struct Filing {
        var accession: String
        var form: String
        var accepted: Timestamp
        var fields: JSONObject

        /// Whether there are facts in it.
        var isXBRL: Bool { fields["isXBRL"]?.intValue == 1 }

        /// - Parameter symbol: the ticker that was asked for, where it was one.
        func record(number: String, symbol: String?) -> SourceRecord {
            var fields = fields
            fields["cik"] = .string(number)
            if let symbol { fields["symbol"] = .string(symbol) }
            let folder = accession.split(separator: "-").joined()
            if let document = fields["primaryDocument"]?.stringValue, let cik = Int(number) {
                fields["url"] = .string(
                    "https://www.sec.gov/Archives/edgar/data/\(cik)/\(folder)/\(document)")
            }
            return SourceRecord(
                kind: "filing", identity: accession, time: accepted, knownAt: accepted,
                fields: fields)
        }
    }

    private let table: AnswerReader

    init(_ table: AnswerReader) {
        self.table = table
    }

    private static let columns = [
        "form", "filingDate", "reportDate", "items", "primaryDocument", "primaryDocDescription",
        "size", "isXBRL",
    ]

    /// The filings, oldest first, without those of the future.
    func filings(now: Timestamp) throws(AlmanacError) -> [Filing] {
        let accessions = try column("accessionNumber")
        let written = try column("acceptanceDateTime").map { (cell) throws(AlmanacError) in
            try cell.moment()
        }
        let isUTC = Self.isUTC(written)
        let columns = try Self.columns.map { (name) throws(AlmanacError) in
            (name: name, cells: try column(name))
        }
        let counts = columns.map(\.cells.count) + [written.count]
        guard counts.allSatisfy({ $0 == accessions.count }) else {
            throw table.changed("columns of one length")
        }
        var filings: [Filing] = []
        for row in accessions.indices {
            var fields = JSONObject()
            for column in columns {
                let value = column.cells[row].json
                if value != .null, value != "" { fields[column.name] = value }
            }
            let accepted =
                isUTC ? written[row] : TimeZoneRule.usEastern.moment(showing: written[row])
            guard accepted <= now else { continue }
            filings.append(
                Filing(
                    accession: try accessions[row].text(),
                    form: try columns[0].cells[row].text(), accepted: accepted, fields: fields))
        }
        return filings.sorted {
            $0.accepted == $1.accepted
                ? $0.accession < $1.accession : $0.accepted < $1.accepted
        }
    }

    private func column(_ name: String) throws(AlmanacError) -> [AnswerReader] {
        try table.member(name).elements()
    }

    /// Whether the moments of a list are what they say, UTC.
    ///
    /// The SEC writes `Z` behind all of them, but some lists hold New York's clock: in 2026 Apple's
    /// results of 16:30 in New York stood as `16:30:33.000Z`, while Tesla's list held UTC. EDGAR
    /// takes filings from 6:00 to 22:00 in New York, so a list with many moments outside of that is
    /// UTC. Any other is read as New York's clock, which is later, so that nothing is known early.
    static func isUTC(_ written: [Timestamp]) -> Bool {
        let outside = written.count {
            let hour = $0.nanosecondOfDay / Timestamp.nanosecondsPerHour
            return hour < 6 || hour > 22
        }
        return outside >= 3 && outside * 50 >= written.count
    }
}
