public import AlmanacCore
import TimeSeries

extension Document {
    /// Parses a page by what its bytes are: rows of delimited text become one table, else HTML.
    ///
    /// Text is a table where its first records have the same number of values, two or more, and
    /// its quotes are closed. Where neither the type nor the address says so, there are three
    /// records or more, and one column has digits in every record below the first. The first row is
    /// a heading where its cells name every column, or where what is below a name is numbers. A
    /// later row with more values than the first is marked, and recipes take it for a bad row.
    /// - Parameters:
    ///   - contentType: The `Content-Type` header; a page that says it is HTML is HTML.
    /// - Throws: ``AlmanacError`` of kind `extraction` where a limit is exceeded.
    /// - Source: RFC 4180 for quotes; the delimiter is found out from the first line.
    public convenience init(
        page bytes: [UInt8], contentType: String? = nil, url: WebURL? = nil,
        limits: DocumentLimits = DocumentLimits()
    ) throws {
        if let table = try DelimitedText(
            bytes, contentType: contentType, url: url, limits: limits)
        {
            var limits = limits
            // The bytes were counted as they came, and what they hold as cells.
            limits.byteCount *= DelimitedText.growth
            try self.init(html: table.html, url: url, limits: limits)
        } else {
            try self.init(html: bytes, contentType: contentType, url: url, limits: limits)
        }
    }
}

/// Rows of text between commas, semicolons, tabs or bars.
struct DelimitedText {
    /// The rows as a table of HTML.
    let html: String

    /// How much longer the table may be as HTML than as text.
    static let growth = 16
    /// The attribute of a row that has more values than the heading: how many.
    static let surplus = "data-surplus-cells"

    /// How many records have to have the same number of values.
    private static let looks = 20
    private static let types = ["/csv", "comma-separated", "tab-separated", "/tsv"]
    private static let endings = [".csv", ".tsv", ".tab"]

    /// Reads rows; nil where the bytes are something else.
    ///
    /// - Throws: `extraction` for more cells than a page may have.
    init?(
        _ bytes: [UInt8], contentType: String?, url: WebURL?, limits: DocumentLimits
    ) throws(AlmanacError) {
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
        let quotes = text.count { $0 == UInt8(ascii: "\"") }
        guard quotes.isMultiple(of: 2) else { return nil }
        var sample: [[String]] = []
        forEachCSVRecord(in: text) { _, fields in
            sample.append(fields)
            return sample.count < Self.looks
        }
        guard sample.count >= (isSaid ? 2 : 3), let width = sample.first?.count, width > 1,
            sample.allSatisfy({ $0.count == width }),
            isSaid || Self.hasValues(sample)
        else { return nil }
        html = try Self.table(
            text, hasHeading: Self.hasHeading(sample), isComma: Self.isComma(text),
            // A cell is an element and its text.
            cellLimit: limits.nodeCount / 2)
    }

    /// Whether some column has a digit in every record below the first.
    private static func hasValues(_ sample: [[String]]) -> Bool {
        sample[0].indices.contains { column in
            sample.dropFirst().allSatisfy { $0[column].contains(where: \.isNumber) }
        }
    }

    /// Whether values stand between commas, so that numbers have a decimal point.
    private static func isComma(_ text: [UInt8]) -> Bool {
        let line = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return line.contains(UInt8(ascii: ","))
            && !line.contains { ";\t|".utf8.contains($0) }
    }

    private static func table(
        _ text: [UInt8], hasHeading: Bool, isComma: Bool, cellLimit: Int
    ) throws(AlmanacError) -> String {
        var html = isComma ? "<html lang=en><table>" : "<table>"
        var isFirst = true
        var width = 0
        var cellCount = 0
        forEachCSVRecord(in: text) { _, fields in
            let cell = isFirst && hasHeading ? "th" : "td"
            if isFirst { width = fields.count }
            let isSurplus = fields.dropFirst(width).contains { !$0.isEmpty }
            html += isSurplus ? "<tr \(surplus)=\(fields.count - width)>" : "<tr>"
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
            cellCount += fields.count + 1
            return cellCount <= cellLimit
        }
        guard cellCount <= cellLimit else {
            var error = DocumentLimits.exceeded("cells", cellLimit)
            error.suggestion = "a table is read as a whole; give it in parts of fewer rows"
            throw error
        }
        return html + "</table>"
    }

    private static func hasHeading(_ sample: [[String]]) -> Bool {
        let first = sample[0].map(\.trimmed)
        let isName = { (text: String) in
            text.contains(where: \.isLetter) && !(text.first?.isNumber ?? true)
        }
        let isYear = { (text: String) in
            text.utf8.count == 4 && ["19", "20"].contains(text.prefix(2)) && Int(text) != nil
        }
        if Set(first).count == first.count, first.allSatisfy(isName) { return true }
        // Numbers below a name or a year.
        let isOverNumbers = first.indices.contains { column in
            let below = sample.dropFirst().map { $0[column].trimmed }.filter { !$0.isEmpty }
            guard !below.isEmpty, below.allSatisfy({ $0.contains(where: \.isNumber) }) else {
                return false
            }
            return isName(first[column]) || isYear(first[column]) && !below.contains(where: isYear)
        }
        return isOverNumbers
            && first.enumerated().allSatisfy { index, text in
                isName(text) || isYear(text) || index == 0 && text.isEmpty
            }
    }
}
