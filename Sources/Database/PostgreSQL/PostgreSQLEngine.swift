import AlmanacCore

/// A pool of connections to a PostgreSQL server, and one that listens.
final class PostgreSQLEngine: Engine {
    private let pool: WorkerPool
    private let ownReader: OwnConnection
    private let ownWriter: OwnConnection
    private let listener: PostgreSQLListener

    init(_ location: DatabaseLocation, options: ConnectionOptions, hub: NotificationHub) {
        let makeSession: @Sendable () throws(AlmanacError) -> any Session = {
            () throws(AlmanacError) in try PostgreSQLSession(location, options: options)
        }
        pool = WorkerPool(
            limit: options.connections, attempts: options.attempts, hub: hub,
            makeSession: makeSession)
        ownReader = OwnConnection(attempts: options.attempts, makeSession)
        ownWriter = OwnConnection(attempts: options.attempts, makeSession)
        listener = PostgreSQLListener(location, options: options, hub: hub)
    }

    func submit(_ work: Work) { pool.submit(work) }

    func runNow(_ purpose: Purpose, _ body: (Transaction) throws -> Void) throws {
        _ = try (purpose == .read ? ownReader : ownWriter).perform(purpose, body)
    }

    func runAlone(_ sql: String) throws { try ownWriter.runAlone(sql) }

    func listen(_ channel: String) { listener.listen(channel) }

    func startClosing() {
        pool.startClosing()
        listener.startClosing()
    }

    func close() {
        startClosing()
        pool.waitUntilClosed()
        listener.waitUntilClosed()
        ownReader.close()
        ownWriter.close()
    }
}
