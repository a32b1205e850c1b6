import AlmanacCore
import Glibc

/// A connection for callers that block on their own thread, opened when it is needed.
///
/// What the worker pool does with lost connections and lost races, this does too, one caller
/// after the other.
final class OwnConnection: Sendable {
    private let session = Monitor<State>(State())
    private let makeSession: @Sendable () throws(AlmanacError) -> any Session

    /// How often in a row a server is tried.
    private let attempts: UInt32

    private struct State {
        var session: (any Session)?
        var isClosed = false
    }

    init(attempts: Int, _ makeSession: @escaping @Sendable () throws(AlmanacError) -> any Session) {
        self.attempts = UInt32(clamping: attempts)
        self.makeSession = makeSession
    }

    /// Runs a body as one transaction; gives back what is to be told to listeners.
    func perform(
        _ purpose: Purpose, _ body: (Transaction) throws -> Void
    ) throws -> [Notification] {
        try repeating { try Work.perform($0, purpose, body) }
    }

    /// Runs one statement outside any transaction.
    func runAlone(_ sql: String) throws { try repeating { try $0.run(script: sql) } }

    private func repeating<Result>(_ body: (any Session) throws -> Result) throws -> Result {
        try session.withLock { state in
            if state.isClosed { throw WorkerPool.closed }
            var attempt: UInt32 = 0
            while true {
                do {
                    return try body(open(&state))
                } catch {
                    let failure = AlmanacError.failure(of: error)
                    attempt += 1
                    switch failure {
                    // The waits of the pool: a tenth of a second, doubling up to five.
                    case .unreachable where attempt < attempts:
                        usleep(min(100_000 << min(attempt - 1, 6), 5_000_000))
                    case .serialization where attempt < WorkerPool.repeats:
                        usleep(1_000 << attempt)
                    default: throw error
                    }
                }
            }
        }
    }

    func close() {
        session.withLock { state in
            state.session?.close()
            state = State(session: nil, isClosed: true)
        }
    }

    private func open(_ state: inout State) throws(AlmanacError) -> any Session {
        if let session = state.session, session.isUsable { return session }
        state.session?.close()
        state.session = nil
        let session = try makeSession()
        state.session = session
        return session
    }
}
