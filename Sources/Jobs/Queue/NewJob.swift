package import AlmanacCore
package import TimeSeries

/// A job to be put into the queue.
package struct NewJob: Sendable, Equatable {
    /// The name under which a worker knows what to do.
    package var handler: String
    /// What the handler is given.
    package var parameters: JSON
    /// Why the job exists.
    package var kind: JobKind
    /// The queue, which can be paused as a whole.
    package var queue: String
    /// The source it draws on, whose limits, breaker and budget hold for it; empty for none.
    package var source: String
    /// The tier of the source, which may have a concurrency limit of its own.
    package var tier: String
    /// How urgent it is.
    package var priority: Priority
    /// Not to be run before this; at once where it is nil.
    package var runAt: Timestamp?
    /// Attempts that may fail before it is given up.
    package var maxAttempts: Int
    /// How long one delivery may take.
    package var deadlineNanoseconds: Int64
    /// What it will cost at most, by estimate; a day whose budget has no room for it is waited out.
    package var cost: Money
    /// Passed through everything that the job causes.
    package var correlationID: String
    /// The plan it belongs to.
    package var plan: Int64?
    /// At most one unfinished job has a key.
    package var uniqueKey: UniqueKey?
    /// Jobs to be waited for.
    package var dependencies: [Dependency]

    /// Makes a job that runs at once, with standard priority and five attempts.
    package init(
        _ handler: String, _ parameters: JSON = .object([:]), kind: JobKind = .event,
        source: String = "", tier: String = "", correlationID: String = ""
    ) {
        self.handler = handler
        self.parameters = parameters
        self.kind = kind
        queue = "default"
        self.source = source
        self.tier = tier
        priority = .standard
        maxAttempts = 5
        deadlineNanoseconds = 10 * Timestamp.nanosecondsPerMinute
        cost = .zero
        self.correlationID = correlationID
        dependencies = []
    }

    /// A key that no two unfinished jobs share.
    package struct UniqueKey: Sendable, Equatable {
        /// The key, across all queues.
        package var text: String
        /// How long after the job's end the key stays taken.
        package var keptForNanoseconds: Int64

        /// Makes a key, free again once the job is over unless told otherwise.
        package init(_ text: String, keptForNanoseconds: Int64 = 0) {
            self.text = text
            self.keptForNanoseconds = keptForNanoseconds
        }
    }

    /// A job that is waited for.
    package struct Dependency: Sendable, Equatable {
        /// The job's id.
        package var job: Int64
        /// How it must end.
        package var condition: Condition

        /// How the job that is waited for must end.
        package enum Condition: String, Sendable {
            /// It succeeds. If it is cancelled, so is the job that waits; if it dies, that job
            /// goes on waiting for its replay.
            case success
            /// It is over, however it ended.
            case end
        }

        /// Makes a dependency.
        package init(_ job: Int64, _ condition: Condition = .success) {
            self.job = job
            self.condition = condition
        }
    }

    /// Refuses what no job can be.
    func validate() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds {
                throw AlmanacError(
                    .validation, message, details: ["handler": .string(handler)])
            }
        }
        try require(!handler.isEmpty, "a job must name its handler")
        try require(!queue.isEmpty, "a job must name its queue")
        try require((1...100).contains(maxAttempts), "a job's attempts must be 1 to 100")
        try require(deadlineNanoseconds > 0, "a job's deadline must be positive")
        try require(cost >= .zero, "a job's cost must not be negative")
        try require(
            Set(dependencies.map(\.job)).count == dependencies.count,
            "a job must wait for each other job once")
    }
}

extension NewJob {
    /// The job as a document, as schedules keep it; without dependencies.
    var json: JSON {
        var document: JSONObject = [
            "handler": .string(handler), "parameters": parameters, "kind": .string(kind.rawValue),
            "queue": .string(queue), "source": .string(source), "tier": .string(tier),
            "priority": .integer(priority.value), "max_attempts": .integer(maxAttempts),
            "deadline": .integer(Int(deadlineNanoseconds)),
            "cost": .integer(Int(cost.microdollars)), "correlation_id": .string(correlationID),
            "plan": plan.map { .integer(Int($0)) } ?? .null,
        ]
        if let uniqueKey {
            document["unique_key"] = .string(uniqueKey.text)
            document["unique_key_kept"] = .integer(Int(uniqueKey.keptForNanoseconds))
        }
        return .object(document)
    }

    /// Reads what `json` wrote.
    init(json: JSON) throws {
        guard let handler = json["handler"]?.stringValue, let parameters = json["parameters"],
            let kind = json["kind"]?.stringValue.flatMap(JobKind.init),
            let priority = json["priority"]?.intValue.flatMap(Priority.init),
            let queue = json["queue"]?.stringValue, let attempts = json["max_attempts"]?.intValue,
            let deadline = json["deadline"]?.intValue, let cost = json["cost"]?.intValue
        else { throw AlmanacError(.internalError, "a schedule's job cannot be read") }
        self.init(
            handler, parameters, kind: kind, source: json["source"]?.stringValue ?? "",
            tier: json["tier"]?.stringValue ?? "",
            correlationID: json["correlation_id"]?.stringValue ?? "")
        self.queue = queue
        self.priority = priority
        maxAttempts = attempts
        deadlineNanoseconds = Int64(deadline)
        self.cost = Money(microdollars: Int64(cost))
        plan = json["plan"]?.intValue.map(Int64.init)
        uniqueKey = json["unique_key"]?.stringValue.map {
            UniqueKey($0, keptForNanoseconds: Int64(json["unique_key_kept"]?.intValue ?? 0))
        }
    }
}
