import Archive
import Database
import Jobs
import LanguageModel
import TestSupport
import Testing
import TimeSeries

/// The table of calls as both databases keep it.
@Suite struct ModelCallTableTests {
    private static let insertion = """
        INSERT INTO model_calls (called_at, provider, model, purpose, prompt, reservation)
        VALUES ($1, 'p', 'm', $2, '', 1)
        """

    /// A moment on a day of 2024.
    private static func day(_ number: Int) -> Timestamp {
        Timestamp(nanoseconds: 1_704_067_200_000_000_000)
            .advanced(byNanoseconds: Int64(number) * Timestamp.nanosecondsPerDay)
    }

    @Test("calls of several months are kept when the table gets months", arguments: databases)
    func migration(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let first = Migrator(
                component: "language_model", Array(ModelCalls.migrator.migrations.prefix(1)))
            try first.applyNow(to: database, atNanoseconds: 0)
            try database.writeNow { transaction throws in
                for number in [0, 31, 40, 80] {
                    try transaction.execute(
                        Self.insertion,
                        [SQLValue(Self.day(number).nanoseconds), "before"])
                }
            }
            #expect(try ModelCalls.migrator.applyNow(to: database, atNanoseconds: 0) == [2, 3])
            try database.writeNow { transaction throws in
                try Partitions.ensure(
                    transaction, tables: [ModelCalls.table], at: Self.day(100))
                try transaction.execute(
                    Self.insertion, [SQLValue(Self.day(100).nanoseconds), "after"])
                let sums = try ModelCalls.sums(
                    from: Self.day(0), to: Self.day(101), in: transaction)
                #expect(sums.map(\.purpose) == ["after", "before"])
                #expect(sums.map(\.calls) == [1, 4])
                let ids = try transaction.query("SELECT id FROM model_calls ORDER BY id")
                    .map { try $0.integer(0) }
                #expect(ids == [1, 2, 3, 4, 5])
                if kind == .postgresql {
                    #expect(
                        try Partitions.names(transaction, of: ModelCalls.table)
                            == ["01", "02", "03", "04"].map { "model_calls_2024_\($0)" })
                }
            }
        }
    }

    @Test(
        "retention ends calls by their source's days, in PostgreSQL by whole months",
        arguments: databases)
    func retention(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            _ = try await ModelLedger.database(database, limit: nil, now: Self.day(0))
            try database.writeNow { transaction throws in
                for number in [0, 40, 80] {
                    let moment = Self.day(number)
                    try Partitions.ensure(transaction, tables: [ModelCalls.table], at: moment)
                    try transaction.execute(Self.insertion, [SQLValue(moment.nanoseconds), "x"])
                }
            }
            func count() throws -> Int {
                try database.readNow {
                    try ModelCalls.sums(from: Self.day(0), to: Self.day(200), in: $0)
                }.first?.calls ?? 0
            }
            try ModelCalls.maintain(database, at: Self.day(90))
            #expect(try count() == 3)
            try database.writeNow { transaction throws in
                var source = try #require(try Sources.find(transaction, ModelCalls.source))
                source.retentionDays = 48
                try Sources.save(transaction, source, at: Self.day(90))
            }
            // What is older than 11 February goes: in PostgreSQL January alone.
            try ModelCalls.maintain(database, at: Self.day(90))
            #expect(try count() == (kind == .sqlite ? 1 : 2))
        }
    }

    @Test("calls are found by an index", arguments: databases)
    func plans(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            _ = try await ModelLedger.database(database, limit: nil, now: Self.day(0))
            let ending: [SQLValue] = [1, 1, "m", 1, 1, 1, 1, 1, 1, "f"]
            try database.writeNow { transaction throws in
                try Partitions.ensure(
                    transaction, tables: [ModelCalls.table], at: Self.day(0), monthsAhead: 2)
                if kind == .postgresql {
                    try transaction.execute("SET LOCAL enable_seqscan = off")
                }
                let statements: [(String, [SQLValue])] = [
                    (ModelCalls.summing, [1, 2]), (ModelCalls.summingCause, ["c"]),
                    (ModelCalls.ending, ending),
                ]
                for (sql, values) in statements {
                    let plan = try transaction.query(
                        (kind == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql, values
                    ).map { try $0.text(kind == .sqlite ? 3 : 0) }
                    #expect(
                        !plan.contains { $0.hasPrefix("SCAN") || $0.contains("Seq Scan") },
                        "\(sql)\n\(plan)")
                }
            }
        }
    }

    static let databases = DatabaseUnderTest.available
}
