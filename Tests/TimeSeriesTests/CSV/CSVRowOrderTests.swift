import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVRowOrderTests {
    @Test("bars out of order are refused, and sorted only when asked for")
    func unsorted() throws {
        let text = "date,close\n2024-01-02,1\n2024-01-04,3\n\n2024-01-03,2\n"
        let error = try readError(text)
        #expect(error.message.contains("line 5 has 2024-01-03 after line 3 has 2024-01-04"))
        #expect(error.suggestion?.contains("sort") == true)
        let table = try read(text) { $0.sort = true }
        #expect(table.frame["close"] == [1, 2, 3] && table.reorderedRows == 2)
    }

    @Test("a file from newest to oldest is turned round, and says so")
    func newestFirst() throws {
        let table = try read("date,close\n2024-01-04,3\n2024-01-03,2\n2024-01-02,1\n")
        #expect(table.frame["close"] == [1, 2, 3] && table.reorderedRows == 2)
        #expect(table.notes == ["2 rows were put in time order"])
    }

    @Test("of rows with one time the last in the file counts, also when sorted")
    func duplicates() throws {
        let text = "date,close\n2024-01-02,1\n2024-01-02,2\n2024-01-03,3\n2024-01-03,4\n"
        let table = try read(text)
        #expect(table.frame["close"] == [2, 4] && table.duplicateRows == 2)
        let back = try read("date,close\n2024-01-03,3\n2024-01-03,4\n2024-01-02,1\n")
        #expect(back.frame["close"] == [1, 4] && back.duplicateRows == 1)
    }

    @Test("revisions of one time are kept, and only equal ones replace each other")
    func revisions() throws {
        let table = try read(
            """
            date,known_at,eps
            2024-03-31,2024-05-10,1.1
            2024-03-31,2024-05-01,1.0
            2024-03-31,2024-05-10,1.2
            """)
        #expect(table.frame["eps"] == [1.0, 1.2] && table.duplicateRows == 1)
        #expect(table.frame.knownAt?.map(\.dateText) == ["2024-05-01", "2024-05-10"])
    }

    @Test("sorting and dropping repeats agrees with doing so the slow way")
    func agreesWithNaive() throws {
        let seed: UInt64 = 77
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 1...30, using: &generator)
            let rows = (0..<count).map { index in
                (
                    time: Int.random(in: 1_000_000_000...1_000_000_009, using: &generator),
                    known: Int.random(in: 1_100_000_000...1_100_000_002, using: &generator),
                    value: Double(index)
                )
            }
            let text = rows.map { "\($0.time),\($0.known),\(Int($0.value))" }
            let table = try read("ts,known_at,x\n" + text.joined(separator: "\n"))
            var last: [[Int]: Double] = [:]
            for row in rows { last[[row.time, row.known]] = row.value }
            let expected = last.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
            #expect(table.frame["x"] == expected, "seed \(seed)")
            #expect(table.duplicateRows == count - expected.count, "seed \(seed)")
        }
    }
}
