import Foundation

/// Runs a test's body with the path of an empty folder of its own, which is removed afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try makeTemporaryFolder()
    defer { removeTemporaryFolder(path) }
    return try body(path)
}

/// Runs an asynchronous test's body with the path of an empty folder, which is removed afterwards.
public func withTemporaryFolder<Result>(
    _ body: (String) async throws -> Result
) async throws -> Result {
    let path = try makeTemporaryFolder()
    defer { removeTemporaryFolder(path) }
    return try await body(path)
}

private func makeTemporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("almanac-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
}

private func removeTemporaryFolder(_ path: String) {
    // A folder that cannot be removed is litter, not a failed test.
    try? FileManager.default.removeItem(atPath: path)
}
