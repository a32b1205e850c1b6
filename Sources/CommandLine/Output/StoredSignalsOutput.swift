import AlmanacCore

/// What `almanac signals --store` says of what it kept.
struct StoredSignalsOutput {
    /// The numbers of the signals.
    let ids: [Int64]
    /// The series of the bars.
    let series: String
    /// Whether nothing was made before.
    let isFirst: Bool

    var json: JSON {
        [
            "signals": .integer(ids.count),
            "first": ids.first.map { .integer(Int($0)) } ?? .null,
            "last": ids.last.map { .integer(Int($0)) } ?? .null, "series": .string(series),
        ]
    }

    var text: String {
        var text = "kept \(ids.count) signals"
        if let first = ids.first, let last = ids.last {
            text +=
                ", signal:\(first) to signal:\(last); "
                + "`almanac lineage signal:\(first)` leads to the first's record"
        }
        return text
            + "\nthe bars are archive:\(series); bind them with --data SLOT=archive:\(series)\n"
    }
}
