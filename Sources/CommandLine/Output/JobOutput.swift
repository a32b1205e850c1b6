import AlmanacCore
import Jobs
import TimeSeries

extension JobRecord {
    /// The job as an object of a command's output.
    var json: JSON {
        [
            "id": .integer(Int(id)), "handler": .string(handler), "state": .string(state.rawValue),
            "kind": .string(kind.rawValue), "queue": .string(queue), "source": .string(source),
            "tier": .string(tier), "priority": .integer(priority.value),
            "plan": plan.map { .integer(Int($0)) } ?? .null,
            "parameters": (try? parameters()) ?? .null, "attempts": .integer(attempts),
            "max_attempts": .integer(maxAttempts), "deliveries": .integer(Int(deliveries)),
            "waits_for": .integer(pending), "items": .integer(items),
            "cost": .number(Double(cost.microdollars) / 1_000_000),
            "correlation_id": .string(correlationID), "note": note.map(JSON.string) ?? .null,
            "worker": lease.map { .string($0.worker) } ?? .null,
            "ready_at": .string(readyAt.iso8601), "created_at": .string(createdAt.iso8601),
            "started_at": startedAt.map { .string($0.iso8601) } ?? .null,
            "finished_at": finishedAt.map { .string($0.iso8601) } ?? .null,
        ]
    }

    /// The job as one line of a table.
    func line(now: Timestamp) -> String {
        let age = AgeText.of(now.nanoseconds - createdAt.nanoseconds)
        let tries = "\(attempts)/\(maxAttempts)"
        return "\(id)".padded(to: 8) + state.rawValue.padded(to: 11) + handler.padded(to: 12)
            + (source.isEmpty ? "-" : source).padded(to: 18) + tries.padded(to: 6)
            + age.padded(to: 6) + (note ?? "") + "\n"
    }

    /// The heading of ``line(now:)``.
    static var heading: String {
        "id".padded(to: 8) + "state".padded(to: 11) + "handler".padded(to: 12)
            + "source".padded(to: 18) + "tries".padded(to: 6) + "age".padded(to: 6) + "note\n"
    }
}

extension DeadLetter {
    /// The letter as an object of a command's output.
    var json: JSON {
        [
            "job": .integer(Int(job)), "handler": .string(handler), "reason": .string(reason),
            "error": .string(error), "suggestion": suggestion.map(JSON.string) ?? .null,
            "input": (try? JSON.parse(input)) ?? .string(input),
            "stack": .string(stack), "died_at": .string(diedAt.iso8601),
            "resolution": resolution.map(JSON.string) ?? .null,
        ]
    }

    /// What a person can do about it; nil where the error does not say.
    var suggestion: String? {
        (try? JSON.parse(stack))?["error"]?["suggestion"]?.stringValue
    }
}

/// Spans of time in one or two characters more than a number.
enum AgeText {
    private static let units: [(name: String, seconds: Int64)] = [
        ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
    ]

    /// The largest unit that fits, such as `3h`.
    static func of(_ nanoseconds: Int64) -> String {
        let seconds = max(0, nanoseconds / 1_000_000_000)
        let unit = units.first { seconds >= $0.seconds } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.name)"
    }
}
