import AlmanacCore
import Database
import Synchronization
import TestSupport
import Testing

/// What is left when the power goes at any moment: all that was committed, nothing else, whole.
@Suite struct PowerLossTests {
    private static let path = "test.db"

    private func open(_ disk: SimulatedDisk, isDurable: Bool = true) throws -> Database {
        var options = Database.Options()
        options.fileSystem = disk.name
        options.isDurable = isDurable
        // Small, so that the log is merged into the file often.
        options.checkpointPages = 12
        return try Database(.sqlite(path: Self.path), options)
    }

    /// One transaction: some rows that belong together, and a counter.
    private static func add(_ batch: Int, rows: Int, size: Int) -> (Transaction) throws -> Void {
        { transaction in
            for part in 0..<rows {
                try transaction.execute(
                    "INSERT INTO parts (batch, part, bytes) VALUES ($1, $2, $3)",
                    [
                        SQLValue(batch), SQLValue(part),
                        .blob([UInt8](repeating: UInt8(truncatingIfNeeded: batch), count: size)),
                    ])
            }
            try transaction.execute(
                "INSERT INTO batches (batch, parts) VALUES ($1, $2)",
                [SQLValue(batch), SQLValue(rows)])
        }
    }

    private static let tables = """
        CREATE TABLE IF NOT EXISTS parts (
            batch INTEGER, part INTEGER, bytes BLOB, PRIMARY KEY (batch, part));
        CREATE TABLE IF NOT EXISTS batches (batch INTEGER PRIMARY KEY, parts INTEGER);
        CREATE INDEX IF NOT EXISTS parts_by_bytes ON parts (bytes);
        """

    /// The batches that are there; records an issue for one that is not whole.
    private func batches(_ database: Database, seed: UInt64) throws -> Set<Int> {
        try database.readNow { transaction in
            let check = try transaction.query("PRAGMA integrity_check")
            #expect(check.map { $0[0] } == ["ok"], "seed \(seed)")
            let torn = try transaction.query(
                """
                SELECT batch FROM parts GROUP BY batch
                HAVING count(*) IS NOT (SELECT parts FROM batches b WHERE b.batch = parts.batch)
                """)
            #expect(torn.isEmpty, "seed \(seed)")
            return try Set(
                transaction.query("SELECT batch FROM batches").map { try Int($0.integer(0)) })
        }
    }

    @Test("what was committed is there, and nothing in part, at 300 moments", arguments: 0..<100)
    func moments(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let disk = SimulatedDisk(seed: seed)
        var expected: Set<Int> = []
        var batch = 0
        for _ in 0..<3 {
            disk.cutPower(afterChanges: Int.random(in: 0..<400, using: &generator))
            var doubtful: Int?
            do {
                let database = try open(disk)
                defer { database.close() }
                try database.writeNow { try $0.run(script: Self.tables) }
                while !disk.isPlanDone {
                    batch += 1
                    doubtful = batch
                    let rows = Int.random(in: 1...4, using: &generator)
                    let size = Int.random(in: 0...3_000, using: &generator)
                    try database.writeNow(Self.add(batch, rows: rows, size: size))
                    expected.insert(batch)
                    doubtful = nil
                }
            } catch let error as AlmanacError {
                #expect(error.kind == .dataFetch, "seed \(seed): \(error.message)")
            }
            let database = try open(disk)
            defer { database.close() }
            try database.writeNow { try $0.run(script: Self.tables) }
            let found = try batches(database, seed: seed)
            #expect(expected.isSubset(of: found), "seed \(seed)")
            // What was in the middle of its commit is there or is not.
            #expect(found.subtracting(expected).isSubset(of: [doubtful ?? 0]), "seed \(seed)")
            expected = found
        }
    }

    @Test("every caller of a group that was told so finds its rows", arguments: 0..<20)
    func groups(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let disk = SimulatedDisk(seed: seed)
        let first = try open(disk)
        try first.writeNow { try $0.run(script: Self.tables) }
        disk.cutPower(afterChanges: Int.random(in: 20..<600, using: &generator))
        let told = await withTaskGroup(of: [Int].self) { group in
            for caller in 0..<12 {
                group.addTask {
                    var told: [Int] = []
                    for index in 0..<100 {
                        let batch = caller * 1_000 + index + 1
                        let add: @Sendable (Transaction) throws -> Void = {
                            try Self.add(batch, rows: 2, size: 200)($0)
                        }
                        guard (try? await first.write(add)) != nil else { break }
                        told.append(batch)
                    }
                    return told
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        first.close()
        disk.cutPower()
        let second = try open(disk)
        defer { second.close() }
        let found = try batches(second, seed: seed)
        #expect(Set(told).isSubset(of: found), "seed \(seed)")
    }

    @Test("without syncs something is lost, so that these tests can tell")
    func lossy() throws {
        var lost = 0
        for seed in UInt64(0)..<20 {
            let disk = SimulatedDisk(seed: seed)
            let first = try open(disk, isDurable: false)
            try first.writeNow { try $0.run(script: Self.tables) }
            for batch in 1...5 { try first.writeNow(Self.add(batch, rows: 2, size: 100)) }
            disk.cutPower()
            first.close()
            let second = try? open(disk)
            defer { second?.close() }
            let count = try? second?.readNow {
                try $0.query("SELECT batch FROM batches").count
            }
            if count != 5 { lost += 1 }
        }
        #expect(lost > 0)
    }

    @Test("one sync serves a whole group")
    func syncs() async throws {
        let disk = SimulatedDisk(seed: 1)
        let database = try open(disk)
        try database.writeNow { try $0.run(script: Self.tables) }
        let before = disk.syncs
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The first work holds the writer until all the rest has come.
            let isFull = Count()
            group.addTask {
                try await database.write { _ in
                    while isFull.value.load(ordering: .acquiring) == 0 { try pause() }
                }
            }
            for batch in 1...500 {
                group.addTask {
                    try await database.write { try Self.add(batch, rows: 1, size: 1)($0) }
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            isFull.value.store(1, ordering: .releasing)
            try await group.waitForAll()
        }
        #expect(disk.syncs - before < 250)
        database.close()
    }

    private func pause() throws { try Task.checkCancellation() }
}
