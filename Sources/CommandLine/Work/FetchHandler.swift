import AlmanacCore
import Archive
import Database
import Jobs
import Networking
import TimeSeries

/// What a worker does for jobs named `fetch`: it fetches an address into the archive.
enum FetchHandler {
    /// The name of such jobs.
    static let name = "fetch"

    /// A job that fetches an address.
    ///
    /// - Throws: `AlmanacError` of kind `validation` for what is no address of the web.
    static func job(_ text: String) throws(AlmanacError) -> NewJob {
        guard let url = WebURL(text), url.isWeb, let host = url.host else {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be fetched",
                details: ["url": .string(text)],
                suggestion: "give an address that starts with https:// or http://")
        }
        return NewJob(name, ["url": .string(url.description)], source: host, tier: "static")
    }

    /// Makes the handler; all its jobs share one client, its pace and what it knows of sites.
    static func make(_ fetcher: Fetcher, _ bronze: Bronze) -> JobHandler {
        { context in
            guard let text = try context.job.parameters()["url"]?.stringValue,
                let url = WebURL(text)
            else {
                throw AlmanacError(
                    .validation, "the job names no address",
                    details: ["job": .integer(Int(context.job.id))])
            }
            let started = context.clock.now()
            var policy = Fetcher.Policy()
            policy.usesCache = try await !PersonalMask.isSet(
                for: context.job.source, in: context.database)
            let fetched = try await fetcher.fetch(HTTPRequest(.get, url), policy)
            let completed = context.clock.now()
            let response = fetched.response
            if let failure = failure(response, url, now: completed) { return .failure(failure) }
            let prepared = try await bronze.preparing(
                response.body, of: context.job.source, context.database, at: completed)
            let record = record(response, url, context, started, completed)
            return .success(items: 1) { transaction in
                try bronze.store(transaction, prepared, record, at: completed)
            }
        }
    }

    private static func record(
        _ response: HTTPResponse, _ url: WebURL, _ context: JobContext, _ started: Timestamp,
        _ completed: Timestamp
    ) -> Fetch {
        var fetch = Fetch(
            source: context.job.source, url: url.withoutKeys.description, tier: context.job.tier,
            fetchedAt: started, completedAt: completed)
        fetch.status = response.status
        for field in response.headers.fields where field.name.lowercased() != "set-cookie" {
            fetch.headers[field.name.lowercased()] = .string(field.value)
        }
        fetch.job = context.job.id
        fetch.plan = context.job.plan
        fetch.correlation = context.correlationID
        return fetch
    }

    /// What a status of failure means for the job.
    private static func failure(
        _ response: HTTPResponse, _ url: WebURL, now: Timestamp
    ) -> JobFailure? {
        if response.isSuccess { return nil }
        let isTransient = QuickRetry.transientStatuses.contains(response.status)
        let error = AlmanacError(
            .dataFetch, "\(url.host ?? "the site") answered with status \(response.status)",
            details: [
                "url": .string(url.withoutKeys.description),
                "status": .integer(response.status),
            ])
        return JobFailure(
            error.message, stack: error.json.text(),
            isPermanent: !isTransient, blamesSource: isTransient,
            retryAfterNanoseconds: response.headers.retryAfter(now: now).map {
                Int64(min($0, 1_000_000)) * 1_000_000_000
            })
    }
}
