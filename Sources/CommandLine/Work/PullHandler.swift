import AlmanacCore
import DataSources
import Jobs
import TimeSeries

/// What a worker does for jobs named `pull`: it fetches what is missing of a source's data.
///
/// Each answer is stored together with the cursor after it, so that the next delivery of a job that
/// was broken off goes on where it stopped; the last one is stored with the job's end. A worker
/// that slept past its lease stores nothing more.
enum PullHandler {
    /// The name of such jobs.
    static let name = "pull"

    /// How long one delivery may take; what is left is the next one's.
    private static let deadline = Timestamp.nanosecondsPerHour
    /// How long a job waits for a place within a limit before its slot goes to another.
    private static let patience: Int64 = 10 * Timestamp.nanosecondsPerSecond

    /// A job that brings what is missing.
    ///
    /// - Parameter refresh: whether what is there is fetched anew.
    static func job(
        _ request: DataRequest, of source: SourceDescription, refresh: Bool
    ) -> NewJob {
        var parameters = request.parameters
        parameters["source"] = .string(source.name)
        if refresh { parameters["refresh"] = true }
        var job = NewJob(
            name, .object(parameters), source: source.name,
            tier: source.tiers.first?.rawValue ?? "")
        job.deadlineNanoseconds = deadline
        return job
    }

    /// Makes the handler; all its jobs share one client and its pace, and find the keys that are
    /// there when they run.
    static func make(
        _ access: SourceAccess, keys: @escaping @Sendable () throws(AlmanacError) -> KeyFile
    ) -> JobHandler {
        { context in
            let parameters = try context.job.parameters()
            let source = try SourceRegistry.require(parameters["source"]?.stringValue ?? "")
            let request = try DataRequest(parameters: parameters)
            var services = access.services
            services.gate.patienceNanoseconds = patience
            services.gate.waiting = { _ in }
            services.gate.placeTaken = SourceGate.Place()
            (services.gate.job, services.gate.queue) = (context.claimed, context.queue)
            let closing = ClosingWrites()
            services.closing = closing
            do {
                let chain = SourceChain(services, source, keys: try keys().keys(of: source))
                let outcome = try await chain.run(
                    request, refresh: parameters["refresh"]?.boolValue ?? false)
                if let stale = outcome.stale {
                    return .failure(
                        JobFailure(
                            "\(source.title) fails (\(stale.reason))", blamesSource: true),
                        effect: closing.perform)
                }
                return .success(
                    items: outcome.receipt.total + outcome.left, effect: closing.perform)
            } catch {
                return .after(error, at: context.clock.now(), effect: closing.perform)
            }
        }
    }
}

extension DataRequest {
    /// The request as a job's parameters, without what says nothing.
    var parameters: JSONObject {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "target": .string(target),
            "frequency": .string(frequency.rawValue),
        ]
        if let from { object["from"] = .string(from.iso8601) }
        if let until { object["until"] = .string(until.iso8601) }
        if !options.isEmpty { object["options"] = .object(options) }
        if let maximumRecords { object["limit"] = .integer(maximumRecords) }
        return object
    }

    /// Reads a job's parameters.
    ///
    /// - Throws: `validation` for what no request can be.
    init(parameters: JSON) throws(AlmanacError) {
        func moment(_ name: String) throws(AlmanacError) -> Timestamp? {
            guard let value = parameters[name] else { return nil }
            guard let moment = value.stringValue.flatMap({ Timestamp(iso8601: $0) }) else {
                throw Self.unreadable(name)
            }
            return moment
        }
        guard let kind = parameters["kind"]?.stringValue.flatMap(DataKind.init) else {
            throw Self.unreadable("kind")
        }
        guard let target = parameters["target"]?.stringValue else {
            throw Self.unreadable("target")
        }
        guard let frequency = parameters["frequency"]?.stringValue.flatMap(Frequency.init) else {
            throw Self.unreadable("frequency")
        }
        self.init(
            kind, target, from: try moment("from"), until: try moment("until"),
            frequency: frequency)
        options = parameters["options"]?.objectValue ?? JSONObject()
        maximumRecords = parameters["limit"]?.intValue
    }

    private static func unreadable(_ name: String) -> AlmanacError {
        AlmanacError(
            .validation, "the job's \(name) is missing or cannot be read",
            details: ["parameter": .string(name)])
    }
}
