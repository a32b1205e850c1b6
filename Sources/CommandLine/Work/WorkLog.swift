import AlmanacCore
import Jobs
import TimeSeries

/// Says what a worker does, one line for each event: JSON for programs, text on a terminal.
struct WorkLog: Sendable {
    let worker: String
    let console: Console
    /// Whether lines are JSON.
    let isJSON: Bool

    /// Writes an event's line to the error stream.
    func write(_ event: WorkerEvent) {
        let (level, name, details) = Self.entry(event)
        guard let name else { return }
        let now = console.now()
        if isJSON {
            var line: JSONObject = [
                "time": .string(now.iso8601), "level": .string(level), "event": .string(name),
                "worker": .string(worker),
            ]
            for (key, value) in details.members where value != .null { line[key] = value }
            console.complain(JSON.object(line).text() + "\n")
        } else {
            let words = details.members.filter { $0.value != .null }.map {
                "\($0.key)=\($0.value.stringValue ?? $0.value.text())"
            }
            console.complain(
                "\(now.iso8601) \(level.padded(to: 6))\(name.padded(to: 10))"
                    + words.joined(separator: " ") + "\n")
        }
    }

    private static func entry(_ event: WorkerEvent) -> (String, String?, JSONObject) {
        switch event {
        case .claimed: return ("debug", nil, [:])
        case .started(let job): return ("info", "started", about(job))
        case .rescued(let count): return ("warn", "rescued", ["jobs": .integer(count)])
        case .scheduled(let jobs):
            return (
                "info", "scheduled", ["jobs": .array(jobs.map { .integer(Int($0)) })]
            )
        case .databaseFailed(let text):
            return ("error", "database", ["message": .string(text)])
        case .ended(let job, let ending, let nanoseconds):
            var details = about(job)
            details["milliseconds"] = .number(Double(nanoseconds / 1_000) / 1_000)
            let (level, name) = add(ending, &details)
            return (level, name, details)
        }
    }

    private static func add(
        _ ending: WorkerEvent.Ending, _ details: inout JSONObject
    ) -> (String, String) {
        switch ending {
        case .succeeded(let items):
            details["items"] = .integer(items)
            return ("info", "succeeded")
        case .retried(let moment, let failure):
            details["again_at"] = .string(moment.iso8601)
            details["message"] = .string(failure.message)
            return ("warn", "failed")
        case .died(let reason, let failure):
            details["reason"] = .string(reason)
            details["message"] = .string(failure.message)
            return ("error", "died")
        case .snoozed(let moment, let reason):
            details["again_at"] = .string(moment.iso8601)
            details["reason"] = .string(reason)
            return ("info", "snoozed")
        case .givenBack: return ("info", "given back")
        case .abandoned: return ("warn", "abandoned")
        }
    }

    private static func about(_ job: JobRecord) -> JSONObject {
        [
            "job": .integer(Int(job.id)), "handler": .string(job.handler),
            "source": job.source.isEmpty ? .null : .string(job.source),
            "correlation_id": job.correlationID.isEmpty ? .null : .string(job.correlationID),
        ]
    }
}
