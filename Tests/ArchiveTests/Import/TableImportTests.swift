import AlmanacCore
import Archive
import Database
import TestSupport
import Testing
import TimeSeries

/// A person's own tables: how they come to be known, and what a second import does.
@Suite struct TableImportTests {
    private static let prices = """
        date,close
        2024-01-02,100
        2024-01-03,101
        2024-01-05,102
        2024-01-08,103
        2024-01-09,104
        2024-01-10,105
        """

    private func run(
        _ database: Database, _ text: String, _ rule: String? = nil, now: Timestamp = day(30),
        _ change: (inout TableImport) -> Void = { _ in }
    ) throws -> (TableImport.Outcome, Frame) {
        var table = TableImport(source: "mine", symbol: "ABC")
        table.calendar = .newYork
        table.rule = try rule.map { (text) throws(AlmanacError) in try KnownAtRule(text) }
        change(&table)
        let outcome = try table.run(
            database, Array(text.utf8), name: "abc.csv", bronze: Bronze(), now: { now })
        let frame = try database.readNow { try SeriesStore().versions($0, outcome.series) }
        return (outcome, frame)
    }

    @Test("a bar is known at its close, or by the rule that a person gives")
    func rules() async throws {
        let cases: [(String?, String)] = [
            (nil, "2024-01-02T21:00:00Z"), ("close", "2024-01-02T21:00:00Z"),
            ("next-open", "2024-01-03T14:30:00Z"), ("+1d", "2024-01-03T00:00:00Z"),
            ("+36h", "2024-01-03T12:00:00Z"), ("2024-02-01", "2024-02-01T00:00:00Z"),
        ]
        for (rule, moment) in cases {
            try await DatabaseUnderTest.sqlite.withArchive { database in
                let (outcome, frame) = try run(database, Self.prices, rule)
                #expect(outcome.receipt.added == 6 && outcome.series.frequency == .day1)
                #expect(frame.knownAt?[0].iso8601 == moment, "\(rule ?? "none")")
                #expect(frame["close"] == [100, 101, 102, 103, 104, 105])
            }
        }
    }

    @Test("a rule that would show a bar before its close is refused, and nothing is stored")
    func early() async throws {
        try await DatabaseUnderTest.sqlite.withArchive { database in
            let error = #expect(throws: AlmanacError.self) {
                try run(database, Self.prices, "+1h")
            }
            #expect(error?.kind == .validation)
            try database.readNow { transaction throws in
                #expect(try SeriesStore().list(transaction).isEmpty)
                #expect(
                    try transaction.first("SELECT COUNT(*) FROM raw_data")?.integer(0) == 0)
            }
        }
    }

    @Test("observations need a column or a rule that says when they were published")
    func observations() async throws {
        let text = """
            quarter_end,eps,filed
            2023-09-30,1.46,2023-11-02
            2023-12-31,2.18,2024-02-01
            """
        try await DatabaseUnderTest.sqlite.withArchive { database in
            func quarterly(_ table: inout TableImport) {
                table.frequency = .quarterly
                table.slot = "earnings"
                table.options.timeColumn = "quarter_end"
            }
            let error = #expect(throws: AlmanacError.self) {
                try run(database, text, nil, quarterly)
            }
            #expect(error?.kind == .validation)
            let missing = #expect(throws: AlmanacError.self) {
                try run(database, text, "published", quarterly)
            }
            #expect(missing?.kind == .schemaMismatch)
            let (_, frame) = try run(database, text, "filed", quarterly)
            #expect(frame.knownAt?.map(\.dateText) == ["2023-11-02", "2024-02-01"])
            #expect(frame.columnNames == ["eps"])
        }
    }

    @Test("a corrected file adds versions that are known from its import")
    func corrected() async throws {
        try await DatabaseUnderTest.sqlite.withArchive { database in
            let (first, _) = try run(database, Self.prices)
            let (again, _) = try run(database, Self.prices)
            #expect(again.receipt.repeated == 6 && again.receipt.added == 0)
            var text = Self.prices.split(separator: "\n").map(String.init)
            text[2] = "2024-01-03,101.5"
            text.append("2024-01-11,106")
            let (outcome, frame) = try run(
                database, text.joined(separator: "\n"), now: day(40)
            ) { $0.calendar = nil }
            #expect(outcome.receipt.corrected == 1 && outcome.receipt.added == 1)
            #expect(outcome.series.calendar == "XNYS")
            #expect(frame.count == 8)
            try database.readNow { transaction throws in
                let then = try SeriesStore().read(
                    transaction, outcome.series, .init(asOf: day(39)))
                #expect(then["close"]?[1] == 101)
                let now = try SeriesStore().read(transaction, outcome.series)
                #expect(now["close"]?[1] == 101.5)
                #expect(now.knownAt?[1] == day(40))
                // The bytes of both files are there.
                let way = try Lineage(transaction, .fetch(first.raw))
                let hash = try #require(way.bytes?.hash)
                #expect(try Bronze().bytes(transaction, hash) == Array(Self.prices.utf8))
                #expect(try Bronze().fetches(transaction, source: "mine").count == 3)
                #expect(try Sources.find(transaction, "mine")?.tier == "file")
            }
            let check = try ArchiveCheck(database, Bronze())
            #expect(check.faults.isEmpty && check.rows == 8 && check.blobs == 2)
        }
    }

    @Test("a check lists what is damaged")
    func check() async throws {
        try await DatabaseUnderTest.sqlite.withArchive { database in
            _ = try run(database, Self.prices)
            try database.writeNow { transaction throws in
                try transaction.execute(
                    "UPDATE series_chunks SET bytes = $1", [.blob([1, 2, 3])])
                try transaction.execute("UPDATE blobs SET bytes = $1", [.blob([1, 2, 3])])
            }
            let check = try ArchiveCheck(database, Bronze())
            #expect(check.faults.count == 3, "\(check.faults)")
            #expect(throws: AlmanacError.self) { try run(database, Self.prices) }
        }
    }

    @Test(
        "rules are read",
        arguments: [
            ("close", KnownAtRule.close), ("next-open", .nextOpen),
            ("+2m", .after(120_000_000_000)), ("filed", .column("filed")),
            ("2024-01-01", .moment(day(0))), ("+x", nil), ("+1w", nil), ("+", nil), ("+-1d", nil),
        ])
    func reading(_ text: String, _ rule: KnownAtRule?) {
        #expect((try? KnownAtRule(text)) == rule)
    }
}
