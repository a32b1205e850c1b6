import AlmanacCore
import TimeSeries

/// Rows of a frame as text: JSON objects and tables.
enum RowText {
    /// A row as an object: `time`, `known_at`, and its values; a missing one is null.
    static func json(_ frame: Frame, _ row: Int) -> JSON {
        var object: JSONObject = ["time": .string(frame.times[row].iso8601)]
        if let known = frame.knownAt { object["known_at"] = .string(known[row].iso8601) }
        for column in frame.columns { object[column.name] = .optional(column.values[row]) }
        return .object(object)
    }

    /// Rows under a header, each column as wide as its longest field.
    static func table(_ frame: Frame) -> String {
        let header =
            ["time"] + (frame.knownAt == nil ? [] : ["known_at"]) + frame.columns.map(\.name)
        var lines = [header]
        for row in 0..<frame.count {
            var fields = [frame.times[row].dateText]
            if let known = frame.knownAt { fields.append(known[row].iso8601) }
            lines.append(fields + frame.columns.map { CSVWriter.text(of: $0.values[row]) })
        }
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { fields in
            let padded = zip(fields, widths).enumerated().map { index, pair in
                let gap = String(repeating: " ", count: pair.1 - pair.0.count)
                // Moments stand to the left, numbers to the right.
                return index == 0 || frame.knownAt != nil && index == 1
                    ? pair.0 + gap : gap + pair.0
            }
            return "  " + padded.joined(separator: "  ") + "\n"
        }.joined()
    }
}
