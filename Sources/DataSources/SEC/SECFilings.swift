package import AlmanacCore
package import Networking
package import TimeSeries

/// What a company files with the SEC: filings, XBRL facts, insiders' trades, holdings.
///
/// - Target: a ticker, which the SEC's own list turns into a number, or the number (CIK).
/// - Options: `forms`, a list such as `10-K,10-Q` (filings); `concepts`, a list such as
///   `Assets,us-gaap:Revenues` (facts).
/// - Known: a filing when EDGAR accepted it. Facts carry a day and no hour: they are known when
///   their filing was accepted, where the company's list has it, else at the hour at which EDGAR
///   closes on the day. What is read from a filing's own text is known when the
///   text says that it was accepted.
/// - Limits: ten requests a second, and a user agent with a contact, which is the HTTP client's.
/// - Source: recorded answers of 2025 and 2026, and the SEC's documentation of its interfaces.
package struct SECFilings: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    /// The cursor names a step and what it needs: `ticker`, `company CIK`, `older NAME…`,
    /// `facts CIK` with a line for each filing of known acceptance, or `texts CIK` with a line for
    /// each filing that is left.
    package let start: String

    /// Makes a client.
    ///
    /// - Throws: `validation` for what the SEC does not give.
    package init(_ request: DataRequest) throws(AlmanacError) {
        source = try SourceRegistry.require("sec")
        guard source.gives.contains(request.kind) else {
            throw AlmanacError(
                .validation, "the SEC gives no \(request.kind.rawValue)",
                suggestion: "use "
                    + source.gives.map(\.rawValue).joined(separator: ", "))
        }
        self.request = request
        if let number = Self.number(of: request.target) {
            start = "company " + number
        } else {
            start = "ticker"
        }
    }

    /// The ten digits of a company's number; nil for a ticker.
    private static func number(of target: String) -> String? {
        let digits = target.hasPrefix("CIK") ? target.dropFirst(3) : target[...]
        guard !digits.isEmpty, digits.utf8.count <= 10,
            digits.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        else { return nil }
        return String(repeating: "0", count: 10 - digits.utf8.count) + digits
    }

    // MARK: - Calls

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let head = cursor.split(separator: "\n", omittingEmptySubsequences: false)[0]
        let words = head.split(separator: " ").map(String.init)
        let url: WebURL
        switch (words.first, words.dropFirst().first) {
        case ("ticker", _):
            url = try SourceAddress.make("https://www.sec.gov/files/company_tickers.json")
        case ("company", let number?):
            url = try SourceAddress.make("https://data.sec.gov/submissions/CIK\(number).json")
        case ("older", let name?):
            url = try SourceAddress.make("https://data.sec.gov/submissions", path: [name])
        case ("facts", let number?):
            url = try SourceAddress.make(
                "https://data.sec.gov/api/xbrl/companyfacts/CIK\(number).json")
        case ("texts", let number?):
            let accession = cursor.split(separator: "\n").dropFirst().first.map(String.init) ?? ""
            url = try SourceAddress.make(
                "https://www.sec.gov/Archives/edgar/data/\(Int(number) ?? 0)",
                path: [accession + ".txt"])
        default: throw AlmanacError(.internalError, "'\(cursor)' is no cursor of the SEC's")
        }
        var call = SourceCall(SourceAddress.get(url))
        // A large company's facts and a fund's holdings are tens of megabytes.
        call.request.maximumBytes = 200_000_000
        return call
    }

    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? {
        guard response.status == 403 else { return nil }
        return AlmanacError(
            .forbidden, "the SEC refuses: too many requests, or a user agent without a contact",
            details: ["source": "sec", "status": 403],
            suggestion: "set a contact for the user agent, and ask no more than 10 times a second"
        )
    }

    // MARK: - Answers

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let lines = cursor.split(separator: "\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        switch words[0] {
        case "ticker": return try company(response)
        case "company":
            let answer = try AnswerReader(response, source)
            let filings = try answer.member("filings")
            let older = try filings.optional("files")?.elements() ?? []
            return try list(
                filings.member("recent"), number: words[1], older: older, at: cursor, now: now)
        case "older":
            let number = String(words[1].dropFirst(3).prefix(10))
            return try list(
                AnswerReader(response, source), number: number, older: nil, at: cursor, now: now)
        case "facts":
            let facts = SECFacts(request, source, accepted: Self.acceptances(lines.dropFirst()))
            return AnswerPage(try facts.batch(AnswerReader(response, source), now: now))
        default:
            let text = SECSubmissionText(response.body, source)
            var page = AnswerPage()
            page.batch.records =
                try request.kind == .holdings
                ? text.holdings(now: now) : text.insiderTrades(now: now)
            let left = lines.dropFirst(2)
            if !left.isEmpty { page.next = ([lines[0]] + left).joined(separator: "\n") }
            return page
        }
    }

    private func company(_ response: HTTPResponse) throws(AlmanacError) -> AnswerPage {
        let wanted = request.target.uppercased()
        for (_, company) in try AnswerReader(response, source).members()
        where try company.member("ticker").text() == wanted {
            let number = Self.number(of: String(try company.member("cik_str").integer()))
            if let number { return AnswerPage(next: "company " + number) }
        }
        throw AlmanacError(
            .invalidSymbol, "the SEC lists no company with the ticker '\(wanted)'",
            details: ["source": "sec", "symbol": .string(wanted)],
            suggestion: "give the company's CIK; funds and former tickers are not listed")
    }

    private func list(
        _ table: AnswerReader, number: String, older: [AnswerReader]?, at cursor: String,
        now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let filings = try SECFilingTable(table).filings(now: now)
        if request.kind == .facts {
            let lines = filings.filter(\.isXBRL).map {
                "\($0.accession) \($0.accepted.nanoseconds / 1_000_000_000)"
            }
            return AnswerPage(next: (["facts \(number)"] + lines).joined(separator: "\n"))
        }
        let wanted = filings.filter { isWanted($0.form) && request.covers($0.accepted) }
        var page = AnswerPage()
        if request.kind == .filings {
            let symbol =
                Self.number(of: request.target) == nil ? request.target.uppercased() : nil
            page.batch.records = wanted.map { $0.record(number: number, symbol: symbol) }
            page.next = try next(older, at: cursor)
        } else {
            // Older lists are not looked through for texts: each is a call of its own already.
            let lines = wanted.map(\.accession)
            if !lines.isEmpty {
                page.next = (["texts \(number)"] + lines).joined(separator: "\n")
            }
            if older?.isEmpty == false, request.from == nil {
                page.batch.notes.append(
                    "only filings of the company's recent list were read; give a beginning to"
                        + " say how far back")
            }
        }
        return page
    }

    /// The lists of older filings that reach into the range.
    private func next(
        _ older: [AnswerReader]?, at cursor: String
    ) throws(AlmanacError) -> String? {
        var names = cursor.split(separator: " ").dropFirst(2).map(String.init)
        if let older {
            names = []
            for file in older {
                let last = Timestamp(try file.member("filingTo").date().adding(days: 2))
                if let from = request.from, last < from { continue }
                names.append(try file.member("name").text())
            }
        }
        return names.isEmpty ? nil : (["older"] + names).joined(separator: " ")
    }

    /// The moments in the lines of a cursor, by accession number.
    private static func acceptances(_ lines: some Sequence<String>) -> [String: Timestamp] {
        var moments: [String: Timestamp] = [:]
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count == 2, let seconds = Int64(words[1]), abs(seconds) < 9_000_000_000
            else { continue }
            moments[String(words[0])] = Timestamp(nanoseconds: seconds * 1_000_000_000)
        }
        return moments
    }

    private func isWanted(_ form: String) -> Bool {
        switch request.kind {
        case .insiderTrades: form == "4" || form == "4/A"
        case .holdings: form.hasPrefix("13F-HR")
        default:
            request.option("forms").map { list in
                list.split(separator: ",").contains { $0 == form }
            } ?? true
        }
    }
}
