import CLexbor

/// How a page's bytes are read, and what said so.
public struct DetectedEncoding: Hashable, Sendable {
    /// The encoding.
    public let encoding: CharacterEncoding
    /// What said so.
    public let evidence: Evidence
    /// The bytes of the mark that the page starts with, which are no text.
    let markLength: Int

    /// What can say how a page is encoded, the strongest first.
    public enum Evidence: String, Sendable {
        case byteOrderMark, header, declaration, content, assumption
    }

    /// The encoding of text that is not bytes.
    static let utf8Text = DetectedEncoding(.utf8, .assumption)

    init(_ encoding: CharacterEncoding, _ evidence: Evidence, markLength: Int = 0) {
        self.encoding = encoding
        self.evidence = evidence
        self.markLength = markLength
    }

    /// Finds out how a page is encoded.
    ///
    /// In the order of the HTML standard: byte order mark, `Content-Type` header, `meta` (or the
    /// XML declaration) within the first 4 kB, then the bytes themselves; but what is valid UTF-8
    /// and not ASCII is read as that, whatever is declared in the page.
    public init(of page: [UInt8], contentType: String? = nil) {
        if let mark = Self.byteOrderMark(page) {
            self = mark
        } else if let label = contentType.flatMap(Self.charset(in:)),
            let encoding = CharacterEncoding(label: label)
        {
            self.init(encoding, .header)
        } else if let encoding = Self.declared(page) {
            // Pages are converted on their way and keep the old declaration; text of another
            // encoding is hardly ever valid UTF-8.
            let isConverted =
                encoding != .utf8 && page.contains { $0 >= 0x80 } && Self.isUTF8(page[...])
            self.init(isConverted ? .utf8 : encoding, isConverted ? .content : .declaration)
        } else {
            self = Self.sniffed(page[...])
        }
    }

    var isPlainUTF8: Bool { encoding == .utf8 }

    func decode(_ page: [UInt8]) -> [UInt8] { encoding.decode(page[markLength...]) }

    private static func byteOrderMark(_ page: [UInt8]) -> DetectedEncoding? {
        let marks: [([UInt8], String)] = [
            ([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFE, 0xFF], "utf-16be"), ([0xFF, 0xFE], "utf-16le"),
        ]
        for (mark, label) in marks where page.starts(with: mark) {
            guard let encoding = CharacterEncoding(label: label) else { continue }
            return DetectedEncoding(encoding, .byteOrderMark, markLength: mark.count)
        }
        return nil
    }

    /// The character encoding that a `Content-Type` names.
    static func charset(in contentType: String) -> String? {
        var bytes = Array(contentType.utf8)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var end: UnsafePointer<UInt8>?
            guard let name = lxb_html_encoding_content(start, start + buffer.count, &end), let end
            else { return nil }
            return String(
                decoding: UnsafeBufferPointer(start: name, count: end - name), as: UTF8.self)
        }
    }

    /// The encoding that a `meta` element or an XML declaration names.
    private static func declared(_ page: [UInt8]) -> CharacterEncoding? {
        if let label = xmlDeclared(page) {
            return CharacterEncoding(label: label).map { $0.name.hasPrefix("UTF-16") ? .utf8 : $0 }
        }
        var scan = lxb_html_encoding_t()
        guard lxb_html_encoding_init(&scan) == LXB_STATUS_OK.rawValue else { return nil }
        defer { lxb_html_encoding_destroy(&scan, false) }
        let label = page.withUnsafeBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress else { return nil }
            var length = 0
            // The standard looks at 1 kB; pages that declare it later are read right by browsers
            // all the same, since these look again while they parse.
            let end = start + min(buffer.count, 4_096)
            guard let name = lxb_html_encoding_prescan(&scan, start, end, &length) else {
                return nil
            }
            return String(
                decoding: UnsafeBufferPointer(start: name, count: length), as: UTF8.self)
        }
        guard let label, let encoding = CharacterEncoding(label: label) else { return nil }
        // A page whose ASCII declaration could be read is in no encoding of two bytes.
        return encoding.name.hasPrefix("UTF-16") ? .utf8 : encoding
    }

    private static func xmlDeclared(_ page: [UInt8]) -> String? {
        guard page.starts(with: Array("<?xml".utf8)) else { return nil }
        let head = String(decoding: page.prefix(256), as: UTF8.self)
        guard let end = head.range(of: "?>"),
            let name = head[..<end.lowerBound].range(of: "encoding")
        else { return nil }
        let rest = head[name.upperBound..<end.lowerBound].drop { $0 == " " || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }
}

extension StringProtocol {
    /// The first place of another text, compared by characters.
    func range(of other: String) -> Range<Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(other) { return at..<index(at, offsetBy: other.count) }
            at = index(after: at)
        }
        return nil
    }
}
