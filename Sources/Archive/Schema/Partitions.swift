package import AlmanacCore
package import Database
package import TimeSeries

/// The months by which PostgreSQL keeps what grows with time.
///
/// SQLite has no partitions: there making them does nothing, and dropping deletes rows.
package enum Partitions {
    /// The archive's tables that are kept by the month in which a row was stored.
    package static let tables = [
        "raw_data", "records", "signals", "data_quality_metrics",
    ]

    /// Makes the partitions of a moment's month and of some months after it.
    ///
    /// Every insert calls it for its own moment, which costs one look at the catalogue where the
    /// partition is there.
    package static func ensure(
        _ transaction: Transaction, tables: [String] = tables, at moment: Timestamp,
        monthsAhead: Int = 0
    ) throws(AlmanacError) {
        guard transaction.dialect == .postgresql else { return }
        var month = CivilMonth(of: moment)
        for _ in 0...monthsAhead {
            for table in tables {
                let name = "\(table)_\(month.suffix)"
                let found = try transaction.first(
                    "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass($1)",
                    [SQLValue(name)])
                if found != nil { continue }
                // Two that make the same month at once would meet in the catalogue.
                try transaction.advisoryLock(lock)
                try transaction.execute(
                    """
                    CREATE TABLE IF NOT EXISTS \(name) PARTITION OF \(table)
                    FOR VALUES FROM (\(month.start.nanoseconds))
                    TO (\(month.next.start.nanoseconds))
                    """)
            }
            month = month.next
        }
    }

    /// Ends rows of a table that were stored before a moment.
    ///
    /// PostgreSQL drops the months that lie before it whole, so it keeps up to a month more than
    /// asked and never less.
    /// - Parameter column: The moment by which the table is partitioned.
    /// - Returns: The number of rows (SQLite) or of months (PostgreSQL) that are gone.
    @discardableResult
    package static func drop(
        _ transaction: Transaction, table: String, by column: String = "stored_at",
        before moment: Timestamp
    ) throws(AlmanacError) -> Int {
        if transaction.dialect == .sqlite {
            return try transaction.execute(
                "DELETE FROM \(table) WHERE \(column) < $1", [SQLValue(moment.nanoseconds)])
        }
        let last = CivilMonth(of: moment).suffix
        var dropped = 0
        for name in try names(transaction, of: table)
        where name.dropFirst(table.count + 1) < last {
            try transaction.execute("DROP TABLE \(name)")
            dropped += 1
        }
        return dropped
    }

    /// Drops the months before a moment's that hold no rows any more; nothing in SQLite.
    /// - Returns: How many there were.
    @discardableResult
    package static func dropEmpty(
        _ transaction: Transaction, before moment: Timestamp
    ) throws(AlmanacError) -> Int {
        let present = CivilMonth(of: moment).suffix
        var dropped = 0
        for table in tables {
            for name in try names(transaction, of: table)
            where name.dropFirst(table.count + 1) < present {
                if try transaction.first("SELECT 1 FROM \(name) LIMIT 1") != nil { continue }
                try transaction.execute("DROP TABLE \(name)")
                dropped += 1
            }
        }
        return dropped
    }

    private static let lock: Int64 = 0x61_6C6D_6D6F_6E74

    /// The names of a table's partitions, oldest first; none in SQLite.
    package static func names(
        _ transaction: Transaction, of table: String
    ) throws(AlmanacError) -> [String] {
        guard transaction.dialect == .postgresql else { return [] }
        let rows = try transaction.query(
            """
            SELECT child.relname::text FROM pg_catalog.pg_inherits
            JOIN pg_catalog.pg_class child ON child.oid = inhrelid
            WHERE inhparent = to_regclass($1) ORDER BY 1
            """, [SQLValue(table)])
        return try rows.map { (row) throws(AlmanacError) in try row.text(0) }
    }
}

extension CivilMonth {
    fileprivate init(of moment: Timestamp) { self.init(day: moment.date.daysSinceEpoch) }

    /// What follows the table's name in the name of its partition.
    fileprivate var suffix: String { "\(year)_\(month < 10 ? "0" : "")\(month)" }

    fileprivate var start: Timestamp { Timestamp(CivilDate(daysSinceEpoch: firstDay)) }
}
