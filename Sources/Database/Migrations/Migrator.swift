package import AlmanacCore

/// Brings a component's tables up to date: forward only, each step once, checked by hash.
///
/// Steps are kept in `schema_migrations` beside the tables. Each is one transaction under a lock,
/// so that any number of programs may start at once.
package struct Migrator: Sendable {
    /// Whose tables they are, such as `jobs`.
    package let component: String
    /// The steps, numbered 1, 2 … without a gap.
    package let migrations: [Migration]

    package init(component: String, _ migrations: [Migration]) {
        precondition(
            migrations.map(\.number) == Array(1..<migrations.count + 1),
            "migrations are numbered from 1 without a gap")
        (self.component, self.migrations) = (component, migrations)
    }

    /// Applies the steps that are missing.
    ///
    /// - Parameter nanoseconds: The present moment, for the record.
    /// - Returns: The numbers of the steps that were applied.
    /// - Throws: `schema_mismatch_error` where the database is newer than the program, or a step
    ///   was changed after it was applied; nothing is changed then.
    @discardableResult
    package func apply(
        to database: Database, atNanoseconds nanoseconds: Int64
    ) async throws -> [Int] {
        var applied: [Int] = []
        while let number = try await database.write({ try step($0, nanoseconds) }) {
            applied.append(number)
        }
        return applied
    }

    /// The same as `apply`, on the caller's own thread.
    @discardableResult
    package func applyNow(
        to database: Database, atNanoseconds nanoseconds: Int64
    ) throws -> [Int] {
        var applied: [Int] = []
        while let number = try database.writeNow({ try step($0, nanoseconds) }) {
            applied.append(number)
        }
        return applied
    }

    /// How a component's tables stand beside the program's steps.
    package enum State: Sendable, Equatable {
        /// Every step is applied.
        case current
        /// So many steps are missing.
        case behind(Int)
        /// The tables are newer than the program, or were changed.
        case unusable(String)
    }

    /// How the tables stand; changes nothing.
    package func state(_ transaction: Transaction) throws(AlmanacError) -> State {
        guard try Self.isUsed(transaction) else { return .behind(migrations.count) }
        do throws(AlmanacError) {
            let count = try verifiedCount(transaction)
            return count == migrations.count ? .current : .behind(migrations.count - count)
        } catch  where error.databaseFailure == .schema {
            return .unusable(error.message)
        }
    }

    /// Applies the first step that is missing, and gives back its number; nil where none is.
    private func step(
        _ transaction: Transaction, _ nanoseconds: Int64
    ) throws(AlmanacError) -> Int? {
        try transaction.advisoryLock(Self.lockKey)
        if try !Self.isUsed(transaction) { try transaction.run(script: Self.table) }
        let count = try verifiedCount(transaction)
        guard count < migrations.count else { return nil }
        let migration = migrations[count]
        try transaction.run(script: migration.script(transaction.dialect))
        try transaction.execute(
            """
            INSERT INTO schema_migrations (component, number, name, hash, applied_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(component), SQLValue(migration.number), SQLValue(migration.name),
                SQLValue(migration.hash), SQLValue(nanoseconds),
            ])
        return migration.number
    }

    /// How many steps are applied, once each of them is the program's own.
    private func verifiedCount(_ transaction: Transaction) throws(AlmanacError) -> Int {
        let rows = try transaction.query(
            """
            SELECT number, name, hash FROM schema_migrations WHERE component = $1 ORDER BY number
            """, [SQLValue(component)])
        for (index, row) in rows.enumerated() {
            let number = try Int(row.integer(0))
            guard number == index + 1, index < migrations.count else {
                throw DatabaseFailure.schema.error(
                    "the database has step \(number) of \"\(component)\", "
                        + "and this program knows \(migrations.count)",
                    details: ["component": .string(component), "step": .integer(number)])
            }
            guard try row.text(2) == migrations[index].hash else {
                throw DatabaseFailure.schema.error(
                    "step \(number) of \"\(component)\" in the database is not this program's",
                    details: ["component": .string(component), "step": .integer(number)])
            }
        }
        return rows.count
    }

    /// Whether a database has ever been brought up to date.
    static func isUsed(_ transaction: Transaction) throws(AlmanacError) -> Bool {
        try transaction.first(
            transaction.dialect.choose(
                sqlite: "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'",
                postgresql: """
                    SELECT 1 FROM pg_catalog.pg_tables
                    WHERE tablename = 'schema_migrations' AND schemaname = current_schema()
                    """)) != nil
    }

    private static let table = """
        CREATE TABLE schema_migrations (
            component TEXT NOT NULL,
            number BIGINT NOT NULL,
            name TEXT NOT NULL,
            hash TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            PRIMARY KEY (component, number)
        );
        """

    /// The letters "almanac" as a number: one lock for all components.
    private static let lockKey: Int64 = 0x61_6C6D_616E_6163
}
