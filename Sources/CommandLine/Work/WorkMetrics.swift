import Jobs
import Synchronization
import TimeSeries

/// Counts what a worker does, and writes it with the queue's state as Prometheus reads it.
///
/// - Source: Prometheus text exposition format, version 0.0.4.
final class WorkMetrics: Sendable {
    private struct Counts {
        var ended: [String: [String: Int]] = [:]
        var secondsByHandler: [String: Histogram] = [:]
        var rescued = 0
        var scheduled = 0
        var databaseFailures = 0
        var running = 0
    }

    private struct Histogram {
        static let bounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300]
        var buckets = [Int](repeating: 0, count: bounds.count)
        var count = 0
        var sum = 0.0

        mutating func add(_ seconds: Double) {
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound {
                buckets[index] += 1
            }
            count += 1
            sum += seconds
        }
    }

    private let counts = Mutex(Counts())

    /// Counts an event.
    func count(_ event: WorkerEvent) {
        counts.withLock { counts in
            switch event {
            case .claimed: break
            case .started: counts.running += 1
            case .ended(let job, let ending, let nanoseconds):
                counts.running -= 1
                counts.ended[job.handler, default: [:]][Self.word(ending), default: 0] += 1
                counts.secondsByHandler[job.handler, default: Histogram()]
                    .add(Double(nanoseconds) / 1e9)
            case .rescued(let jobs): counts.rescued += jobs
            case .scheduled(let jobs): counts.scheduled += jobs.count
            case .databaseFailed: counts.databaseFailures += 1
            }
        }
    }

    /// The metrics as text.
    /// - Parameter status: the queue's state; nil where the database does not answer.
    func text(_ status: QueueStatus?) -> String {
        let counts = counts.withLock { $0 }
        var text = PrometheusText()
        text.family("almanac_up", "gauge", "Whether the database answers.")
        text.sample("almanac_up", [], status == nil ? 0 : 1)
        text.family("almanac_jobs_ended_total", "counter", "Deliveries of this worker by ending.")
        for (handler, endings) in counts.ended.sorted(by: { $0.key < $1.key }) {
            for (ending, count) in endings.sorted(by: { $0.key < $1.key }) {
                text.sample(
                    "almanac_jobs_ended_total", [("handler", handler), ("ending", ending)],
                    Double(count))
            }
        }
        let name = "almanac_job_seconds"
        text.family(name, "histogram", "How long deliveries of this worker took.")
        for (handler, histogram) in counts.secondsByHandler.sorted(by: { $0.key < $1.key }) {
            for (bound, count) in zip(Histogram.bounds, histogram.buckets) {
                text.sample(
                    name + "_bucket", [("handler", handler), ("le", "\(bound)")], Double(count))
            }
            text.sample(
                name + "_bucket", [("handler", handler), ("le", "+Inf")], Double(histogram.count))
            text.sample(name + "_sum", [("handler", handler)], histogram.sum)
            text.sample(name + "_count", [("handler", handler)], Double(histogram.count))
        }
        for (name, help, value) in [
            ("almanac_jobs_rescued_total", "Jobs whose leases ran out.", counts.rescued),
            ("almanac_jobs_scheduled_total", "Jobs that schedules put in.", counts.scheduled),
            (
                "almanac_database_failures_total", "Times the database failed.",
                counts.databaseFailures
            ),
        ] {
            text.family(name, "counter", help)
            text.sample(name, [], Double(value))
        }
        text.family("almanac_worker_running", "gauge", "Jobs that this worker runs.")
        text.sample("almanac_worker_running", [], Double(counts.running))
        if let status { Self.add(status, &text) }
        return text.text
    }

    private static func add(_ status: QueueStatus, _ text: inout PrometheusText) {
        text.family("almanac_jobs", "gauge", "Jobs in each state.")
        for state in JobState.allCases {
            text.sample(
                "almanac_jobs", [("state", state.rawValue)], Double(status.counts[state] ?? 0))
        }
        text.family(
            "almanac_oldest_available_seconds", "gauge", "How long the oldest job waits.")
        text.sample(
            "almanac_oldest_available_seconds", [],
            Double(status.oldestAvailableNanoseconds ?? 0) / 1e9)
        text.family("almanac_source_breaker", "gauge", "0 closed, 1 half open, 2 open.")
        for source in status.sources {
            text.sample(
                "almanac_source_breaker", [("source", source.name)], number(source.breaker))
        }
        text.family("almanac_source_running", "gauge", "Jobs of a source that run.")
        for source in status.sources {
            text.sample(
                "almanac_source_running", [("source", source.name)], Double(source.running))
        }
        text.family("almanac_budget_dollars", "gauge", "Today's money.")
        for entry in status.budgets {
            for (kind, money) in [
                ("spent", entry.budget.spent), ("reserved", entry.budget.reserved),
                ("limit", entry.budget.limit),
            ] {
                guard let money else { continue }
                text.sample(
                    "almanac_budget_dollars", [("scope", entry.scope), ("kind", kind)],
                    Double(money.microdollars) / 1e6)
            }
        }
    }

    private static func number(_ state: CircuitBreaker.State) -> Double {
        switch state {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }

    private static func word(_ ending: WorkerEvent.Ending) -> String {
        switch ending {
        case .succeeded: "succeeded"
        case .retried: "failed"
        case .died: "died"
        case .snoozed: "snoozed"
        case .givenBack: "given_back"
        case .abandoned: "abandoned"
        }
    }
}

/// Writes samples in families, with labels escaped.
struct PrometheusText {
    private(set) var text = ""

    /// Begins a family of samples.
    mutating func family(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// Adds one sample.
    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let pairs = labels.map { name, value in
            "\(name)=\"" + Self.escaped(value) + "\""
        }
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        text += name + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(number)\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}
