import Database
import Glibc
import Measuring

// Durable inserts through the database interface, as a queue makes them.
// usage: database-bench FILE-OR-URL [CALLERS ...]
// Each caller adds one row after the other, each in a transaction of its own; the time counts
// from the first call to the last return, after its sync. Tables named bench_… are made anew.

let words = CommandLine.arguments.dropFirst()
guard let name = words.first else {
    print("usage: database-bench FILE-OR-URL [CALLERS ...]")
    exit(2)
}
let callers = words.dropFirst().compactMap { Int($0) }
let database = try Database(DatabaseLocation(name))

let tables = Migration(
    1, "a queue's table",
    """
    DROP TABLE IF EXISTS bench_jobs;
    CREATE TABLE bench_jobs (
        id INTEGER PRIMARY KEY,
        queue TEXT NOT NULL,
        kind TEXT NOT NULL,
        unique_key TEXT,
        priority INTEGER NOT NULL,
        state TEXT NOT NULL,
        run_at INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        parameters TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX bench_jobs_key ON bench_jobs (unique_key);
    CREATE INDEX bench_jobs_ready ON bench_jobs (queue, priority, run_at)
        WHERE state = 'ready';
    DROP TABLE IF EXISTS bench_rows;
    CREATE TABLE bench_rows (id INTEGER, a REAL, b REAL, c INTEGER, name TEXT) STRICT;
    """)
try database.writeNow { try $0.run(script: tables.script($0.dialect)) }

func add(_ number: Int) -> @Sendable (Transaction) throws -> Void {
    { transaction in
        try transaction.execute(
            """
            INSERT INTO bench_jobs
            (queue, kind, unique_key, priority, state, run_at, attempt, parameters, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                "default", "historical", SQLValue("source-\(number)"), SQLValue(number % 10 + 1),
                "ready", 1_700_000_000_000_000_000, 0,
                #"{"source":"prices","symbol":"AAPL","from":"2020-01-01"}"#,
                1_700_000_000_000_000_000,
            ])
    }
}

var next = 0
for count in callers.isEmpty ? [1, 8, 64, 256, 1_024] : callers {
    let each = max(20, min(4_000, 200_000 / max(count, 16)) / (count < 16 ? 4 : 1))
    let first = next
    next += each * count
    let (start, processor) = (seconds(), processorSeconds())
    try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<count {
            group.addTask {
                for index in 0..<each {
                    try await database.write(add(first + caller * each + index))
                }
            }
        }
        try await group.waitForAll()
    }
    let rate = Double(each * count) / (seconds() - start)
    let cost = (processorSeconds() - processor) / Double(each * count) * 1e6
    print("\(count) callers: \(Int(rate)) durable inserts a second, \(Int(cost)) us each")
}

let rows = 500_000
var start = seconds()
try await database.write { (transaction: Transaction) -> Int in
    let values = (0..<rows).lazy.map { (index: Int) -> [SQLValue] in
        let ratio: Double = 1 / Double(index + 1)
        return [
            .integer(Int64(index)), .real(Double(index) * 0.1), .real(ratio),
            .integer(Int64(index * 7_919)), .text("name"),
        ]
    }
    return try transaction.copyIn(
        table: "bench_rows", columns: ["id", "a", "b", "c", "name"], rows: values)
}
print("copy in: \(Int(Double(rows) / (seconds() - start))) rows a second")
start = seconds()
let sum = try await database.read { (transaction: Transaction) -> Double in
    var sum = 0.0
    try transaction.forEach("SELECT id, a, b, c, name FROM bench_rows") { row in
        sum += try row.real(1)
        sum += try row.real(2)
    }
    return sum
}
precondition(sum > 0, "what was written is read")
print("read: \(Int(Double(rows) / (seconds() - start))) rows a second")
start = seconds()
let reads = 5_000
for index in 0..<reads {
    _ = try database.readNow {
        try $0.first("SELECT kind FROM bench_jobs WHERE id = $1", [SQLValue(index)])
    }
}
print("read one row by its key: \(Int(Double(reads) / (seconds() - start))) a second")
database.close()
