import SignalProcessing
import TimeSeries

/// What was read of each post as CSV; texts stay out, since they may be about people.
struct PostTable {
    private var writer = CSVWriter(header: [
        "known_at", "source", "id", "language", "symbols", "score", "confidence", "evidence",
        "novelty", "suspicion", "reasons", "reliability", "weight", "faults", "duplicate_of",
    ])

    var text: String { writer.text }

    mutating func append(_ read: ReadPost) {
        let sentiment = read.sentiment ?? .none
        writer.append([
            read.post.knownAt.iso8601, read.post.source, read.post.id, read.language.code,
            read.links.map(\.symbol).joined(separator: " "),
            CSVWriter.text(of: sentiment.score),
            CSVWriter.text(of: sentiment.confidence), String(sentiment.evidence),
            CSVWriter.text(of: read.novelty), CSVWriter.text(of: read.suspicion.value),
            read.suspicion.reasons.map(\.rawValue).joined(separator: " "),
            CSVWriter.text(of: read.reliability), CSVWriter.text(of: read.weight),
            read.faults.map(\.rawValue).joined(separator: " "), read.duplicate?.of ?? "",
        ])
    }
}
