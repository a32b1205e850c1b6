import AlmanacCore
import Archive
import Jobs
import Scraping

extension ScrapedSourceState {
    /// A page with one line for each thing that is known of the source.
    func text(state: String, schedule: ScheduleRecord?) -> String {
        var lines: [(String, String)] = [
            ("state", state), ("health", health.rawValue),
            ("recipe", "version \(version), \(condition.text)"), ("page", source.shownAddress),
            ("by", source.tier), ("schedule", schedule.map(Self.text) ?? "none"),
            ("records", "\(recordCount)"),
        ]
        if !source.required.isEmpty {
            lines.append(("required", source.required.joined(separator: ", ")))
        }
        if source.schema != nil { lines.append(("schema", "each record must follow it")) }
        if let last = condition.last {
            lines.append(("last", "\(last.at): \(last.verdict.rawValue)"))
            lines += last.reasons.map { ("", $0) }
        } else {
            lines.append(("last", "not looked at yet"))
        }
        for (index, row) in badRows.enumerated() {
            lines.append(
                (
                    index == 0 ? "bad rows" : "",
                    "row \(row.row + 1) of \(row.page), \(row.field) (\(row.rule)): \(row.reason)"
                ))
        }
        return "\(source.name)\n"
            + lines.map { "  " + $0.0.padded(to: 10) + $0.1 + "\n" }.joined()
    }

    private static func text(_ schedule: ScheduleRecord) -> String {
        schedule.recurrence.text + (schedule.isPaused ? ", paused" : "")
            + (schedule.nextAt.map { ", next \($0)" } ?? "")
    }
}
