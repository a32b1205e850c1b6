package import AlmanacCore
package import Database
package import TimeSeries

extension SeriesStore {
    /// How the moments of becoming known are come by.
    package enum Arrival: Sendable {
        /// The source says when each version of a row became known, and is taken at its word.
        case stated
        /// Rows carry the moment at which a first version was known, by a rule; another value for
        /// a time that is there is a correction, known from its arrival at the earliest.
        case history
        /// Rows come as they happen; none counts as known before it is committed.
        case live
    }

    /// What an append did.
    package struct Receipt: Sendable, Equatable {
        /// Rows of times that were not there.
        package var added = 0
        /// Rows that say something else of a time that was there.
        package var corrected = 0
        /// Rows that say nothing new, and were not stored.
        package var repeated = 0
        /// The first and the last time among the rows stored.
        package var times: ClosedRange<Timestamp>?

        /// Makes an empty receipt.
        package init() {}
    }

    /// Adds rows, of which times may repeat, come late, and stand in any order.
    ///
    /// - Parameters:
    ///   - columns: The names of the rows' columns; new ones are added to the series.
    ///   - raw: The fetch that brought the rows.
    ///   - now: The clock; asked once the series is locked, so that no reader can have seen a
    ///     later moment without these rows.
    /// - Complexity: O(n) for rows after all others, else the chunks that their times touch are
    ///   read.
    @discardableResult
    package func append(
        _ transaction: Transaction, _ series: SeriesDescription, columns: [String],
        _ rows: SeriesRows, _ arrival: Arrival, raw: Int64? = nil, now: () -> Timestamp
    ) throws(AlmanacError) -> Receipt {
        // Writing the row first makes later writers of this series wait.
        try transaction.execute(
            "UPDATE series SET row_count = row_count WHERE id = $1", [SQLValue(series.id)])
        guard
            let row = try transaction.first(
                SeriesDescription.selection + " WHERE id = $1", [SQLValue(series.id)])
        else { throw AlmanacError(.notFound, "the series \(series.name) is gone") }
        var current = try SeriesDescription(row)
        let moment = now()
        current.columns += columns.filter { !current.columns.contains($0) }
        let placed = Self.place(rows, columns, in: current.columns)
        var (fresh, receipt) = try sift(transaction, current, placed, arrival, moment)
        if arrival == .live {
            for index in fresh.knownAt.indices {
                fresh.knownAt[index] = max(fresh.knownAt[index], moment.nanoseconds)
            }
        }
        if let first = fresh.times.min(), let last = fresh.times.max() {
            receipt.times = Timestamp(nanoseconds: first)...Timestamp(nanoseconds: last)
        }
        try store(transaction, current, fresh)
        let last = receipt.times.map { max($0.upperBound, current.lastTime ?? $0.upperBound) }
        try transaction.execute(
            """
            UPDATE series SET columns = $2, row_count = row_count + $3, last_time = $4,
                appended_at = $5
            WHERE id = $1
            """,
            [
                SQLValue(series.id), SQLValue(current.columns.joined(separator: "\n")),
                SQLValue(fresh.count), SQLValue((last ?? current.lastTime)?.nanoseconds),
                SQLValue(moment.nanoseconds),
            ])
        let append = Append(storedAt: moment, receipt: receipt, raw: raw)
        if fresh.count > 0 { try remember(transaction, series, append) }
        return receipt
    }

    /// Rows with one column for each of the series', in its order.
    private static func place(
        _ rows: SeriesRows, _ names: [String], in all: [String]
    ) -> SeriesRows {
        if names == all { return rows }
        let missing = [Double](repeating: .nan, count: rows.count)
        return SeriesRows(
            times: rows.times, knownAt: rows.knownAt,
            columns: all.map { name in
                names.firstIndex(of: name).map { rows.columns[$0] } ?? missing
            })
    }

    // MARK: - What is new

    /// The rows that say something new, with the moments from which they are known.
    private func sift(
        _ transaction: Transaction, _ series: SeriesDescription, _ rows: SeriesRows,
        _ arrival: Arrival, _ moment: Timestamp
    ) throws(AlmanacError) -> (SeriesRows, Receipt) {
        var receipt = Receipt()
        guard let first = rows.times.min(), let last = rows.times.max() else {
            return (rows, receipt)
        }
        let isAfterAll = series.lastTime.map { first > $0.nanoseconds } ?? true
        if isAfterAll, Self.isAscending(rows.times) {
            receipt.added = rows.count
            return (rows, receipt)
        }
        var known = SeriesRows(count: 0, columns: series.columns.count)
        if !isAfterAll {
            let window = Window(
                from: Timestamp(nanoseconds: first), through: Timestamp(nanoseconds: last))
            known = try arrivals(transaction, series, columns: series.columns, window)
        }
        var sieve = SeriesSieve(known, isStated: arrival == .stated)
        var kept: [Int32] = []
        var result = rows
        for row in 0..<rows.count {
            switch sieve.add(&result, row, correctionsFrom: moment.nanoseconds) {
            case .new: receipt.added += 1
            case .correction: receipt.corrected += 1
            case .repeated:
                receipt.repeated += 1
                continue
            }
            kept.append(Int32(row))
        }
        return (kept.count == rows.count ? result : result.gathering(kept), receipt)
    }

    private static func isAscending(_ times: [Int64]) -> Bool {
        for index in times.indices.dropFirst() where times[index] <= times[index - 1] {
            return false
        }
        return true
    }

    // MARK: - Chunks

    /// Fills the last chunk and makes further ones.
    private func store(
        _ transaction: Transaction, _ series: SeriesDescription, _ fresh: SeriesRows
    ) throws(AlmanacError) {
        if fresh.count == 0 { return }
        var rows = fresh
        var number: Int64 = 0
        if let last = try transaction.first(
            ArchiveQueries.lastChunk, [SQLValue(series.id)])
        {
            number = try last.integer(0) + 1
            let count = Int(try last.integer(1))
            if count < ChunkFormat.rows {
                number -= 1
                rows = SeriesRows(count: count, columns: series.columns.count)
                _ = try ChunkDecoder().read(
                    try last.blob(2), columns: Array(series.columns.indices), into: &rows, at: 0)
                rows.append(fresh)
            }
        }
        let encoder = ChunkEncoder(level: level)
        var start = 0
        while start < rows.count {
            let range = start..<min(start + ChunkFormat.rows, rows.count)
            try put(transaction, series.id, number, rows, range, encoder.encode(rows, range))
            number += 1
            start = range.upperBound
        }
    }

    private func put(
        _ transaction: Transaction, _ series: Int64, _ number: Int64, _ rows: SeriesRows,
        _ range: Range<Int>, _ bytes: [UInt8]
    ) throws(AlmanacError) {
        let times = rows.times[range]
        try transaction.execute(
            """
            INSERT INTO series_chunks (series, number, row_count, first_time, last_time,
                first_known, bytes)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (series, number) DO UPDATE SET row_count = excluded.row_count,
                first_time = excluded.first_time, last_time = excluded.last_time,
                first_known = excluded.first_known, bytes = excluded.bytes
            """,
            [
                SQLValue(series), SQLValue(number), SQLValue(range.count),
                SQLValue(times.min()), SQLValue(times.max()),
                SQLValue(rows.knownAt[range].min()), .blob(bytes),
            ])
    }
}

extension SeriesRows {
    /// Adds the rows of another with as many columns.
    mutating func append(_ other: SeriesRows) {
        precondition(other.columns.count == columns.count, "rows of equal width")
        times += other.times
        knownAt += other.knownAt
        for index in columns.indices { columns[index] += other.columns[index] }
    }
}
