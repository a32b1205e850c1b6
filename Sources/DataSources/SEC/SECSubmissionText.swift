import AlmanacCore
import Extraction
import TimeSeries

/// The full text of a filing: a header, and documents of which some are XML.
struct SECSubmissionText {
    let text: [UInt8]
    let source: SourceDescription

    init(_ bytes: [UInt8], _ source: SourceDescription) {
        text = bytes
        self.source = source
    }

    // MARK: - Form 4

    /// The trades of an insider, one record each.
    func insiderTrades(now: Timestamp) throws(AlmanacError) -> [SourceRecord] {
        let (accession, accepted) = try header()
        guard accepted <= now else { return [] }
        guard let tree = try trees().first(where: { $0.name == "ownershipDocument" }) else {
            throw AnswerReader.changed(source, "ownershipDocument", "in the filing's text")
        }
        var shared = JSONObject()
        shared["form"] = tree.text("documentType").map(JSON.string)
        shared["issuer_cik"] = tree.text("issuer/issuerCik").map(JSON.string)
        shared["issuer"] = tree.text("issuer/issuerName").map(JSON.string)
        shared["symbol"] = tree.text("issuer/issuerTradingSymbol").map(JSON.string)
        let owner = "reportingOwner/"
        shared["owner_cik"] = tree.text(owner + "reportingOwnerId/rptOwnerCik").map(JSON.string)
        shared["owner"] = tree.text(owner + "reportingOwnerId/rptOwnerName").map(JSON.string)
        let relation = owner + "reportingOwnerRelationship/"
        shared["title"] = tree.text(relation + "officerTitle").map(JSON.string)
        for name in ["isDirector", "isOfficer", "isTenPercentOwner"] {
            shared[name] = tree.text(relation + name).map { .bool($0 == "1" || $0 == "true") }
        }
        shared["accession"] = .string(accession)
        var records: [SourceRecord] = []
        for (kind, path) in [
            ("common", "nonDerivativeTable/nonDerivativeTransaction"),
            ("derivative", "derivativeTable/derivativeTransaction"),
        ] {
            for trade in tree.all(path) {
                records.append(
                    try self.trade(
                        trade, shared, kind: kind,
                        identity: "\(accession)#\(records.count + 1)", accepted))
            }
        }
        return records
    }

    private func trade(
        _ trade: XMLTree, _ shared: JSONObject, kind: String, identity: String,
        _ accepted: Timestamp
    ) throws(AlmanacError) -> SourceRecord {
        var fields = shared
        fields["security"] = .string(kind)
        fields["security_title"] = trade.text("securityTitle/value").map(JSON.string)
        fields["code"] = trade.text("transactionCoding/transactionCode").map(JSON.string)
        let amounts = "transactionAmounts/"
        let acquired = amounts + "transactionAcquiredDisposedCode/value"
        fields["acquired_disposed"] = trade.text(acquired).map(JSON.string)
        for (name, path) in [
            ("shares", amounts + "transactionShares/value"),
            ("price", amounts + "transactionPricePerShare/value"),
            (
                "shares_after",
                "postTransactionAmounts/sharesOwnedFollowingTransaction/value"
            ),
        ] {
            if let text = trade.text(path), let number = Double(text), number.isFinite {
                fields[name] = .number(number)
            }
        }
        guard let day = trade.text("transactionDate/value"),
            let date = CivilDate(iso8601: String(day.prefix(10)))
        else { throw AnswerReader.changed(source, "transactionDate", "a date") }
        fields["date"] = .string(date.iso8601)
        return SourceRecord(
            kind: "insider_trade", identity: identity, time: Timestamp(date), knownAt: accepted,
            fields: fields)
    }

    // MARK: - 13F

