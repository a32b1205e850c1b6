import AlmanacCore
import Networking
import TimeSeries

/// Turns the status of an answer into the typed error that it stands for, without showing keys.
struct AnswerFault {
    let source: SourceDescription
    let keys: SourceKeys

    init(_ source: SourceDescription, _ keys: SourceKeys) {
        (self.source, self.keys) = (source, keys)
    }

    /// Throws what a status of failure means.
    func check(
        _ response: HTTPResponse, target: String? = nil, now: Timestamp
    ) throws(AlmanacError) {
        if response.isSuccess { return }
        var details: JSONObject = [
            "source": .string(source.name), "status": .integer(response.status),
        ]
        if let target { details["target"] = .string(target) }
        let said = Self.message(in: response.body)
        if let said { details["answer"] = .string(said) }
        let kind: AlmanacError.Kind
        var suggestion: String?
        var sentence: String
        switch response.status {
        case 401:
            kind = .unauthorized
            sentence = "\(source.title) does not accept the key"
            let names = source.keys.map(\.name).joined(separator: " and ")
            suggestion = names.isEmpty ? nil : "check \(names); see: almanac keys check"
        case 402:
            kind = .budgetExceeded
            sentence = "\(source.title) wants to be paid for this"
        case 403, 451:
            kind = .forbidden
            sentence = "\(source.title) refuses this"
            suggestion =
                source.keys.isEmpty
                ? nil : "the key may be wrong, or its plan not cover it; see: almanac keys check"
        case 400, 404, 410, 422:
            kind = target == nil || source.type == .web ? .notFound : .invalidSymbol
            sentence = "\(source.title) does not know '\(target ?? "the address")'"
            suggestion = "a target is \(source.target)"
        case 429:
            kind = .rateLimited
            sentence = "\(source.title) was asked too often"
            (details["retry_after"], suggestion) = Self.pause(response, now)
        default:
            kind = .sourceUnavailable
            sentence = "\(source.title) answered with status \(response.status)"
            (details["retry_after"], suggestion) = Self.pause(response, now)
        }
        if var said = said?[...] {
            while said.last == "." { said = said.dropLast() }
            sentence += "; it says: \(said)"
        }
        throw AlmanacError(kind, sentence, details: details, suggestion: suggestion)
    }

    /// For how many seconds a source wants to be left alone, where it says so, and in words.
    private static func pause(_ response: HTTPResponse, _ now: Timestamp) -> (JSON?, String) {
        guard let seconds = response.headers.retryAfter(now: now), seconds > 0 else {
            return (nil, "try again later")
        }
        let second = Timestamp.nanosecondsPerSecond
        let moment = Timestamp(
            nanoseconds: (now.nanoseconds / second + Int64(min(seconds, 1 << 30))) * second)
        return (.integer(seconds), "it asks to be left alone until \(moment)")
    }

    /// An error in which no key shows.
    func redacted(_ error: AlmanacError) -> AlmanacError {
        var error = error
        error.message = keys.redacting(error.message)
        error.suggestion = error.suggestion.map(keys.redacting)
        error.details = Self.redacted(.object(error.details), keys).objectValue ?? error.details
        return error
    }

    private static func redacted(_ value: JSON, _ keys: SourceKeys) -> JSON {
        switch value {
        case .string(let text): return .string(keys.redacting(text))
        case .array(let elements): return .array(elements.map { redacted($0, keys) })
        case .object(let object):
            var copy = JSONObject()
            for member in object.members { copy[member.key] = redacted(member.value, keys) }
            return .object(copy)
        default: return value
        }
    }

    /// What an answer says about its failure, shortened, where it is JSON with such a member.
    static func message(in body: [UInt8]) -> String? {
        guard body.count < 100_000,
            let json = try? JSON.parse(String(decoding: body, as: UTF8.self))
        else { return nil }
        let names = ["message", "error", "Error Message", "detail", "description", "error_msg"]
        for name in names {
            let value = json[name] ?? json["error"]?[name] ?? json["chart"]?["error"]?[name]
            if let text = value?.stringValue ?? value?["message"]?.stringValue, !text.isEmpty {
                return String(text.prefix(300))
            }
        }
        return nil
    }
}
