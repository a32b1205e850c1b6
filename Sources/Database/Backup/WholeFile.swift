package import AlmanacCore
import Glibc

/// Files as wholes: hashed, synced, and put in place in one step.
package enum WholeFile {
    /// Whether there is something of that name.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func remove(_ path: String) { unlink(path) }

    /// The SHA-256 of a file, and how many bytes it has.
    static func hash(_ path: String) throws(AlmanacError) -> (hash: String, byteCount: Int) {
        let descriptor = try opened(path, O_RDONLY)
        defer { close(descriptor) }
        let digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 { throw failure(path, "read") }
            if count == 0 { return (digest.finish(), total) }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            total += count
        }
    }

    /// Makes a file's bytes certain.
    static func sync(_ path: String) throws(AlmanacError) {
        let descriptor = try opened(path, O_RDONLY)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "written") }
    }

    /// Gives a file its name, and makes that certain too.
    static func rename(_ path: String, to target: String) throws(AlmanacError) {
        guard Glibc.rename(path, target) == 0 else { throw failure(target, "written") }
        let folder = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        try sync(folder.isEmpty ? "." : folder.joined(separator: "/") + "/")
    }

    /// Puts a small text in a file's place, whole or not at all; only its owner may read it.
    package static func replace(_ path: String, with text: String) throws(AlmanacError) {
        let part = path + ".part"
        defer { remove(part) }
        try write(text, to: part)
        try rename(part, to: path)
    }

    /// The text of a small file.
    package static func text(_ path: String, limit: Int) throws(AlmanacError) -> String {
        let bytes = try start(path, count: limit + 1)
        if bytes.count <= limit { return String(decoding: bytes, as: UTF8.self) }
        throw AlmanacError(
            .dataFetch, "\(path) has more than \(limit) bytes", details: ["path": .string(path)])
    }

    /// Writes a small text.
    static func write(_ text: String, to path: String) throws(AlmanacError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, "written") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            guard count > 0 else { throw failure(path, "written") }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw failure(path, "written") }
    }

    /// The first word of a small file; nil where there is none.
    static func firstWord(_ path: String) throws(AlmanacError) -> String? {
        guard exists(path) else { return nil }
        let word = try start(path, count: 128).prefix { $0 > 0x20 }
        return String(decoding: word, as: UTF8.self)
    }

    /// Whether a file starts with a text.
    static func starts(_ path: String, with text: String) throws(AlmanacError) -> Bool {
        try start(path, count: text.utf8.count).elementsEqual(text.utf8)
    }

    private static func start(_ path: String, count: Int) throws(AlmanacError) -> ArraySlice<UInt8>
    {
        let descriptor = try opened(path, O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var found = 0
        while found < count {
            let size = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + found }, count - found)
            }
            if size < 0 { throw failure(path, "read") }
            if size == 0 { break }
            found += size
        }
        return bytes[..<found]
    }

    private static func opened(_ path: String, _ flags: Int32) throws(AlmanacError) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "read") }
        return descriptor
    }

    /// The error of the last call.
    static func failure(_ path: String, _ verb: String) -> AlmanacError {
        let code = errno
        let failure: DatabaseFailure =
            switch code {
            case ENOSPC, EDQUOT, EFBIG: .diskFull
            case EIO: .inputOutput
            default: .permission
            }
        return failure.error(
            "\(path) cannot be \(verb): \(String(cString: strerror(code)))",
            details: ["path": .string(path)])
    }
}