    /// What an institution holds, one record for each line of the information table.
    func holdings(now: Timestamp) throws(AlmanacError) -> [SourceRecord] {
        let (accession, accepted) = try header()
        guard accepted <= now else { return [] }
        guard let period = value("CONFORMED PERIOD OF REPORT:").flatMap(Self.date) else {
            throw AnswerReader.changed(source, "CONFORMED PERIOD OF REPORT", "a date")
        }
        var records: [SourceRecord] = []
        for tree in try trees() where tree.name == "informationTable" {
            for line in tree.all("infoTable") {
                var fields: JSONObject = [
                    "accession": .string(accession), "period": .string(period.iso8601),
                ]
                fields["manager"] = value("COMPANY CONFORMED NAME:").map(JSON.string)
                fields["manager_cik"] = value("CENTRAL INDEX KEY:").map(JSON.string)
                for (name, path) in [
                    ("issuer", "nameOfIssuer"), ("class", "titleOfClass"), ("cusip", "cusip"),
                    ("type", "shrsOrPrnAmt/sshPrnamtType"), ("put_call", "putCall"),
                    ("discretion", "investmentDiscretion"),
                ] { fields[name] = line.text(path).map(JSON.string) }
                for (name, path) in [("value", "value"), ("shares", "shrsOrPrnAmt/sshPrnamt")] {
                    if let number = line.text(path).flatMap(Double.init), number.isFinite {
                        fields[name] = .number(number)
                    }
                }
                // Until 2022 values were in thousands of dollars (SEC Release 34-95148).
                let isThousands = accepted < Self.wholeDollars
                fields["value_unit"] = .string(isThousands ? "1000 USD" : "USD")
                records.append(
                    SourceRecord(
                        kind: "holding", identity: "\(accession)#\(records.count + 1)",
                        time: Timestamp(period), knownAt: accepted, fields: fields))
            }
        }
        return records
    }

    /// 3 January 2023.
    private static let wholeDollars = Timestamp(CivilDate(daysSinceEpoch: 19_360))

    // MARK: - The header

    /// The accession number and the moment of acceptance, by New York's clock.
    func header() throws(AlmanacError) -> (String, Timestamp) {
        guard let accession = value("ACCESSION NUMBER:"),
            let text = value("<ACCEPTANCE-DATETIME>"), text.utf8.count == 14,
            let date = Self.date(String(text.prefix(8))), let clock = Int(text.suffix(6)),
            clock / 10_000 < 24, clock / 100 % 100 < 60, clock % 100 < 60
        else { throw AnswerReader.changed(source, "ACCEPTANCE-DATETIME", "in the header") }
        let seconds = clock / 10_000 * 3_600 + clock / 100 % 100 * 60 + clock % 100
        return (
            accession,
            TimeZoneRule.usEastern.moment(
                on: date, nanosecondOfDay: Int64(seconds) * Timestamp.nanosecondsPerSecond)
        )
    }

    private static func date(_ text: String) -> CivilDate? {
        guard text.utf8.count == 8, let number = Int(text) else { return nil }
        return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// What follows a label on the first line that holds it, within the header.
    func value(_ label: String) -> String? {
        let head = text.prefix(20_000)
        let wanted = Array(label.utf8)
        guard let place = Bytes.find(wanted, in: head) else { return nil }
        let line = head[(place + wanted.count)...].prefix { $0 != 0x0A && $0 != 0x0D }
        return Bytes.trimmed(line)
    }

    /// The XML documents within.
    private func trees() throws(AlmanacError) -> [XMLTree] {
        var trees: [XMLTree] = []
        var rest = text[...]
        while let open = Bytes.find(Array("<XML>".utf8), in: rest) {
            let body = rest[(open + 5)...]
            guard let close = Bytes.find(Array("</XML>".utf8), in: body) else { break }
            let trimmed = body[..<close].drop { $0 <= 0x20 }
            if let tree = try XMLTree(Array(trimmed)) { trees.append(tree) }
            rest = rest[(close + 6)...]
        }
        return trees
    }
}

/// Searching and trimming of bytes.
enum Bytes {
    /// Where a sequence first stands.
    static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        var place = bytes.startIndex
        let last = bytes.endIndex - wanted.count
        while place <= last {
            guard let found = bytes[place...last].firstIndex(of: first) else { return nil }
            if bytes[found..<(found + wanted.count)].elementsEqual(wanted) { return found }
            place = found + 1
        }
        return nil
    }

    /// The text without white space at its ends.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes.drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
