import AlmanacCore
import Database
import Foundation
import TestSupport
import Testing
import TimeSeries

/// `ask` with a model of the user's own, over the true wire format.
@Suite struct AskModelTests {
    static let german = "Kaufe Coca-Cola, wenn der Kurs über dem Mittel von 50 Tagen liegt"

    /// A server that speaks chat completions: a plan first, then a strategy.
    static func answer(_ request: LoopbackServer.Request) -> [LoopbackServer.Step] {
        let isPlan = String(decoding: request.body, as: UTF8.self).contains("what data they need")
        let plan: JSON = [
            "symbols": ["KO"], "signals": [], "frequency": "1Day", "from": .null, "to": .null,
            "cash": .null, "fees": 0.1, "fixed_fee": .null, "slippage": .null,
            "question": .null, "cannot": .null,
        ]
        let code = """
            def generate_signals(data, params):
                close = data['prices']['close']
                mean = close.rolling(params['days']).mean()
                return close > mean, close < mean
            """
        let strategy: JSON = [
            "name": "above_mean", "summary": "Buys KO above its 50-day average.",
            "assumptions": [],
            "parameters": [
                [
                    "name": "days", "type": "int", "minimum": 2, "maximum": 500, "values": [],
                    "default": 50, "description": "Days of the average.",
                ]
            ], "code": .string(code), "cannot": .null,
        ]
        let body: JSON = [
            "id": "1", "model": "test", "usage": ["prompt_tokens": 10, "completion_tokens": 5],
            "choices": [
                [
                    "message": [
                        "role": "assistant", "content": .string((isPlan ? plan : strategy).text()),
                    ], "finish_reason": "stop",
                ]
            ],
        ]
        return [
            .answer(200, ["Content-Type: application/json"], body: Array(body.text().utf8))
        ]
    }

