package import AlmanacCore
import Extraction
package import Networking
package import TimeSeries

/// The entries of any RSS, Atom or JSON feed.
///
/// - Time: when an entry says that it was published, else changed, else when it was fetched.
/// - Known: the later of both, since a changed entry was not known as it is before; when it was
///   fetched, where the feed says nothing or something that lies ahead.
package struct FeedFile: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    package let start = "feed"
    private let url: WebURL

    /// Makes a client.
    ///
    /// - Throws: `validation` for what is no address.
    package init(_ request: DataRequest) throws(AlmanacError) {
        source = try SourceRegistry.require("feed")
        guard let url = WebURL(request.target), url.isWeb else {
            throw AlmanacError(
                .validation, "'\(request.target)' is no address of a feed",
                suggestion: "give it whole: https://…")
        }
        (self.url, self.request) = (url, request)
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        SourceCall(
            HTTPRequest(
                .get, url,
                headers: ["Accept": "application/atom+xml, application/rss+xml, */*;q=0.8"]))
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let feed: Feed
        do {
            feed = try Feed(
                response.body, contentType: response.headers["Content-Type"], url: response.url)
        } catch var error as AlmanacError {
            // What cannot be read is another form of the source, as with any other.
            if error.kind == .extraction {
                error = AlmanacError(
                    .schemaMismatch, error.message, details: error.details,
                    suggestion: error.suggestion)
            }
            throw error
        } catch {
            throw AlmanacError(.internalError, "\(error)")
        }
        var page = AnswerPage()
        // Some feeds, as EDGAR's, give one identifier to several entries, told apart by links.
        var counts: [String: Int] = [:]
        for entry in feed.entries { counts[Self.identity(entry) ?? "", default: 0] += 1 }
        for entry in feed.entries {
            guard var record = record(entry, now), request.covers(record.time) else { continue }
            if counts[record.identity] ?? 0 > 1, let link = entry.link, link != record.identity {
                record.identity += " " + link
            }
            page.batch.records.append(record)
        }
        return page
    }

    private static func identity(_ entry: Feed.Entry) -> String? {
        entry.identifier ?? entry.link ?? entry.title
    }

    private func record(_ entry: Feed.Entry, _ now: Timestamp) -> SourceRecord? {
        guard let identity = Self.identity(entry) else { return nil }
        let published = entry.published?.moment ?? entry.updated?.moment
        let stated = max(published ?? now, entry.updated?.moment ?? published ?? now)
        var fields = JSONObject()
        fields["title"] = entry.title.map(JSON.string)
        fields["link"] = entry.link.map(JSON.string)
        fields["summary"] = entry.summary.map(JSON.string)
        fields["content"] = entry.content.map(JSON.string)
        if !entry.authors.isEmpty { fields["authors"] = .array(entry.authors.map(JSON.string)) }
        if !entry.categories.isEmpty {
            fields["categories"] = .array(entry.categories.map(JSON.string))
        }
        fields["published"] = entry.published.map { .string($0.text) }
        fields["updated"] = entry.updated.map { .string($0.text) }
        return SourceRecord(
            kind: "entry", identity: identity, time: min(published ?? now, now),
            knownAt: min(stated, now), fields: fields)
    }
}
