import AlmanacCore
import Archive
import Database
import Glibc
import Measuring
import TimeSeries

/// The store on a durable SQLite file, beside the plain way: a row for each value.
struct StoreFigures {
    let folder: String
    private let moment = Timestamp(nanoseconds: 1_750_000_000_000_000_000)

    private func fresh(_ name: String) throws -> (database: Database, path: String) {
        let path = "\(folder)/\(name).db"
        for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
        return (try Database(.sqlite(path: path)), path)
    }

    private func fileSize(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Real data of every group in the store and in the plain table.
    func printSizes(_ all: [RealSeries]) throws {
        for group in Set(all.map(\.group)).sorted() {
            let series = all.filter { $0.group == group }
            let (archive, archivePath) = try fresh("archive")
            try ArchiveSchema.migrator.applyNow(to: archive, atNanoseconds: 0)
            archive.close()
            let empty = fileSize(archivePath)
            let again = try Database(.sqlite(path: archivePath))
            for one in series { try append(one.rows, to: again, name: one.name) }
            again.close()
            let (rows, rowsPath) = try fresh("rows")
            try makeRows(rows)
            for (number, one) in series.enumerated() {
                try rows.writeNow { try insert(one.rows, series: number, $0) }
            }
            rows.close()
            let (packed, plain) = (fileSize(archivePath) - empty, fileSize(rowsPath))
            print(
                "\(group): archive file \(packed), row store \(plain), ratio"
                    + " \(rounded(Double(packed) / Double(plain), 3))")
        }
    }

    /// A million rows of one series: five columns by the hour, and one column by the minute.
    func printSpeeds(_ hours: SeriesRows, _ minutes: SeriesRows) throws {
        for (name, rows) in [("five columns", hours), ("one column", minutes)] {
            let (archive, _) = try fresh("archive")
            try ArchiveSchema.migrator.applyNow(to: archive, atNanoseconds: 0)
            let (write, writeCPU) = try timed { try append(rows, to: archive, name: name) }
            let series = try archive.readNow { try SeriesStore().list($0) }
            let read = try best {
                _ = try archive.readNow { try SeriesStore().read($0, series[0]) }
            }
            archive.close()
            let (plain, _) = try fresh("rows")
            try makeRows(plain)
            let (plainWrite, plainCPU) = try timed {
                try plain.writeNow { try insert(rows, series: 1, $0) }
            }
            let plainRead = try best {
                let sums = try plain.readNow { transaction in
                    var values: [Double] = []
                    try transaction.forEach(
                        "SELECT time, known_at, value FROM points WHERE series = 1 AND field = 0"
                            + " ORDER BY time"
                    ) { values.append(try $0.real(2)) }
                    return values.count
                }
                precondition(sums == rows.count)
            }
            plain.close()
            let count = Double(rows.count)
            let values = count * Double(rows.columns.count)
            print(
                "\(name), \(rows.count) rows: ingest \(rounded(count / write / 1e6, 2)) M rows/s"
                    + " (processor time: \(rounded(count / writeCPU / 1e6, 2))), as-of read"
                    + " \(rounded(values / read / 1e6, 1)) M values/s; plain way: ingest"
                    + " \(rounded(count / plainWrite / 1e6, 2)) M rows/s"
                    + " (\(rounded(count / plainCPU / 1e6, 2))), read of one column"
                    + " \(rounded(count / plainRead / 1e6, 2)) M values/s")
        }
    }

    private func append(_ rows: SeriesRows, to database: Database, name: String) throws {
        _ = try database.writeNow { transaction in
            let store = SeriesStore()
            let series = try store.findOrMake(
                transaction, source: "bench", slot: "prices", symbol: name, frequency: .hour1,
                calendar: "XNYS", at: moment)
            return try store.append(
                transaction, series, columns: rows.columns.indices.map { "c\($0)" }, rows,
                .history
            ) { moment }
        }
    }

    private func makeRows(_ database: Database) throws {
        try database.writeNow {
            try $0.run(
                script: """
                    CREATE TABLE points (series INTEGER NOT NULL, field INTEGER NOT NULL,
                        time INTEGER NOT NULL, known_at INTEGER NOT NULL, value REAL,
                        PRIMARY KEY (series, field, time, known_at)) WITHOUT ROWID;
                    """)
        }
    }

    private func insert(_ rows: SeriesRows, series: Int, _ transaction: Transaction) throws {
        for (field, column) in rows.columns.enumerated() {
            _ = try transaction.copyIn(
                table: "points", columns: ["series", "field", "time", "known_at", "value"],
                rows: (0..<rows.count).lazy.map { row in
                    [
                        SQLValue(series), SQLValue(field), SQLValue(rows.times[row]),
                        SQLValue(rows.knownAt[row]), SQLValue(column[row]),
                    ]
                })
        }
    }

    private func timed(_ body: () throws -> Void) rethrows -> (wall: Double, processor: Double) {
        let (wall, processor) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        try body()
        return (
            seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - processor
        )
    }

    private func best(_ body: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        for _ in 0..<5 { times.append(try timed(body).processor) }
        return times.min() ?? 0
    }
}
