package import AlmanacCore
import Glibc
import TimeSeries

/// A folder that holds large blobs as files, beside the database.
///
/// A file is written under another name, synced, renamed and its folder synced before a row says
/// that it is there; so a crash leaves at most a file that no row knows.
package struct BlobFolder: Sendable {
    /// The folder's path.
    package let path: String

    /// Makes a value for a folder, which is made when it is first needed.
    package init(path: String) { self.path = path }

    /// The path of a blob's file.
    package func file(_ hash: String) -> String { "\(path)/\(hash.prefix(2))/\(hash).zst" }

    /// Whether a blob's file is there.
    package func has(_ hash: String) -> Bool { access(file(hash), R_OK) == 0 }

    /// Puts a blob's packed bytes into its file, unless it is there.
    package func write(_ bytes: [UInt8], _ hash: String) throws(AlmanacError) {
        if has(hash) { return }
        let folder = "\(path)/\(hash.prefix(2))"
        for name in [path, folder] where mkdir(name, 0o700) != 0 && errno != EEXIST {
            throw failure(name, errno)
        }
        let target = file(hash)
        let temporary = "\(target).\(getpid()).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(temporary, errno) }
        var code = Self.writeAll(bytes, to: descriptor)
        if code == 0, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, target) != 0 { code = errno }
        if code != 0 {
            unlink(temporary)
            throw failure(temporary, code)
        }
        try sync(folder)
        try sync(path)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(
                    descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count > 0 { done += count } else if errno != EINTR { return errno }
            }
            return 0
        }
    }

    /// Makes sure that what a folder lists is on the disk.
    private func sync(_ folder: String) throws(AlmanacError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder, errno) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw failure(folder, errno) }
    }

    /// The bytes of a blob's file.
    package func read(_ hash: String) throws(AlmanacError) -> [UInt8] {
        let name = file(hash)
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(name, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(name, errno)
            }
            bytes += block[..<count]
        }
    }

    /// Removes a blob's file; one that is not there is removed already.
    package func remove(_ hash: String) throws(AlmanacError) {
        if unlink(file(hash)) != 0, errno != ENOENT { throw failure(file(hash), errno) }
    }

    /// Whether a file was written so lately that its row may still be on the way.
    func isYoung(_ hash: String, at now: Timestamp) -> Bool {
        Self.age(file(hash), now).map { $0 < 3_600 } ?? false
    }

    /// Removes what a writer left unfinished, once no writer can still be at it.
    static func removeUnfinished(_ path: String, at now: Timestamp) {
        // A file that cannot be removed is tried again with the next sweep.
        if let age = age(path, now), age >= 3_600 { unlink(path) }
    }

    /// How many seconds before a moment a file was changed.
    private static func age(_ path: String, _ now: Timestamp) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return now.nanoseconds / Timestamp.nanosecondsPerSecond - Int64(status.st_mtim.tv_sec)
    }

    /// The hashes of all files, and the files that a crash left unfinished, in order.
    package func contents() -> (hashes: [String], partial: [String]) {
        var hashes: [String] = []
        var partial: [String] = []
        for part in Self.names(in: path) where part.utf8.count == 2 {
            for name in Self.names(in: "\(path)/\(part)") {
                if name.hasSuffix(".zst") {
                    hashes.append(String(name.dropLast(4)))
                } else if name.hasSuffix(".partial") {
                    partial.append("\(path)/\(part)/\(name)")
                }
            }
        }
        return (hashes, partial)
    }

    private static func names(in folder: String) -> [String] {
        (FolderNames.list(folder) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    private func failure(_ path: String, _ code: Int32) -> AlmanacError {
        AlmanacError(
            .dataFetch,
            "\(path) cannot be used: \(strerror(code).map { String(cString: $0) } ?? "?")",
            details: ["path": .string(path)],
            suggestion: "check the disk's space and the folder's permissions")
    }
}
