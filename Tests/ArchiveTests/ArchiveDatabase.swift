import Archive
import Database
import Jobs
import TestSupport
import TimeSeries

extension DatabaseUnderTest {
    /// Runs a body with an empty database that has the archive's tables.
    func withArchive(_ body: (Database) async throws -> Void) async throws {
        var options = Database.Options()
        options.isDurable = false
        try await withDatabase(options) { database in
            try JobsSchema.migrator.applyNow(to: database, atNanoseconds: 0)
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
            try await body(database)
        }
    }
}

/// A moment on a day of 2024, for tests.
func day(_ number: Int, hour: Int = 0) -> Timestamp {
    Timestamp(nanoseconds: 1_704_067_200_000_000_000)
        .advanced(byNanoseconds: Int64(number * 24 + hour) * Timestamp.nanosecondsPerHour)
}
