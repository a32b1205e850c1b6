import Foundation
import TimeSeries

/// Reads real series that lie beside the repository, for tests that skip where they are absent.
enum SharedSeries {
    static var reference: URL {
        let shared =
            ProcessInfo.processInfo.environment["ALMANAC_SHARED"].map {
                URL(fileURLWithPath: $0)
            }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../shared").standardizedFileURL
        return shared.appendingPathComponent("reference")
    }

    static var isPresent: Bool {
        let found = FileManager.default.fileExists(
            atPath: reference.appendingPathComponent("cases").path)
        if !found { print("SKIPPED: no reference series at \(reference.path)") }
        return found
    }

    /// A file of `timestamp,[known_at,]columns…` whose times are dates, with or without an hour.
    static func frame(_ name: String) throws -> Frame {
        let text = try String(
            contentsOf: reference.appendingPathComponent("data/\(name).csv"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        let header = (lines.first ?? "").split(separator: ",").map(String.init)
        let hasKnown = header.dropFirst().first == "known_at"
        let firstColumn = hasKnown ? 2 : 1
        var frame = Frame(
            times: [], knownAt: hasKnown ? [] : nil,
            columns: header.dropFirst(firstColumn).map { .init(name: $0, values: []) })
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            frame.times.append(try moment(fields[0]))
            if hasKnown { frame.knownAt?.append(try moment(fields[1])) }
            for (index, field) in fields.dropFirst(firstColumn).enumerated() {
                frame.columns[index].values.append(Double(field) ?? .nan)
            }
        }
        return frame
    }

    static func moment(_ text: some StringProtocol) throws -> Timestamp {
        let full =
            text.count == 10
            ? "\(text)T00:00:00Z" : text.replacingOccurrences(of: " ", with: "T") + "Z"
        let date = try Date.ISO8601FormatStyle().parse(full)
        return Timestamp(nanoseconds: Int64(date.timeIntervalSince1970) * 1_000_000_000)
    }

    static func day(_ text: String) throws -> Int {
        Int(try moment(text).nanoseconds / 86_400_000_000_000)
    }

    static func caseDocument(_ name: String) throws -> Data {
        try Data(contentsOf: reference.appendingPathComponent("cases/\(name).json"))
    }
}
