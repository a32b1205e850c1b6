package import AlmanacCore
package import Database
package import TimeSeries

/// How far signals of some name are made, and what those who make them remember.
package struct SignalState: Sendable, Equatable {
    /// What the signals are called: their symbol, bars and sources.
    package var name: String
    /// The number of the last record that they were made of.
    package var lastRecord: Int64
    /// What the steps remember, in their own form; it holds no person's name.
    package var memory: [UInt8]

    /// Makes a state.
    package init(name: String, lastRecord: Int64, memory: [UInt8]) {
        (self.name, self.lastRecord, self.memory) = (name, lastRecord, memory)
    }
}

/// The states of signals, one for each name.
package enum SignalStates {
    /// Brings the table up to date.
    package static let migrator = Migrator(
        component: "signals", [Migration(1, "states", first)])

    private static let first = """
        CREATE TABLE signal_states (
            name TEXT PRIMARY KEY,
            last_record INTEGER NOT NULL,
            memory BLOB NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT;
        """

    /// The state of a name, or nil where nothing was made yet.
    package static func find(
        _ transaction: Transaction, _ name: String
    ) throws(AlmanacError) -> SignalState? {
        try transaction.first(
            "SELECT name, last_record, memory FROM signal_states WHERE name = $1",
            [SQLValue(name)]
        ).map { (row) throws(AlmanacError) in try state(row) }
    }

    /// All states, by name.
    package static func list(_ transaction: Transaction) throws(AlmanacError) -> [SignalState] {
        try transaction.query("SELECT name, last_record, memory FROM signal_states ORDER BY name")
            .map { (row) throws(AlmanacError) in try state(row) }
    }

    /// Stores a state in place of the one of its name.
    package static func save(
        _ transaction: Transaction, _ state: SignalState, at now: Timestamp
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO signal_states (name, last_record, memory, changed_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET last_record = excluded.last_record,
                memory = excluded.memory, changed_at = excluded.changed_at
            """,
            [
                SQLValue(state.name), SQLValue(state.lastRecord), .blob(state.memory),
                SQLValue(now.nanoseconds),
            ])
    }

    private static func state(_ row: Row) throws(AlmanacError) -> SignalState {
        SignalState(
            name: try row.text(0), lastRecord: try row.integer(1), memory: try row.blob(2))
    }
}
