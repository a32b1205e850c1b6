import AlmanacCore
import SignalProcessing
import TimeSeries

/// What `almanac signals` says of its work.
struct SignalsOutput {
    let input: SignalInput
    let run: SignalRun
    let symbol: String
    let frame: Frame
    /// How many rows are withheld for their quality.
    let withheld: Int
    let least: Double
    let path: String?
    /// What was kept in the archive.
    var stored: StoredSignalsOutput?

    private var measurements: [QualityMeasurement] { run.quality.measurements(at: run.end) }

    private var score: Double { measurements.last?.value ?? .nan }

    var json: JSON {
        var quality = JSONObject()
        for row in measurements {
            quality[row.metric] = ["value": .optional(row.value), "details": .object(row.details)]
        }
        var document: JSONObject = [
            "success": true, "symbol": .string(symbol), "posts": .integer(run.postCount),
            "rows": .integer(frame.count), "withheld_rows": .integer(withheld),
            "least_quality": .number(least), "steps": .array(run.steps.map(JSON.string)),
            "spans": .array(
                input.spans.map {
                    [
                        "name": .string($0.name), "first": .string($0.first.iso8601),
                        "last": .string($0.last.iso8601),
                    ]
                }),
            "symbols": .array(
                run.symbols.prefix(20).map {
                    ["symbol": .string($0.symbol), "posts": .integer($0.count)]
                }),
            "quality": .object(quality), "notes": .array(input.notes.map(JSON.string)),
            "out": path.map(JSON.string) ?? .null,
        ]
        if let stored { document["stored"] = stored.json }
        return .object(document)
    }

    var text: String {
        var text = "\(symbol): \(frame.count) rows of \(run.postCount) posts"
        text += withheld > 0 ? ", \(withheld) withheld for a quality below \(least)\n" : "\n"
        for span in input.spans {
            text += "  \(span.name): \(span.first.date.iso8601) to \(span.last.date.iso8601)\n"
        }
        let symbols = run.symbols.prefix(6).map { "\($0.symbol) \($0.count)" }
        text += "  most named: \(symbols.joined(separator: ", "))\n"
        text += "quality \(Self.short(score))\n"
        for row in measurements.dropLast() {
            let details = row.details.members.prefix(6).map { "\($0.key) \(Self.plain($0.value))" }
            let name = row.metric + String(repeating: " ", count: max(1, 22 - row.metric.count))
            text += "  \(name)\(Self.short(row.value ?? .nan))"
            text += details.isEmpty ? "\n" : "   \(details.joined(separator: ", "))\n"
        }
        for note in input.notes { text += "note: \(note)\n" }
        let hasLateCounts = measurements.contains {
            $0.metric == "late_engagement_share" && ($0.value ?? 0) > 0
        }
        if hasLateCounts {
            text +=
                "note: answers that were counted after their post, or at no moment that is told, "
            text += "weigh nothing\n"
        }
        if let path {
            text += "written to \(path); bind it with --data SLOT=\(path)\n"
        } else if stored == nil {
            text += "write the rows with --out FILE.csv\n"
        }
        return text + (stored?.text ?? "")
    }

    private static func plain(_ value: JSON) -> String { value.stringValue ?? value.text() }

    private static func short(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let thousandths = Int((value * 1_000).rounded())
        let digits = String(abs(thousandths % 1_000))
        return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
