public import AlmanacCore
import TimeSeries

extension Document {
    /// Parses a page by what its bytes are: rows of delimited text become one table, else HTML.
    ///
    /// Text is a table where it does not begin like markup or JSON and its first records have the
    /// same number of values, two or more: at least three records, or two where the type or the
    /// address says that it is a table. The first row is a heading where its cells differ and none
    /// is blank or a number.
    /// - Parameters:
    ///   - contentType: The `Content-Type` header; a page that says it is HTML is HTML.
    /// - Throws: ``AlmanacError`` of kind `extraction` where a limit is exceeded.
    /// - Source: RFC 4180 for quotes; the delimiter is found out from the first line.
    public convenience init(
        page bytes: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        limits: DocumentLimits = DocumentLimits()
    ) throws {
        if let table = DelimitedText(bytes, contentType: contentType, url: url, limits: limits) {
            try self.init(html: table.html, url: url, limits: limits)
        } else {
            try self.init(html: bytes, contentType: contentType, url: url, limits: limits)
        }
    }
}

/// Rows of text between commas, semicolons, tabs or bars.
private struct DelimitedText {
    /// The rows as a table of HTML.
    let html: String

    /// How many records have to have the same number of values.
    private static let looks = 20
    private static let types = ["/csv", "comma-separated", "tab-separated", "/tsv"]
    private static let endings = [".csv", ".tsv", ".tab"]

    /// Reads rows; nil where the bytes are something else.
    init?(_ bytes: [UInt8], contentType: String?, url: WebURL?, limits: DocumentLimits) {
        let type = contentType?.lowercased() ?? ""
        guard !type.contains("html"), !type.contains("xml"), bytes.count <= limits.byteCount else {
            return nil
        }
        let path = url?.path.lowercased() ?? ""
        let isSaid =
            Self.types.contains { type.contains($0) }
            || Self.endings.contains { path.hasSuffix($0) }
        let start = bytes.prefix(1_024).first { !isMarkupSpace($0) && $0 < 0x80 }
        guard let start, !"<{[".utf8.contains(start) else { return nil }
        let encoding = DetectedEncoding(of: bytes, contentType: contentType)
        let text =
            encoding.isPlainUTF8
            ? Array(bytes[encoding.markLength...]) : encoding.decode(bytes)
        guard Self.isTable(text, atLeast: isSaid ? 2 : 3) else { return nil }
        html = Self.table(text)
    }

    private static func isTable(_ text: [UInt8], atLeast least: Int) -> Bool {
        var widths: [Int] = []
        forEachCSVRecord(in: text) { _, fields in
            widths.append(fields.count)
            return widths.count < looks
        }
        guard widths.count >= least, let width = widths.first, width > 1 else { return false }
        return widths.allSatisfy { $0 == width }
    }

    private static func table(_ text: [UInt8]) -> String {
        var html = "<table>"
        var isFirst = true
        forEachCSVRecord(in: text) { _, fields in
            let cell = isFirst && isHeading(fields) ? "th" : "td"
            html += "<tr>"
            for field in fields {
                html += "<\(cell)>"
                for character in field.unicodeScalars {
                    switch character {
                    case "<": html += "&lt;"
                    case "&": html += "&amp;"
                    default: html.unicodeScalars.append(character)
                    }
                }
                html += "</\(cell)>"
            }
            html += "</tr>\n"
            isFirst = false
            return true
        }
        return html + "</table>"
    }

    private static func isHeading(_ fields: [String]) -> Bool {
        let names = fields.map { $0.trimmed.lowercased() }
        return Set(names).count == names.count
            && names.allSatisfy { name in
                !name.isEmpty && name.contains(where: \.isLetter) && !(name.first?.isNumber ?? true)
            }
    }
}
