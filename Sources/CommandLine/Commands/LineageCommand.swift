import AlmanacCore
import Archive
import Jobs
import LanguageModel
import TimeSeries

/// `almanac lineage`.
enum LineageCommand {
    static let command = Command(
        name: "lineage",
        summary: "Walk from a signal or a series to its record, recipe, bytes, job and plan.",
        operands: [
            Command.Operand(
                name: "ID",
                summary: "signal:N (or N alone), record:N or raw:N, a fetch; `signals --store`, "
                    + "`data records` and `fetch` print these numbers; or a series, SOURCE/SYMBOL")
        ],
        options: [DatabaseOptions.option],
        examples: [
            ("almanac lineage signal:12", "its record, recipe version, page, job and plan"),
            ("almanac lineage record:7", "the same for a record that `data records` shows"),
            ("almanac lineage raw:3", "what a fetch brought, for which job, by which plan"),
            ("almanac lineage yahoo/AAPL", "which fetches brought the rows of a series"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let text = arguments.operands[0]
        if text.contains("/") { return try SeriesLineage.show(text, arguments, console) }
        guard let start = Lineage.Start(text) else {
            throw arguments.usage(
                "'\(text)' is no identity; write signal:N, record:N, raw:N or SOURCE/SYMBOL")
        }
        let archive = try DatabaseAccess(arguments)
        let (way, calls) = try archive.read { transaction in
            let way = try Lineage(transaction, start)
            let calls = try (way.job?.correlationID ?? way.fetch?.fetch.correlation).map {
                try ModelCalls.sums(correlation: $0, in: transaction)
            }
            return (way, calls ?? [])
        }
        var steps = steps(of: way)
        for sum in calls { steps.append(("model", step(sum))) }
        if arguments.has("--json") {
            var document: JSONObject = ["success": true]
            for (name, step) in steps where name != "model" { document[name] = .object(step) }
            if !calls.isEmpty { document["model"] = .array(calls.map { .object(step($0)) }) }
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
        if let record = way.record { steps.append(("recipe", recipe(of: record, way))) }
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
        if let number = way.jobNumber { steps.append(("job", step(way.job, number))) }
        if let plan = way.plan { steps.append(("plan", step(plan))) }
        return steps
    }

    /// The recipe's version; readers that the program brings have a name and a version only.
    private static func recipe(of record: StoredRecord, _ way: Lineage) -> JSONObject {
        var step: JSONObject = [
            "name": .string(record.content.recipe),
            "version": .integer(record.content.recipeVersion),
        ]
        if let recipe = way.recipe {
            step["schema_version"] = .integer(recipe.schemaVersion)
            step["valid_from"] = .string(recipe.validFrom.iso8601)
        }
        return step
    }

    /// The job; of one that ended long ago its number is left.
    private static func step(_ job: JobRecord?, _ number: Int64) -> JSONObject {
        var step: JSONObject = ["id": .integer(Int(number))]
        guard let job else { return step }
        step["handler"] = .string(job.handler)
        step["kind"] = .string(job.kind.rawValue)
        step["state"] = .string(job.state.rawValue)
        step["source"] = .string(job.source)
        step["correlation_id"] = .string(job.correlationID)
        step["created_at"] = .string(job.createdAt.iso8601)
        return step
    }

    private static func step(_ plan: StoredPlan) -> JSONObject {
        let content = plan.content
        return [
            "id": .integer(Int(plan.id)), "name": .string(content.name),
            "sources": .array(content.sources.map(JSON.object)),
            "schedule": .string(content.schedule), "zone": .string(content.zone),
            "dollars_per_month": .number(Double(content.monthlyCost.microdollars) / 1e6),
            "created_at": .string(plan.createdAt.iso8601),
        ]
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

    /// What language models were asked by whatever caused the fetch.
    private static func step(_ sum: ModelCalls.Sum) -> JSONObject {
        [
            "purpose": .string(sum.purpose), "calls": .integer(sum.calls),
            "tokens": .integer(sum.usage.input + sum.usage.cacheRead + sum.usage.output),
            "dollars": .number(Double(sum.cost.microdollars) / 1e6),
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
}
