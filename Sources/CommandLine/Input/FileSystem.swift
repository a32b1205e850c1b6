import AlmanacCore
import Glibc

/// Reading and writing whole files, with errors that say what to do.
enum FileSystem {
    /// The bytes of a file.
    /// - Throws: A `data_fetch_error` where it cannot be read or is larger than `limit`.
    static func read(_ path: String, limit: Int) throws(AlmanacError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw AlmanacError(
                .dataFetch, "\(path) is a folder", details: ["path": .string(path)],
                suggestion: "give the path of a file")
        }
        return try readAll(descriptor, name: path, limit: limit)
    }

    private static func unreadable(_ path: String) -> AlmanacError {
        AlmanacError(
            .dataFetch, "\(path) cannot be read: \(String(cString: strerror(errno)))",
            details: ["path": .string(path)], suggestion: "check the path and its permissions")
    }

    /// Everything that a descriptor gives.
    static func readAll(
        _ descriptor: Int32, name: String, limit: Int
    ) throws(AlmanacError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(name)
            }
            bytes.append(contentsOf: block[..<count])
            if bytes.count > limit {
                throw AlmanacError(
                    .dataFetch, "\(name) is larger than \(limit / 1024) KiB",
                    details: ["path": .string(name), "limit": .integer(limit)])
            }
        }
    }

    /// Puts text into a file at once: readers see the old file or the whole new one.
    /// - Throws: A `data_fetch_error` where it cannot be written; then the old file is untouched.
    static func write(_ text: String, to path: String) throws(AlmanacError) {
        let temporary = "\(path).\(getpid()).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw unwritable(path) }
        let isWritten = writeAll(text, to: descriptor)
        let isClosed = close(descriptor) == 0
        if isWritten, isClosed, rename(temporary, path) == 0 { return }
        let error = unwritable(path)
        unlink(temporary)
        throw error
    }

    private static func unwritable(_ path: String) -> AlmanacError {
        AlmanacError(
            .dataFetch, "\(path) cannot be written: \(String(cString: strerror(errno)))",
            details: ["path": .string(path)],
            suggestion: "check that the folder exists and may be written to")
    }

    /// Writes text to a descriptor; false where it takes no more.
    @discardableResult
    static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(
                    descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                if count > 0 {
                    offset += count
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
