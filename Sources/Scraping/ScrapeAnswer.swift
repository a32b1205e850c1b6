package import AlmanacCore
package import Archive
package import Extraction
package import Jobs
package import TimeSeries

/// A page of a scraped source that is asked for.
package struct ScrapeRequest: Sendable {
    /// The source.
    package var source: ScrapedSource
    /// The address, or a file's.
    package var address: String
    /// Whether a record leads to the page, which then serves for a while.
    package var isLinked = false
    /// How the pages of the listing are reached, and what is done on them; nil for one page alone.
    package var rule: FetchRule?
    /// What the rule's parameters stand for.
    package var parameters: [String: String] = [:]
    /// The job that asks, and its lease; nil where a person does.
    package var job: ClaimedJob?

    /// Makes a request for a source's first page.
    ///
    /// - Parameter recipe: the recipe that says how pages are reached; nil for the first one alone.
    package init(
        _ source: ScrapedSource, recipe: Extraction.Recipe? = nil, job: ClaimedJob? = nil
    ) {
        (self.source, self.job) = (source, job)
        address = source.address
        rule = recipe?.fetch
        // The recipe's own address may lack a key.
        rule?.url = source.address
    }

    /// The same for another page of the source.
    package func page(_ address: String, isLinked: Bool) -> ScrapeRequest {
        var request = self
        (request.address, request.isLinked) = (address, isLinked)
        if isLinked { request.rule = nil }
        return request
    }
}

/// What came when a scraped source's page was asked for.
package struct ScrapeAnswer: Sendable {
    /// The status; nil where there is no such thing.
    package var status: Int?
    /// The header fields, by names in lower case.
    package var headers = JSONObject()
    /// The bytes.
    package var bytes: [UInt8]
    /// The address that answered, after redirects.
    package var address: String
    /// When it was asked.
    package var fetchedAt: Timestamp
    /// When the last byte was there.
    package var completedAt: Timestamp
    /// How it came, where that is not how the source says.
    package var tier: String?
    /// The fetch and the hash under which the archive has the bytes; nil where it has not.
    package var kept: (raw: Int64, hash: String)?
    /// The pages after it that the same visit brought, where a browser turned them.
    package var further: [ScrapeAnswer] = []
    /// What a person should know.
    package var notes: [String] = []
    /// Why the page is there without its content, which scripts would build; nil where it is whole.
    package var lacking: String?

    /// The bytes as they go into the archive, where it does not have them.
    var prepared: Bronze.Prepared?

    /// Makes an answer without status and headers.
    package init(
        bytes: [UInt8], address: String, fetchedAt: Timestamp, completedAt: Timestamp
    ) {
        (self.bytes, self.address) = (bytes, address)
        (self.fetchedAt, self.completedAt) = (fetchedAt, completedAt)
    }

    /// The fetch as bronze keeps it.
    package func fetch(_ source: ScrapedSource) -> Fetch {
        var fetch = Fetch(
            source: source.name, url: address, tier: tier ?? source.tier, fetchedAt: fetchedAt,
            completedAt: completedAt)
        fetch.status = status
        fetch.headers = headers
        return fetch
    }

    /// The page as it is read.
    package var page: StoredPage {
        var page = StoredPage(bytes: bytes)
        page.contentType = headers["content-type"]?.stringValue
        page.url = WebURL(address)
        page.fetchedAt = completedAt
        return page
    }
}

extension ScrapeAnswer {
    /// The page, where it is one that records can be read from.
    ///
    /// - Throws: `extraction` for what is no text, and for a page above the limits.
    package func readablePage() throws -> SourcePage {
        let details: JSONObject = ["url": .string(address)]
        if PDFText.isPDF(bytes) {
            throw AlmanacError(
                .extraction, "\(address) is a PDF document, which has no places to read from",
                details: details, suggestion: "`almanac page \(address)` shows its text")
        }
        let type = headers["content-type"]?.stringValue?.lowercased() ?? ""
        let isMedia = ["image/", "audio/", "video/", "font/"].contains(where: type.hasPrefix)
        guard isPageText(bytes), !isMedia || type.hasPrefix("image/svg") else {
            throw AlmanacError(
                .extraction,
                "\(address) is no page: "
                    + (isMedia ? "it is of type \(type)" : "its bytes are no text"),
                details: details, suggestion: "give a page of HTML, XML or JSON")
        }
        return try page.page()
    }

    /// The page, where it holds what there is to read.
    ///
    /// - Throws: As ``readablePage()`` does, and ``refusal(_:)`` for a page of another class.
    package func content() throws -> SourcePage {
        let page = try readablePage()
        let found = PageClass(status: status, page)
        guard found == .content else { throw refusal(found) }
        return page
    }

    /// Why a page of a class other than content is none.
    package func refusal(_ found: PageClass) -> AlmanacError {
        let kinds: [PageClass: AlmanacError.Kind] = [
            .blocked: .forbidden, .login: .unauthorized, .error: .dataFetch,
        ]
        let isGone = status == 404 || status == 410
        var details: JSONObject = ["url": .string(address), "page": .string(found.rawValue)]
        let looks: [PageClass: String] = [
            .blocked: "refuses robots", .error: "says that something failed",
            .login: "asks for a login", .consent: "asks for consent first", .empty: "is empty",
        ]
        var said = ": the page " + (looks[found] ?? "is one of \(found.rawValue)")
        if let status, status >= 400 {
            details["status"] = .integer(status)
            said = ": the site answered with status \(status)"
        }
        return AlmanacError(
            isGone ? .notFound : kinds[found] ?? .extraction,
            "\(address) gave no content" + said, details: details,
            suggestion: status == nil
                ? "give a page that holds records"
                : "open the address in a browser to see what it says")
    }
}

extension StoredPage {
    /// A page of bronze.
    init(_ fetch: StoredFetch, bytes: [UInt8]) {
        self.init(bytes: bytes)
        contentType = fetch.fetch.headers["content-type"]?.stringValue
        url = WebURL(fetch.fetch.url)
        fetchedAt = fetch.fetch.completedAt
    }
}
