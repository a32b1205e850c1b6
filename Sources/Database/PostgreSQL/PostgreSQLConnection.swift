import AlmanacCore
import CPostgreSQL

/// One connection to a PostgreSQL server, with its compiled statements.
///
/// The library lets any thread use a connection, but one at a time
/// (https://www.postgresql.org/docs/15/libpq-threading.html).
final class PostgreSQLConnection {
    let handle: OpaquePointer
    let errors: PostgreSQLErrors
    private var isClosed = false
    /// Whether the server said that it goes away; the library learns of it only a little later.
    private var isLost = false
    /// The names of compiled statements, by text and the types of their values.
    private var statements: [String: String] = [:]
    private var compiled = 0
    private static let mostStatements = 512

    /// Connects, and waits for it at most ten seconds unless the URL says otherwise.
    init(_ location: DatabaseLocation, options: ConnectionOptions) throws(AlmanacError) {
        guard case .postgresql(let url) = location else {
            throw AlmanacError(.internalError, "\(location) is no PostgreSQL database")
        }
        errors = PostgreSQLErrors(location: location, secrets: try Self.secrets(of: url))
        // What stands before the URL gives way to it, what stands after it does not.
        let parameters = [
            ("application_name", "almanac"), ("connect_timeout", "10"),
            ("keepalives_idle", "30"), ("tcp_user_timeout", "30000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let connection = Self.withCStrings(parameters.map(\.0)) { keys in
            Self.withCStrings(parameters.map(\.1)) { values in
                PQconnectdbParams(keys, values, 1)
            }
        }
        guard let connection, PQstatus(connection) == CONNECTION_OK else {
            let error = errors.connectionError(connection)
            PQfinish(connection)
            throw error
        }
        handle = connection
        // Notices go to a library's error stream otherwise.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        do throws(AlmanacError) {
            try setUp(options)
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        PQfinish(handle)
    }

    var isUsable: Bool { !isClosed && !isLost && PQstatus(handle) == CONNECTION_OK }

    /// The error of a failed call.
    func error(_ result: PostgreSQLResult?, sql: String?) -> AlmanacError {
        let error = errors.error(result?.handle, handle, sql: sql)
        if error.databaseFailure == .unreachable { isLost = true }
        return error
    }

    private func setUp(_ options: ConnectionOptions) throws(AlmanacError) {
        // Some servers wait for more than the log on this machine's disk; that is kept.
        try command(
            """
            SET TimeZone = 'UTC'; SET client_min_messages = warning;
            SET statement_timeout = \(options.statementMilliseconds);
            SELECT set_config('synchronous_commit', '\(options.isDurable ? "on" : "off")', false)
            WHERE current_setting('synchronous_commit') IN ('off', 'local', 'on')
            """)
    }

    // MARK: - Statements

    /// Runs text without values, of one statement or several.
    /// - Returns: The last one's tag, such as `COMMIT`.
    @discardableResult
    func command(_ sql: String) throws(AlmanacError) -> String {
        let result = PostgreSQLResult(PQexec(handle, sql))
        guard result.isFine else { throw error(result, sql: sql) }
        return result.tag
    }

    /// Runs one statement with values; it is compiled at its first use.
    func run(_ sql: String, _ parameters: [SQLValue]) throws(AlmanacError) -> PostgreSQLResult {
        let values = PostgreSQLParameters(parameters)
        let name = try compile(sql, values)
        let result = values.withPointers { pointers, lengths, formats in
            PostgreSQLResult(
                PQexecPrepared(
                    handle, name, Int32(parameters.count), pointers, lengths, formats, 1))
        }
        guard result.isFine else {
            let error = error(result, sql: sql)
            // Its table may have changed; the next use compiles it anew.
            if error.databaseFailure == .serialization { forgetStatements() }
            throw error
        }
        return result
    }

    private func compile(
        _ sql: String, _ values: PostgreSQLParameters
    ) throws(AlmanacError) -> String {
        let key = values.signature + sql
        if let name = statements[key] { return name }
        if statements.count >= Self.mostStatements { forgetStatements() }
        compiled += 1
        let name = "s\(compiled)"
        let result = PostgreSQLResult(
            PQprepare(handle, name, sql, Int32(values.types.count), values.types))
        guard result.isFine else { throw error(result, sql: sql) }
        statements[key] = name
        return name
    }

    /// Lets the server forget what was compiled, where it still listens; names are never used
    /// again, so that one that stays does no harm.
    func forgetStatements() {
        statements.removeAll()
        _ = PostgreSQLResult(PQexec(handle, "DEALLOCATE ALL"))
    }

    // MARK: - C strings

    /// Passwords in a URL.
    /// - Throws: A `usage_error` without the text, since any part may be one.
    private static func secrets(of url: String) throws(AlmanacError) -> [String] {
        guard let options = PQconninfoParse(url, nil) else {
            throw AlmanacError(
                .usage, "the PostgreSQL URL cannot be read",
                suggestion: "write postgresql://user:password@host:5432/name, "
                    + "with special characters of the password as %XX")
        }
        defer { PQconninfoFree(options) }
        var secrets: [String] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if ["password", "sslpassword"].contains(String(cString: keyword)),
                let value = option.pointee.val
            {
                secrets.append(String(cString: value))
            }
            option += 1
        }
        return secrets.filter { !$0.isEmpty }
    }

    /// Runs a body with texts as a list of C strings that ends with a null.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let bytes = texts.flatMap { Array($0.utf8CString) }
        return bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = texts.map { text in
                defer { offset += text.utf8.count + 1 }
                return buffer.baseAddress.map { $0 + offset }
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
