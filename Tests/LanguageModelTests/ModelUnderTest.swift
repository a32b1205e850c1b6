import AlmanacCore
import Jobs
import LanguageModel
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// A clock that stands still but for the pauses that are asked of it.
final class StillClock: Sendable {
    private let state = Mutex<(now: Int64, pauses: [Int64])>((1_700_000_000_000_000_000, []))

    /// The pauses so far, in milliseconds.
    var pauses: [Int64] { state.withLock { $0.pauses.map { $0 / 1_000_000 } } }

    func advance(_ nanoseconds: Int64) { state.withLock { $0.now += nanoseconds } }

    var clock: WaitingClock {
        WaitingClock(
            now: { Timestamp(nanoseconds: self.state.withLock { $0.now }) },
            sleep: { pause in
                self.state.withLock { state in
                    state.now += pause
                    state.pauses.append(pause)
                }
            })
    }
}

/// A provider that answers by a script, one entry for each request.
final class ScriptedModel: Sendable {
    private let state: Mutex<(answers: [HTTPResponse], sent: [JSON])>

    init(_ answers: [HTTPResponse]) { state = Mutex((answers, [])) }

    /// The documents that were sent.
    var sent: [JSON] { state.withLock { $0.sent } }

    var transport: ModelClient.Transport {
        { request in
            let text = String(decoding: request.body ?? [], as: UTF8.self)
            let document = (try? JSON.parse(text)) ?? .null
            return self.state.withLock { state in
                state.sent.append(document)
                return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
            }
        }
    }

    /// An answer of a model as its provider words it.
    static func says(_ text: String, stop: String = "end_turn", output: Int = 10) -> HTTPResponse {
        response(
            200,
            [
                "type": "message", "id": "m", "model": "claude-opus-5", "role": "assistant",
                "content": [["type": "text", "text": .string(text)]], "stop_reason": .string(stop),
                "usage": ["input_tokens": 100, "output_tokens": .integer(output)],
            ])
    }

    static func response(
        _ status: Int, _ body: JSON, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        guard let url = WebURL("https://api.anthropic.com/v1/messages") else {
            preconditionFailure("the address is one")
        }
        return HTTPResponse(
            status: status, headers: headers, body: Array(body.text().utf8), url: url)
    }
}

/// A client with a clock that stands still.
func client(
    _ transport: @escaping ModelClient.Transport, clock: StillClock = StillClock(),
    limit: Money? = nil, ledger: ModelLedger? = nil, environment: [String: String] = [:],
    breaker: CircuitBreaker.Policy = CircuitBreaker.Policy()
) throws -> ModelClient {
    var environment = environment
    if environment["ALMANAC_MODEL"] == nil {
        environment["ALMANAC_MODEL"] = "anthropic/claude-opus-5"
        environment["ANTHROPIC_API_KEY"] = "sk-ant-secret-secret-secret"
    }
    let choice = try #require(try ModelChoice { environment[$0] })
    return ModelClient(
        choice, transport: transport, ledger: ledger ?? .inMemory(limit: limit),
        clock: clock.clock, chance: { 0.5 }, breaker: breaker)
}

/// A request of one sentence.
func question(_ text: String = "hello", streams: Bool = false) -> ModelRequest {
    var request = ModelRequest(
        instructions: "Answer.", messages: [ModelMessage(.user, text)])
    request.maximumTokens = 1_000
    request.streams = streams
    return request
}
