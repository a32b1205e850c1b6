import AlmanacCore
import Archive
import Database
import Jobs
import TimeSeries

/// Keeps what came of a run's pages in bronze, where it is not there already.
struct AnswerKeeping {
    private let bronze: Bronze
    private let source: ScrapedSource
    private let job: JobRecord?
    private let at: Timestamp

    init(_ bronze: Bronze, _ source: ScrapedSource, _ job: JobRecord?, at: Timestamp) {
        (self.bronze, self.source, self.job, self.at) = (bronze, source, job, at)
    }

    /// The fetch as bronze keeps it.
    func fetch(_ answer: ScrapeAnswer) -> Fetch {
        var fetch = answer.fetch(source)
        fetch.job = job?.id
        fetch.plan = job?.plan
        fetch.correlation = job?.correlationID
        return fetch
    }

    /// The number and the hash of a page's bytes in the archive.
    func store(
        _ transaction: Transaction, _ answer: ScrapeAnswer
    ) throws -> (id: Int64, hash: String) {
        if let kept = answer.kept { return (kept.raw, kept.hash) }
        guard let prepared = answer.prepared else {
            throw AlmanacError(.internalError, "a page was not made ready to be kept")
        }
        return (
            try bronze.store(transaction, prepared, fetch(answer), at: at), prepared.hash
        )
    }
}
