/// Writes rows as comma-separated values that every reader of RFC 4180 understands.
///
/// The same rows give the same bytes. Lines end with LF, which RFC 4180 readers accept as well as
/// CRLF and other tools prefer.
public struct CSVWriter: Sendable {
    /// The text so far.
    public private(set) var text = ""
    private let columnCount: Int

    /// Makes a text that begins with a header line.
    public init(header: [String]) {
        columnCount = header.count
        append(header)
    }

    /// Adds a row.
    ///
    /// - Precondition: The row has as many fields as the header.
    public mutating func append(_ fields: [String]) {
        precondition(fields.count == columnCount, "a row must have as many fields as the header")
        for (index, field) in fields.enumerated() {
            if index > 0 { text += "," }
            // A lone empty field would be an empty line, which readers skip.
            text += Self.field(field, mustQuote: columnCount == 1 && field.isEmpty)
        }
        text += "\n"
    }

    /// A number in the fewest digits that read back as the same number; NaN is empty.
    public static func text(of number: Double) -> String {
        if number.isNaN { return "" }
        if number == number.rounded(), number.magnitude < 1e15, number.sign == .plus || number != 0
        {
            return String(Int64(number))
        }
        return number.description
    }

    /// The text of a frame, with `timestamp` and, where the frame has it, `known_at` first.
    ///
    /// Times are dates where every one is midnight UTC, else ISO 8601 in UTC.
    public static func text(of frame: Frame) -> String {
        let hasKnownAt = frame.knownAt != nil
        let header = ["timestamp"] + (hasKnownAt ? ["known_at"] : []) + frame.columns.map(\.name)
        var writer = CSVWriter(header: header)
        let times = texts(of: frame.times)
        let known = frame.knownAt.map(texts(of:))
        for row in times.indices {
            var fields = [times[row]]
            if let known { fields.append(known[row]) }
            fields.append(contentsOf: frame.columns.map { text(of: $0.values[row]) })
            writer.append(fields)
        }
        return writer.text
    }

    private static func texts(of times: [Timestamp]) -> [String] {
        let areDates = times.allSatisfy { $0.nanosecondOfDay == 0 }
        return times.map { areDates ? $0.dateText : $0.iso8601 }
    }

    private static func field(_ field: String, mustQuote: Bool) -> String {
        let needsQuotes =
            mustQuote || field.first == " " || field.last == " "
            || field.utf8.contains {
                $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
            }
        guard needsQuotes else { return field }
        var bytes = [UInt8(ascii: "\"")]
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
