import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import LanguageModel
import Scraping
import TimeSeries

/// The database that a command works on, with all tables up to date: archive, queue and sources.
struct DatabaseAccess {
    let database: Database
    let location: DatabaseLocation
    let bronze: Bronze
    let queue: JobQueue
    let store = SeriesStore()
    /// Who acts, as the audit trail names them.
    let actor: String
    /// The command's clock.
    let now: @Sendable () -> Timestamp

    /// Whatever brings tables up to date, in an order in which none needs a later one's.
    static let migrators = [
        JobsSchema.migrator, ArchiveSchema.migrator, SourcesSchema.migrator,
        SignalStates.migrator, ScrapingSchema.migrator, ModelCalls.migrator,
    ]

    /// Opens the database that the command line names.
    ///
    /// - Throws: An error of the database, such as a file that is none.
    init(_ arguments: Arguments) throws(AlmanacError) {
        let options = try DatabaseOptions(arguments, environment: arguments.environment)
        let database = try options.open()
        self.database = database
        location = options.location
        bronze = Bronze(beside: options.location)
        queue = JobQueue(database.dialect)
        actor =
            arguments.environment("USER") ?? arguments.environment("LOGNAME") ?? "command"
        now = arguments.now
        let moment = now()
        try Self.translating {
            for migrator in Self.migrators {
                try migrator.applyNow(to: database, atNanoseconds: moment.nanoseconds)
            }
            if database.dialect == .postgresql {
                try database.writeNow {
                    try Partitions.ensure(
                        $0, tables: Partitions.tables + [ModelCalls.table], at: moment,
                        monthsAhead: 3)
                }
            }
        }
    }

    /// Runs a body over one state of the database.
    func read<Result>(
        _ body: (Transaction) throws -> Result
    ) throws(AlmanacError) -> Result {
        try Self.translating { try database.readNow(body) }
    }

    /// Changes the database; all of the body's changes or none.
    func write<Result>(
        _ body: (Transaction, Timestamp) throws -> Result
    ) throws(AlmanacError) -> Result {
        let moment = now()
        return try Self.translating { try database.writeNow { try body($0, moment) } }
    }

    /// Runs a body whose errors are the program's own kind.
    static func translating<Result>(_ body: () throws -> Result) throws(AlmanacError) -> Result {
        do {
            return try body()
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "\(error)")
        }
    }

    /// The series that `SOURCE/SYMBOL`, `SOURCE/SYMBOL#SLOT`, or a source with only one names.
    ///
    /// - Throws: `not_found` with the nearest name, `validation_error` where several are meant.
    func series(
        _ transaction: Transaction, _ name: String, slot: String?
    ) throws(AlmanacError) -> SeriesDescription {
        let halves = name.split(separator: "#", maxSplits: 1).map(String.init)
        if halves.count == 2, slot == nil {
            return try series(transaction, halves[0], slot: halves[1])
        }
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let all = try store.list(transaction)
        let wanted = all.filter { series in
            series.source == parts.first && (slot == nil || series.slot == slot)
                && (parts.count < 2 || series.symbol == parts[1])
        }
        if wanted.count == 1 { return wanted[0] }
        if parts.count > 1, slot == nil, let prices = wanted.first(where: { $0.slot == "prices" }) {
            return prices
        }
        let details: JSONObject = ["series": .string(name)]
        if wanted.isEmpty {
            let nearest = nearestName(to: name, among: all.map { "\($0.source)/\($0.symbol)" })
            throw AlmanacError(
                .notFound,
                "the archive has no series '\(name)'"
                    + (slot.map { " for slot \($0)" } ?? ""), details: details,
                suggestion: (nearest.map { "did you mean '\($0)'? " } ?? "")
                    + "`almanac data list` shows what it has")
        }
        throw AlmanacError(
            .validation, "'\(name)' names \(wanted.count) series", details: details,
            suggestion: "it is one of "
                + wanted.prefix(5).map(\.name).joined(separator: ", ")
                + (parts.count < 2 ? "" : "; say which with --slot"))
    }
}

extension SeriesDescription {
    /// The series as an object of a command's output.
    var json: JSON {
        [
            "source": .string(source), "symbol": .string(symbol), "slot": .string(slot),
            "instrument": instrument.map { .string($0.text) } ?? .null,
            "frequency": .string(frequency.rawValue), "calendar": .string(calendar),
            "columns": .array(columns.map(JSON.string)), "rows": .integer(rowCount),
            "last": lastTime.map { .string($0.dateText) } ?? .null,
        ]
    }
}
