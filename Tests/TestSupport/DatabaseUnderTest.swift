package import Database
public import Testing

/// The databases that contract tests run on: `@Test(arguments: DatabaseUnderTest.available)`.
public enum DatabaseUnderTest: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case sqlite
    case postgresql

    /// Those that this machine can run; says on the error stream why PostgreSQL is missing.
    public static let available: [DatabaseUnderTest] =
        TemporaryPostgres.shared == nil ? [.sqlite] : allCases

    /// The dialect that it speaks.
    package var dialect: Dialect { self == .sqlite ? .sqlite : .postgresql }

    /// The name that test reports show.
    public var testDescription: String { rawValue }

    /// Runs a body with the location of an empty database of its own.
    package func withLocation<Result>(
        _ body: (DatabaseLocation) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .sqlite:
            return try await withTemporaryFolder { folder in
                try await body(.sqlite(path: folder + "/test.db"))
            }
        case .postgresql:
            guard let server = TemporaryPostgres.shared else { throw CancellationError() }
            let location = try await server.makeDatabase()
            defer { try? server.drop(location) }
            return try await body(location)
        }
    }

    /// Runs a body with an empty database of its own, which is closed and removed afterwards.
    ///
    /// - Parameter options: Durable by default; a test that judges something else may turn that
    ///   off.
    package func withDatabase<Result>(
        _ options: Database.Options = Database.Options(),
        _ body: (Database) async throws -> Result
    ) async throws -> Result {
        try await withLocation { location in
            let database = try Database(location, options)
            defer { database.close() }
            return try await body(database)
        }
    }
}
