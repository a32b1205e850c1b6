public import AlmanacCore
import CLexbor

extension Document {
    /// Parses a page as a browser does: HTML5, whatever mistakes it has.
    ///
    /// - Parameters:
    ///   - html: The page's bytes as fetched.
    ///   - contentType: The `Content-Type` header, for its character encoding.
    ///   - url: The address the page came from, which relative addresses need.
    ///   - limits: How large a page may be.
    /// - Throws: ``AlmanacError`` of kind `extraction` where a limit is exceeded.
    /// - Complexity: O(bytes) for ordinary pages; two copies of the page in memory for a while.
    public convenience init(
        html: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        limits: DocumentLimits = DocumentLimits()
    ) throws {
        guard html.count <= limits.byteCount else {
            throw DocumentLimits.exceeded("bytes", limits.byteCount, html.count)
        }
        let encoding = DetectedEncoding(of: html, contentType: contentType)
        let arena =
            if encoding.isPlainUTF8 {
                try LexborPage.arena(html[encoding.markLength...], limits)
            } else {
                try LexborPage.arena(encoding.decode(html)[...], limits)
            }
        self.init(arena, language: .html, url: url, encoding: encoding)
    }

    /// Parses a page that is text already.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where a limit is exceeded.
    public convenience init(
        html: String, url: WebURL? = nil, limits: DocumentLimits = DocumentLimits()
    ) throws {
        let bytes = Array(html.utf8)
        guard bytes.count <= limits.byteCount else {
            throw DocumentLimits.exceeded("bytes", limits.byteCount, bytes.count)
        }
        let arena = try LexborPage.arena(bytes[...], limits)
        self.init(arena, language: .html, url: url, encoding: .utf8Text)
    }
}

/// The C parser and the tree that it makes, for as long as it takes to copy that tree.
private struct LexborPage: ~Copyable {
    private let parser: UnsafeMutablePointer<lxb_html_parser_t>
    private let document: UnsafeMutablePointer<lxb_html_document_t>

    /// How much is parsed before limits are looked at again.
    ///
    /// What the parser does with one piece is at worst quadratic in it.
    private static let pieceByteCount = 64 << 10

    static func arena(_ html: ArraySlice<UInt8>, _ limits: DocumentLimits) throws -> Arena {
        guard html.count <= limits.byteCount else {
            throw DocumentLimits.exceeded("bytes", limits.byteCount, html.count)
        }
        let page = try LexborPage()
        try page.parse(html, limits)
        var builder = ArenaBuilder(document: page.document, limits: limits, byteCount: html.count)
        try builder.build()
        return builder.arena
    }

    private init() throws {
        let failure = AlmanacError(.internalError, "the HTML parser has no memory")
        guard let parser = lxb_html_parser_create() else { throw failure }
        guard lxb_html_parser_init(parser) == LXB_STATUS_OK.rawValue,
            let document = lxb_html_parse_chunk_begin(parser)
        else {
            lxb_html_parser_destroy(parser)
            throw failure
        }
        self.parser = parser
        self.document = document
    }

    deinit {
        lxb_html_document_destroy(document)
        lxb_html_parser_destroy(parser)
    }

    private borrowing func parse(_ html: ArraySlice<UInt8>, _ limits: DocumentLimits) throws {
        let parser = parser
        let document = document
        let status = try html.withUnsafeBufferPointer { buffer -> UInt32 in
            guard let base = buffer.baseAddress else { return LXB_STATUS_OK.rawValue }
            var at = 0
            while at < buffer.count {
                let count = min(Self.pieceByteCount, buffer.count - at)
                let status = lxb_html_parse_chunk_process(parser, base + at, count)
                guard status == LXB_STATUS_OK.rawValue else { return status }
                at += count
                if almanac_lexbor_depth(parser) > limits.depth {
                    throw DocumentLimits.exceeded("elements inside each other", limits.depth)
                }
                if almanac_lexbor_memory(document) > limits.memoryByteCount {
                    throw DocumentLimits.exceeded("bytes of memory", limits.memoryByteCount)
                }
                if almanac_lexbor_has_attributes_above(parser, limits.attributeCount) {
                    throw DocumentLimits.exceeded("attributes", limits.attributeCount)
                }
                if let isOverdue = limits.isOverdue, isOverdue() { throw DocumentLimits.overdue }
            }
            return LXB_STATUS_OK.rawValue
        }
        let end = lxb_html_parse_chunk_end(parser)
        guard status == LXB_STATUS_OK.rawValue, end == LXB_STATUS_OK.rawValue else {
            throw AlmanacError(
                .extraction, "the HTML parser gave up",
                details: ["status": .integer(Int(status == 0 ? end : status))])
        }
    }
}
