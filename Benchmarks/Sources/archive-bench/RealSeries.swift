import Archive
import Glibc
import TimeSeries

/// A table of real data beside the repository: its CSV as it is, and its rows.
struct RealSeries {
    var name: String
    /// The group that it is counted in.
    var group: String
    /// The command that prints its CSV.
    var command: String
    var rows: SeriesRows

    /// The size of the CSV through `gzip -6`.
    var gzippedBytes: Int { Int(output(of: command + " | gzip -6 -c | wc -c").trimmed) ?? 0 }

    /// Every daily and hourly history and minute day below a folder of prices.
    static func all(in folder: String) throws -> [RealSeries] {
        var found: [RealSeries] = []
        for (group, pattern) in [
            ("stocknet daily", "stocknet_yahoo_daily/*.csv"),
            ("quantfiction daily", "quantfiction_etf_daily/[A-Z]*.csv"),
            ("VIX daily", "vix_daily/vix-daily.csv"),
        ] {
            for path in paths("\(folder)/\(pattern)") {
                var options = CSVOptions()
                options.skipBadRows = true
                options.sort = true
                guard let table = try? CSVReader.read(path: path, options: options) else {
                    continue
                }
                found.append(
                    RealSeries(
                        name: path, group: group, command: "cat '\(path)'",
                        rows: rows(table.frame, .day1)))
            }
        }
        for (group, pattern, frequency) in [
            ("LEAN daily", "lean_us_daily/daily/*.zip", Frequency.day1),
            ("LEAN hourly", "lean_us_intraday/hour/*.zip", .hour1),
            ("LEAN minute days", "lean_us_intraday/minute/*/*.zip", .minute1),
        ] {
            for path in paths("\(folder)/\(pattern)") {
                let command = "unzip -p '\(path)'"
                let frame = leanFrame(output(of: command), path: path)
                guard frame.count > 99 else { continue }
                found.append(
                    RealSeries(
                        name: path, group: group, command: command,
                        rows: rows(frame, frequency)))
            }
        }
        return found
    }

    /// A million rows or more of a group, one series after the other, over and over.
    static func joined(_ group: String, _ all: [RealSeries]) -> SeriesRows {
        let parts = all.filter { $0.group == group }.map(\.rows)
        var rows = SeriesRows(count: 0, columns: parts.first?.columns.count ?? 0)
        while rows.count < 1_000_000, let first = parts.first {
            for part in parts where part.columns.count == first.columns.count {
                rows.times += part.times
                rows.knownAt += part.knownAt
                for index in rows.columns.indices { rows.columns[index] += part.columns[index] }
            }
        }
        return rows
    }

    private static func rows(_ frame: Frame, _ frequency: Frequency) -> SeriesRows {
        let known = TradingCalendar.newYork.closes(
            ofBarsStarting: frame.times, frequency: frequency)
        return SeriesRows(
            times: frame.times.map(\.nanoseconds), knownAt: known.map(\.nanoseconds),
            columns: frame.columns.map(\.values))
    }

    /// Rows of LEAN: `YYYYMMDD HH:MM` or milliseconds since midnight in New York, then numbers.
    private static func leanFrame(_ text: String, path: String) -> Frame {
        let day = String((path.split(separator: "/").last ?? "").prefix(8))
        var times: [Timestamp] = []
        var columns: [[Double]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let written = String(fields[0])
            let date = written.count > 8 && written.contains(" ") ? written : day + " 00:00"
            let iso =
                "\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.dropFirst(6).prefix(2))"
            guard let start = Timestamp(iso8601: "\(iso)T\(date.suffix(5)):00Z") else { continue }
            let milliseconds = written.contains(" ") ? 0 : Int64(written) ?? 0
            times.append(
                Timestamp(nanoseconds: start.nanoseconds + milliseconds * 1_000_000))
            while columns.count < fields.count - 1 { columns.append([]) }
            for index in columns.indices {
                columns[index].append(Double(fields[index + 1]) ?? .nan)
            }
        }
        return Frame(
            times: times,
            columns: columns.enumerated().map { .init(name: "c\($0)", values: $1) })
    }
}

/// What a shell command prints.
func output(of command: String) -> String {
    guard let pipe = popen(command, "r") else { return "" }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&block, 1, block.count, pipe)
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += block[..<count]
    }
}

func paths(_ pattern: String) -> [String] {
    output(of: "ls -d \(pattern) 2>/dev/null").split(separator: "\n").map(String.init)
}

extension String {
    var trimmed: String { String(drop { $0.isWhitespace }.prefix { !$0.isWhitespace }) }
}
