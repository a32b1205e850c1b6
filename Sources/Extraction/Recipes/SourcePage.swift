public import AlmanacCore
public import TimeSeries

/// A page as it was fetched: markup, JSON or a feed, with its address and the time of the fetch.
public struct SourcePage: Sendable {
    /// What the page holds.
    public let contents: Contents
    /// The address that it came from, where it is known.
    public let url: WebURL?
    /// When it was fetched, which relative dates are counted from; nil where it is not known.
    public let fetchedAt: Timestamp?

    /// What a page can hold.
    public enum Contents: Sendable {
        case markup(Document)
        case json(JSON)
        case feed(Feed)
    }

    /// Makes a page of a document.
    public init(_ document: Document, fetchedAt: Timestamp? = nil) {
        contents = .markup(document)
        url = document.url
        self.fetchedAt = fetchedAt
    }

    /// Makes a page of data.
    public init(json: JSON, url: WebURL? = nil, fetchedAt: Timestamp? = nil) {
        contents = .json(json)
        self.url = url
        self.fetchedAt = fetchedAt
    }

    /// Reads a page by what its bytes are: JSON, a feed, a table of delimited text, else HTML.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a page above the limits.
    public init(
        bytes: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        fetchedAt: Timestamp? = nil, limits: DocumentLimits = DocumentLimits()
    ) throws {
        self.url = url
        self.fetchedAt = fetchedAt
        let start = bytes.prefix(1_024).drop { isMarkupSpace($0) || $0 >= 0xBB }
        if let first = start.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            bytes.count <= limits.byteCount, let values = LooseJSON.values(in: bytes[...]),
            let value = values.first
        {
            contents = .json(value)
            return
        }
        let head = String(decoding: start.prefix(600), as: UTF8.self).lowercased()
        if head.hasPrefix("<?xml") || head.hasPrefix("<rss") || head.hasPrefix("<feed"),
            head.contains("<rss") || head.contains("<feed") || head.contains("<rdf:rdf"),
            let feed = try? Feed(bytes, contentType: contentType, url: url)
        {
            contents = .feed(feed)
            return
        }
        contents = .markup(
            try Document(page: bytes, contentType: contentType, url: url, limits: limits))
    }

    /// The page as a document, where it is markup.
    public var document: Document? {
        if case .markup(let document) = contents { document } else { nil }
    }

    /// What relative addresses are resolved against.
    public var baseURL: WebURL? { document?.baseURL ?? url }
}
