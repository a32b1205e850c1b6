package import AlmanacCore
package import Networking
package import TimeSeries

/// Statements and earnings from Financial Modeling Prep's stable interface.
///
/// - Statements: the three of a company, one call each; the option `period` is `quarter` unless it
///   says `annual`. About the end of the period, known when the SEC accepted the report, which the
///   source writes by New York's clock; where it tells only the day, at 22:00 in New York.
/// - Earnings: about the day of the report and known at the midnight in New York that ends it,
///   since the source does not tell whether they came before or after trading. What is expected of
///   a day to come is known from the fetch.
/// - Source: recorded earnings of 2025; statements as the source's documentation shows them.
package struct FMPFundamentals: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is the name of the call.
    package let start: String
    private let key: String

    private static let statements = [
        "income-statement", "balance-sheet-statement", "cash-flow-statement",
    ]

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key, `validation` for other data.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("fmp")
        key = try keys.require("FMP_API_KEY", for: source)
        guard source.gives.contains(request.kind) else {
            throw AlmanacError(
                .validation, "FMP gives no \(request.kind.rawValue) here",
                suggestion: "use statements or earnings")
        }
        start = request.kind == .earnings ? "earnings" : Self.statements[0]
        self.request = request
        self.keys = keys
    }

    private var limit: String? { request.options["limit"]?.intValue.map { String($0) } }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let isEarnings = cursor == "earnings"
        let url = try SourceAddress.make(
            "https://financialmodelingprep.com/stable", path: [cursor],
            [
                ("symbol", request.target),
                ("period", isEarnings ? nil : request.option("period") ?? "quarter"),
                ("limit", limit ?? (isEarnings ? "1000" : "400")),
            ])
        return SourceCall(SourceAddress.get(url, secret: ("apikey", key)))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        if let reason = answer.json["Error Message"]?.stringValue {
            throw AlmanacError(
                reason.contains("API KEY") ? .unauthorized : .forbidden,
                "FMP refuses this. It says: \(reason)",
                details: ["source": "fmp", "symbol": .string(request.target)])
        }
        let rows = try answer.elements()
        var page = AnswerPage()
        if cursor == "earnings" {
            try readEarnings(rows, into: &page.batch, now: now)
        } else {
            try readStatements(rows, of: cursor, into: &page.batch, now: now)
            if let place = Self.statements.firstIndex(of: cursor),
                place + 1 < Self.statements.count
            {
                page.next = Self.statements[place + 1]
            }
        }
        return page
    }

    // MARK: - Earnings

    private func readEarnings(
        _ rows: [AnswerReader], into batch: inout DataBatch, now: Timestamp
    ) throws(AlmanacError) {
        var table = KnownRows([
            "eps_actual", "eps_estimated", "eps_surprise", "revenue_actual", "revenue_estimated",
            "revenue_surprise",
        ])
        for row in rows {
            let date = try row.member("date").date()
            guard request.covers(Timestamp(date)) else { continue }
            func value(_ name: String) throws(AlmanacError) -> Double {
                try row.optional(name)?.number() ?? .nan
            }
            let eps = (try value("epsActual"), try value("epsEstimated"))
            let revenue = (try value("revenueActual"), try value("revenueEstimated"))
            let known = TimeZoneRule.usEastern.moment(
                on: date.adding(days: 1), nanosecondOfDay: 0)
            if eps.0.isNaN, revenue.0.isNaN {
                var fields: JSONObject = [
                    "symbol": .string(request.target), "date": .string(date.iso8601),
                ]
                if eps.1.isFinite { fields["eps_estimated"] = .number(eps.1) }
                if revenue.1.isFinite { fields["revenue_estimated"] = .number(revenue.1) }
                batch.records.append(
                    SourceRecord(
                        kind: "expected_earnings",
                        identity: "\(request.target) \(date.iso8601)", time: Timestamp(date),
                        knownAt: now, fields: fields))
            } else if known <= now {
                table.append(
                    Timestamp(date), known,
                    [eps.0, eps.1, eps.0 - eps.1, revenue.0, revenue.1, revenue.0 - revenue.1])
            }
        }
        batch.series.append(table.part(slot: "earnings", symbol: request.target))
    }

    // MARK: - Statements

    private func readStatements(
        _ rows: [AnswerReader], of name: String, into batch: inout DataBatch, now: Timestamp
    ) throws(AlmanacError) {
        let skipped: Set<String> = ["calendarYear", "fiscalYear", "cik"]
        var names: [String] = []
        for row in rows {
            for (key, value) in try row.members()
            where value.json.doubleValue != nil && !skipped.contains(key) {
                if !names.contains(key) { names.append(key) }
            }
        }
        var table = KnownRows(names.map(Self.columnName))
        for row in rows {
            let end = Timestamp(try row.member("date").date())
            let known = try accepted(row)
            guard request.covers(end), known <= now else { continue }
            table.append(
                end, known,
                try names.map { (name) throws(AlmanacError) in
                    try row.optional(name)?.numberOrMissing() ?? .nan
                })
        }
        let slot = String(name.prefix { $0 != "-" })
        batch.series.append(table.part(slot: slot, symbol: request.target))
    }

    private func accepted(_ row: AnswerReader) throws(AlmanacError) -> Timestamp {
        if let text = try row.optional("acceptedDate")?.text(), text.utf8.count > 10 {
            let local = try row.member("acceptedDate").moment()
            return TimeZoneRule.usEastern.moment(showing: local)
        }
        // The interface before this one had the name with a slip of the pen.
        let isNew = row.optional("filingDate") != nil
        let filed = try row.member(isNew ? "filingDate" : "fillingDate")
        guard let date = CivilDate(iso8601: String(try filed.text().prefix(10))) else {
            throw filed.changed("a date")
        }
        return TimeZoneRule.usEastern.moment(
            on: date, nanosecondOfDay: 22 * Timestamp.nanosecondsPerHour)
    }

    /// `costOfRevenue` as `cost_of_revenue`.
    static func columnName(_ name: String) -> String {
        var output = ""
        for character in name {
            if character.isUppercase, output.last?.isLowercase == true { output.append("_") }
            output += character.lowercased()
        }
        return output
    }
}
