import AlmanacCore
import Database
import Jobs
import TestSupport
import TimeSeries

/// An empty queue in a database of its own, with a clock that the test moves.
final class QueueUnderTest {
    let database: Database
    var queue: JobQueue
    var now = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
    var generator = SeededGenerator(seed: 1)

    init(_ database: Database) throws {
        self.database = database
        queue = JobQueue(
            database.dialect, lease: LeasePolicy(nanoseconds: 60_000_000_000),
            retry: RetryPolicy(deliveriesWithoutResult: 3))
        try JobsSchema.migrator.applyNow(to: database, atNanoseconds: now.nanoseconds)
        try database.writeNow { transaction in
            try transaction.execute(
                "CREATE TABLE effects (job BIGINT NOT NULL, delivery BIGINT NOT NULL)")
        }
    }

    /// What these tests judge does not depend on the disk.
    static var fast: Database.Options {
        var options = Database.Options()
        options.isDurable = false
        return options
    }

    static func run(
        _ kind: DatabaseUnderTest, _ body: (QueueUnderTest) throws -> Void
    ) async throws {
        try await kind.withDatabase(QueueUnderTest.fast) { database in
            try body(try QueueUnderTest(database))
        }
    }

    func pass(seconds: Int64) { now = now.advanced(byNanoseconds: seconds * 1_000_000_000) }

    func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try database.writeNow(body)
    }

    @discardableResult
    func enqueue(_ handler: String, _ change: (inout NewJob) -> Void = { _ in }) throws -> Int64 {
        var job = NewJob(handler)
        change(&job)
        return try write { try queue.enqueue(job, in: $0, at: now).id }
    }

    func claim(_ limit: Int = 1, worker: String = "w", queues: [String] = []) throws -> [ClaimedJob]
    {
        try write { try queue.claim(limit, worker: worker, queues: queues, in: $0, at: now) }
    }

    func claimNames(_ limit: Int) throws -> [String] {
        try claim(limit).map(\.job.handler)
    }

    func complete(_ claimed: ClaimedJob) throws {
        try write { transaction in
            try queue.complete(claimed, in: transaction, at: now) { effect in
                try effect.execute(
                    "INSERT INTO effects (job, delivery) VALUES ($1, $2)",
                    [SQLValue(claimed.lease.job), SQLValue(claimed.lease.token)])
            }
        }
    }

    @discardableResult
    func fail(_ claimed: ClaimedJob, _ failure: JobFailure = JobFailure("no")) throws
        -> RetryPolicy.Decision
    {
        try write { try queue.fail(claimed, failure, in: $0, at: now, using: &generator) }
    }

    func rescue() throws -> Int {
        try write { try queue.rescue(in: $0, at: now, using: &generator) }
    }

    func job(_ id: Int64) throws -> JobRecord {
        try database.readNow { transaction in
            guard let job = try queue.job(id, in: transaction) else {
                throw AlmanacError(.notFound, "job \(id)")
            }
            return job
        }
    }

    func effects() throws -> Int64 {
        try database.readNow { try $0.first("SELECT count(*) FROM effects")?.integer(0) ?? -1 }
    }

    func status() throws -> QueueStatus {
        try database.readNow { try queue.status(in: $0, at: now) }
    }

    /// Whether a body is refused because the lease is lost.
    func isRefused(_ body: () throws -> Void) throws -> Bool {
        do {
            try body()
            return false
        } catch let error as AlmanacError where error.isLeaseLost { return true }
    }
}
