package import AlmanacCore
package import Database
package import Networking
package import TimeSeries

/// What was asked of a source by a tier, and what it cost.
package struct SourceUsage: Sendable, Equatable {
    /// Requests that went out, retries and redirects included.
    package var calls = 0
    /// Answers that were kept and fresh, so that nothing went out.
    package var kept = 0
    /// Answers that the source said still hold, so that no body came.
    package var unchanged = 0
    /// Answers that were kept and served because the source failed.
    package var stale = 0
    /// Fetches that brought nothing.
    package var failures = 0
    /// Bytes of bodies as they came over the network.
    package var bytes = 0
    /// What the calls took of the source's limit, in its unit.
    package var units = 0.0
    /// Millionths of a dollar.
    package var microdollars: Int64 = 0

    /// Makes an account without entries.
    package init() {}

    /// Makes the account of one answer by how it was come by, with the bytes that came for it.
    package init(_ origin: Fetcher.Origin, bytes received: Int) {
        switch origin {
        case .network: bytes = received
        case .cache: kept = 1
        case .revalidated: (unchanged, bytes) = (1, received)
        case .stale: stale = 1
        }
    }

    /// The sum of two accounts.
    package static func + (left: SourceUsage, right: SourceUsage) -> SourceUsage {
        var sum = left
        sum.calls += right.calls
        sum.kept += right.kept
        sum.unchanged += right.unchanged
        sum.stale += right.stale
        sum.failures += right.failures
        sum.bytes += right.bytes
        sum.units += right.units
        sum.microdollars += right.microdollars
        return sum
    }

    /// The account as an object of a command's output.
    package var json: JSONObject {
        [
            "calls": .integer(calls), "from_cache": .integer(kept),
            "not_modified": .integer(unchanged), "stale": .integer(stale),
            "failures": .integer(failures), "bytes": .integer(bytes), "units": .number(units),
            "microdollars": .integer(Int(microdollars)),
        ]
    }

    /// Adds to the account of a source, a tier and the day (UTC) of a moment.
    package func add(
        _ transaction: Transaction, source: String, tier: SourceTier, at now: Timestamp
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO source_usage (source, tier, day, calls, kept, unchanged, stale, failures,
                bytes, units, microdollars)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (source, tier, day) DO UPDATE SET
                calls = source_usage.calls + excluded.calls,
                kept = source_usage.kept + excluded.kept,
                unchanged = source_usage.unchanged + excluded.unchanged,
                stale = source_usage.stale + excluded.stale,
                failures = source_usage.failures + excluded.failures,
                bytes = source_usage.bytes + excluded.bytes,
                units = source_usage.units + excluded.units,
                microdollars = source_usage.microdollars + excluded.microdollars
            """,
            [
                SQLValue(source), SQLValue(tier.rawValue), SQLValue(now.daysSinceEpoch),
                SQLValue(calls), SQLValue(kept), SQLValue(unchanged), SQLValue(stale),
                SQLValue(failures), SQLValue(bytes), SQLValue(units), SQLValue(microdollars),
            ])
    }

    /// The accounts by source and tier of the days from a moment's on, in order of their names.
    package static func since(
        _ transaction: Transaction, _ moment: Timestamp, source: String? = nil
    ) throws(AlmanacError) -> [(source: String, tier: String, usage: SourceUsage)] {
        try transaction.query(
            """
            SELECT source, tier, CAST(sum(calls) AS INTEGER), CAST(sum(kept) AS INTEGER),
                CAST(sum(unchanged) AS INTEGER), CAST(sum(stale) AS INTEGER),
                CAST(sum(failures) AS INTEGER), CAST(sum(bytes) AS BIGINT), sum(units),
                CAST(sum(microdollars) AS BIGINT)
            FROM source_usage WHERE day >= $1 AND ($2 = '' OR source = $2)
            GROUP BY source, tier ORDER BY source, tier
            """, [SQLValue(moment.daysSinceEpoch), SQLValue(source ?? "")]
        ).map { (row) throws(AlmanacError) in
            var usage = SourceUsage()
            usage.calls = Int(try row.integer(2))
            usage.kept = Int(try row.integer(3))
            usage.unchanged = Int(try row.integer(4))
            usage.stale = Int(try row.integer(5))
            usage.failures = Int(try row.integer(6))
            usage.bytes = Int(try row.integer(7))
            usage.units = try row.optionalReal(8) ?? 0
            usage.microdollars = try row.integer(9)
            return (try row.text(0), try row.text(1), usage)
        }
    }
}
