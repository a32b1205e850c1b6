package import AlmanacCore
package import Networking
package import TimeSeries

/// What a company files with the SEC: filings and their texts, XBRL facts, insiders' trades,
/// holdings; and which filings hold given words.
///
/// - Target: a ticker, which the SEC's own list turns into a number, or the number (CIK); for a
///   search also `edgar`, which is everybody's filings.
/// - Options: `forms`, a list such as `10-K,10-Q` (filings, their texts, searches); `q`, words that
///   filings are searched for; `accession`, a list of the filings whose texts are read; `concepts`,
///   a list such as `Assets,us-gaap:Revenues` (facts).
/// - Known: a filing when EDGAR accepted it. Facts and what a search finds carry a day and no hour:
///   facts are known when their filing was accepted, where the company's list has it, else, as
///   finds are, at the hour at which EDGAR closes on the day. What is read from a filing's own text
///   is known when the text says that it was accepted.
/// - Limits: ten requests a second, and a user agent with a contact, which is the HTTP client's.
/// - Source: recorded answers of 2025 and 2026, and the SEC's documentation of its interfaces; of
///   the search, ``SECSearch``.
package struct SECFilings: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    /// The cursor names a step and what it needs: `ticker`, `company CIK`, `older NAME…`,
    /// `search CIK ROW`, `facts CIK` with a line for each filing of known acceptance, or
    /// `texts CIK NAME…` with a line for each filing that is left before the older lists.
    package let start: String
    private let now: Timestamp

    /// Makes a client.
    ///
    /// - Parameter now: the day up to which a search without an end goes.
    /// - Throws: `validation` for what the SEC does not give.
    package init(_ request: DataRequest, now: Timestamp) throws(AlmanacError) {
        source = try SourceRegistry.require("sec")
        guard source.gives.contains(request.kind) else {
            throw AlmanacError(
                .validation, "the SEC gives no \(request.kind.rawValue)",
                suggestion: "use "
                    + source.gives.map(\.rawValue).joined(separator: ", "))
        }
        (self.request, self.now) = (request, now)
        let accessions = Self.list(request.option("accession"))
        guard accessions.allSatisfy(Self.isAccession) else {
            throw AlmanacError(
                .validation, "'\(request.option("accession") ?? "")' is no accession number",
                suggestion: "write it as 0000320193-24-000123; several are separated by commas")
        }
        guard accessions.isEmpty || Self.isOfTexts(request.kind) else {
            throw AlmanacError(
                .validation, "accession numbers are for what is read from filings' texts",
                suggestion: "ask for filing_texts, insider_trades or holdings")
        }
        if Self.isSearch(request), request.target.lowercased() == SECSearch.everybody {
            start = SECSearch.cursor(SECSearch.everybody)
        } else if let number = Self.number(of: request.target) {
            start = Self.first(of: number, request)
        } else {
            start = "ticker"
        }
    }

    private static func isSearch(_ request: DataRequest) -> Bool {
        request.kind == .filings && request.option("q") != nil
    }

    /// The first cursor once the company's number is known.
    private static func first(of number: String, _ request: DataRequest) -> String {
        if isSearch(request) { return SECSearch.cursor(number) }
        let accessions = list(request.option("accession"))
        guard isOfTexts(request.kind), !accessions.isEmpty else { return "company " + number }
        return (["texts " + number] + accessions).joined(separator: "\n")
    }

    /// Whether each filing's own text has to be fetched.
    private static func isOfTexts(_ kind: DataKind) -> Bool {
        [.filingTexts, .insiderTrades, .holdings].contains(kind)
    }

    private static func list(_ option: String?) -> [String] {
        (option ?? "").split(separator: ",").map(String.init)
    }

    private static func isAccession(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [10, 2, 6]
            && parts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
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
        case ("search", let number?):
            url = try SECSearch(request, source, now: now)
                .url(of: number, from: words.count > 2 ? words[2] : "")
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
            suggestion: "set ALMANAC_CONTACT to an address at which you can be reached")
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
        case "search":
            return try SECSearch(request, source, now: now)
                .read(AnswerReader(response, source), at: lines[0], symbol: symbol)
        case "facts":
            let facts = SECFacts(request, source, accepted: Self.acceptances(lines.dropFirst()))
            return AnswerPage(try facts.batch(AnswerReader(response, source), now: now))
        default: return try texts(response, lines, older: words.dropFirst(2), now: now)
        }
    }

    /// Reads a filing's own text, and goes on to the next one.
    private func texts(
        _ response: HTTPResponse, _ lines: [String], older: ArraySlice<String>, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let text = SECSubmissionText(response.body, source)
        var page = AnswerPage()
        page.batch.records =
            switch request.kind {
            case .holdings: try text.holdings(now: now)
            case .filingTexts: try text.documents(symbol: symbol, now: now)
            default: try text.insiderTrades(now: now)
            }
        let left = lines.dropFirst(2)
        if !left.isEmpty {
            page.next = ([lines[0]] + left).joined(separator: "\n")
        } else if !older.isEmpty {
            page.next = (["older"] + older).joined(separator: " ")
        }
        return page
    }

    /// The ticker that was asked for, where it was one.
    private var symbol: String? {
        let isTicker = Self.number(of: request.target) == nil && !isOfEverybody
        return isTicker ? request.target.uppercased() : nil
    }

    private var isOfEverybody: Bool {
        Self.isSearch(request) && request.target.lowercased() == SECSearch.everybody
    }

    private func company(_ response: HTTPResponse) throws(AlmanacError) -> AnswerPage {
        let wanted = request.target.uppercased()
        for (_, company) in try AnswerReader(response, source).members()
        where try company.member("ticker").text() == wanted {
            let number = Self.number(of: String(try company.member("cik_str").integer()))
            if let number { return AnswerPage(next: Self.first(of: number, request)) }
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
            page.batch.records = wanted.map { $0.record(number: number, symbol: symbol) }
            page.next = try next(older, at: cursor)
        } else {
            // How far back is worth so many calls is for whoever asks to say.
            let further = request.from == nil ? nil : try next(older, at: cursor)
            let lines = wanted.map(\.accession)
            if !lines.isEmpty {
                let names = (further ?? "").split(separator: " ").dropFirst().map(String.init)
                let head = (["texts", number] + names).joined(separator: " ")
                page.next = ([head] + lines).joined(separator: "\n")
            } else {
                page.next = further
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

    /// The forms whose texts are read where none are named: reports on years, quarters and events.
    private static let reports = "10-K,10-Q,8-K,20-F,40-F,6-K"

    private func isWanted(_ form: String) -> Bool {
        switch request.kind {
        case .insiderTrades: form == "4" || form == "4/A"
        case .holdings: form.hasPrefix("13F-HR")
        default:
            (request.option("forms") ?? (request.kind == .filingTexts ? Self.reports : nil))
                .map { Self.list($0).contains(form) } ?? true
        }
    }
}
