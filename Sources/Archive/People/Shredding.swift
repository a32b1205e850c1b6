package import Database

extension Database {
    /// Runs a transaction of which nothing that it takes away stays behind in SQLite's files: freed
    /// pages are overwritten, and the log that still holds them is merged and cut off.
    ///
    /// Where somebody reads meanwhile, the log stays until the last connection closes. PostgreSQL
    /// overwrites with its own vacuum and log recycling. Blocks.
    package func shredding<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        guard dialect == .sqlite else { return try writeNow(body) }
        try statementAlone("PRAGMA secure_delete = ON")
        defer {
            // What is left to do is speed, and a log that closing cuts off too.
            try? statementAlone("PRAGMA secure_delete = OFF")
            try? statementAlone("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        return try writeNow(body)
    }
}
