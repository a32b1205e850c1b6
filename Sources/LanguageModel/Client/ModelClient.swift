package import AlmanacCore
package import Jobs
package import Networking
import Synchronization
package import TimeSeries

/// Asks one language model: sends, retries, counts, and keeps the budget.
///
/// An attempt is written down and its highest cost reserved before it is sent. Attempts that may
/// succeed later are repeated with growing pauses; a provider that keeps failing is left alone for
/// a while. Keys and personal data are taken out of every message before it leaves.
package final class ModelClient: Sendable {
    /// Sends one request and gives back the whole answer; calls `received` where it can.
    package typealias Transport = @Sendable (HTTPRequest) async throws -> HTTPResponse

    /// The model that is asked.
    package let choice: ModelChoice
    private let transport: Transport
    private let ledger: ModelLedger
    private let clock: WaitingClock
    private let chance: @Sendable () -> Double
    private let retry: QuickRetry
    private let state: Mutex<State>

    private struct State {
        var breaker: CircuitBreaker
        var lastAttempt: Int64 = 0
    }

    /// The usual retries: four attempts, pauses from a second on, a minute at most if asked to.
    package static let usualRetry = QuickRetry(
        attempts: 4, baseNanoseconds: 1_000_000_000, longestPauseNanoseconds: 60_000_000_000)

    /// Makes a client.
    package init(
        _ choice: ModelChoice, transport: @escaping Transport, ledger: ModelLedger,
        clock: WaitingClock, chance: @escaping @Sendable () -> Double,
        retry: QuickRetry = ModelClient.usualRetry,
        breaker: CircuitBreaker.Policy = CircuitBreaker.Policy()
    ) {
        self.choice = choice
        self.transport = transport
        self.ledger = ledger
        (self.clock, self.chance) = (clock, chance)
        self.retry = retry
        state = Mutex(State(breaker: CircuitBreaker(breaker)))
    }

    /// The network as transport.
    ///
    /// Addresses on this machine and in private networks are reached only where the user gave the
    /// address, or chose a provider that runs there.
    /// - Throws: As `HTTPClient` does when it cannot be started.
    package static func network(_ choice: ModelChoice) throws(AlmanacError) -> Transport {
        let isOwn =
            choice.provider.isLocal || choice.provider.address != choice.address.description
        let own = [
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7",
        ]
        let client = try HTTPClient(
            HTTPClientOptions(
                addressGuard: AddressGuard(allowing: isOwn ? own.compactMap { IPNetwork($0) } : []))
        )
        return { try await client.send($0) }
    }

    /// Asks the model.
    ///
    /// - Parameters:
    ///   - purpose: what for; calls are summed by it.
    ///   - prompt: the prompt and its version.
    ///   - told: is told the answer's text piece by piece where the request streams.
    /// - Throws: An ``AlmanacError``: `budget_exceeded` before anything is sent, `unauthorized`,
    ///   `rate_limited`, `not_found`, `validation_error` as the provider says, `source_unavailable`
    ///   for what did not come, or came garbled.
    package func answer(
        _ request: ModelRequest, purpose: String, prompt: String = "",
        told: @escaping @Sendable (ModelDelta) -> Void = { _ in }
    ) async throws -> ModelAnswer {
        let request = Self.redacted(request)
        let sent = try ModelWire.request(request, to: choice)
        var attempt = 1
        while true {
            do {
                return try await once(sent, request, purpose: purpose, prompt: prompt, told: told)
            } catch let failure as Attempt {
                let pause = retry.pause(
                    after: attempt, isIdempotent: true,
                    status: failure.fault.isTransient ? 503 : 400,
                    failure: nil, retryAfter: failure.retryAfter, chance: chance())
                guard let pause else {
                    var error = failure.fault.error
                    if let seconds = failure.retryAfter {
                        error.details["retry_after_seconds"] = .integer(seconds)
                    }
                    error.details["model"] = .string(choice.name)
                    throw error
                }
                try await clock.sleep(pause)
                if request.streams { told(.again) }
                attempt += 1
            }
        }
    }

    /// Why one attempt failed.
    private struct Attempt: Error {
        var fault: ModelFault
        var retryAfter: Int?
    }

    private func once(
        _ sent: HTTPRequest, _ request: ModelRequest, purpose: String, prompt: String,
        told: @escaping @Sendable (ModelDelta) -> Void
    ) async throws -> ModelAnswer {
        let attempt = try admitted()
        let bound = choice.price?.bound(sentBytes: sent.body?.count ?? 0, request)
        let number: Int64
        do {
            number = try await ledger.begin(
                ModelCallPlan(
                    at: clock.now(), choice: choice, purpose: purpose, prompt: prompt,
                    bound: bound))
        } catch {
            state.withLock { $0.breaker.released(attempt) }
            throw error
        }
        do {
            let answer = try await exchange(sent, request, told)
            state.withLock { $0.breaker.succeeded(attempt) }
            var outcome = ModelCallOutcome(at: clock.now(), usage: answer.usage)
            outcome.answeredBy = answer.model
            outcome.cost = choice.price?.cost(answer.usage)
            if answer.usage == TokenUsage() { (outcome.cost, outcome.isEstimate) = (bound, true) }
            try await ledger.finish(number, outcome)
            return answer
        } catch let failure as Attempt {
            judge(attempt, failure.fault)
            var outcome = ModelCallOutcome(at: clock.now(), failure: failure.fault.error.kind)
            outcome.isEstimate = failure.fault.mayHaveCost
            outcome.cost = bound.map { failure.fault.mayHaveCost ? $0 : .zero }
            // What is written down must be so even where the task was cancelled meanwhile.
            let (ledger, written) = (ledger, outcome)
            try await Task { try await ledger.finish(number, written) }.value
            throw failure
        }
    }

    private func exchange(
        _ sent: HTTPRequest, _ request: ModelRequest,
        _ told: @escaping @Sendable (ModelDelta) -> Void
    ) async throws(Attempt) -> ModelAnswer {
        var sent = sent
        if request.streams {
            let shown = Shown(choice.provider.dialect)
            sent.received = { bytes in
                let text = shown.stream.withLock { $0.take(bytes) }
                if !text.isEmpty { told(.text(text)) }
            }
        }
        let response: HTTPResponse
        do {
            response = try await transport(sent)
        } catch {
            throw Attempt(fault: Self.fault(of: error), retryAfter: nil)
        }
        guard response.isSuccess else {
            throw Attempt(
                fault: ModelFault(status: response.status, body: response.body),
                retryAfter: response.headers.retryAfter(now: clock.now()))
        }
        do {
            return try read(response, request)
        } catch {
            throw Attempt(fault: error, retryAfter: nil)
        }
    }

    private final class Shown: Sendable {
        let stream: Mutex<ModelStream>
        init(_ dialect: ModelProvider.Dialect) { stream = Mutex(ModelStream(dialect)) }
    }

    private func read(
        _ response: HTTPResponse, _ request: ModelRequest
    ) throws(ModelFault) -> ModelAnswer {
        // A server that does not stream answers whole.
        let isWhole = response.body.first { $0 > 0x20 } == UInt8(ascii: "{")
        guard request.streams, !isWhole else {
            return try ModelWire.answer(response.body, choice.provider.dialect)
        }
        var stream = ModelStream(choice.provider.dialect)
        _ = stream.take(response.body)
        return try stream.answer()
    }

    /// The fault that a failed exchange stands for; without a connection nothing can have cost.
    private static func fault(of error: any Error) -> ModelFault {
        guard let error = error as? AlmanacError else {
            let cancelled = AlmanacError(
                .sourceUnavailable, "the call was cancelled", details: ["reason": "cancelled"])
            return ModelFault(cancelled, isAnswered: false)
        }
        let failure = error.details["reason"]?.stringValue.flatMap(TransferFailure.init(rawValue:))
        let wasSent: [TransferFailure] = [
            .timeout, .connectionLost, .truncated, .cancelled, .tooLarge,
        ]
        // What took too long takes as long again, and may have been worked on for money.
        let isTransient = failure.map { $0.isTransient && $0 != .timeout } ?? false
        return ModelFault(
            error, isTransient: isTransient, isAnswered: false,
            mayHaveCost: failure.map(wasSent.contains) ?? true)
    }

    private func admitted() throws(AlmanacError) -> Int64 {
        let now = clock.now()
        let (attempt, until) = state.withLock { state -> (Int64?, Timestamp?) in
            guard state.breaker.admit(1, at: now) == 1 else {
                if case .open(let until) = state.breaker.state { return (nil, until) }
                return (nil, nil)
            }
            state.lastAttempt += 1
            state.breaker.started(state.lastAttempt)
            return (state.lastAttempt, nil)
        }
        if let attempt { return attempt }
        throw AlmanacError(
            .sourceUnavailable, "\(choice.name) failed so often that it is left alone for a while",
            details: [
                "reason": "circuit_open", "model": .string(choice.name),
                "again_at": until.map { .string($0.iso8601) } ?? .null,
            ], suggestion: "wait, or choose another model")
    }

    /// Whether a failure speaks against the provider: one that refuses a request is well.
    private func judge(_ attempt: Int64, _ fault: ModelFault) {
        let now = clock.now()
        state.withLock { state in
            if fault.error.kind == .rateLimited || fault.error.details["reason"] == "cancelled" {
                state.breaker.released(attempt)
            } else if fault.isTransient || !fault.isAnswered {
                state.breaker.failed(attempt, at: now)
            } else {
                state.breaker.succeeded(attempt)
            }
        }
    }

    private static func redacted(_ request: ModelRequest) -> ModelRequest {
        var request = request
        for turn in request.messages.indices {
            request.messages[turn].parts = request.messages[turn].parts.map { part in
                switch part {
                case .text(let text): return .text(Redaction.everything(in: text))
                case .toolResult(var result):
                    result.text = Redaction.everything(in: result.text)
                    return .toolResult(result)
                default: return part
                }
            }
        }
        return request
    }
}
