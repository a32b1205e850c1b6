import AlmanacCore

/// A unit of work on its way to a connection, and how its caller is told.
struct Work: Sendable {
    var purpose: Purpose
    /// The caller's closure; keeps its own result.
    var body: @Sendable (Transaction) throws -> Void
    /// Called once: after the commit has been synced, or with the error.
    var done: @Sendable (Result<Void, any Error>) -> Void
    /// How often its connection broke before anything could be committed.
    var losses = 0

    /// Runs a body as one transaction of a session.
    ///
    /// - Returns: What it wants told to listeners.
    /// - Throws: What the body or the commit throws; nothing is left of the transaction then.
    @discardableResult
    static func perform(
        _ session: any Session, _ purpose: Purpose, _ body: (Transaction) throws -> Void
    ) throws -> [Notification] {
        try session.begin(purpose)
        let transaction = Transaction(session, purpose)
        defer { transaction.end() }
        do {
            try body(transaction)
            try session.commit()
        } catch {
            session.rollback()
            throw error
        }
        return transaction.notifications
    }
}
