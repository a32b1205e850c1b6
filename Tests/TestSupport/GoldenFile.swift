import Foundation
public import Testing

/// Expects a text to equal the committed file `Tests/Golden/<test target>/<name>`.
///
/// With `ALMANAC_RECORD=1` the file is written instead, to be read in the diff before it is
/// committed; never where `CI` is set, since a test must not approve its own output.
/// - Parameters:
///   - text: What the code under test made.
///   - name: The file's name, with an extension that fits the content.
///   - fileID: The test's file, by default the caller's, whose target names the folder.
///   - sourceLocation: Where a difference is reported.
public func expectGolden(
    _ text: String, _ name: String, fileID: String = #fileID,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let target = fileID.split(separator: "/").first.map(String.init) ?? "Tests"
    let folder = PackageRoot.path + "/Tests/Golden/" + target
    let path = folder + "/" + name
    let environment = ProcessInfo.processInfo.environment
    if environment["ALMANAC_RECORD"] == "1" {
        try #require(
            environment["CI"] == nil, "golden files are not recorded in CI",
            sourceLocation: sourceLocation)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return
    }
    guard let expected = try? String(contentsOfFile: path, encoding: .utf8) else {
        Issue.record(
            "\(path) is missing; record it with ALMANAC_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    if let difference = firstDifference(expected: expected, actual: text) {
        Issue.record(
            """
            \(name) differs \(difference)
            If the change is meant, record it with ALMANAC_RECORD=1 and read the diff.
            """, sourceLocation: sourceLocation)
    }
}

/// The first line in which two texts differ, for a message; nil where they are equal.
public func firstDifference(expected: String, actual: String) -> String? {
    if expected == actual { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var line = 0
    while line < old.count, line < new.count, old[line] == new[line] { line += 1 }
    let before = line < old.count ? "\"\(old[line])\"" : "the end"
    let now = line < new.count ? "\"\(new[line])\"" : "the end"
    return "in line \(line + 1):\n  expected \(before)\n  got      \(now)"
}