    @Test("a chosen model reads what the grammar does not, and only that; none is used unasked")
    func reads() async throws {
        let server = try #require(LoopbackServer { Self.answer($0) })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let chosen = ["ALMANAC_MODEL": "vllm/test", "ALMANAC_MODEL_URL": server.address + "/v1"]
        func ask(_ sentence: String, _ environment: [String: String]) async -> CommandRunner {
            await CommandRunner.onOwnThread(
                [
                    "ask", sentence, "--json", "--session", "none", "--ledger", "none",
                    "--database", folder + "/almanac.db",
                ], environment: environment, now: SourceCommandTests.Setting.now)
        }
        let without = try await ask(Self.german, [:]).json()
        #expect(without["error"]?["details"]?["reason"] == "language")
        let plain = try await ask("golden cross on KO", chosen).json()
        #expect(plain["success"] == true)
        // A choice that is none counts only once it is asked.
        let wrong = ["ALMANAC_MODEL": "anthropic/some-model"]
        let unharmed = try await ask("golden cross on KO", wrong).json()
        #expect(unharmed["success"] == true)
        let asked = await ask(Self.german, wrong)
        #expect(try asked.json()["error"]?["details"]?["reason"] == "language")
        #expect(asked.complaint.contains("ALMANAC_MODEL was not used"), "\(asked.complaint)")
        let elsewhere = ["ALMANAC_MODEL": "anthropic/claude-haiku-4-5", "ANTHROPIC_API_KEY": "x"]
        let kept = await CommandRunner.onOwnThread(
            ["ask", Self.german, "--offline", "--session", "none"], environment: elsewhere)
        #expect(kept.complaint.contains("is not asked with --offline"), "\(kept.complaint)")
        let advice = try await ask("should I buy Coca-Cola?", chosen).json()
        #expect(advice["error"]?["details"]?["reason"] == "advice")
        #expect(server.requests.isEmpty)
        let read = await ask(Self.german, chosen)
        #expect(read.exitCode == 0, "\(read.output)")
        let document = try read.json()
        #expect(document["plan"]?["symbols"] == ["KO"])
        #expect(document["plan"]?["strategy"]?["family"] == "written")
        #expect(document["runs"]?.arrayValue?.first?["trades"]?.arrayValue?.isEmpty == false)
        #expect(
            document["runs"]?.arrayValue?.first?["metrics"]?["total_fees"]?.doubleValue ?? 0 > 0)
        #expect(server.requests.count == 2)
        let steps = document["steps"]?.arrayValue?.filter { $0["step"] == "model" }
        #expect(steps?.last?["calls"] == 2, "\(document["steps"] ?? .null)")
        try await expectCause(of: folder)
    }

    @Test(
        "a model that gives no answer leaves it at the rules' answer, with the cause",
        arguments: [
            (401, AlmanacError.Kind.unauthorized), (404, .notFound), (400, .validation),
            (403, .forbidden),
        ])
    func silent(_ status: Int, _ kind: AlmanacError.Kind) async throws {
        let server = try #require(LoopbackServer { _ in [.answer(status)] })
        let chosen = ["ALMANAC_MODEL": "vllm/test", "ALMANAC_MODEL_URL": server.address + "/v1"]
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func run(_ words: [String], input: String = "") async -> CommandRunner {
            await CommandRunner.onOwnThread(
                words + [
                    "--json", "--session", "none", "--database", folder + "/almanac.db",
                ], input: input, environment: chosen, now: SourceCommandTests.Setting.now)
        }
        let refused = await run(["ask", Self.german])
        let error = try #require(try refused.json()["error"])
        #expect(error["details"]?["reason"] == "language", "\(error)")
        #expect(error["details"]?["model"]?["type"] == .string(kind.rawValue), "\(error)")
        #expect(refused.complaint.contains("vllm/test was not used"), "\(refused.complaint)")
        let asked = try await run(["ask", "do something with KO", "--plan-only"]).json()
        #expect(asked["plan"]?["question"]?.stringValue?.isEmpty == false)
        #expect(asked["model"]?["type"] == .string(kind.rawValue), "\(asked)")
        let talk = try await run(["chat"], input: Self.german + "\n").json()
        #expect(
            talk["answer"]?.stringValue?.contains("only English") == true
                || talk["answer"]?.stringValue?.contains("Only English") == true, "\(talk)")
    }

    @Test("a talk leaves a model alone that keeps failing")
    func breaker() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(503)] })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let talk = await CommandRunner.onOwnThread(
            ["chat", "--session", "none", "--database", folder + "/almanac.db"],
            input: "\(Self.german)\n\(Self.german) nie\n\(Self.german) gern\n",
            environment: [
                "ALMANAC_MODEL": "vllm/test", "ALMANAC_MODEL_URL": server.address + "/v1",
            ], now: SourceCommandTests.Setting.now)
        // Four attempts for the first line, and one more until there are five failures in a row.
        #expect(server.requests.count == 5, "\(talk.complaint)")
        #expect(talk.complaint.contains("left alone for a while"), "\(talk.complaint)")
    }

    @Test("going on with a talk has nothing read again that a model has read, and needs none")
    func remembers() async throws {
        let server = try #require(LoopbackServer { Self.answer($0) })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let chosen = ["ALMANAC_MODEL": "vllm/test", "ALMANAC_MODEL_URL": server.address + "/v1"]
        func ask(_ words: [String], _ environment: [String: String]) async throws -> JSON {
            try await CommandRunner.onOwnThread(
                ["ask"] + words + [
                    "--json", "--session", folder + "/ask.json", "--ledger", "none",
                    "--database", folder + "/almanac.db",
                ], environment: environment, now: SourceCommandTests.Setting.now
            ).json()
        }
        let first = try await ask([Self.german], chosen)
        #expect(first["success"] == true, "\(first)")
        #expect(server.requests.count == 2)
        let shown = try await ask(["--continue", "show the code"], chosen)
        #expect(shown["answer"]?.stringValue?.contains("rolling") == true, "\(shown)")
        let alone = try await ask(["--continue", "what does it do?"], [:])
        let said = alone["answer"]?.stringValue
        #expect(said?.contains("Buys KO above its 50-day average") == true, "\(alone)")
        #expect(server.requests.count == 2, "nothing was asked again")
        // Words that were not read before are, and answers that are damaged are none.
        let changed = try await ask(["--continue", "aber bitte nie im Herbst"], chosen)
        #expect(changed["success"] == true, "\(changed)")
        #expect(server.requests.count == 4)
        // What keeps the definition asks nobody.
        let costs = try await ask(["--continue", "what if fees were 20 bp?"], chosen)
        #expect(costs["understood"]?.stringValue?.contains("fees of 0.2%") == true, "\(costs)")
        #expect(costs["change"] == "setting", "\(costs)")
        #expect(server.requests.count == 4)
        let path = folder + "/ask.json"
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        try kept.replacingOccurrences(of: "\"KO\"", with: "\"NOSUCH\"").write(
            toFile: path, atomically: true, encoding: .utf8)
        let again = try await ask(["--continue", "what does it do?"], chosen)
        #expect(again["answer"]?.stringValue?.contains("Buys KO") == true, "\(again)")
        #expect(server.requests.count == 8)
    }

    /// Both calls are tied to the command, and a fetch of the same command leads to them.
    private func expectCause(of folder: String) async throws {
        let database = try Database(.sqlite(path: folder + "/almanac.db"))
        defer { database.close() }
        let causes = try database.readNow { transaction in
            try transaction.query("SELECT DISTINCT correlation FROM model_calls")
                .map { try $0.text(0) }
        }
        #expect(causes.count == 1 && causes[0].hasPrefix("cmd-"))
        try database.writeNow { transaction throws in
            try transaction.execute(
                """
                INSERT INTO raw_data (stored_at, source, hash, url, headers, fetched_at,
                    completed_at, tier, correlation)
                VALUES (0, 'reddit', 'c0ffee', 'https://a.example/', '{}', 0, 0, 'api', $1)
                """, [SQLValue(causes[0])])
        }
        let words = ["lineage", "raw:1", "--json", "--database", folder + "/almanac.db"]
        let way = try await CommandRunner.onOwnThread(words).json()
        let calls = way["model"]?.arrayValue?.compactMap { $0["calls"]?.intValue } ?? []
        #expect(calls.reduce(0, +) == 2, "\(way.text(pretty: true))")
    }
}
