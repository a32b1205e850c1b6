/// Splits a table in memory into records of text, for readers of tables that hold words.
///
/// The separator is found out from the first line. Empty lines are passed over.
/// - Parameter body: Gets each record's line, counted from 1, and its fields without quotes; ends
///   the reading by giving back false.
/// - Complexity: O(n); one record is held at a time.
/// - Source: RFC 4180 for quotes.
package func forEachCSVRecord(
    in bytes: [UInt8], _ body: (_ line: Int, _ fields: [String]) -> Bool
) {
    bytes.withUnsafeBufferPointer { buffer in
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var position = buffer.starts(with: mark) ? mark.count : 0
        let rest = UnsafeBufferPointer(rebasing: buffer[position...])
        var scanner = CSVRecordScanner(delimiter: CSVDialect.delimiter(of: rest))
        var line = 1
        while position < buffer.count,
            let next = scanner.scan(buffer, from: position, isFinal: true)
        {
            let fields = scanner.fields.map { buffer.text($0) }
            let isEmpty = fields.count == 1 && fields[0].isEmpty
            if !isEmpty, !body(line, fields) { return }
            line += scanner.lineEnds
            position = max(next, position + 1)
        }
    }
}
