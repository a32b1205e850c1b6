import AlmanacCore
import Archive
import TimeSeries

/// `almanac lineage`.
enum LineageCommand {
    static let command = Command(
        name: "lineage", summary: "Walk from a signal to the bytes that it came from.",
        operands: [
            Command.Operand(
                name: "ID", summary: "signal:N, record:N or raw:N; a number is a signal")
        ],
        options: [DatabaseOptions.option],
        examples: [
            ("almanac lineage signal:12", "its record, recipe version, page, job and plan")
        ]
    ) { (arguments, console) throws(AlmanacError) in
        guard let start = Lineage.Start(arguments.operands[0]) else {
            throw arguments.usage(
                "'\(arguments.operands[0])' is no identity; write signal:N, record:N or raw:N")
        }
        let archive = try DatabaseAccess(arguments)
        let way = try archive.read { try Lineage($0, start) }
        let steps = steps(of: way)
        if arguments.has("--json") {
            var document: JSONObject = ["success": true]
            for (name, step) in steps { document[name] = .object(step) }
            console.write(JSON.object(document).text(pretty: true) + "\n")
            return 0
        }
        for (name, step) in steps {
            console.write("\(name)\n")
            for (key, value) in step.members where value != .null {
                console.write("  \(key.padded(to: 16))\(value.stringValue ?? value.text())\n")
            }
        }
        return 0
    }

    private static func steps(of way: Lineage) -> [(String, JSONObject)] {
        var steps: [(String, JSONObject)] = []
        if let (id, signal) = way.signal {
            steps.append(
                (
                    "signal",
                    [
                        "id": .integer(Int(id)), "symbol": .string(signal.symbol),
                        "type": .string(signal.type), "value": .optional(signal.value),
                        "time": .string(signal.time.iso8601),
                        "known_at": .string(signal.knownAt.iso8601),
                        "source": .string(signal.source),
                    ]
                ))
        }
        if let record = way.record { steps.append(("record", step(record))) }
        if let recipe = way.recipe {
            steps.append(
                (
                    "recipe",
                    [
                        "name": .string(recipe.name), "version": .integer(recipe.version),
                        "schema_version": .integer(recipe.schemaVersion),
                        "valid_from": .string(recipe.validFrom.iso8601),
                    ]
                ))
        }
        if let stored = way.fetch { steps.append(("raw", step(stored))) }
        if let bytes = way.bytes {
            var step: JSONObject = [
                "sha256": .string(bytes.hash), "bytes": .integer(bytes.byteCount),
                "place": .string(bytes.place.rawValue),
            ]
            if let tombstone = bytes.tombstone {
                step["gone_at"] = .string(tombstone.at.iso8601)
                step["reason"] = .string(tombstone.reason)
            }
            steps.append(("bytes", step))
        }
        if way.job != nil || way.plan != nil {
            steps.append(("job", ["id": number(way.job), "plan": number(way.plan)]))
        }
        return steps
    }

    private static func step(_ record: StoredRecord) -> JSONObject {
        let content = record.content
        return [
            "id": .integer(Int(record.id)), "source": .string(content.source),
            "kind": .string(content.kind), "identity": .string(content.identity),
            "time": .string(content.time.iso8601), "known_at": .string(content.knownAt.iso8601),
            "fields": .object(content.fields), "provenance": .object(content.provenance),
            "quality": .optional(content.quality),
            "author": content.author.map(JSON.string) ?? .null,
            "erased": record.erasureReason.map(JSON.string) ?? .null,
        ]
    }

    private static func step(_ stored: StoredFetch) -> JSONObject {
        let fetch = stored.fetch
        return [
            "id": .integer(Int(stored.id)), "url": .string(fetch.url),
            "status": fetch.status.map(JSON.integer) ?? .null, "tier": .string(fetch.tier),
            "fetched_at": .string(fetch.fetchedAt.iso8601),
            "correlation_id": fetch.correlation.map(JSON.string) ?? .null,
        ]
    }

    private static func number(_ value: Int64?) -> JSON { value.map { .integer(Int($0)) } ?? .null }
}
