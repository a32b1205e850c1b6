package import AlmanacCore
package import Database
package import Networking
package import TimeSeries

/// The cookies of each source: what one source was given is sent for no other.
package enum SourceCookies {
    /// The cookies of a source; empty where it has none.
    package static func load(
        _ transaction: Transaction, source: String
    ) throws(AlmanacError) -> CookieJar {
        let row = try transaction.first(
            "SELECT lines FROM source_cookies WHERE source = $1", [SQLValue(source)])
        guard let row else { return CookieJar() }
        return CookieJar(lines: try row.text(0).split(separator: "\n").map(String.init))
    }

    /// Keeps the cookies after an answer, where the source itself gave it and they have changed.
    ///
    /// What was kept says nothing of cookies.
    package static func note(
        _ transaction: Transaction, _ fetched: Fetcher.Fetched, sent: CookieJar, source: String,
        at now: Timestamp
    ) throws(AlmanacError) {
        switch fetched.origin {
        case .cache, .stale: return
        case .network, .revalidated:
            guard fetched.response.cookies != sent else { return }
            try save(transaction, fetched.response.cookies, source: source, at: now)
        }
    }

    /// Keeps the cookies of a source in place of those before; an empty jar takes them away.
    package static func save(
        _ transaction: Transaction, _ jar: CookieJar, source: String, at now: Timestamp
    ) throws(AlmanacError) {
        guard !jar.lines.isEmpty else {
            try transaction.execute(
                "DELETE FROM source_cookies WHERE source = $1", [SQLValue(source)])
            return
        }
        try transaction.execute(
            """
            INSERT INTO source_cookies (source, lines, changed_at) VALUES ($1, $2, $3)
            ON CONFLICT (source) DO UPDATE SET lines = excluded.lines,
                changed_at = excluded.changed_at
            """,
            [
                SQLValue(source), SQLValue(jar.lines.joined(separator: "\n")),
                SQLValue(now.nanoseconds),
            ])
    }
}
