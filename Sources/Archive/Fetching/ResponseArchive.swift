package import AlmanacCore
package import Database
package import Networking
package import TimeSeries

/// Answers of servers as an archive keeps them: bodies by content among the bronze, header fields
/// and freshness in a table, for every program that shares the database.
///
/// An answer whose bytes were erased, swept or damaged counts as never kept, so that the source is
/// asked again. Values of parameters that hold keys are not written down with its address.
package struct ResponseArchive: ResponseStore {
    private let database: Database
    private let bronze: Bronze
    private let now: @Sendable () -> Timestamp

    /// Makes a store over a database that has the archive's tables.
    package init(
        _ database: Database, _ bronze: Bronze, now: @escaping @Sendable () -> Timestamp
    ) {
        (self.database, self.bronze, self.now) = (database, bronze, now)
    }

    package func load(_ key: String) async throws -> KeptResponse? {
        try await database.read { [bronze] transaction -> KeptResponse? in
            guard let row = try transaction.first(ArchiveQueries.response, [SQLValue(key)]),
                let url = WebURL(try row.text(1))
            else { return nil }
            let body: [UInt8]
            do {
                body = try bronze.bytes(transaction, try row.text(0))
            } catch let error as AlmanacError {
                guard error.kind == .notFound || error.kind == .dataFetch else { throw error }
                return nil
            }
            return try Self.kept(row, url, body)
        }
    }

    package func save(_ response: KeptResponse, _ key: String) async throws {
        let prepared = try await bronze.preparing(response.response.body)
        let now = now()
        try await database.write { [bronze] transaction in
            try bronze.keep(transaction, prepared, at: now)
            try Self.write(transaction, response, key, prepared.hash)
        }
    }

    package func remove(_ key: String) async throws {
        try await database.write {
            _ = try $0.execute("DELETE FROM responses WHERE key = $1", [SQLValue(key)])
        }
    }

    /// How many answers are kept, and the bytes of their bodies; equal bodies count once.
    package static func size(
        _ transaction: Transaction
    ) throws(AlmanacError) -> (answers: Int, bytes: Int) {
        let row = try transaction.first(
            """
            SELECT (SELECT count(*) FROM responses), CAST((SELECT coalesce(sum(byte_count), 0)
                FROM blobs WHERE hash IN (SELECT hash FROM responses)) AS INTEGER)
            """)
        guard let row else { return (0, 0) }
        return (Int(try row.integer(0)), Int(try row.integer(1)))
    }

    private static func kept(
        _ row: Row, _ url: WebURL, _ body: [UInt8]
    ) throws(AlmanacError) -> KeptResponse {
        var headers = HTTPHeaders()
        for field in try StoredJSON.value(row, 3).arrayValue ?? [] {
            guard let pair = field.arrayValue, pair.count == 2,
                let name = pair[0].stringValue, let value = pair[1].stringValue
            else {
                continue
            }
            headers.append(name, value)
        }
        let status = Int(try row.integer(2))
        let rules = CacheRules(
            status: status, headers: headers,
            received: Timestamp(nanoseconds: try row.integer(4)),
            lifetime: Int(try row.integer(6)), ageAtReceipt: Int(try row.integer(5)),
            mustRevalidate: try row.bool(8), staleIfError: Int(try row.integer(7)))
        return KeptResponse(
            response: HTTPResponse(status: status, headers: headers, body: body, url: url),
            rules: rules)
    }

    private static func write(
        _ transaction: Transaction, _ kept: KeptResponse, _ key: String, _ hash: String
    ) throws(AlmanacError) {
        // A cookie belongs to the source's jar, not to whoever is given the answer later.
        let fields = kept.response.headers.fields.filter { $0.name.lowercased() != "set-cookie" }
        try transaction.execute(
            """
            INSERT INTO responses (key, hash, url, status, headers, received_at, age, lifetime,
                stale_if_error, must_revalidate, usable_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, url = excluded.url,
                status = excluded.status, headers = excluded.headers,
                received_at = excluded.received_at, age = excluded.age,
                lifetime = excluded.lifetime, stale_if_error = excluded.stale_if_error,
                must_revalidate = excluded.must_revalidate, usable_until = excluded.usable_until
            """,
            [
                SQLValue(key), SQLValue(hash),
                SQLValue(kept.response.url.withoutKeys.description),
                SQLValue(kept.response.status),
                SQLValue(
                    JSON.array(fields.map { [.string($0.name), .string($0.value)] }).text()),
                SQLValue(kept.rules.received.nanoseconds), SQLValue(kept.rules.ageAtReceipt),
                SQLValue(kept.rules.lifetime), SQLValue(kept.rules.staleIfError),
                SQLValue(kept.rules.mustRevalidate),
                SQLValue(kept.rules.usableUntil.nanoseconds),
            ])
    }
}
