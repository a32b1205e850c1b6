import AlmanacCore
import Glibc

/// Threads that run transactions, each on a connection of its own.
///
/// `PoolState` decides; this carries out.
final class WorkerPool: Sendable {
    private let state: Monitor<PoolState<Work>>
    private let hub: NotificationHub
    private let makeSession: @Sendable () throws(AlmanacError) -> any Session

    /// How often work is run again after it lost against another transaction or its connection.
    static let repeats = 8

    /// The error for work that comes too late.
    static let closed = AlmanacError(.internalError, "the database is closed")

    init(
        limit: Int, attempts: Int, hub: NotificationHub,
        makeSession: @escaping @Sendable () throws(AlmanacError) -> any Session
    ) {
        (self.hub, self.makeSession) = (hub, makeSession)
        state = Monitor(PoolState(limit: limit, attempts: attempts))
    }

    func submit(_ work: Work) {
        switch state.update({ $0.submit(work) }) {
        case .queued: break
        case .start(let worker):
            startThread { [self] in serve(as: worker) }
        case .refused: work.done(.failure(Self.closed))
        }
    }

    func startClosing() { state.update { $0.close() } }

    func waitUntilClosed() { state.wait { $0.workers == 0 ? () : nil } }

    // MARK: - A worker's thread

    private func serve(as worker: Int) {
        var session: (any Session)?
        while true {
            let isConnected = session?.isUsable ?? false
            let order = state.wait { $0.next(worker: worker, isConnected: isConnected) }
            switch order {
            case .run(let work):
                if let session { run(work, session) }
            case .open(let delayMilliseconds):
                session?.close()
                session = nil
                usleep(UInt32(delayMilliseconds) * 1_000)
                session = open(as: worker)
            case .end:
                session?.close()
                // Those who wait for the last worker look again.
                return state.update { _ in }
            }
        }
    }

    private func open(as worker: Int) -> (any Session)? {
        do throws(AlmanacError) {
            let session = try makeSession()
            state.update { $0.opened(worker: worker) }
            return session
        } catch {
            let isTransient = [.unreachable, .busy].contains(error.databaseFailure)
            let lost = state.update { $0.openFailed(worker: worker, isTransient: isTransient) }
            for work in lost { work.done(.failure(error)) }
            return nil
        }
    }

    private func run(_ work: Work, _ session: any Session) {
        for attempt in 0... {
            do {
                hub.deliver(try Work.perform(session, work.purpose, work.body))
                return work.done(.success(()))
            } catch {
                switch AlmanacError.failure(of: error) {
                case .serialization where attempt < Self.repeats && session.isUsable:
                    usleep(1_000 << UInt32(attempt))
                // Nothing was done. A server that goes down may say so while it still listens.
                case .unreachable where work.losses < Self.repeats:
                    var again = work
                    again.losses += 1
                    let other = again
                    return state.update { $0.giveBack(other) }
                default: return work.done(.failure(error))
                }
            }
        }
    }
}
