/// One field of a record, as a range of the bytes that hold it.
struct CSVField {
    var start: Int
    var end: Int
    /// Whether the field stood in quotes, which the range leaves out.
    var isQuoted: Bool
    /// Where what stands behind the closing quote ends; nothing stands there in a sound table.
    var restEnd: Int?
}

/// Splits bytes into records and fields by the rules of RFC 4180.
///
/// Line ends are LF, CRLF or CR. A quote inside a field that does not begin with one is an
/// ordinary character.
struct CSVRecordScanner {
    let delimiter: UInt8
    /// The fields of the record that was read last.
    private(set) var fields: [CSVField] = []
    /// The field of that record whose quotes are wrong, if any.
    private(set) var misquotedField: Int?
    /// Whether that record ends inside quotes, at the end of the file.
    private(set) var isUnterminated = false
    /// The number of line ends in that record.
    private(set) var lineEnds = 0

    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Reads the record that begins at a position.
    ///
    /// - Parameter isFinal: Whether the bytes end where the file does.
    /// - Returns: The position after the record, or `nil` where the record may go on beyond the
    ///   bytes.
    mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isFinal: Bool
    ) -> Int? {
        fields.removeAll(keepingCapacity: true)
        misquotedField = nil
        isUnterminated = false
        lineEnds = 0
        var position = start
        while true {
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                guard let end = quotedField(bytes, from: position, isFinal: isFinal) else {
                    return nil
                }
                position = end
            } else {
                let first = position
                while position < bytes.count, !endsField(bytes[position]) { position += 1 }
                fields.append(CSVField(start: first, end: position, isQuoted: false))
            }
            if position == bytes.count { return isFinal ? position : nil }
            if bytes[position] == delimiter {
                position += 1
                continue
            }
            guard let next = lineEnd(bytes, at: position, isFinal: isFinal) else { return nil }
            lineEnds += 1
            return next
        }
    }

    @inline(__always)
    private func endsField(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == 0x0A || byte == 0x0D
    }

    /// The position after a line end, or `nil` where a CR is the last byte and an LF may follow.
    private func lineEnd(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, isFinal: Bool
    ) -> Int? {
        guard bytes[position] == 0x0D else { return position + 1 }
        if position + 1 < bytes.count {
            return bytes[position + 1] == 0x0A ? position + 2 : position + 1
        }
        return isFinal ? position + 1 : nil
    }

    /// Reads a field in quotes and gives the position of what ends it.
    private mutating func quotedField(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isFinal: Bool
    ) -> Int? {
        var position = start + 1
        while true {
            guard position < bytes.count else {
                if !isFinal { return nil }
                isUnterminated = true
                fields.append(CSVField(start: start + 1, end: position, isQuoted: true))
                return position
            }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                if position + 1 == bytes.count, !isFinal { return nil }
                if position + 1 == bytes.count || bytes[position + 1] != UInt8(ascii: "\"") {
                    break
                }
                position += 1
            } else if byte == 0x0A {
                lineEnds += 1
            } else if byte == 0x0D {
                if position + 1 == bytes.count, !isFinal { return nil }
                if position + 1 == bytes.count || bytes[position + 1] != 0x0A { lineEnds += 1 }
            }
            position += 1
        }
        fields.append(CSVField(start: start + 1, end: position, isQuoted: true))
        position += 1
        var hasRest = false
        while position < bytes.count, !endsField(bytes[position]) {
            hasRest = hasRest || bytes[position] != 0x20
            position += 1
        }
        if hasRest {
            misquotedField = misquotedField ?? fields.count - 1
            fields[fields.count - 1].restEnd = position
        }
        return position
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes of a field without spaces around them.
    @inline(__always)
    func trimmed(_ field: CSVField) -> UnsafeBufferPointer<UInt8> {
        var start = field.start
        var end = field.end
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return UnsafeBufferPointer(rebasing: self[start..<end])
    }

    /// The text of a field, with doubled quotes made single; what stands behind the closing quote
    /// follows as it is, as Python's `csv` has it.
    func text(_ field: CSVField) -> String {
        var result: [UInt8] = []
        var skipsQuote = false
        let inQuotes =
            field.restEnd == nil
            ? trimmed(field) : UnsafeBufferPointer(rebasing: self[field.start..<field.end])
        for byte in inQuotes {
            if field.isQuoted, byte == UInt8(ascii: "\""), skipsQuote {
                skipsQuote = false
                continue
            }
            skipsQuote = byte == UInt8(ascii: "\"")
            result.append(byte)
        }
        if let end = field.restEnd {
            result += self[field.end + 1..<end]
            while let last = result.last, last == 0x20 || last == 0x09 { result.removeLast() }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// The start of a text in quotes, for a message.
func quoted(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let limit = 40
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    return bytes.count > limit ? "'\(text)…'" : "'\(text)'"
}
