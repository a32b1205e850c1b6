/// How a database is used.
package struct ConnectionOptions: Sendable {
    /// How many connections of SQLite read beside each other.
    package var readers = 4
    /// How many connections to PostgreSQL there may be.
    package var connections = 8
    /// How often in a row a server is tried before callers are told that it is away: waits of
    /// a tenth of a second, doubling up to five, lie between; 7 are some six seconds.
    package var attempts = 7
    /// How long a statement of PostgreSQL may run, in milliseconds.
    package var statementMilliseconds = 300_000
    /// How many callers' work is committed together at most.
    package var groupLimit = 2_048
    /// How long a writer waits for other processes, in milliseconds; who waits has no turn, so
    /// that several workers on a slow disk keep a command waiting for more than one commit.
    package var busyMilliseconds = 20_000
    /// Whether a commit is synced to the disk; off only for tests that judge something else.
    package var isDurable = true
    /// After how many pages the write-ahead log is merged into the file.
    package var checkpointPages = 4_000
    /// How much of the file each connection keeps in memory.
    package var cacheKibibytes = 16_384
    /// Whether an SQLite file is only looked at, and not a byte of it changed.
    package var isReadOnly = false
    /// The name of SQLite's file-system layer; nil for the system's own.
    package var fileSystem: String?

    /// The usual options.
    package init() {}
}
