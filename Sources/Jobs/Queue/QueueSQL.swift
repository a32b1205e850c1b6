package import Database

/// The parts of the queue's statements on which its promises rest, and those that differ between
/// the databases.
///
/// They stand here, apart from the statements, so that a test can put a fault into one of them and
/// see that the simulation finds it. Nothing else changes them.
package struct QueueSQL: Sendable {
    /// Takes rows that nobody else is taking.
    var skipLocked: String
    /// Waits for a row and keeps it until the transaction ends.
    var forUpdate: String

    /// What may be claimed.
    package var claimable = "state = 'available'"
    /// The delivery that a claim makes.
    package var nextDelivery = "deliveries + 1"
    /// Whether job `$1` is still held under token `$2`.
    package var held = "id = $1 AND deliveries = $2 AND state = 'running'"
    /// Whether a job of a batch of completions is still held under its token.
    package var heldInBatch = """
        extraction_jobs.id = done.id AND deliveries = done.token AND state = 'running'
        """
    /// What a heartbeat makes of the lease's end `$3`.
    package var renewed = "$3"
    /// Failed attempts after one more.
    package var attemptsAfterFailure = "attempts + 1"
    /// Deliveries without a result after one more.
    package var lostAfterRescue = "lost + 1"
    /// Whether another job may take a unique key at `$4`.
    package var keyIsFree = "job_keys.expires_at <= $4"
    /// What a finished job leaves of those that another waits for.
    package var pendingAfterFinish = "pending - 1"
    /// What a reservation of `$3` makes of a day's sum.
    package var reservedAfter = "reserved + $3"
    /// What a breaker's change to `$2` leaves.
    package var breakerAfter = "$2"
    /// What a bucket's change to `$3` leaves.
    package var unitsAfter = "$3"

    /// The statements' parts for a database.
    package init(_ dialect: Dialect) {
        skipLocked = dialect.choose(sqlite: "", postgresql: " FOR UPDATE SKIP LOCKED")
        forUpdate = dialect.choose(sqlite: "", postgresql: " FOR UPDATE")
    }
}

/// `$from, $from+1 …` for a number of values, a power of two so that few texts occur.
func placeholders(_ count: Int, from first: Int) -> String {
    (first..<first + padded(count)).map { "$\($0)" }.joined(separator: ", ")
}

/// The values for `placeholders`: the last one stands for what is missing.
func padded(_ values: [SQLValue]) -> [SQLValue] {
    guard let last = values.last else { return [] }
    return values + Array(repeating: last, count: padded(values.count) - values.count)
}

func padded(_ values: [Int64]) -> [SQLValue] { padded(values.map { SQLValue($0) }) }

func padded(_ count: Int) -> Int {
    var size = 1
    while size < count { size *= 2 }
    return size
}
