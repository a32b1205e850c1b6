import AlmanacCore
import CPostgreSQL
import Glibc

/// Copies of PostgreSQL databases by the server's own programs.
enum PostgreSQLBackup {
    /// Writes one state of a database to a file in `pg_dump`'s custom format.
    static func dump(
        _ url: String, to path: String, withoutRowsOf table: String?
    ) throws(AlmanacError) {
        let flags = ["--format=custom", "--no-owner", "--file=\(path)"]
        try run("pg_dump", flags + (table.map { ["--exclude-table-data=\($0)"] } ?? []), url)
    }

    /// How many tables a dump has.
    static func tableCount(_ path: String) throws(AlmanacError) -> Int {
        try names(of: "TABLE", in: path).count
    }

    /// The names of a dump's tables, or of what else it lists.
    private static func names(
        of kind: String, in path: String
    ) throws(AlmanacError) -> [String] {
        let list = try run("pg_restore", ["--list", path], nil)
        return list.split(separator: "\n").compactMap {
            // Lines such as `215; 1259 16390 TABLE public jobs almanac`.
            let words = $0.split(separator: " ")
            return words.count > 5 && words[3] == kind && words[4] != "DATA"
                ? String(words[5]) : nil
        }
    }

    /// Puts the tables of a dump into a database, all of them or none.
    static func restore(_ path: String, to url: String, isReplacing: Bool) throws(AlmanacError) {
        let flags = ["--single-transaction", "--no-owner", "--exit-on-error", path]
        guard isReplacing else {
            try run("pg_restore", flags, url)
            return
        }
        let replaced = try ReplacedTables(
            url, tables: names(of: "TABLE", in: path), sequences: names(of: "SEQUENCE", in: path))
        do throws(AlmanacError) {
            try run("pg_restore", flags, url)
        } catch {
            try replaced.moveBack()
            throw error
        }
        try replaced.drop()
    }

    /// Runs one of the programs; gives back what it prints.
    @discardableResult
    private static func run(
        _ program: String, _ words: [String], _ url: String?
    ) throws(AlmanacError) -> String {
        guard let path = find(program) else {
            throw AlmanacError(
                .notFound, "\(program) is not installed", details: ["program": .string(program)],
                suggestion: "install PostgreSQL's client programs (apt-get install "
                    + "postgresql-client) of the server's version or a newer one")
        }
        var words = words
        var environment: [String: String] = [:]
        if let url {
            let (address, password) = try parts(of: url)
            // Words of a command can be seen by every user of the machine.
            words.append("--dbname=\(address)")
            environment["PGPASSWORD"] = password
        }
        let result = try Subprocess.run(path, words, environment: environment)
        guard result.status == 0 else {
            var text = result.errors.split(separator: "\n").first.map(String.init) ?? ""
            if let password = environment["PGPASSWORD"], !password.isEmpty {
                text = text.split(separator: password).joined(separator: "***")
            }
            let isTaken = result.errors.contains("already exists")
            let what = isTaken ? "the database holds such tables already" : "\(program) failed"
            throw (isTaken ? DatabaseFailure.duplicate : .unreachable).error(
                "\(what): \(text)", details: ["program": .string(program)])
        }
        return result.output
    }

    /// A connection string without its password, and the password.
    private static func parts(of url: String) throws(AlmanacError) -> (String, String?) {
        guard let options = PQconninfoParse(url, nil) else {
            throw AlmanacError(.usage, "the PostgreSQL URL cannot be read")
        }
        defer { PQconninfoFree(options) }
        var words: [String] = []
        var password: String?
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val.map({ String(cString: $0) }) {
                let key = String(cString: keyword)
                if key == "password" {
                    password = value
                } else {
                    let escaped = value.map { "'\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
                    words.append("\(key)='\(escaped)'")
                }
            }
            option += 1
        }
        return (words.joined(separator: " "), password)
    }

    /// The newest of Debian's versions, or what the search path has.
    private static func find(_ program: String) -> String? {
        let versions = (9...40).reversed().map { "/usr/lib/postgresql/\($0)/bin" }
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
        return (versions + path.split(separator: ":").map(String.init))
            .map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
