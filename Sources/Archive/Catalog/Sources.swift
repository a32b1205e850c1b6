package import AlmanacCore
package import Database
package import TimeSeries

/// A source of data as the archive knows it.
package struct DataSource: Sendable, Equatable {
    /// Its name, by which everything refers to it.
    package var name: String
    /// How it is fetched: `file`, `api`, `static` and so on.
    package var tier: String
    /// What else its reader needs to know.
    package var configuration = JSONObject()
    /// How it is doing.
    package var health = SourceHealth.healthy
    /// The recipe that reads it.
    package var recipe: String?
    /// After how many days fetches end; nil keeps them.
    package var retentionDays: Int?

    /// Makes a healthy source.
    package init(name: String, tier: String) {
        self.name = name
        self.tier = tier
    }
}

/// The sources of data.
package enum Sources {
    private static let columns = "name, tier, configuration, health, recipe, retention_days"

    /// Stores a source, in place of what was known of it.
    package static func save(
        _ transaction: Transaction, _ source: DataSource, at now: Timestamp
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO data_sources (name, tier, configuration, health, recipe, retention_days,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (name) DO UPDATE SET tier = excluded.tier,
                configuration = excluded.configuration, health = excluded.health,
                recipe = excluded.recipe, retention_days = excluded.retention_days
            """,
            [
                SQLValue(source.name), SQLValue(source.tier),
                SQLValue(JSON.object(source.configuration).text()),
                SQLValue(source.health.rawValue), SQLValue(source.recipe),
                SQLValue(source.retentionDays), SQLValue(now.nanoseconds),
            ])
    }

    /// Sets how a source is doing; one that is not there or in quarantine stays as it is.
    package static func setHealth(
        _ transaction: Transaction, _ name: String, _ health: SourceHealth
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            UPDATE data_sources SET health = $2
            WHERE name = $1 AND health <> $2 AND health <> 'quarantined'
            """, [SQLValue(name), SQLValue(health.rawValue)])
    }

    /// Notes that a source failed: it is degraded, and where it was that already, down.
    ///
    /// One in quarantine stays there.
    package static func noteFailure(
        _ transaction: Transaction, _ name: String
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            UPDATE data_sources SET health = CASE health WHEN 'healthy' THEN 'degraded'
                ELSE 'down' END
            WHERE name = $1 AND health <> 'quarantined'
            """, [SQLValue(name)])
    }

    /// A source by its name, or nil where there is none.
    package static func find(
        _ transaction: Transaction, _ name: String
    ) throws(AlmanacError) -> DataSource? {
        try transaction.first(
            "SELECT \(columns) FROM data_sources WHERE name = $1", [SQLValue(name)]
        ).map { (row) throws(AlmanacError) in try source(row) }
    }

    /// Every source, by name.
    package static func list(_ transaction: Transaction) throws(AlmanacError) -> [DataSource] {
        try transaction.query("SELECT \(columns) FROM data_sources ORDER BY name")
            .map { (row) throws(AlmanacError) in try source(row) }
    }

    private static func source(_ row: Row) throws(AlmanacError) -> DataSource {
        var source = DataSource(name: try row.text(0), tier: try row.text(1))
        source.configuration = try StoredJSON.object(row, 2)
        source.health = SourceHealth(rawValue: try row.text(3)) ?? .degraded
        source.recipe = try row.optionalText(4)
        source.retentionDays = try row.optionalInteger(5).map { Int($0) }
        return source
    }
}
