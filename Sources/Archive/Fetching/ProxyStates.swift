package import AlmanacCore
package import Database
package import Networking
package import TimeSeries

/// How each proxy does at each site, for every program that shares the database.
package enum ProxyStates {
    /// The proxies with a memory that all programs share.
    package static func pool(
        _ servers: [ProxyServer], _ database: Database, now: @escaping @Sendable () -> Timestamp
    ) -> ProxyPool {
        ProxyPool(
            servers,
            load: { proxy, site in
                try await database.read { try load($0, proxy: proxy, site: site) }
            },
            note: { outcome, proxy, site in
                try await database.write {
                    _ = try note($0, outcome, proxy: proxy, site: site, at: now())
                }
            })
    }

    /// What is known of a proxy at a site.
    package static func load(
        _ transaction: Transaction, proxy: String, site: String
    ) throws(AlmanacError) -> ProxyHealth {
        let row = try transaction.first(
            "SELECT state FROM proxy_health WHERE proxy = $1 AND site = $2",
            [SQLValue(proxy), SQLValue(site)])
        guard let row else { return ProxyHealth() }
        let state = try StoredJSON.object(row, 0)
        return ProxyHealth(
            success: state["success"]?.doubleValue ?? 0.8,
            blocks: state["blocks"]?.doubleValue ?? 0, latency: state["latency"]?.doubleValue,
            failuresInRow: state["failures_in_row"]?.intValue ?? 0,
            restsUntil: state["rests_until"]?.intValue.map { Timestamp(nanoseconds: Int64($0)) })
    }

    /// Notes what came of an exchange, and returns what is known now.
    @discardableResult
    package static func note(
        _ transaction: Transaction, _ outcome: ProxyHealth.Outcome, proxy: String, site: String,
        at now: Timestamp
    ) throws(AlmanacError) -> ProxyHealth {
        // Writing the row first makes others that note wait.
        try transaction.execute(
            """
            INSERT INTO proxy_health (proxy, site, state, changed_at) VALUES ($1, $2, '{}', $3)
            ON CONFLICT (proxy, site) DO UPDATE SET changed_at = excluded.changed_at
            """, [SQLValue(proxy), SQLValue(site), SQLValue(now.nanoseconds)])
        var health = try load(transaction, proxy: proxy, site: site)
        health.note(outcome, at: now)
        let state: JSONObject = [
            "success": .number(health.success), "blocks": .number(health.blocks),
            "latency": health.latency.map(JSON.number) ?? .null,
            "failures_in_row": .integer(health.failuresInRow),
            "rests_until": health.restsUntil.map { .integer(Int($0.nanoseconds)) } ?? .null,
        ]
        try transaction.execute(
            "UPDATE proxy_health SET state = $3 WHERE proxy = $1 AND site = $2",
            [SQLValue(proxy), SQLValue(site), SQLValue(JSON.object(state).text())])
        return health
    }
}
