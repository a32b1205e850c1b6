import AlmanacCore
import Glibc
import Study

/// The file that keeps the run ledger.
struct LedgerFile {
    let path: String
    /// Whether the person named it; a default that cannot be written is quietly done without.
    let isNamed: Bool

    /// The flag that names it.
    static let option = Command.Option(
        "--ledger", "FILE|none",
        "where runs are counted, so that luck is judged by all that was tried "
            + "(default ledger.jsonl in the user's data folder; ALMANAC_LEDGER)")

    /// The ledger that the flag, the environment or the user's data folder gives; nil for none.
    init?(_ arguments: Arguments, _ console: Console) {
        let named = arguments.value("--ledger") ?? console.environment("ALMANAC_LEDGER")
        if let named {
            guard !named.isEmpty, named != "none" else { return nil }
            (path, isNamed) = (named, true)
            return
        }
        // The XDG Base Directory Specification: a relative path does not count.
        let data = console.environment("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = console.environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let folder = data ?? home.map({ $0 + "/.local/share" }) else { return nil }
        (path, isNamed) = (folder + "/almanac/ledger.jsonl", false)
    }

    /// The most bytes that a ledger is read from.
    private static let mostBytes = 1 << 28

    /// Adds entries and gives back the ledger as it was before; nil where a ledger that nobody
    /// named cannot be used.
    ///
    /// Reading and adding are one step for other processes. The lines are whole: what cannot be
    /// written entirely is taken back, and a torn line of another program is ended first.
    /// - Throws: A `data_fetch_error` where a named ledger cannot be read or written.
    func add(_ entries: [LedgerEntry], idea: String?) throws(AlmanacError) -> RunLedger? {
        do {
            return try addOrFail(entries, idea: idea)
        } catch  where !isNamed {
            return nil
        }
    }

    /// The whole ledger; empty where there is none yet.
    ///
    /// - Throws: A `data_fetch_error` where a file that is there cannot be read.
    func read() throws(AlmanacError) -> RunLedger {
        guard access(path, F_OK) == 0 else { return RunLedger() }
        return RunLedger(bytes: try FileSystem.read(path, limit: Self.mostBytes))
    }

    private func addOrFail(
        _ entries: [LedgerEntry], idea: String?
    ) throws(AlmanacError) -> RunLedger {
        if !isNamed { makeFolders() }
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw unusable() }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { throw unusable() } }
        let bytes = try FileSystem.readAll(descriptor, name: path, limit: Self.mostBytes)
        let isTorn = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
        let text = entries.map { $0.line + "\n" }.joined()
        if !FileSystem.writeAll((isTorn ? "\n" : "") + text, to: descriptor) {
            let error = unusable()
            ftruncate(descriptor, bytes.count)
            throw error
        }
        return RunLedger(bytes: bytes, idea: idea)
    }

    private func makeFolders() {
        var folder = ""
        // Where one cannot be made, opening the file fails and says so.
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
    }

    private func unusable() -> AlmanacError {
        AlmanacError(
            .dataFetch, "the ledger \(path) cannot be used: \(String(cString: strerror(errno)))",
            details: ["path": .string(path)],
            suggestion: "name another with --ledger FILE, or none with --ledger none")
    }
}
