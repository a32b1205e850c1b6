import AlmanacCore

/// Runs the work of several callers as one transaction with one sync.
struct WriteGroup {
    let session: SQLiteSession

    typealias Outcome = Result<[Notification], any Error>

    /// Runs all of it; each outcome holds once this returns.
    ///
    /// A closure that throws loses its own changes alone. Where the transaction itself is lost,
    /// as on a full disk, each closure is run once more in a transaction of its own, so that only
    /// those fail that do not fit.
    func run(_ group: [Work]) -> [Outcome] {
        if group.count == 1 { return group.map(alone) }
        do {
            try session.begin(.write(.readCommitted))
            let outcomes = try group.map(inside)
            try session.commit()
            return outcomes
        } catch {
            session.rollback()
            // After a failed sync nobody knows what the disk holds, so nothing is repeated.
            guard AlmanacError.failure(of: error) == .diskFull else {
                return group.map { _ in .failure(error) }
            }
            return group.map(alone)
        }
    }

    private func alone(_ work: Work) -> Outcome {
        Outcome { try Work.perform(session, work.purpose, work.body) }
    }

    /// Runs one closure in a savepoint of the common transaction.
    /// - Throws: Only where the transaction is lost with it.
    private func inside(_ work: Work) throws -> Outcome {
        let transaction = Transaction(session, work.purpose)
        defer { transaction.end() }
        do {
            try transaction.savepoint { try work.body(transaction) }
            return .success(transaction.notifications)
        } catch {
            guard session.isInTransaction else { throw error }
            return .failure(error)
        }
    }
}
