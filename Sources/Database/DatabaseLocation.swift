public import AlmanacCore

/// Where a database is: a file, memory, or a PostgreSQL server.
///
/// Written as `postgresql://user:password@host:port/name`, `sqlite:PATH`, a path, or `:memory:`
/// (one connection, gone when it is closed). Its description shows no password.
public enum DatabaseLocation: Sendable, Equatable, CustomStringConvertible {
    /// An SQLite file; `:memory:` keeps everything in memory.
    case sqlite(path: String)
    /// A PostgreSQL database, as a URL that libpq reads.
    case postgresql(url: String)

    /// Reads a location.
    /// - Throws: A `usage_error` for an empty text or another database's URL; the message holds
    ///   no more of the text than its scheme.
    public init(_ text: String) throws(AlmanacError) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let hasScheme = text.contains("://")
        switch scheme {
        case _ where text.isEmpty || text == "sqlite:":
            throw Self.refusal("the database's name is empty")
        case "postgresql" where hasScheme, "postgres" where hasScheme:
            self = .postgresql(url: text)
        case "sqlite" where text.contains(":"):
            let rest = text.dropFirst("sqlite:".count)
            // `sqlite:///absolute` and `sqlite://relative` are common; the slashes are the URL's.
            self = .sqlite(path: String(rest.hasPrefix("//") ? rest.dropFirst(2) : rest))
        case _ where hasScheme:
            throw Self.refusal("a database \"\(scheme)\" is not known")
        default: self = .sqlite(path: text)
        }
    }

    private static func refusal(_ message: String) -> AlmanacError {
        AlmanacError(
            .usage, message,
            suggestion: "give a path, sqlite:PATH, or postgresql://user@host/name")
    }

    /// The dialect that is spoken there.
    public var dialect: Dialect {
        switch self {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }

    /// The location without its password.
    public var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgresql(let url): Self.withoutSecrets(url)
        }
    }

    /// A URL without what stands between the user's name and the host, and without parameters
    /// that may hold a password too.
    private static func withoutSecrets(_ url: String) -> String {
        let withoutParameters = url.prefix { $0 != "?" && $0 != "#" }
        guard let colon = withoutParameters.firstIndex(of: ":") else { return "postgresql" }
        let scheme = withoutParameters[..<colon] + "://"
        let rest = withoutParameters[colon...].drop { $0 == ":" || $0 == "/" }
        // A password may hold an @ by mistake, so the last one counts.
        guard let at = rest.lastIndex(of: "@") else { return String(scheme + rest) }
        let user = rest[..<at].prefix { $0 != ":" }
        return String(scheme + user + rest[at...])
    }
}
