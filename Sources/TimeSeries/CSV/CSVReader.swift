public import AlmanacCore
import Glibc

/// Reads tables of comma-separated values into frames.
///
/// The first line names the columns; one is the time, chosen by name. OHLCV columns are found in
/// any case, other columns keep their name in lower case with underscores. The separators between
/// fields and before decimals, the way of writing times, quotes, byte-order marks and line ends are
/// found out. Times without a zone are UTC unless the options name one.
///
/// - Missing: An empty field, `NA`, `NaN`, `null`, `none`, `-` and `.` are NaN. A row without a
///   time is a fault.
/// - Order: Bars must stand in time order; a file from newest to oldest is turned round, any other
///   order is an error unless the options ask for sorting. Rows with `known_at` are sorted by time
///   and then by `known_at`. Of rows with the same time and the same `known_at` the last one of the
///   file counts.
/// - Errors: A file with a row that cannot be read is refused as a whole, unless the options leave
///   such rows out. `dataFetch` where the bytes cannot be had, `schemaMismatch` where they are not
///   such a table, `invalidSymbol` where the symbol asked for has no rows.
/// - Complexity: One pass; a file is read in blocks of 1 MB, and only the columns are held.
/// - Source: RFC 4180 for quotes.
public enum CSVReader {
    /// Reads a file.
    public static func read(
        path: String, options: CSVOptions = CSVOptions()
    ) throws(AlmanacError) -> CSVTable {
        try read(path: path, options: options) { _, _ in }
    }

    /// Reads bytes that are in memory.
    ///
    /// - Parameter name: What errors call the bytes.
    public static func read(
        bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()
    ) throws(AlmanacError) -> CSVTable {
        var parser = CSVParser(file: name, options: options, byteCount: bytes.count)
        try bytes.withUnsafeBufferPointer { (buffer) throws(AlmanacError) in
            _ = try parser.consume(buffer, isFinal: true)
        }
        return try parser.finish()
    }

    /// Reads a file in blocks of a given length; what is read does not depend on it.
    ///
    /// - Parameter progress: Told after each block how many bytes are read, and of how many where
    ///   that is known.
    package static func read(
        path: String, options: CSVOptions, blockLength: Int = 1_048_576,
        progress: (_ done: Int, _ total: Int?) -> Void = { _, _ in }
    ) throws(AlmanacError) -> CSVTable {
        let file = try CSVFile(path: path)
        var parser = CSVParser(file: path, options: options, byteCount: file.byteCount)
        var window = [UInt8](repeating: 0, count: blockLength)
        var filled = 0
        var isFinal = false
        var done = 0
        while !isFinal {
            if filled == window.count {
                // Only a row that goes on beyond the window leaves it full, and rows are bounded.
                window.append(contentsOf: repeatElement(0, count: max(blockLength, filled)))
            }
            let count = try file.read(into: &window, from: filled)
            isFinal = count == 0
            filled += count
            done += count
            progress(done, file.byteCount)
            let used = try window.withUnsafeBufferPointer { (buffer) throws(AlmanacError) in
                try parser.consume(
                    UnsafeBufferPointer(rebasing: buffer[..<filled]), isFinal: isFinal)
            }
            if used > 0 {
                window.withUnsafeMutableBufferPointer { buffer in
                    let rest = UnsafeBufferPointer(rebasing: buffer[used..<filled])
                    _ = buffer.update(fromContentsOf: rest)
                }
                filled -= used
            }
        }
        return try parser.finish()
    }
}

/// An open file, closed when it is no longer needed.
private struct CSVFile: ~Copyable {
    private let descriptor: Int32
    private let errors: CSVErrors
    /// The length, where the path names a regular file.
    let byteCount: Int?

    init(path: String) throws(AlmanacError) {
        errors = CSVErrors(file: path)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            let code = errno
            byteCount = nil
            throw errors.unreadable(
                systemMessage(code),
                code == ENOENT
                    ? "check the path; it is taken from the current folder unless it begins with /"
                    : "check the file's permissions")
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        let type = status.st_mode & S_IFMT
        byteCount = isKnown && type == S_IFREG ? Int(status.st_size) : nil
        if isKnown, type == S_IFDIR {
            throw errors.unreadable("it is a folder", "give the path of a CSV file in it")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Fills the window from a position on as far as one read does; 0 at the end.
    func read(into window: inout [UInt8], from start: Int) throws(AlmanacError) -> Int {
        while true {
            let count = window.withUnsafeMutableBytes { bytes in
                Glibc.read(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
            }
            if count >= 0 { return count }
            let code = errno
            if code != EINTR {
                throw errors.unreadable(systemMessage(code), "check the disk or the connection")
            }
        }
    }
}

private func systemMessage(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
