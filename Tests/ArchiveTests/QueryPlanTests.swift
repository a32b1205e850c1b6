import Archive
import Database
import Jobs
import TestSupport
import Testing

/// Which indexes the statements use, and that there are no others.
@Suite struct QueryPlanTests {
    /// Each statement, values for it, and the index that finds its rows in SQLite.
    static let statements: [(sql: String, values: [SQLValue], index: String)] = [
        (ArchiveQueries.plan, [1], "INTEGER PRIMARY KEY"),
        (ArchiveQueries.instrumentOfTicker, ["A", 1], "sqlite_autoindex_tickers_1"),
        (ArchiveQueries.tickerOfInstrument, ["a", 1], "tickers_by_instrument"),
        (ArchiveQueries.blob, ["a"], "sqlite_autoindex_blobs_1"),
        (ArchiveQueries.response, ["a"], "sqlite_autoindex_responses_1"),
        (ArchiveQueries.author, ["a"], "sqlite_autoindex_author_keys_1"),
        (ArchiveQueries.recordKinds, ["a"], "sqlite_autoindex_record_keys_1"),
        (ArchiveQueries.fetch, [1], "INTEGER PRIMARY KEY"),
        (ArchiveQueries.fetches, ["a", 1], "raw_data_by_source"),
        (ArchiveQueries.fetchOfBytes, ["a", "b"], "raw_data_by_hash"),
        (ArchiveQueries.fetchesAfter, ["a", 1, 1, 1, 1, 1], "raw_data_by_source"),
        (ArchiveQueries.countFetchesAfter, ["a", 1, 1, 1, 1], "raw_data_by_source"),
        (ArchiveQueries.retain, ["a", 1], "raw_data_by_source"),
        (ArchiveQueries.mark, [1], "raw_data_by_hash"),
        (ArchiveQueries.mark, [1], "responses_by_hash"),
        (ArchiveQueries.expire, [1], "responses_by_end"),
        (ArchiveQueries.eraseRecords, ["a", "b"], "records_by_raw"),
        (ArchiveQueries.forgetBlobs, ["a", 1, "b"], "blobs_by_author"),
        (ArchiveQueries.forgetRecords, ["a", "b"], "records_by_author"),
        (ArchiveQueries.record, [1], "INTEGER PRIMARY KEY"),
        (ArchiveQueries.recordVersionsOfKey, [1], "records_by_key"),
        (ArchiveQueries.latestRecord, ["a", "b", "c"], "records_by_key"),
        (ArchiveQueries.identitiesOfBytes, ["a", "b", "c"], "records_by_raw"),
        (ArchiveQueries.recordVersions, ["a", "b", "c"], "records_by_key"),
        (ArchiveQueries.recordsAsOf, ["a", "b", 1], "records_by_key"),
        (ArchiveQueries.signal, [1], "INTEGER PRIMARY KEY"),
        (ArchiveQueries.signals, ["a", "b", 1], "signals_by_symbol"),
        (ArchiveQueries.signalOfRecord, ["a", "b", 1, 1, 0.5], "signals_by_symbol"),
        (ArchiveQueries.metrics, ["a", "b", 1], "data_quality_metrics_by_source"),
        (ArchiveQueries.chunks, [1, 1, 1, 1], "sqlite_autoindex_series_chunks_1"),
        (ArchiveQueries.lastChunk, [1], "sqlite_autoindex_series_chunks_1"),
        (ArchiveQueries.appends, [1, 10], "appends_by_series"),
    ]

    @Test("SQLite finds rows by an index and reads no growing table whole")
    func sqlite() async throws {
        try await DatabaseUnderTest.sqlite.withArchive { database in
            for (sql, values, index) in Self.statements {
                let plan = try database.writeNow { transaction in
                    try transaction.query("EXPLAIN QUERY PLAN " + sql, values)
                        .map { try $0.text(3) }
                }
                #expect(plan.contains { $0.contains(index) }, "\(sql)\n\(plan)")
                let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("blobs") }
                #expect(scans.isEmpty, "\(sql)\n\(plan)")
            }
        }
    }

    @Test("every index is one that a statement uses")
    func noOthers() async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            func indexes() throws -> Set<String> {
                try database.readNow { transaction in
                    try Set(
                        transaction.query(
                            """
                            SELECT name FROM sqlite_schema
                            WHERE type = 'index' AND sql IS NOT NULL
                            """
                        ).map { try $0.text(0) })
                }
            }
            try JobsSchema.migrator.applyNow(to: database, atNanoseconds: 0)
            let jobs = try indexes()
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
            try SignalStates.migrator.applyNow(to: database, atNanoseconds: 0)
            let used = Set(Self.statements.map(\.index))
            let others = try indexes().subtracting(jobs).subtracting(used)
            #expect(others.isEmpty)
        }
    }

    @Test(
        "PostgreSQL finds rows by an index in every month",
        .enabled(if: DatabaseUnderTest.available.contains(.postgresql)))
    func postgresql() async throws {
        try await DatabaseUnderTest.postgresql.withArchive { database in
            try database.writeNow { transaction throws in
                try Partitions.ensure(transaction, at: day(0), monthsAhead: 2)
                for table in Partitions.tables {
                    #expect(
                        try Partitions.names(transaction, of: table)
                            == ["01", "02", "03"].map { "\(table)_2024_\($0)" })
                }
                // Empty tables are read whole for being small; the question is what could be used.
                try transaction.execute("SET LOCAL enable_seqscan = off")
                for (sql, values, _) in Self.statements where !sql.contains("UPDATE blobs") {
                    let plan = try transaction.query("EXPLAIN " + sql, values)
                        .map { try $0.text(0) }
                    #expect(!plan.contains { $0.contains("Seq Scan") }, "\(sql)\n\(plan)")
                }
            }
        }
    }
}
