import AlmanacCore

/// What a transaction is for.
package enum Purpose: Sendable, Equatable {
    /// Reading one state of the whole database.
    case read
    /// Reading and changing.
    case write(Isolation)

    /// What other transactions may do to what this one has read.
    ///
    /// SQLite has one writer, so there everything is serializable.
    package enum Isolation: Sendable, Equatable {
        /// Each statement sees what is committed when it starts.
        case readCommitted
        /// As if one transaction ran after the other; who cannot stand is run again.
        case serializable
    }
}

/// One connection to a database, used by one thread at a time.
///
/// SQLite and PostgreSQL conform; `Transaction` and everything above it are written once.
protocol Session: AnyObject {
    var dialect: Dialect { get }
    /// Whether it can serve another transaction; a broken one is closed and opened anew.
    var isUsable: Bool { get }

    func begin(_ purpose: Purpose) throws(AlmanacError)
    func commit() throws(AlmanacError)
    /// Ends the transaction without its changes; what fails makes the session unusable.
    func rollback()

    func execute(_ sql: String, _ parameters: [SQLValue]) throws(AlmanacError) -> Int
    func forEach(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void) throws
    /// Runs several statements without values, as migrations hold them.
    func run(script: String) throws(AlmanacError)
    func copyIn(table: String, columns: [String], rows: some Sequence<[SQLValue]>) throws -> Int
    func notify(_ channel: String, _ payload: String) throws(AlmanacError)
    func advisoryLock(_ key: Int64) throws(AlmanacError)

    func close()
}
