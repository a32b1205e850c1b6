import AlmanacCore
import Glibc

/// Files as wholes: hashed, synced, and put in place in one step.
enum WholeFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

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

    /// Writes a small text.
    static func write(_ text: String, to path: String) throws(AlmanacError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, "written") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0
        else { throw failure(path, "written") }
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
        let found = read(descriptor, &bytes, count)
        if found < 0 { throw failure(path, "read") }
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
