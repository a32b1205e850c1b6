import AlmanacCore
import Archive
import Database
import TimeSeries

/// `almanac data records`.
enum DataRecordsCommand {
    static let command = Command(
        name: "data records",
        summary: "Print the records of a source, as known now or at a moment.",
        operands: [Command.Operand(name: "SOURCE", summary: "the source, such as reddit")],
        options: [
            Command.Option("--kind", "KIND", "what they are, where there are several kinds"),
            Command.Option("--as-of", "MOMENT", "as they were known at a moment"),
            Command.Option("--identity", "ID", "every version of one record"),
            Command.Option("--limit", "N", "at most so many, the last ones (default 20)"),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac data records reddit --kind post",
                "the last posts; `almanac lineage record:N` leads on from the number of one"
            ),
            (
                "almanac data records court.example --as-of 2026-01-31",
                "what was known at the end of January"
            ),
            ("almanac data records court.example --identity 24-101", "how one record changed"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let source = arguments.operands[0]
        let limit = try arguments.wholeNumber("--limit") ?? 20
        guard limit > 0 else { throw arguments.usage("--limit takes a number above 0") }
        var moment = console.now()
        if let text = arguments.value("--as-of") {
            moment = try DataCommand.moment(text, "--as-of")
        }
        let archive = try DatabaseAccess(arguments)
        let kind = try chosenKind(source, archive, arguments)
        let records = try records(source, kind, at: moment, archive, arguments)
        let shown = records.suffix(limit)
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "source": .string(source), "kind": .string(kind),
                    "count": .integer(records.count), "records": .array(shown.map(\.json)),
                ]).text(pretty: true) + "\n")
            return 0
        }
        for record in shown { console.write(text(of: record)) }
        if shown.count < records.count {
            console.write("  \(records.count - shown.count) before these; --limit shows more\n")
        }
        if records.isEmpty { console.write("nothing was known then\n") }
        return 0
    }

    private static func records(
        _ source: String, _ kind: String, at moment: Timestamp, _ archive: DatabaseAccess,
        _ arguments: Arguments
    ) throws(AlmanacError) -> [StoredRecord] {
        guard let identity = arguments.value("--identity") else {
            return try archive.read {
                try Records.asOf($0, source: source, kind: kind, moment)
            }
        }
        let versions = try archive.read {
            try Records.versions($0, source: source, kind: kind, identity: identity)
        }
        return versions.filter { $0.content.knownAt <= moment }
    }

    /// The kind that is meant.
    private static func chosenKind(
        _ source: String, _ archive: DatabaseAccess, _ arguments: Arguments
    ) throws(AlmanacError) -> String {
        let kinds = try archive.read { try Records.kinds($0, source: source) }
        let wanted = arguments.value("--kind")
        if let wanted, kinds.contains(wanted) { return wanted }
        if wanted == nil, kinds.count == 1 { return kinds[0] }
        let details: JSONObject = [
            "source": .string(source), "kinds": .array(kinds.map(JSON.string)),
        ]
        if kinds.isEmpty {
            throw AlmanacError(
                .notFound, "the archive has no records of '\(source)'", details: details,
                suggestion: "`almanac fetch SOURCE TARGET` or `almanac recipe reprocess` makes some"
            )
        }
        throw AlmanacError(
            wanted == nil ? .validation : .notFound,
            wanted.map { "'\(source)' has no records of kind '\($0)'" }
                ?? "'\(source)' has records of \(kinds.count) kinds", details: details,
            suggestion: "say --kind \(kinds.joined(separator: ", or --kind "))")
    }

    private static func text(of record: StoredRecord) -> String {
        let content = record.content
        var text =
            "record:\(record.id)  \(content.identity)  \(content.time.dateText)  "
            + "known \(content.knownAt.iso8601)  \(content.recipe)@\(content.recipeVersion)\n"
        if let reason = record.erasureReason { text += "  erased: \(reason)\n" }
        for (name, value) in content.fields.members {
            text += "  \(name): \(value.stringValue ?? value.text())\n"
        }
        return text
    }
}

extension StoredRecord {
    /// The version as an object of a command's output.
    var json: JSON {
        [
            "id": .integer(Int(id)), "identity": .string(content.identity),
            "time": .string(content.time.iso8601),
            "known_at": .string(content.knownAt.iso8601),
            "stored_at": .string(storedAt.iso8601), "recipe": .string(content.recipe),
            "version": .integer(content.recipeVersion), "raw": .integer(Int(content.raw)),
            "erased": erasureReason.map(JSON.string) ?? .null, "fields": .object(content.fields),
        ]
    }
}
