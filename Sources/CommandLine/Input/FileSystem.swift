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

    /// Makes sure that a file can be written, before the work whose result it is to hold.
    static func requireWritable(_ path: String) throws(AlmanacError) {
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { throw unwritable(path, EISDIR) }
            // A file that may not be written to is not replaced by another one either.
            if access(path, W_OK) != 0 { throw unwritable(path, errno) }
            return
        }
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if access(folder, W_OK | X_OK) != 0 { throw unwritable(path, errno) }
    }

    /// Puts text into a file at once: readers see the old file or the whole new one.
    /// - Throws: A `data_fetch_error` where it cannot be written; then the old file is untouched.
    ///
    /// What is no file, such as `/dev/stdout` or a named pipe, is written to as it is.
    static func write(_ text: String, to path: String) throws(AlmanacError) {
        try write(Array(text.utf8), to: path)
    }

    /// Puts bytes into a file at once, as `write` does with text.
    static func write(_ bytes: [UInt8], to path: String) throws(AlmanacError) {
        try requireWritable(path)
        var status = stat()
        let exists = stat(path, &status) == 0
        let code: Int32
        if exists, status.st_mode & S_IFMT != S_IFREG {
            code = put(bytes, into: path, flags: O_WRONLY)
        } else {
            // A link stays a link: the file that it leads to is replaced.
            let target = exists ? resolved(path) : path
            let temporary = "\(target).\(getpid()).partial"
            code = Interruption.protecting(temporary) { () -> Int32 in
                unlink(temporary)
                var code = put(bytes, into: temporary, flags: O_WRONLY | O_CREAT | O_EXCL)
                if code == 0, rename(temporary, target) != 0 { code = errno }
                if code != 0 { unlink(temporary) }
                return code
            }
        }
        if code != 0 { throw unwritable(path, code) }
    }

    /// Lets a file be filled bit by bit and puts it in place when that is done: until then, and
    /// where the work fails or the process is told to end, the old file is untouched.
    static func fill<Result>(
        _ path: String, _ work: (Int32) throws(AlmanacError) -> Result
    ) throws(AlmanacError) -> Result {
        try requireWritable(path)
        var status = stat()
        let exists = stat(path, &status) == 0
        guard !exists || status.st_mode & S_IFMT == S_IFREG else { throw unwritable(path, EINVAL) }
        let target = exists ? resolved(path) : path
        let temporary = "\(target).\(getpid()).partial"
        var outcome: Swift.Result<Result, AlmanacError>?
        let code = Interruption.protecting(temporary) { () -> Int32 in
            unlink(temporary)
            let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { return errno }
            let result = Swift.Result { () throws(AlmanacError) in try work(descriptor) }
            outcome = result
            var code: Int32 = close(descriptor) == 0 ? 0 : errno
            if case .success = result, code == 0, rename(temporary, target) != 0 { code = errno }
            unlink(temporary)
            return code
        }
        if case .failure(let error)? = outcome { throw error }
        guard code == 0, case .success(let result)? = outcome else { throw unwritable(path, code) }
        return result
    }

    /// The path from the root, without links; the path itself where nothing is there.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Writes bytes to what a path names; 0, or the system's number for what went wrong.
    private static func put(_ bytes: [UInt8], into path: String, flags: Int32) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return errno }
        let code: Int32 = bytes.withUnsafeBufferPointer { writeAll($0, to: descriptor) } ? 0 : errno
        return close(descriptor) == 0 || code != 0 ? code : errno
    }

    private static func unwritable(_ path: String, _ code: Int32) -> AlmanacError {
        AlmanacError(
            .dataFetch, "\(path) cannot be written: \(String(cString: strerror(code)))",
            details: ["path": .string(path)],
            suggestion: "check that the folder exists and may be written to")
    }

    /// Writes text to a descriptor; false where it takes no more.
    @discardableResult
    static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { writeAll($0, to: descriptor) }
    }

    private static func writeAll(
        _ buffer: UnsafeBufferPointer<UInt8>, to descriptor: Int32
    ) -> Bool {
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
