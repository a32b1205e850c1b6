import AlmanacCore
package import Archive
package import Database
import Networking
package import TimeSeries

/// A page that was fetched or built and is not kept yet, with all that is to be kept of it.
///
/// A value that says what belongs into one transaction, so that a job can keep it with its own
/// completion.
package struct FoundPage: Sendable {
    /// Bytes and the record of their fetch.
    struct Part: Sendable {
        var body: [UInt8]
        var contentType: String?
        var record: Fetch
        var prepared: Bronze.Prepared
        var origin: Fetcher.Origin
    }

    /// What was kept.
    package struct Kept: Sendable {
        /// The page, with the JSON that it fetched for itself.
        package var page: FetchedPage
        /// The page after those that it was paged through.
        package var pages: [FetchedPage]
    }

    /// The address that was asked for.
    let url: WebURL
    /// The page, after those that it was paged through; never empty once it is handed on.
    var parts: [Part] = []
    /// The JSON that it fetched for itself.
    var captured: [Part] = []
    /// The address that answered, after redirects.
    var address: WebURL
    /// What the page lacks, as a sentence; nil for one that is whole.
    var lacking: String?
    /// What a person should know.
    var notes: [String] = []
    /// What else is to be kept.
    var more: @Sendable (Transaction, Timestamp) throws -> Void = { _, _ in }
    private let source: String
    private let tier: SourceTier
    private let usage: SourceUsage
    /// The page as it was fetched, before a browser built it.
    private var shell: [FoundPage] = []

    init(_ url: WebURL, _ source: String, _ usage: SourceUsage, by tier: SourceTier) {
        (self.url, self.source, self.usage, self.tier) = (url, source, usage, tier)
        address = url
    }

    /// What a browser made of this page, with this one to be kept beside it.
    func built(_ page: FoundPage) -> FoundPage {
        var page = page
        page.shell = [self]
        return page
    }

    /// Keeps everything.
    ///
    /// - Throws: What the database throws.
    @discardableResult
    package func keep(
        _ transaction: Transaction, _ bronze: Bronze, at now: Timestamp
    ) throws -> Kept {
        for page in shell { try page.keep(transaction, bronze, at: now) }
        try usage.add(transaction, source: source, tier: tier, at: now)
        try more(transaction, now)
        func keep(_ part: Part) throws -> FetchedPage.Kept {
            FetchedPage.Kept(
                raw: try bronze.store(transaction, part.prepared, part.record, at: now),
                hash: part.prepared.hash)
        }
        var pages = try parts.map { part in
            FetchedPage(
                url: url, tier: tier, status: part.record.status ?? 0,
                contentType: part.contentType, body: part.body, kept: try keep(part),
                origin: part.origin, received: part.record.completedAt, address: address)
        }
        guard let last = pages.indices.last else {
            throw AlmanacError(.internalError, "a page without bytes cannot be kept")
        }
        pages[last].captured = try captured.map {
            FetchedPage.Captured(
                url: $0.record.url, bytes: $0.body.count, kept: try keep($0))
        }
        pages[last].notes = notes
        pages[last].lacking = lacking
        return Kept(page: pages[last], pages: pages)
    }
}
