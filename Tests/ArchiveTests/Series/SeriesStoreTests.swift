import AlmanacCore
import Archive
import Database
import TestSupport
import Testing
import TimeSeries

/// The series store on both databases, beside a plain list that keeps every version.
@Suite struct SeriesStoreTests {
    static let databases = DatabaseUnderTest.available
    private let store = SeriesStore()

    private func make(_ transaction: Transaction) throws -> SeriesDescription {
        try store.findOrMake(
            transaction, source: "test", slot: "prices", symbol: "ABC", frequency: .day1,
            calendar: "24/7", at: day(0))
    }

    private func rows(_ values: [(day: Int, known: Int, value: Double)]) -> SeriesRows {
        SeriesRows(
            times: values.map { day($0.day).nanoseconds },
            knownAt: values.map { day($0.known).nanoseconds }, columns: [values.map(\.value)])
    }

    @Test("a correction shows from its moment on, and never before", arguments: databases)
    func correction(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let series = try make(transaction)
                var receipt = try store.append(
                    transaction, series, columns: ["close"],
                    rows([(0, 1, 10), (1, 2, 11), (2, 3, 12)]), .history
                ) { day(100) }
                #expect(receipt.added == 3 && receipt.corrected == 0)
                receipt = try store.append(
                    transaction, series, columns: ["close"],
                    rows([(0, 1, 10), (1, 2, 11.5), (3, 4, 13)]), .history
                ) { day(110) }
                #expect((receipt.added, receipt.corrected, receipt.repeated) == (1, 1, 1))
            }
            try database.readNow { transaction throws in
                let series = try #require(try store.list(transaction).first)
                #expect(series.rowCount == 5 && series.lastTime == day(3))
                func close(_ asOf: Timestamp?) throws -> [Double] {
                    try store.read(transaction, series, .init(asOf: asOf))["close"] ?? []
                }
                #expect(try close(day(1)) == [10])
                #expect(try close(day(109)) == [10, 11, 12, 13])
                #expect(try close(day(110)) == [10, 11.5, 12, 13])
                #expect(try close(nil) == [10, 11.5, 12, 13])
                let window = SeriesStore.Window(from: day(1), through: day(2), asOf: day(3))
                #expect(try store.read(transaction, series, window)["close"] == [11, 12])
                #expect(try store.versions(transaction, series).count == 5)
            }
        }
    }

    @Test(
        "with old fetches goes what a series remembers of them, but the last and its rows",
        arguments: databases)
    func retained(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let series = try make(transaction)
                for index in 0..<30 {
                    // No fetch brought the first.
                    let raw = index == 0 ? nil : Int64(index)
                    _ = try store.append(
                        transaction, series, columns: ["close"],
                        rows([(index, index + 1, Double(index))]), .history, raw: raw
                    ) { day(index + 1) }
                }
                func last(_ count: Int64) -> [Int64?] { (0..<count).map { 29 - $0 } }
                func kept() throws -> [Int64?] {
                    try store.appends(transaction, series, limit: 100).map(\.raw)
                }
                try Bronze().retain(transaction, source: "other", since: day(100))
                #expect(try kept().count == 30)
                try Bronze().retain(transaction, source: "test", since: day(5))
                #expect(try kept() == last(26) + [nil])
                try Bronze().retain(transaction, source: "test", since: day(100))
                #expect(try kept() == last(20) + [nil])
            }
            try database.readNow { transaction throws in
                let series = try #require(try store.list(transaction).first)
                #expect(series.rowCount == 30)
                #expect(try store.read(transaction, series, .init())["close"]?.count == 30)
            }
        }
    }

    @Test("what comes live is never known before it is committed", arguments: databases)
    func live(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let frame = try database.writeNow { transaction throws in
                let series = try make(transaction)
                try store.append(
                    transaction, series, columns: ["close"], rows([(0, 1, 10), (1, 90, 11)]),
                    .live
                ) { day(50) }
                return try store.read(
                    transaction, try #require(try store.list(transaction).first))
            }
            #expect(frame.knownAt == [day(50), day(90)])
        }
    }

    @Test("a new column is missing in the rows before it", arguments: databases)
    func columns(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let series = try make(transaction)
                try store.append(
                    transaction, series, columns: ["close"], rows([(0, 1, 10)]), .history
                ) { day(9) }
                var wide = rows([(1, 2, 11)])
                wide.columns.append([500])
                try store.append(
                    transaction, series, columns: ["close", "volume"], wide, .history
                ) { day(9) }
                let now = try #require(try store.list(transaction).first)
                let frame = try store.read(transaction, now)
                #expect(frame.columnNames == ["close", "volume"])
                #expect(frame["volume"].map { $0[0].isNaN && $0[1] == 500 } == true)
                #expect(try store.read(transaction, now, columns: ["volume"]).columns.count == 1)
                #expect(throws: AlmanacError.self) {
                    try store.read(transaction, now, columns: ["clos"])
                }
            }
        }
    }

    @Test("a series of one kind does not become one of another", arguments: databases)
    func kind(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                _ = try make(transaction)
                _ = try make(transaction)
                let error = #expect(throws: AlmanacError.self) {
                    try store.findOrMake(
                        transaction, source: "test", slot: "prices", symbol: "ABC",
                        frequency: .hour1, calendar: "24/7", at: day(0))
                }
                #expect(error?.kind == .conflict)
            }
        }
    }

    @Test("any appends read as a list of all versions does", arguments: databases, 0..<12)
    func model(_ kind: DatabaseUnderTest, _ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var model = Series(empty: .numbers([]))
        var latest: [Timestamp: Double] = [:]
        try await kind.withArchive { database in
            var clock = 200
            for _ in 0..<12 {
                clock += 1
                let arrival: SeriesStore.Arrival =
                    [.stated, .history, .live][seed % 3]
                let count = Int.random(in: 0...(seed % 4 == 0 ? 900 : 40), using: &random)
                let span = seed % 4 == 0 ? 900 : 60
                var batch: [(day: Int, known: Int, value: Double)] = []
                for _ in 0..<count {
                    let time = Int.random(in: 0..<span, using: &random)
                    // Few values, so that repeats occur.
                    let value = Double(Int.random(in: 0..<3, using: &random))
                    let known =
                        arrival == .stated
                        ? Int.random(in: 0..<90, using: &random) : time % 50
                    batch.append((time, known, value))
                }
                let rows = rows(batch)
                let now = clock
                try database.writeNow { transaction throws in
                    try store.append(
                        transaction, try make(transaction), columns: ["x"], rows, arrival
                    ) { day(now) }
                }
                for row in batch {
                    try Self.add(row, to: &model, &latest, arrival, now: now)
                }
            }
            try database.readNow { transaction throws in
                let series = try #require(try store.list(transaction).first)
                for moment in [0, 20, 49, 90, 201, 206, clock] {
                    let frame = try store.read(transaction, series, .init(asOf: day(moment)))
                    let expected = model.asOf(day(moment))
                    #expect(frame.times == expected.times, "seed \(seed), as of \(moment)")
                    #expect(
                        Column.numbers(frame["x"] ?? []) == expected.values,
                        "seed \(seed), as of \(moment)")
                    let part = try store.read(
                        transaction, series,
                        .init(from: day(10), through: day(30), asOf: day(moment)))
                    let wanted = expected.times.filter { $0 >= day(10) && $0 <= day(30) }
                    #expect(part.times == wanted, "seed \(seed), as of \(moment)")
                }
            }
        }
    }

    /// What the rules say of one row, in the plainest way.
    private static func add(
        _ row: (day: Int, known: Int, value: Double), to model: inout Series,
        _ latest: inout [Timestamp: Double], _ arrival: SeriesStore.Arrival, now: Int
    ) throws {
        let time = day(row.day)
        var known = day(row.known)
        if arrival == .live { known = max(known, day(now)) }
        if arrival != .stated, let before = latest[time] {
            if before == row.value { return }
            known = max(known, day(now))
        }
        latest[time] = row.value
        try model.append(time: time, knownAt: known, value: .number(row.value))
    }
}
