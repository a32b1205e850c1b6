import AlmanacCore
import Glibc
import Study
import Synchronization

/// The file of a sweep's rows, which grows block by block and takes its own name once it is whole.
///
/// Until then it is called `….partial`. A block is one write of whole lines, so that whatever ends
/// the process leaves rows that are right and at most one that is cut off.
final class SweepOutput: Sendable {
    /// The rows that an earlier, interrupted run left.
    let done: [SweepRow]
    private let path: String
    private let file: SweepFile
    private let descriptor: Int32
    private let failure = Mutex<AlmanacError?>(nil)

    private var partialPath: String { path + ".partial" }

    /// Opens the file.
    /// - Throws: A `validation_error` where it belongs to another sweep, a `data_fetch_error` where
    ///   it cannot be read or written.
    init(_ path: String, _ sweep: Sweep) throws(AlmanacError) {
        self.path = path
        file = SweepFile(sweep)
        let partial = path + ".partial"
        var found: [SweepRow] = []
        if access(partial, F_OK) == 0 {
            let bytes = try FileSystem.read(partial, limit: 4 << 30)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw AlmanacError(
                    .validation, "\(partial) is not text", details: ["path": .string(partial)],
                    suggestion: "give another file with --out, or remove this one")
            }
            // A run that ended before its first block left nothing to go on from.
            if text.contains("\n") { found = try file.rows(in: text, path: partial) }
        }
        done = found
        // Written anew, without what was cut off.
        try FileSystem.write(file.header(.partial) + file.lines(found), to: partial)
        descriptor = open(partial, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unwritable(partial) }
    }

    deinit { close(descriptor) }

    private static func unwritable(_ path: String) -> AlmanacError {
        AlmanacError(
            .dataFetch, "\(path) cannot be written: \(String(cString: strerror(errno)))",
            details: ["path": .string(path)],
            suggestion: "check that the folder exists, may be written to and has room")
    }

    /// Whether rows could not be kept.
    var hasFailed: Bool { failure.withLock { $0 != nil } }

    /// Keeps a block's rows.
    func append(_ rows: [SweepRow]) {
        let lines = file.lines(rows)
        failure.withLock { failure in
            guard failure == nil else { return }
            if !FileSystem.writeAll(lines, to: descriptor) {
                failure = Self.unwritable(partialPath)
            }
        }
    }

    /// Gives the file its name where it is whole.
    func finish(_ rows: [SweepRow], isWhole: Bool) throws(AlmanacError) {
        if let error = failure.withLock({ $0 }) { throw error }
        guard isWhole else { return }
        try FileSystem.write(file.text(rows), to: path)
        unlink(partialPath)
        isFinished.store(true, ordering: .relaxed)
    }

    private let isFinished = Atomic<Bool>(false)

    /// Where the rows are now.
    var keptPath: String { isFinished.load(ordering: .relaxed) ? path : partialPath }
}
