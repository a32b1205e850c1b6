import Foundation
import TestSupport
import Testing
import TimeSeries

/// The text of the only member of a zip file below the shared folder.
func unzip(_ relative: String) throws -> String {
    try output(of: "/usr/bin/unzip", ["-p", SharedData.path(relative)])
}

private func output(of tool: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
}

/// The date at the start of a line, as `20240131`.
func compactDate(_ line: Substring) -> CivilDate? {
    guard let number = Int(line.prefix(8)) else { return nil }
    return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
}
