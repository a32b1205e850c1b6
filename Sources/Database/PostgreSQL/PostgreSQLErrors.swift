import AlmanacCore
import CPostgreSQL

/// Turns PostgreSQL's errors into errors that say what to do, without any password.
struct PostgreSQLErrors {
    /// The server and database, as messages show them.
    let location: DatabaseLocation
    /// What no message may show.
    let secrets: [String]

    /// The error of a statement.
    func error(_ result: OpaquePointer?, _ connection: OpaquePointer, sql: String?) -> AlmanacError
    {
        let isLost = PQstatus(connection) != CONNECTION_OK
        // Only the server gives codes: an error without one is the library's own, which it has
        // where the connection breaks.
        guard let result, let state = field(result, "C") else {
            return DatabaseFailure.unreachable.error(
                "the connection to \(location) is lost: \(message(connection))",
                details: ["database": .string(location.description)])
        }
        let text = withoutSecrets(field(result, "M") ?? "an error without a message")
        let failure = isLost ? DatabaseFailure.unreachable : Self.failure(state, text)
        var details: JSONObject = [
            "database": .string(location.description), "code": .string(state),
        ]
        let fields: [(String, Unicode.Scalar)] = [
            ("detail", "D"), ("constraint", "n"), ("hint", "H"),
        ]
        for (key, letter) in fields {
            if let value = field(result, letter) { details[key] = .string(withoutSecrets(value)) }
        }
        if let sql { details["statement"] = .string(String(sql.prefix(500))) }
        return failure.error(sentence(failure, text), details: details)
    }

    /// The error of a connection that could not be made.
    func connectionError(_ connection: OpaquePointer?) -> AlmanacError {
        let text = connection.map(message) ?? "no memory for a connection"
        // Before version 16 the library gives no code, so that only the words can tell.
        let refusals = [
            "authentication failed", "does not exist", "pg_hba.conf", "permission denied",
            "no password supplied", "invalid",
        ]
        let isRefused = refusals.contains { text.contains($0) && !text.contains(".s.PGSQL") }
        return (isRefused ? DatabaseFailure.permission : .unreachable).error(
            "PostgreSQL at \(location) \(isRefused ? "refuses" : "cannot be reached"): \(text)",
            details: ["database": .string(location.description)])
    }

    /// - Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
    private static func failure(_ state: String, _ text: String) -> DatabaseFailure {
        switch state {
        case "23505": .duplicate
        case "40001", "40P01": .serialization
        // A table changed under a compiled statement, which is compiled anew the next time.
        case "0A000" where text.contains("cached plan"): .serialization
        case "55P03": .busy
        case "57014": .timeLimit
        case "53100": .diskFull
        case "53300", "57P01", "57P02", "57P03": .unreachable
        case "42501", "25006", "3D000": .permission
        case "58030": .inputOutput
        case "XX001", "XX002": .corrupt
        default:
            switch state.prefix(2) {
            case "23": .constraint
            case "08": .unreachable
            case "28": .permission
            default: .statement
            }
        }
    }

    private func sentence(_ failure: DatabaseFailure, _ text: String) -> String {
        switch failure {
        case .duplicate: "a row with the same key is there already: \(text)"
        case .constraint: "the database refuses a row: \(text)"
        case .diskFull: "no space is left for the database \(location): \(text)"
        case .corrupt: "the database \(location) is damaged: \(text)"
        case .permission: "the database \(location) refuses: \(text)"
        case .unreachable: "PostgreSQL at \(location) has gone away: \(text)"
        case .timeLimit: "a statement was stopped: \(text)"
        default: "the database cannot run a statement: \(text)"
        }
    }

    /// A field of an error report, by the letter that the protocol gives it.
    private func field(_ result: OpaquePointer, _ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
    }

    private func message(_ connection: OpaquePointer) -> String {
        let text = withoutSecrets(String(cString: PQerrorMessage(connection)))
        let lines = text.split(separator: "\n")
        return lines.map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
    }

    private func withoutSecrets(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            text.split(separator: secret, omittingEmptySubsequences: false)
                .joined(separator: "***")
        }
    }
}
