import AlmanacCore
import DataSources
import Jobs
import Networking
import TimeSeries

/// What a worker does for jobs named `fetch`: it fetches a page into the archive, by whichever tier
/// shows its content.
enum FetchHandler {
    /// The name of such jobs.
    static let name = "fetch"

    /// How long a job waits for a place within a limit before its slot goes to another.
    private static let patience: Int64 = 10 * Timestamp.nanosecondsPerSecond

    /// A job that fetches an address.
    ///
    /// - Parameter tier: the only way to take; nil for the one that serves.
    /// - Throws: `AlmanacError` of kind `validation` for what is no address of the web.
    static func job(_ text: String, tier: SourceTier? = nil) throws(AlmanacError) -> NewJob {
        guard let url = WebURL(text), url.isWeb, let host = url.host else {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be fetched",
                details: ["url": .string(text)],
                suggestion: "give an address that starts with https:// or http://")
        }
        var parameters: JSONObject = ["url": .string(url.description)]
        parameters["tier"] = tier.map { .string($0.rawValue) }
        return NewJob(
            name, .object(parameters), source: host, tier: (tier ?? .static).rawValue)
    }

    /// Makes the handler; all its jobs share one client, its pace and what it knows of sites.
    ///
    /// What was found is kept together with the job's completion.
    static func make(_ access: SourceAccess) -> JobHandler {
        { context in
            let parameters = try context.job.parameters()
            guard let url = parameters["url"]?.stringValue.flatMap({ WebURL($0) }) else {
                throw AlmanacError(
                    .validation, "the job names no address",
                    details: ["job": .integer(Int(context.job.id))])
            }
            var services = access.services
            services.gate.patienceNanoseconds = patience
            services.gate.waiting = { _ in }
            services.gate.job = context.claimed
            let tier = parameters["tier"]?.stringValue.flatMap { SourceTier(rawValue: $0) }
            do {
                let found = try await PageFetch(services, url, tier: tier).find()
                let (bronze, now) = (services.bronze, context.clock.now())
                return .success(items: 1) { try found.keep($0, bronze, at: now) }
            } catch let error as AlmanacError {
                guard let status = error.details["status"]?.intValue else { throw error }
                return .failure(failure(error, status))
            }
        }
    }

    /// What a status of failure means for the job.
    private static func failure(_ error: AlmanacError, _ status: Int) -> JobFailure {
        let isTransient = QuickRetry.transientStatuses.contains(status)
        return JobFailure(
            error.message, stack: error.json.text(),
            isPermanent: !isTransient, blamesSource: isTransient,
            retryAfterNanoseconds: error.details["retry_after"]?.intValue.map {
                Int64(min($0, 1_000_000)) * Timestamp.nanosecondsPerSecond
            })
    }
}
