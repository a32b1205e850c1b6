import AlmanacCore

/// The tables that a restore replaces, out of its way in a schema of their own until it is done.
///
/// `pg_restore --clean` cannot do it: it would drop the constraints of partitions, which belong to
/// the tables above them. What a restore that was killed leaves is found in that schema.
struct ReplacedTables {
    private static let schema = "almanac_before_restore"

    private let connection: PostgreSQLConnection
    private let names: [(kind: String, name: String)]

    /// Moves tables of these names with all their partitions, and sequences that are no table's.
    ///
    /// - Throws: `conflict` where an earlier restore left its tables there.
    init(_ url: String, tables: [String], sequences: [String]) throws(AlmanacError) {
        connection = try PostgreSQLConnection(
            DatabaseLocation(url), options: ConnectionOptions())
        let isTaken = try Self.texts(
            connection, "SELECT nspname FROM pg_namespace WHERE nspname = '\(Self.schema)'")
        guard isTaken.isEmpty else {
            throw DatabaseFailure.duplicate.error(
                "an earlier restore was ended in the middle: what it was to replace stands in the"
                    + " schema \(Self.schema)",
                details: ["schema": .string(Self.schema)])
        }
        let found = try Self.texts(
            connection,
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (
                c.relname IN (\(Self.list(tables))) OR c.oid IN (
                    SELECT i.inhrelid FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
                    WHERE p.relname IN (\(Self.list(tables)))))
            ORDER BY c.relname
            """)
        // Those of identity columns go with their tables.
        let free = try Self.texts(
            connection,
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'S'
                AND c.relname IN (\(Self.list(sequences))) AND NOT EXISTS (
                    SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
            ORDER BY c.relname
            """)
        names = found.map { ("TABLE", $0) } + free.map { ("SEQUENCE", $0) }
        try connection.command(
            "BEGIN; CREATE SCHEMA \(Self.schema); "
                + Self.moves(names, from: "public", to: Self.schema) + "COMMIT")
    }

    /// Puts them back where they were.
    func moveBack() throws(AlmanacError) {
        try connection.command(
            "BEGIN; " + Self.moves(names, from: Self.schema, to: "public")
                + "DROP SCHEMA \(Self.schema); COMMIT")
    }

    /// Takes them away for good.
    func drop() throws(AlmanacError) {
        try connection.command("DROP SCHEMA \(Self.schema) CASCADE")
    }

    private static func moves(
        _ names: [(kind: String, name: String)], from: String, to: String
    ) -> String {
        names.map { "ALTER \($0.kind) \(from).\"\($0.name)\" SET SCHEMA \(to); " }.joined()
    }

    /// Names as SQL's texts; one that is none's stands in an empty list.
    private static func list(_ names: [String]) -> String {
        (names + [""]).map { "'\($0)'" }.joined(separator: ", ")
    }

    private static func texts(
        _ connection: PostgreSQLConnection, _ sql: String
    ) throws(AlmanacError) -> [String] {
        let result = try connection.run(sql, [])
        var texts: [String] = []
        for row in 0..<result.rowCount {
            let value = try result.value(row: row, column: 0, type: result.types[0])
            if case .text(let text) = value { texts.append(text) }
        }
        return texts
    }
}
