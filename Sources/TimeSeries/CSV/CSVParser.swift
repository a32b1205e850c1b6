import AlmanacCore

/// Reads a file's bytes piece by piece, in constant memory apart from the resulting columns.
struct CSVParser {
    private let errors: CSVErrors
    private let options: CSVOptions
    private var scanner = CSVRecordScanner(delimiter: UInt8(ascii: ","))
    private var builder: CSVTableBuilder?
    private var line = 1
    /// The file's length, where it is known; tells how many rows to make room for.
    private let byteCount: Int?

    /// The longest row that is read.
    static let lineLimit = 1_048_576

    init(file: String, options: CSVOptions, byteCount: Int?) {
        errors = CSVErrors(file: file)
        self.options = options
        self.byteCount = byteCount
    }

    /// Reads the records that end within the bytes.
    ///
    /// - Parameter isFinal: Whether the bytes end where the file does.
    /// - Returns: The number of bytes that were read; the rest must come again, with more.
    mutating func consume(
        _ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool
    ) throws(AlmanacError) -> Int {
        var position = 0
        if builder == nil {
            // The separators are told from a sample, which must not depend on how the file comes.
            if !isFinal, bytes.count < CSVDialect.sampleLength { return 0 }
            guard let start = try begin(bytes, isFinal: isFinal) else { return 0 }
            position = start
        }
        while position < bytes.count {
            guard let next = scanner.scan(bytes, from: position, isFinal: isFinal) else {
                try checkLength(bytes.count - position)
                return position
            }
            try checkLength(next - position)
            if scanner.isUnterminated { throw errors.unterminated(line: line) }
            if !isBlank(bytes) { builder?.take(bytes, scanner, line: line) }
            line += scanner.lineEnds
            position = next
        }
        return position
    }

    /// Makes the table, after all bytes.
    consuming func finish() throws(AlmanacError) -> CSVTable {
        guard let builder else { throw errors.empty() }
        return try builder.finish()
    }

    private func checkLength(_ count: Int) throws(AlmanacError) {
        if count > Self.lineLimit {
            throw errors.lineTooLong(line: line, limit: Self.lineLimit)
        }
    }

    /// Whether a record is an empty line, or a spreadsheet's empty row of separators alone.
    private func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        scanner.fields.allSatisfy { !$0.isQuoted && bytes.trimmed($0).isEmpty }
    }

    /// Reads the header and chooses columns and separators.
    ///
    /// - Returns: The position of the first row, or `nil` where the header may go on.
    private mutating func begin(
        _ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool
    ) throws(AlmanacError) -> Int? {
        try checkIsText(bytes)
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        position = skipPreamble(bytes, from: position)
        if position == bytes.count {
            if isFinal { throw errors.empty() }
            try checkLength(bytes.count)
            return nil
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        let delimiter = options.delimiter?.byte ?? CSVDialect.delimiter(of: rest)
        scanner = CSVRecordScanner(delimiter: delimiter)
        guard let end = scanner.scan(bytes, from: position, isFinal: isFinal) else {
            try checkLength(bytes.count - position)
            return nil
        }
        try checkLength(end - position)
        if scanner.isUnterminated { throw errors.unterminated(line: line) }
        var headers = scanner.fields.map { bytes.text($0) }
        var start = position
        if let names = options.columnNames {
            headers = names
        } else {
            line += scanner.lineEnds
            start = end
        }
        var sample: [String] = []
        if start < bytes.count, scanner.scan(bytes, from: start, isFinal: true) != nil {
            sample = scanner.fields.map { bytes.text($0) }
        }
        let layout = try CSVLayout(
            headers: headers, sample: sample, options: options, errors: errors)
        let format = try numberFormat(
            bytes, from: start, isWhole: isFinal && bytes.count < CSVDialect.sampleLength)
        builder = CSVTableBuilder(
            file: errors.file, layout: layout, format: format, options: options)
        reserve(bytes, from: start)
        return start
    }

    /// Moves past empty lines and comments that precede the header.
    private mutating func skipPreamble(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        var position = start
        while position < bytes.count {
            if bytes[position] == 0x0A || bytes[position] == 0x0D {
                let isPair =
                    bytes[position] == 0x0D && position + 1 < bytes.count
                    && bytes[position + 1] == 0x0A
                position += isPair ? 2 : 1
                line += 1
            } else if bytes[position] == UInt8(ascii: "#"), options.columnNames == nil {
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
                    position += 1
                }
            } else {
                break
            }
        }
        return position
    }

    private func checkIsText(_ bytes: UnsafeBufferPointer<UInt8>) throws(AlmanacError) {
        if bytes.isEmpty { throw errors.empty() }
        if bytes.starts(with: [0x1F, 0x8B]) {
            throw errors.notText("compressed with gzip", "unpack it first, with gunzip")
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw errors.notText(
                "a zip archive or a spreadsheet", "unpack it, or save the sheet as CSV")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw errors.notText("in UTF-16", "save it as UTF-8")
        }
        if bytes.prefix(4_096).contains(0) {
            throw errors.notText("binary data", "give a text file with a header line")
        }
    }

    private func numberFormat(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool
    ) throws(AlmanacError) -> CSVNumberFormat {
        switch options.decimalSeparator {
        case .point: return CSVNumberFormat(decimal: UInt8(ascii: "."))
        case .comma: return CSVNumberFormat(decimal: UInt8(ascii: ","))
        case nil:
            let end = max(start, min(bytes.count, CSVDialect.sampleLength))
            let sample = UnsafeBufferPointer(rebasing: bytes[start..<end])
            guard
                let decimal = CSVDialect.decimal(
                    in: sample, isWhole: isWhole, delimiter: scanner.delimiter)
            else { throw errors.openDecimals() }
            return CSVNumberFormat(decimal: decimal)
        }
    }

    /// Makes room for as many rows as the first ones let expect, so that growing columns do not
    /// hold their values twice.
    private mutating func reserve(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        let sample = bytes[start...].prefix(CSVDialect.sampleLength)
        let rows = sample.count { $0 == 0x0A }
        guard let byteCount, rows > 0 else { return }
        // An estimate that is too high costs address space only, but a file of a few long rows
        // after many short ones must not ask for more than the machine has.
        let expected = byteCount / max(1, sample.count / rows)
        builder?.reserve(min(expected + expected / 50, 50_000_000))
    }
}
