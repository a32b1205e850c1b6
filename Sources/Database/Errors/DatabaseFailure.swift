package import AlmanacCore

/// Why a statement or a connection failed, for callers that act on it.
///
/// Every error of this target carries it in `details.reason`.
package enum DatabaseFailure: String, Sendable, CaseIterable {
    /// A row with the same key exists.
    case duplicate
    /// Another constraint of the table refuses the row: a missing value, a reference, a check.
    case constraint
    /// Another process holds the database, longer than the time limit.
    case busy
    /// Transactions that ran side by side cannot both stand; the closure may be run again.
    case serialization
    /// The server cannot be reached, or has gone away before anything was committed.
    case unreachable
    /// The connection broke while committing: the transaction is either whole or not there.
    case outcomeUnknown = "outcome_unknown"
    /// A statement ran longer than its time limit, or was stopped.
    case timeLimit = "time_limit"
    /// No space is left for the data.
    case diskFull = "disk_full"
    /// The file is damaged, or no database.
    case corrupt
    /// The file or its folder may not be used so, or the server refuses the user.
    case permission
    /// The disk failed.
    case inputOutput = "input_output"
    /// The schema is newer than the program, or was changed by hand.
    case schema
    /// A statement that the database cannot run: a fault of the program.
    case statement

    /// The kind that the error has outside this target.
    var kind: AlmanacError.Kind {
        switch self {
        case .duplicate: .conflict
        case .constraint: .validation
        case .busy, .serialization, .unreachable, .outcomeUnknown, .timeLimit: .sourceUnavailable
        case .diskFull, .corrupt, .permission, .inputOutput: .dataFetch
        case .schema: .schemaMismatch
        case .statement: .internalError
        }
    }

    /// What a person can do about it.
    var suggestion: String? {
        switch self {
        case .duplicate, .constraint, .statement, .serialization: nil
        case .busy: "wait for the other program that writes to it, or stop it"
        case .unreachable: "see that the database server runs and its address is right"
        case .outcomeUnknown: "look whether the change is there before doing it again"
        case .timeLimit: "try again with less data, or raise the time limit"
        case .diskFull: "free space on the disk; nothing that was committed is lost"
        case .corrupt:
            "restore the newest backup (almanac archive restore), "
                + "or name another database with --database"
        case .permission: "give this user the right to read and write it, or name another database"
        case .inputOutput: "see that the disk is sound and mounted, and run almanac doctor"
        case .schema: "use the version of almanac that made this database, or a newer one"
        }
    }

    /// An error of this kind.
    func error(_ message: String, details: JSONObject = JSONObject()) -> AlmanacError {
        var details = details
        details["reason"] = .string(rawValue)
        return AlmanacError(kind, message, details: details, suggestion: suggestion)
    }
}

extension AlmanacError {
    /// Why the database failed, where the error is one of the database.
    package var databaseFailure: DatabaseFailure? {
        guard case .string(let reason)? = details["reason"] else { return nil }
        return DatabaseFailure(rawValue: reason)
    }

    /// An error's database failure, whatever the error is.
    static func failure(of error: any Error) -> DatabaseFailure? {
        (error as? AlmanacError)?.databaseFailure
    }
}
