import AlmanacCore
import Archive
import Database
import TimeSeries

/// The archive that a command works on, with its tables up to date.
struct ArchiveAccess {
    let database: Database
    let bronze: Bronze
    let store = SeriesStore()

    /// Opens the database that the command line names.
    ///
    /// - Throws: An error of the database, such as a file that is none.
    init(
        _ arguments: Arguments, environment: (String) -> String?, at now: Timestamp
    ) throws(AlmanacError) {
        let options = try DatabaseOptions(arguments, environment: environment)
        database = try options.open()
        bronze = Bronze(beside: options.location)
        let database = database
        try Self.translating {
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: now.nanoseconds)
            if database.dialect == .postgresql {
                try database.writeNow { try Partitions.ensure($0, at: now, monthsAhead: 3) }
            }
        }
    }

    init(_ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        try self.init(arguments, environment: console.environment, at: console.now())
    }

    /// Runs a body over one state of the archive.
    func read<Result>(
        _ body: (Transaction) throws -> Result
    ) throws(AlmanacError) -> Result {
        try Self.translating { try database.readNow(body) }
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

    /// The series that `SOURCE/SYMBOL` or a source with a single series names.
    ///
    /// - Throws: `not_found` with the nearest name, `validation_error` where several are meant.
    func series(
        _ transaction: Transaction, _ name: String, slot: String?
    ) throws(AlmanacError) -> SeriesDescription {
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
            "frequency": .string(frequency.rawValue), "calendar": .string(calendar),
            "columns": .array(columns.map(JSON.string)), "rows": .integer(rowCount),
            "last": lastTime.map { .string($0.dateText) } ?? .null,
        ]
    }
}
