import AlmanacCore
import Archive
import TimeSeries

/// Where the rows of a series came from.
enum SeriesLineage {
    private static let mostAppends = SeriesStore.keptAppends

    /// Prints the last appends of a series, each with the fetch that brought it.
    static func show(
        _ name: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let archive = try DatabaseAccess(arguments)
        let (series, appends) = try archive.read { transaction in
            let series = try archive.series(transaction, name, slot: nil)
            let appends = try archive.store.appends(transaction, series, limit: mostAppends)
            return (
                series,
                try appends.map { append in
                    (append, try append.raw.flatMap { try archive.bronze.fetch(transaction, $0) })
                }
            )
        }
        if arguments.has("--json") {
            let document: JSONObject = [
                "success": true, "series": series.json,
                "appends": .array(appends.map { json($0, $1) }),
            ]
            console.write(JSON.object(document).text(pretty: true) + "\n")
            return 0
        }
        console.write("\(series.name): \(series.rowCount) rows\n")
        for (append, fetch) in appends { console.write(line(append, fetch)) }
        if appends.contains(where: { $0.0.raw != nil }) {
            console.write("`almanac lineage raw:N` walks on from a fetch\n")
        }
        return 0
    }

    private static func json(_ append: SeriesStore.Append, _ fetch: StoredFetch?) -> JSON {
        let receipt = append.receipt
        return [
            "stored_at": .string(append.storedAt.iso8601), "added": .integer(receipt.added),
            "corrected": .integer(receipt.corrected), "repeated": .integer(receipt.repeated),
            "first": receipt.times.map { .string($0.lowerBound.iso8601) } ?? .null,
            "last": receipt.times.map { .string($0.upperBound.iso8601) } ?? .null,
            "raw": append.raw.map { .integer(Int($0)) } ?? .null,
            "url": fetch.map { .string($0.fetch.url) } ?? .null,
            "job": fetch?.fetch.job.map { .integer(Int($0)) } ?? .null,
            "correlation_id": fetch?.fetch.correlation.map(JSON.string) ?? .null,
        ]
    }

    private static func line(_ append: SeriesStore.Append, _ fetch: StoredFetch?) -> String {
        let receipt = append.receipt
        let storedAt = append.storedAt.nanoseconds
        let second = Timestamp(nanoseconds: storedAt - storedAt % Timestamp.nanosecondsPerSecond)
        var text = "  \(second.iso8601)  \(receipt.added) added"
        if receipt.corrected > 0 { text += ", \(receipt.corrected) corrected" }
        if let times = receipt.times {
            text += "  \(times.lowerBound.dateText) to \(times.upperBound.dateText)"
        }
        if let raw = append.raw {
            text += "  raw:\(raw)  \(fetch?.fetch.url ?? "which retention has ended")"
        }
        if let job = fetch?.fetch.job { text += "  job \(job)" }
        return text + "\n"
    }
}
