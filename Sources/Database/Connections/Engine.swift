import AlmanacCore

/// What serves transactions for one database: connections, their threads, and their queues.
protocol Engine: Sendable {
    /// Queues work; its `done` is called on a thread of the engine.
    func submit(_ work: Work)

    /// Runs a body as one transaction on the caller's own thread.
    func runNow(_ purpose: Purpose, _ body: (Transaction) throws -> Void) throws

    /// Runs one statement outside any transaction, on the caller's own thread.
    func runAlone(_ sql: String) throws

    /// Hears a channel, and tells its listeners once it does.
    func listen(_ channel: String)

    /// Lets queued work finish, closes connections, and waits until that is done.
    func close()

    /// Starts to close, and waits for nothing.
    func startClosing()
}
