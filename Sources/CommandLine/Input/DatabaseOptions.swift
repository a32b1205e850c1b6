import AlmanacCore
import Database
import Glibc

/// Which database a command uses.
struct DatabaseOptions {
    let location: DatabaseLocation
    /// Whether the person named it, rather than the default file.
    let isNamed: Bool

    /// The flag that names it.
    static let option = Command.Option(
        "--database", "URL",
        "a file or postgresql://user@host/name that keeps everything "
            + "(default almanac.db in the user's data folder; DATABASE_URL)")

    /// The database that the flag, `DATABASE_URL` or the user's data folder gives.
    ///
    /// - Throws: A `usage_error` for a URL of another kind, or where no folder is known.
    init(_ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        try self.init(arguments, environment: console.environment)
    }

    /// The same, where there is an environment and no console.
    init(
        _ arguments: Arguments, environment variable: (String) -> String?
    ) throws(AlmanacError) {
        let environment = variable("DATABASE_URL").flatMap { $0.isEmpty ? nil : $0 }
        if let named = arguments.value("--database") ?? environment {
            location = try DatabaseLocation(named)
            isNamed = true
            return
        }
        // The XDG Base Directory Specification: a relative path does not count.
        let data = variable("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = variable("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let folder = data ?? home.map({ $0 + "/.local/share" }) else {
            throw AlmanacError(
                .usage, "no folder for data is known: HOME and XDG_DATA_HOME are not set",
                suggestion: "name a database with --database FILE")
        }
        location = .sqlite(path: folder + "/almanac/almanac.db")
        isNamed = false
    }

    /// Opens the database; the folder of the default file is made where it is missing.
    ///
    /// - Throws: A `data_fetch_error` where the file cannot be opened.
    func open(_ options: Database.Options = Database.Options()) throws(AlmanacError) -> Database {
        makeFolders()
        return try Database(location, options)
    }

    /// Makes the folder of the default file; where that cannot be, opening the file says so.
    func makeFolders() {
        guard !isNamed, case .sqlite(let path) = location else { return }
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            // What is kept may be private, such as a person's plans.
            mkdir(folder, 0o700)
        }
    }
}
