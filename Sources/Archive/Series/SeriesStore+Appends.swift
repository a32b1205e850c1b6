package import AlmanacCore
package import Database
package import TimeSeries

extension SeriesStore {
    /// How many appends of a series are kept, however old they are.
    package static let keptAppends = 20

    /// Rows that came together, and the fetch that brought them.
    package struct Append: Sendable, Equatable {
        /// When they were stored.
        package var storedAt: Timestamp
        /// What they were.
        package var receipt: Receipt
        /// The fetch; nil for rows that none brought.
        package var raw: Int64?
    }

    /// The last appends of a series that stored something, the newest first.
    package func appends(
        _ transaction: Transaction, _ series: SeriesDescription, limit: Int
    ) throws(AlmanacError) -> [Append] {
        try transaction.query(
            ArchiveQueries.appends, [SQLValue(series.id), SQLValue(limit)]
        ).map { (row) throws(AlmanacError) in
            var receipt = Receipt()
            receipt.added = Int(try row.integer(1))
            receipt.corrected = Int(try row.integer(2))
            receipt.repeated = Int(try row.integer(3))
            if let first = try row.optionalInteger(4), let last = try row.optionalInteger(5) {
                receipt.times = Timestamp(nanoseconds: first)...Timestamp(nanoseconds: last)
            }
            return Append(
                storedAt: Timestamp(nanoseconds: try row.integer(0)), receipt: receipt,
                raw: try row.optionalInteger(6))
        }
    }

    /// Keeps when rows came, and from where.
    func remember(
        _ transaction: Transaction, _ series: SeriesDescription, _ append: Append
    ) throws(AlmanacError) {
        let receipt = append.receipt
        try transaction.execute(
            """
            INSERT INTO appends (series, stored_at, added, corrected, repeated, first_time,
                last_time, raw)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                SQLValue(series.id), SQLValue(append.storedAt.nanoseconds),
                SQLValue(receipt.added), SQLValue(receipt.corrected), SQLValue(receipt.repeated),
                SQLValue(receipt.times?.lowerBound.nanoseconds),
                SQLValue(receipt.times?.upperBound.nanoseconds), SQLValue(append.raw),
            ])
    }
}
