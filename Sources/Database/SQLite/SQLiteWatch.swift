import AlmanacCore
import Glibc

/// Notices that another process has changed an SQLite file, and tells listeners to look.
///
/// The writing connection's `data_version` changes with every commit but its own.
final class SQLiteWatch: Sendable {
    private struct State {
        var isClosing = false
        var isRunning = false
    }

    private let state = Monitor(State())

    /// How often it looks: soon enough for a person, and a few microseconds of work each time.
    private static let intervalMicroseconds: UInt32 = 100_000

    /// Starts to look, where it does not yet: what is committed after this returns is noticed.
    func start(_ writer: Monitor<SQLiteSession>, _ hub: NotificationHub) {
        let mustStart = state.update { state in
            if state.isClosing || state.isRunning { return false }
            state.isRunning = true
            return true
        }
        guard mustStart else { return }
        // Read here: a change before the thread has begun would pass for the first state.
        let first = Self.version(writer)
        startThread { [state] in
            var known = first
            while !state.withLock({ $0.isClosing }) {
                usleep(Self.intervalMicroseconds)
                let version = Self.version(writer)
                if version != known { hub.wakeAll() }
                known = version
            }
            state.update { $0.isRunning = false }
        }
    }

    func startClosing() { state.update { $0.isClosing = true } }

    func waitUntilClosed() { state.wait { $0.isRunning ? nil : () } }

    private static func version(_ writer: Monitor<SQLiteSession>) -> SQLValue? {
        writer.withLock { session in
            var version: SQLValue?
            // A version that cannot be read is as good as an unchanged one.
            try? session.forEach("PRAGMA data_version", []) { version = $0[0] }
            return version
        }
    }
}
