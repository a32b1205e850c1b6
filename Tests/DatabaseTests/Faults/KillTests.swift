import AlmanacCore
import Database
import Glibc
import Synchronization
import TestSupport
import Testing

/// Processes that are killed, and servers that go away.
@Suite(.serialized) struct KillTests {
    /// How often a writing process is killed; more by hand, through `ALMANAC_KILLS`.
    private static let kills = getenv("ALMANAC_KILLS").flatMap { Int(String(cString: $0)) } ?? 50

    /// Eight callers write and note what they were told, until the process kills itself.
    private static func writeAndDie(_ folder: String, round: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(round))
        let limit = Int.random(in: 0..<60, using: &generator)
        let database = try Database(.sqlite(path: folder + "/test.db"))
        try database.writeNow {
            try $0.run(
                script: "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, pair INTEGER)")
        }
        let notes = open(folder + "/told", O_WRONLY | O_APPEND | O_CREAT, 0o600)
        let told = Count()
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<8 {
                group.addTask {
                    for index in 0..<1_000 {
                        let id = (round * 8 + caller) * 1_000 + index
                        _ = try? await database.write { transaction in
                            // Before, between and after: a kill may come anywhere.
                            if told.value.load(ordering: .relaxed) >= limit, id % 3 == 0 {
                                kill(getpid(), SIGKILL)
                            }
                            for part in [id * 2, id * 2 + 1] {
                                try transaction.execute(
                                    "INSERT INTO t VALUES ($1, $2)",
                                    [SQLValue(part), SQLValue(id)])
                            }
                        }
                        let line = "\(id)\n"
                        _ = line.utf8CString.withUnsafeBytes {
                            write(notes, $0.baseAddress, $0.count - 1)
                        }
                        if told.value.add(1, ordering: .relaxed).newValue >= limit, id % 3 != 0 {
                            kill(getpid(), SIGKILL)
                        }
                    }
                }
            }
        }
    }

    @Test("a process that is killed while it writes loses nothing that it was told is kept")
    func killed() async throws {
        try await withTemporaryFolder { folder in
            for round in 0..<Self.kills {
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = folder as String, round = round as Int] in
                    try await Self.writeAndDie(folder, round: round)
                }
            }
            let database = try Database(.sqlite(path: folder + "/test.db"))
            defer { database.close() }
            let (whole, parts) = try database.readNow { transaction in
                (
                    try transaction.query(
                        "SELECT pair FROM t GROUP BY pair HAVING count(*) = 2"
                    ).map { try Int($0.integer(0)) },
                    try transaction.first("SELECT count(*) FROM t")?.integer(0)
                )
            }
            #expect(parts == Int64(whole.count * 2))
            let notes = try #require(fopen(folder + "/told", "r"))
            defer { fclose(notes) }
            var told: Set<Int> = []
            var line = [CChar](repeating: 0, count: 64)
            while fgets(&line, 64, notes) != nil {
                let bytes = line.prefix { $0 != 10 && $0 != 0 }.map { UInt8(bitPattern: $0) }
                if let id = Int(String(decoding: bytes, as: UTF8.self)) { told.insert(id) }
            }
            #expect(told.count >= Self.kills)
            #expect(told.isSubset(of: Set(whole)))
        }
    }

    @Test(
        "a PostgreSQL that crashes and comes back has all that was committed, and is used again",
        .enabled(if: TemporaryPostgres.shared != nil, "PostgreSQL cannot be started"))
    func serverCrashes() async throws {
        let server = try TemporaryPostgres()
        defer { server.remove() }
        let location = try await server.makeDatabase()
        var options = Database.Options()
        // A busy machine may take long to start a server.
        options.attempts = 20
        let database = try Database(location, options)
        defer { database.close() }
        try database.writeNow {
            try $0.run(script: "CREATE TABLE t (id BIGINT PRIMARY KEY, part BIGINT)")
        }
        var heard = database.notifications("news").makeAsyncIterator()
        #expect(await heard.next()?.payload == "")
        let (isOver, written) = (Count(), Count())
        let outcomes = await withTaskGroup(of: [Int: DatabaseFailure?].self) { group in
            for caller in 0..<6 {
                group.addTask {
                    var outcomes: [Int: DatabaseFailure?] = [:]
                    var id = caller
                    while isOver.value.load(ordering: .relaxed) == 0 {
                        do {
                            let row = id
                            try await database.write {
                                try $0.execute("INSERT INTO t VALUES ($1, 0)", [SQLValue(row)])
                            }
                            written.value.add(1, ordering: .relaxed)
                            outcomes.updateValue(nil, forKey: id)
                        } catch {
                            let failure = (error as? AlmanacError)?.databaseFailure
                            #expect(failure == .outcomeUnknown, "\(error)")
                            outcomes[id] = failure ?? .statement
                        }
                        id += 6
                    }
                    return outcomes
                }
            }
            // Ten rows are written before each crash and after the last, however slow the machine.
            for crash in 0..<4 {
                while written.value.load(ordering: .relaxed) < 10 * (crash + 1) {
                    try? await Task.sleep(for: .milliseconds(20))
                }
                guard crash < 3 else { break }
                try? server.stop(immediately: true)
                try? server.start()
            }
            isOver.value.store(1, ordering: .relaxed)
            return await group.reduce(into: [:]) { $0.merge($1) { old, _ in old } }
        }
        let told = outcomes.filter { $0.value == nil }.keys
        let found = try database.readNow {
            try Set($0.query("SELECT id FROM t").map { try Int($0.integer(0)) })
        }
        #expect(told.count >= 40)
        #expect(Set(told).isSubset(of: found))
        // The listener listens again and says so. What is sent before that reaches nobody, so it
        // is sent until it is heard.
        let calling = Task {
            while !Task.isCancelled {
                try? await database.write { try $0.notify("news", "again") }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { calling.cancel() }
        var next = await heard.next()
        while next?.payload == "" { next = await heard.next() }
        #expect(next?.payload == "again")
    }
}

/// A number that tasks share.
final class Count: Sendable {
    let value = Atomic<Int>(0)
}
