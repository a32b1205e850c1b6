package import Database

/// The tables of the archive, as numbered steps.
package enum ArchiveSchema {
    /// Brings the tables up to date.
    package static let migrator = Migrator(
        component: "archive",
        [
            Migration(1, "catalogue", catalogue), Migration(2, "bronze", bronze),
            Migration(3, "silver", silver), Migration(4, "series", series),
            Migration(5, "fetching", fetching), Migration(6, "people", people),
            Migration(7, "readings", readings), Migration(8, "one table of calls", oneTableOfCalls),
            Migration(9, "only what is written", onlyWhatIsWritten),
            Migration(10, "tickers by instrument", tickersByInstrument),
            Migration(11, "appends by series", appendsBySeries),
        ])

    /// What is known of sources, instruments and recipes; what was planned for strategies and runs.
    private static let catalogue = """
        CREATE TABLE entities (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL
        ) STRICT;
        CREATE TABLE instruments (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            currency TEXT NOT NULL,
            calendar TEXT NOT NULL,
            entity TEXT REFERENCES entities (id),
            listed_on INTEGER,
            delisted_on INTEGER,
            delisting_reason TEXT
        ) STRICT;
        CREATE TABLE tickers (
            ticker TEXT NOT NULL,
            from_day INTEGER NOT NULL,
            until_day INTEGER,
            instrument TEXT NOT NULL REFERENCES instruments (id),
            PRIMARY KEY (ticker, from_day)
        ) STRICT;
        CREATE TABLE data_sources (
            name TEXT PRIMARY KEY,
            tier TEXT NOT NULL,
            configuration TEXT NOT NULL,
            health TEXT NOT NULL,
            recipe TEXT,
            retention_days INTEGER,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE recipes (
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            schema_version INTEGER NOT NULL,
            document TEXT NOT NULL,
            valid_from INTEGER NOT NULL,
            valid_until INTEGER,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (name, version)
        ) STRICT;
        CREATE TABLE repairs (
            id INTEGER PRIMARY KEY,
            recipe TEXT NOT NULL,
            from_version INTEGER NOT NULL,
            to_version INTEGER,
            evidence TEXT NOT NULL,
            verdict TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE strategies (
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            document TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (name, version)
        ) STRICT;
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL,
            strategy TEXT,
            strategy_version INTEGER,
            summary TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        """

    /// Bytes by content, and the fetches that brought them.
    private static let bronze = """
        CREATE TABLE blobs (
            hash TEXT PRIMARY KEY,
            byte_count INTEGER NOT NULL,
            place TEXT NOT NULL,
            bytes BLOB,
            stored_at INTEGER NOT NULL,
            marked_at INTEGER,
            gone_at INTEGER,
            gone_reason TEXT,
            is_erased INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        -- postgresql:
        ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;
        -- both:
        \(partitioned(
            "raw_data",
            """
            stored_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            hash TEXT NOT NULL,
            url TEXT NOT NULL,
            status INTEGER,
            headers TEXT NOT NULL,
            fetched_at INTEGER NOT NULL,
            completed_at INTEGER NOT NULL,
            tier TEXT NOT NULL,
            plan INTEGER,
            job INTEGER,
            correlation TEXT
            """))
        CREATE INDEX raw_data_by_hash ON raw_data (hash);
        CREATE INDEX raw_data_by_source ON raw_data (source, stored_at);
        """

    /// Records, signals, and what is measured of both.
    private static let silver = """
        CREATE TABLE record_keys (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            kind TEXT NOT NULL,
            identity TEXT NOT NULL,
            UNIQUE (source, kind, identity)
        ) STRICT;
        \(partitioned(
            "records",
            """
            stored_at INTEGER NOT NULL,
            key INTEGER NOT NULL,
            time INTEGER NOT NULL,
            known_at INTEGER NOT NULL,
            fields TEXT NOT NULL,
            provenance TEXT NOT NULL,
            recipe TEXT NOT NULL,
            recipe_version INTEGER NOT NULL,
            raw INTEGER NOT NULL,
            raw_hash TEXT NOT NULL,
            quality REAL,
            job INTEGER,
            erasure_reason TEXT
            """))
        CREATE INDEX records_by_key ON records (key, known_at);
        CREATE INDEX records_by_raw ON records (raw_hash);
        \(partitioned(
            "signals",
            """
            stored_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            strategy TEXT,
            symbol TEXT NOT NULL,
            type TEXT NOT NULL,
            time INTEGER NOT NULL,
            known_at INTEGER NOT NULL,
            value REAL,
            confidence REAL,
            quality REAL,
            record INTEGER
            """))
        CREATE INDEX signals_by_symbol ON signals (symbol, type, time);
        \(partitioned(
            "data_quality_metrics",
            """
            stored_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            metric TEXT NOT NULL,
            value REAL,
            details TEXT NOT NULL
            """))
        CREATE INDEX data_quality_metrics_by_source
            ON data_quality_metrics (source, metric, stored_at);
        \(partitioned(
            "model_calls",
            """
            stored_at INTEGER NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            purpose TEXT NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            microdollars INTEGER NOT NULL,
            job INTEGER,
            correlation TEXT
            """))
        CREATE INDEX model_calls_by_moment ON model_calls (stored_at);
        """

    /// Numeric series in chunks.
    private static let series = """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            slot TEXT NOT NULL,
            symbol TEXT NOT NULL,
            instrument TEXT REFERENCES instruments (id),
            frequency TEXT NOT NULL,
            calendar TEXT NOT NULL,
            columns TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            last_time INTEGER,
            created_at INTEGER NOT NULL,
            appended_at INTEGER NOT NULL,
            UNIQUE (source, slot, symbol)
        ) STRICT;
        CREATE TABLE series_chunks (
            series INTEGER NOT NULL REFERENCES series (id),
            number INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            first_time INTEGER NOT NULL,
            last_time INTEGER NOT NULL,
            first_known INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (series, number)
        ) STRICT;
        -- postgresql:
        ALTER TABLE series_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
        -- both:
        CREATE TABLE appends (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series (id),
            stored_at INTEGER NOT NULL,
            added INTEGER NOT NULL,
            corrected INTEGER NOT NULL,
            repeated INTEGER NOT NULL,
            first_time INTEGER,
            last_time INTEGER,
            raw INTEGER
        ) STRICT;
        CREATE INDEX appends_by_series ON appends (series);
        """

    /// What fetching remembers: answers with their freshness, cookies, and how proxies do.
    private static let fetching = """
        CREATE TABLE responses (
            key TEXT PRIMARY KEY,
            hash TEXT NOT NULL,
            url TEXT NOT NULL,
            status INTEGER NOT NULL,
            headers TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            age INTEGER NOT NULL,
            lifetime INTEGER NOT NULL,
            stale_if_error INTEGER NOT NULL,
            must_revalidate INTEGER NOT NULL,
            usable_until INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX responses_by_hash ON responses (hash);
        CREATE INDEX responses_by_end ON responses (usable_until);
        CREATE TABLE source_cookies (
            source TEXT PRIMARY KEY,
            lines TEXT NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE proxy_health (
            proxy TEXT NOT NULL,
            site TEXT NOT NULL,
            state TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (proxy, site)
        ) STRICT;
        """

    /// Keys of the people whose words are kept, and who was forgotten.
    ///
    /// A person has no name here: `fingerprint` is made of it, `pseudonym` of their key.
    private static let people = """
        CREATE TABLE author_keys (
            fingerprint TEXT NOT NULL,
            source TEXT NOT NULL,
            pseudonym TEXT NOT NULL UNIQUE,
            key BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (fingerprint, source)
        ) STRICT;
        CREATE TABLE forgotten_authors (
            fingerprint TEXT NOT NULL,
            source TEXT NOT NULL,
            forgotten_at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (fingerprint, source)
        ) STRICT;
        ALTER TABLE blobs ADD COLUMN author TEXT;
        CREATE INDEX blobs_by_author ON blobs (author) WHERE author IS NOT NULL;
        ALTER TABLE records ADD COLUMN author TEXT;
        ALTER TABLE records ADD COLUMN sealed BLOB;
        CREATE INDEX records_by_author ON records (author) WHERE author IS NOT NULL;
        """

    /// How far recipes have read the stored pages of sources, and what they found.
    private static let readings = """
        CREATE TABLE readings (
            source TEXT NOT NULL,
            kind TEXT NOT NULL,
            recipe TEXT NOT NULL,
            recipe_version INTEGER NOT NULL,
            fetched_from INTEGER NOT NULL,
            fetched_until INTEGER NOT NULL,
            last_stored_at INTEGER NOT NULL,
            last_raw INTEGER NOT NULL,
            counts TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (source, kind, recipe, recipe_version, fetched_from, fetched_until)
        ) STRICT;
        """

    /// Whoever calls models keeps a table of the calls, by this name.
    private static let oneTableOfCalls = """
        DROP TABLE model_calls;
        -- postgresql:
        DROP SEQUENCE model_calls_id;
        """

    /// Runs are kept by the run ledger, and strategies are their writers' own files; the index
    /// served no statement.
    private static let onlyWhatIsWritten = """
        DROP TABLE strategies;
        DROP TABLE runs;
        ALTER TABLE signals DROP COLUMN strategy;
        DROP INDEX appends_by_series;
        """

    /// Which ticker an instrument has today is asked for by studies.
    private static let tickersByInstrument = """
        CREATE INDEX tickers_by_instrument ON tickers (instrument);
        """

    /// Where rows of a series came from is asked for by lineages.
    private static let appendsBySeries = """
        CREATE INDEX appends_by_series ON appends (series, id);
        """

    /// A table that grows with time: by the month of `stored_at` in PostgreSQL.
    ///
    /// Identities come from a sequence, since an identity column of a partitioned table is not to
    /// be had before PostgreSQL 17.
    private static func partitioned(_ name: String, _ columns: String) -> String {
        """
        -- sqlite:
        CREATE TABLE \(name) (
            id INTEGER PRIMARY KEY,
            \(columns)
        ) STRICT;
        -- postgresql:
        CREATE SEQUENCE \(name)_id;
        CREATE TABLE \(name) (
            id INTEGER NOT NULL DEFAULT nextval('\(name)_id'),
            \(columns),
            PRIMARY KEY (id, stored_at)
        ) PARTITION BY RANGE (stored_at);
        -- both:
        """
    }
}
