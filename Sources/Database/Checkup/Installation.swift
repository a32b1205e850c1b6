package import AlmanacCore

/// What a database stands on, as it was found: libraries, folder, disk, clock, server, tables.
///
/// A plain value, so that ``findings()`` can be tested without any of it.
package struct Installation: Sendable {
    /// The database.
    package var location: DatabaseLocation
    /// The versions of the libraries that the program runs with.
    package var libraries = Libraries()
    /// The folder of an SQLite file; nil for a server.
    package var folder: Folder?
    /// The server; nil for a file.
    package var server: Server?
    /// The present moment, in nanoseconds since 1970, UTC.
    package var now: Int64
    /// The latest moment that the database knows of; nil where it knows none.
    package var lastKnown: Int64?
    /// Why the database cannot be used; nil where it can.
    package var failure: AlmanacError?
    /// How the tables of each component stand.
    package var components: [Component] = []

    package init(location: DatabaseLocation, now: Int64) {
        (self.location, self.now) = (location, now)
    }

    /// Versions of libraries, as they count them themselves.
    package struct Libraries: Sendable {
        /// SQLite's, such as 3040001 for 3.40.1.
        package var sqlite = 0
        /// The PostgreSQL client library's, such as 150018 for 15.18.
        package var libpq = 0
        /// Whether SQLite may be used by several threads.
        package var isThreadSafe = true
    }

    /// A folder on a disk.
    package struct Folder: Sendable {
        package var path: String
        package var exists = true
        package var isWritable = true
        /// The permissions, as `chmod` counts them.
        package var mode: UInt32 = 0o700
        /// The bytes that this user may still write there.
        package var freeBytes: Int64 = .max
        /// Whether it is on a file system of another machine, whose locks SQLite cannot trust.
        package var isRemote = false
        /// The permissions of the database's file; nil where there is none yet.
        package var fileMode: UInt32?
        /// Whether this user may write the file.
        package var isFileWritable = true

        package init(path: String) { self.path = path }
    }

    /// A PostgreSQL server.
    package struct Server: Sendable {
        /// Its version, such as 150018.
        package var version = 0
        /// Settings by name, as `SHOW` tells them.
        package var settings: [String: String] = [:]
        /// Its clock, in nanoseconds since 1970.
        package var now: Int64 = 0
        /// Whether the user may make tables.
        package var mayCreate = true

        package init() {}
    }

    /// The tables of one component.
    package struct Component: Sendable {
        package var name: String
        package var state: Migrator.State

        package init(_ name: String, _ state: Migrator.State) {
            (self.name, self.state) = (name, state)
        }
    }
}

/// One thing that was looked at.
package struct Finding: Sendable, Equatable {
    /// How it stands.
    package enum Verdict: String, Sendable {
        case fine
        /// It works, and may not for long or not as it should.
        case warning
        /// It does not work.
        case fault
    }

    package var verdict: Verdict
    /// What was looked at, such as `disk`.
    package var subject: String
    /// How it stands, for a person.
    package var message: String
    /// How to mend it; nil where nothing is to be done.
    package var remedy: String?

    package init(
        _ verdict: Verdict, _ subject: String, _ message: String, remedy: String? = nil
    ) {
        (self.verdict, self.subject) = (verdict, subject)
        (self.message, self.remedy) = (message, remedy)
    }
}
