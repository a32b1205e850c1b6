package import Database

/// The tables in which sources' pulls and accounts are kept, as numbered steps.
package enum SourcesSchema {
    /// Brings the tables up to date.
    package static let migrator = Migrator(
        component: "sources",
        [
            Migration(1, "pulls and accounts", first),
            Migration(
                2, "calls that pulls wait to be charged for",
                "ALTER TABLE pulls ADD COLUMN intent INTEGER;"),
        ])

    private static let first = """
        CREATE TABLE pulls (
            source TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            frequency TEXT NOT NULL,
            options TEXT NOT NULL,
            covered_from INTEGER,
            covered_until INTEGER,
            cursor TEXT,
            wanted_from INTEGER,
            wanted_until INTEGER,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (source, kind, target, frequency, options)
        ) STRICT;
        CREATE TABLE source_usage (
            source TEXT NOT NULL,
            tier TEXT NOT NULL,
            day INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            unchanged INTEGER NOT NULL,
            stale INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            units REAL NOT NULL,
            microdollars INTEGER NOT NULL,
            PRIMARY KEY (source, tier, day)
        ) STRICT;
        CREATE TABLE tier_records (
            source TEXT NOT NULL,
            tier TEXT NOT NULL,
            state TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (source, tier)
        ) STRICT;
        """
}
