package import AlmanacCore
package import TimeSeries

/// A page as bronze keeps it: the bytes with what was known when they came.
package struct StoredPage: Sendable {
    /// The bytes.
    package var bytes: [UInt8]
    /// What the answer said that they are.
    package var contentType: String?
    /// Where they came from.
    package var url: WebURL?
    /// When they came.
    package var fetchedAt: Timestamp?

    /// Makes a page of which nothing but the bytes is known.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The page, read by what its bytes are.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a page above the limits.
    package func page() throws -> SourcePage {
        try SourcePage(bytes: bytes, contentType: contentType, url: url, fetchedAt: fetchedAt)
    }
}
