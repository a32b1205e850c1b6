import AlmanacCore
import Archive
import Database
import Jobs
import Scraping
import TimeSeries

/// The queue that a command works on, with the tables of queue and archive up to date.
struct QueueAccess {
    let database: Database
    let location: DatabaseLocation
    let queue: JobQueue
    let console: Console
    /// Who acts, as the audit trail names them.
    let actor: String

    /// Opens the database that the command line names.
    ///
    /// - Throws: An error of the database, such as a file that is none.
    init(_ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        let options = try DatabaseOptions(arguments, console)
        let database = try options.open()
        self.database = database
        location = options.location
        queue = JobQueue(database.dialect)
        self.console = console
        actor = console.environment("USER") ?? console.environment("LOGNAME") ?? "command"
        let now = console.now()
        try ArchiveAccess.translating {
            for migrator in [
                JobsSchema.migrator, ArchiveSchema.migrator, ScrapingSchema.migrator,
            ] {
                try migrator.applyNow(to: database, atNanoseconds: now.nanoseconds)
            }
        }
    }

    /// Looks at one state of the queue.
    func read<Result>(
        _ body: (JobQueue, Transaction) throws -> Result
    ) throws(AlmanacError) -> Result {
        try ArchiveAccess.translating { try database.readNow { try body(queue, $0) } }
    }

    /// Changes the queue; all of the body's changes or none.
    func write<Result>(
        _ body: (JobQueue, Transaction, Timestamp) throws -> Result
    ) throws(AlmanacError) -> Result {
        let now = console.now()
        return try ArchiveAccess.translating { try database.writeNow { try body(queue, $0, now) } }
    }
}
