import AlmanacCore
import CommandLine
import Foundation
import Synchronization
import TestSupport
import Testing

/// `almanac mcp` in this process: messages in, the commands' own documents out.
@Suite struct ToolServerCommandTests {
    /// Gives the server its messages one by one, each after so many answers have come.
    final class Client: Sendable {
        private let state: Mutex<(answers: [JSON], next: Int)> = Mutex(([], 0))
        let messages: [(after: Int, text: String)]

        init(_ messages: [(after: Int, text: String)]) { self.messages = messages }

        var answers: [JSON] { state.withLock { $0.answers } }

        func take(_ text: String) {
            let answer = (try? JSON.parse(text)) ?? .null
            state.withLock { $0.answers.append(answer) }
        }

        /// The next message, or nil at the end.
        ///
        /// Waits at most a minute for the answers before it.
        func next(last: Int) -> [UInt8]? {
            let place = state.withLock { state in
                defer { state.next += 1 }
                return state.next
            }
            let after = place < messages.count ? messages[place].after : last
            for _ in 0..<6_000 where state.withLock({ $0.answers.count }) < after {
                usleep(10_000)
            }
            return place < messages.count ? Array((messages[place].text + "\n").utf8) : nil
        }
    }

    static func serve(
        _ messages: [(after: Int, text: String)], answers: Int
    ) async throws -> [JSON] {
        let client = Client(messages)
        let console = Console(
            write: { client.take($0) }, complain: { _ in },
            readInput: { _ in .success([]) },
            environment: { $0 == "ALMANAC_LEDGER" ? "none" : nil })
        // The process is that of all other tests, whose commands would end too.
        let server = try Almanac.toolServer(console, interrupt: {})
        let failure: (any Error)? = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                do {
                    try server.run { buffer in
                        guard let bytes = client.next(last: answers) else { return 0 }
                        buffer.copyBytes(from: bytes)
                        return bytes.count
                    }
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: error)
                }
            }
        }
        #expect(failure == nil)
        return client.answers
    }

    static let start =
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#

    static func call(_ id: Int, _ tool: String, _ arguments: JSON) -> String {
        JSON.object([
            "jsonrpc": "2.0", "id": .integer(id), "method": "tools/call",
            "params": ["name": .string(tool), "arguments": arguments],
        ]).text()
    }

    @Test("a tool says what its command says")
    func sameAsCommand() async throws {
        let asked: JSON = ["strategy": "rsi", "symbol": ["SPX"], "param": ["rsi_window": 10]]
        let answers = try await Self.serve(
            [(0, Self.start), (1, Self.call(1, "backtest", asked))], answers: 2)
        let words = ["backtest", "rsi", "--symbol", "SPX", "--param", "rsi_window=10", "--json"]
        let plain = CommandRunner(words, environment: ["ALMANAC_LEDGER": "none"])
        let result = try #require(answers.last?["result"])
        #expect(result["isError"] == false)
        // Long tables that follow from others are left out.
        var run = try #require(try plain.json()["runs"]?.arrayValue?.first?.objectValue)
        #expect(run["monthly_returns"] != nil)
        run["monthly_returns"] = nil
        #expect(result["structuredContent"]?["runs"] == .array([.object(run)]))
    }

    @Test("one value does where several may be given, a definition may be text, a path is refused")
    func leniency() async throws {
        let definition = """
            {"name": "mine", "data_schema": {"prices": {"frequency": "1Day", "columns": ["close"]}},
            "param_schema": {}, "code": "def generate_signals(data, params):\\n\
                c = data['prices']['close']\\n    return c > 100, c < 90"}
            """
        let given: [JSON] = [
            ["strategy": "rsi", "symbol": "SPX"],
            ["strategy": .string(definition), "symbol": "SPX"],
            ["strategy": "/etc/passwd"], ["strategy": "def generate_signals(data, params): pass"],
        ]
        let calls = given.enumerated().map { (1, Self.call($0 + 1, "backtest", $1)) }
        let answers = try await Self.serve([(0, Self.start)] + calls, answers: 5)
        let results = answers.dropFirst().compactMap { $0["result"] }
        #expect(results.map { $0["isError"] } == [false, false, true, true])
        let hint = results.last?["structuredContent"]?["error"]?["suggestion"]?.stringValue
        #expect(hint?.contains("data_schema") == true)
    }

    @Test("ask goes on with the server's own talk")
    func talk() async throws {
        let answers = try await Self.serve(
            [
                (0, Self.start), (1, Self.call(1, "ask", ["sentence": "golden cross on SPX"])),
                (2, Self.call(2, "ask", ["sentence": "use weekly", "continue": true])),
            ], answers: 3)
        let changed = answers.last?["result"]?["structuredContent"]?["understood"]?.stringValue
        #expect(changed?.contains("weekly") == true, "\(answers)")
    }

    @Test("input that ends at once is answered whole, its last line without an end too")
    func piped() async throws {
        let call = Self.call(1, "symbols", [:])
        let text =
            Self.start + "\n" + call + "\n"
            + Self.call(2, "backtest", ["strategy": "rsi", "symbol": ["SPX"]])
        let client = Client([(0, text)])
        let console = Console(
            write: { client.take($0) }, complain: { _ in },
            readInput: { _ in .success([]) },
            environment: { $0 == "ALMANAC_LEDGER" ? "none" : nil })
        // The process is that of all other tests, whose commands would end too.
        let server = try Almanac.toolServer(console, interrupt: {})
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let rest = Mutex(Array(text.utf8))
                try? server.run { buffer in
                    let bytes = rest.withLock { rest in
                        defer { rest = [] }
                        return rest
                    }
                    buffer.copyBytes(from: bytes)
                    return bytes.count
                }
                continuation.resume()
            }
        }
        #expect(client.answers.compactMap { $0["id"]?.intValue } == [0, 1, 2])
        #expect(client.answers.last?["result"]?["isError"] == false)
    }

    @Test("a client that went away is not waited for")
    func gone() async throws {
        let sweep: JSON = [
            "strategy": "ma_crossover", "symbol": ["SPX"],
            "param": ["fast": "5..60", "slow": "61..200"],
        ]
        let client = Client([])
        let console = Console(
            write: { client.take($0) }, complain: { _ in },
            readInput: { _ in .success([]) },
            environment: { $0 == "ALMANAC_LEDGER" ? "none" : nil })
        // The process is that of all other tests, whose commands would end too.
        let server = try Almanac.toolServer(console, interrupt: {})
        let text = Self.start + "\n" + Self.call(1, "sweep", sweep) + "\n"
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let rest = Mutex(Array(text.utf8))
                try? server.run(isHeard: { false }) { buffer in
                    let bytes = rest.withLock { rest in
                        defer { rest = [] }
                        return rest
                    }
                    buffer.copyBytes(from: bytes)
                    return bytes.count
                }
                continuation.resume()
            }
        }
        #expect(client.answers.compactMap { $0["id"]?.intValue } == [0])
    }

    @Test("a strategy that is stated is checked, and a failure keeps its type and way out")
    func failures() async throws {
        let code = "def generate_signals(data, params):\n    return data['prices'], 1\n"
        let mine: JSON = [
            "data_schema": ["prices": ["frequency": "1Day", "columns": ["close"]]],
            "code": .string(code),
        ]
        let answers = try await Self.serve(
            [
                (0, Self.start), (1, Self.call(1, "check_strategy", ["strategy": mine])),
                (2, Self.call(2, "backtest", ["strategy": "rsi", "symbol": ["NOSUCH"]])),
                (3, Self.call(3, "backtest", ["strategy": "../secret"])),
                (4, Self.call(4, "backtest", ["strategy": "rsi", "report": "/tmp/x.html"])),
            ], answers: 5)
        let results = answers.map { $0["result"] ?? .null }
        #expect(results[1]["structuredContent"]?["diagnostics"]?.arrayValue?.isEmpty == false)
        let kinds = results[2...].map { $0["structuredContent"]?["error"]?["type"]?.stringValue }
        #expect(kinds == ["invalid_symbol_error", "validation_error", "validation_error"])
        #expect(results[2...].allSatisfy { $0["isError"] == true })
    }

    @Test("no tool offers a flag that touches files, and all have a summary")
    func flags() async throws {
        let answers = try await Self.serve(
            [(0, Self.start), (1, #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)], answers: 2)
        let tools = try #require(answers[1]["result"]?["tools"]?.arrayValue)
        #expect(tools.count >= 7)
        let forbidden: Set = [
            "report", "trades", "equity", "out", "save", "data", "database", "ledger", "actions",
        ]
        for tool in tools {
            let names = Set(tool["inputSchema"]?["properties"]?.objectValue?.keys ?? [])
            #expect(names.isDisjoint(with: forbidden), "\(tool["name"] ?? .null)")
            #expect(tool["description"]?.stringValue?.isEmpty == false)
        }
    }

    @Test("a call that waits is not begun once it is cancelled")
    func cancels() async throws {
        let sweep: JSON = [
            "strategy": "ma_crossover", "symbol": ["SPX"],
            "param": ["fast": "5..8", "slow": "20..22"],
        ]
        let cancelled = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":"#
        let answers = try await Self.serve(
            [
                (0, Self.start), (1, Self.call(1, "sweep", sweep)),
                (1, Self.call(2, "symbols", [:])), (1, cancelled + #"{"requestId":2}}"#),
                (1, Self.call(3, "symbols", [:])),
            ], answers: 3)
        #expect(answers.compactMap { $0["id"]?.intValue } == [0, 1, 3])
    }
}
