package import Database

/// The tables in which scraped sources keep how they fare, as numbered steps.
package enum ScrapingSchema {
    /// Brings the tables up to date.
    package static let migrator = Migrator(
        component: "scraping",
        [
            Migration(1, "conditions and runs", first),
            Migration(2, "where recipes came from", origins),
        ])

    private static let first = """
        CREATE TABLE source_conditions (
            source TEXT PRIMARY KEY,
            condition TEXT NOT NULL,
            changes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE scrapes (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            raw INTEGER NOT NULL,
            hash TEXT NOT NULL,
            page_class TEXT NOT NULL,
            verdict TEXT NOT NULL,
            recipe_version INTEGER,
            records INTEGER NOT NULL,
            bad_rows INTEGER NOT NULL,
            withheld INTEGER NOT NULL,
            reasons TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX scrapes_by_source ON scrapes (source, id);
        CREATE TABLE bad_rows (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            raw INTEGER NOT NULL,
            row_number INTEGER NOT NULL,
            field TEXT NOT NULL,
            rule TEXT NOT NULL,
            reason TEXT NOT NULL,
            fields TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX bad_rows_by_raw ON bad_rows (raw);
        """

    private static let origins = """
        CREATE TABLE recipe_origins (
            recipe TEXT NOT NULL,
            version INTEGER NOT NULL,
            how TEXT NOT NULL,
            details TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (recipe, version)
        ) STRICT;
        """
}
