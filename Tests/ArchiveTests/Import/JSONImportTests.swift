import AlmanacCore
import Archive
import Database
import TestSupport
import Testing
import TimeSeries

/// Tables written as JSON mean what the same table means as CSV.
@Suite struct JSONImportTests {
    private func run(
        _ text: String, _ change: (inout TableImport) -> Void = { _ in }
    ) async throws -> (TableImport.Outcome, Frame) {
        var result: (TableImport.Outcome, Frame)?
        try await DatabaseUnderTest.sqlite.withArchive { database in
            var table = TableImport(source: "mine", symbol: "ABC")
            table.calendar = .newYork
            change(&table)
            let outcome = try table.run(
                database, Array(text.utf8), name: "abc.json", bronze: Bronze(), now: { day(30) })
            let frame = try database.readNow { try SeriesStore().versions($0, outcome.series) }
            result = (outcome, frame)
        }
        return try #require(result)
    }

    private static let csv = """
        Date,Close,note
        2024-01-02,100,a
        2024-01-03,,"b, c"
        2024-01-05,102.25,
        """

    @Test(
        "lines, objects and rows give what CSV gives",
        arguments: [
            """
            {"Date": "2024-01-02", "Close": 100, "note": "a"}
            {"Date": "2024-01-03", "note": "b, \\"c\\""}

            {"Date": "2024-01-05", "Close": 1.0225e2}
            """,
            """
            \u{FEFF} [{"Date": "2024-01-02", "Close": "100", "note": "a"},
              {"Date": "2024-01-03", "Close": null, "note": "b ] }"}, {"Date": "2024-01-05",
               "Close": 102.25}]
            """,
            """
            [["Date", "Close", "note"], ["2024-01-02", 100, "a\\nb"], ["2024-01-03", null, null],
             ["2024-01-05", 102.25, ""]]
            """,
        ])
    func same(_ text: String) async throws {
        let (wanted, frame) = try await run(Self.csv)
        let (found, other) = try await run(text)
        #expect(other.times == frame.times && other.knownAt == frame.knownAt)
        #expect(other.columnNames == frame.columnNames)
        let pairs = zip(other["close"] ?? [], frame["close"] ?? [])
        #expect(pairs.allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
        #expect(found.receipt.added == 3 && wanted.receipt.added == 3)
    }

    @Test("a column says from when rows were known, and parts of parts are left out with a note")
    func options() async throws {
        let text = """
            {"quarter_end": "2023-09-30", "eps": 1.46, "filed": "2023-11-02", "by": {"x": 1}}
            {"quarter_end": "2023-12-31", "eps": 2.18, "filed": "2024-02-01", "late": 5}
            """
        let (outcome, frame) = try await run(text) { table in
            table.frequency = .quarterly
            table.slot = "earnings"
            table.options.timeColumn = "quarter_end"
            table.rule = .column("filed")
        }
        #expect(frame.knownAt?.map(\.dateText) == ["2023-11-02", "2024-02-01"])
        #expect(frame["late"].map { [$0[0].isNaN, $0[1] == 5] } == [true, true])
        #expect(outcome.notes.contains("left out members with parts of their own: by"))
    }

    @Test(
        "what is no table is refused with the record",
        arguments: [
            ("{\"a\": 1", "record 1"), ("{\"time\": \"2024-01-02\"}\n7", "record 2"),
            ("[{\"time\": \"2024-01-02\"}, 7]", "record 2"), ("[", "is cut off"),
            ("[{}, {}", "is cut off"), ("[] x", "after the array"), ("[]", "holds no records"),
            ("[[\"a\", 1]]", "must name the columns"), ("[[\"time\"], [1, 2]]", "2 elements"),
            ("[{\"time\": \"2024-01-02\"} {}]", "is no JSON"),
            ("[{\"time\": \"2024-01-02\"}}]", "separated"),
            ("{\"time\": 1, \"time\": 2}", "occurs twice"), ("{\"a\": 1}", "column of times"),
            ("{\"time\": \"2024-01-02\", \"close\": 1}\n{\"time\": \"x\", \"close\": 1}", "line 2"),
            ("{\"time\": \"\(String(repeating: "x", count: 1 << 20))\"}", "longer than"),
        ])
    func refusals(_ text: String, _ part: String) async throws {
        let error = await #expect(throws: AlmanacError.self) { try await run(text) }
        #expect(error?.kind == .schemaMismatch)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }
}
