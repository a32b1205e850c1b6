import AlmanacCore
import Jobs
import LanguageModel
import Testing

/// Which model is asked, and what it costs.
@Suite struct ChoiceTests {
    static func choice(_ environment: [String: String]) throws -> ModelChoice? {
        try ModelChoice { environment[$0] }
    }

    @Test("nothing is chosen unless the user chooses, whatever keys lie about")
    func none() throws {
        #expect(try Self.choice(["ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": "k"]) == nil)
        #expect(try Self.choice(["ALMANAC_MODEL": ""]) == nil)
    }

    @Test("a choice names provider, model, address and key")
    func chosen() throws {
        let claude = try #require(
            try Self.choice(["ALMANAC_MODEL": "anthropic/claude-opus-5", "ANTHROPIC_API_KEY": "k"]))
        #expect(claude.model == "claude-opus-5")
        #expect(claude.key == "k")
        #expect(claude.address.description == "https://api.anthropic.com/v1")
        let local = try #require(try Self.choice(["ALMANAC_MODEL": "ollama/qwen3:8b"]))
        #expect(local.key == nil)
        #expect(local.price?.cost(TokenUsage(input: 1_000_000, output: 9)) == .zero)
        let other = try #require(
            try Self.choice([
                "ALMANAC_MODEL": "compatible/a/b", "ALMANAC_MODEL_URL": "http://box:9/v1/",
            ]))
        #expect(other.model == "a/b")
        #expect(other.address.description == "http://box:9/v1")
    }

    @Test(
        "a choice that is none is refused without showing a key",
        arguments: [
            (["ALMANAC_MODEL": "claude"], AlmanacError.Kind.validation),
            (["ALMANAC_MODEL": "antropic/x"], .validation),
            (["ALMANAC_MODEL": "anthropic/"], .validation),
            (["ALMANAC_MODEL": "anthropic/x"], .unauthorized),
            (["ALMANAC_MODEL": "compatible/x"], .validation),
            (["ALMANAC_MODEL": "ollama/x", "ALMANAC_MODEL_URL": "file:///etc"], .validation),
            (["ALMANAC_MODEL": "ollama/x", "ALMANAC_MODEL_PRICE": "3"], .validation),
            (["ALMANAC_MODEL": "ollama/x", "ALMANAC_MODEL_PRICE": "3,-1"], .validation),
        ])
    func refused(_ environment: [String: String], _ kind: AlmanacError.Kind) {
        var environment = environment
        environment["OPENAI_API_KEY"] = "sk-secret-secret-secret"
        let error = #expect(throws: AlmanacError.self) { try Self.choice(environment) }
        #expect(error?.kind == kind)
        #expect(error.map { !$0.json.text().contains("secret") } == true)
    }

    @Test("a price is known by the model's name with or without a date, never by resemblance")
    func prices() throws {
        func price(_ name: String) throws -> ModelPrice? {
            try Self.choice(["ALMANAC_MODEL": name, "ALMANAC_MODEL_KEY": "k"])?.price
        }
        let known = try #require(try price("anthropic/claude-sonnet-4-5-20250929"))
        #expect(known.source.contains("platform.claude.com"))
        let usage = TokenUsage(input: 1_000, cacheRead: 10_000, cacheWrite: 2_000, output: 500)
        // 0.003 + 0.003 + 0.0075 + 0.0075 dollars.
        #expect(known.cost(usage) == Money(microdollars: 21_000))
        #expect(try price("openai/gpt-4o-2024-08-06") != nil)
        #expect(try price("anthropic/claude-sonnet-4-5-turbo") == nil)
        #expect(try price("openrouter/openai/gpt-4o") == nil)
        let stated = try Self.choice([
            "ALMANAC_MODEL": "openai/new", "OPENAI_API_KEY": "k", "ALMANAC_MODEL_PRICE": "1, 2",
        ])
        #expect(
            stated?.price?.cost(TokenUsage(input: 1_000_000, output: 1_000_000))
                == Money(microdollars: 3_000_000))
    }

    @Test("a budget is one dollar a day unless stated")
    func limits() throws {
        #expect(try ModelLedger.limit(stated: nil) == Money(microdollars: 1_000_000))
        #expect(try ModelLedger.limit(stated: "0.05") == Money(microdollars: 50_000))
        #expect(try ModelLedger.limit(stated: "none") == nil)
        #expect(throws: AlmanacError.self) { try ModelLedger.limit(stated: "-1") }
        #expect(throws: AlmanacError.self) { try ModelLedger.limit(stated: "nan") }
    }
}
