package import AlmanacCore
package import Archive
package import Extraction
package import TimeSeries

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
            source: source.name, url: address, tier: source.tier, fetchedAt: fetchedAt,
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

extension StoredPage {
    /// A page of bronze.
    init(_ fetch: StoredFetch, bytes: [UInt8]) {
        self.init(bytes: bytes)
        contentType = fetch.fetch.headers["content-type"]?.stringValue
        url = WebURL(fetch.fetch.url)
        fetchedAt = fetch.fetch.completedAt
    }
}
