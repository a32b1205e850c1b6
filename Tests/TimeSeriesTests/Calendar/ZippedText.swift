import Foundation
import TestSupport
import TimeSeries

/// The text of the only member of a zip file below the shared folder.
func unzip(_ relative: String) throws -> String {
    let bytes = try Program.run(["/usr/bin/unzip", "-p", SharedData.path(relative)])
    return String(decoding: bytes, as: UTF8.self)
}

/// The date at the start of a line, as `20240131`.
func compactDate(_ line: Substring) -> CivilDate? {
    guard let number = Int(line.prefix(8)) else { return nil }
    return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
}
