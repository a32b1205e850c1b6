import AlmanacCore
import Database
import Jobs
import LanguageModel
import Networking
import TestSupport
import Testing
import TimeSeries

/// Every attempt is written down, and a budget is refused rather than overrun.
@Suite struct LedgerTests {
    @Test("a call for which there is no room is refused before anything is sent")
    func refuses() async throws {
        let model = ScriptedModel([ScriptedModel.says("ok")])
        // A thousand tokens written at 25 dollars a million, and more for what is read.
        let client = try client(model.transport, limit: Money(microdollars: 25_000))
        let error = await #expect(throws: AlmanacError.self) {
            try await client.answer(question(), purpose: "test")
        }
        #expect(error?.kind == .budgetExceeded)
        #expect(model.sent.isEmpty)
    }

    @Test("what is not spent is given back, and a new day has a new budget")
    func settles() async throws {
        let model = ScriptedModel([ScriptedModel.says("ok", output: 1_000)])
        let clock = StillClock()
        // Each call is bounded by some 40,000 and costs 25,500 millionths.
        let client = try client(
            model.transport, clock: clock, limit: Money(microdollars: 100_000))
        for _ in 0..<3 { _ = try await client.answer(question(), purpose: "test") }
        let error = await #expect(throws: AlmanacError.self) {
            try await client.answer(question(), purpose: "test")
        }
        #expect(error?.kind == .budgetExceeded)
        #expect(model.sent.count == 3)
        clock.advance(Timestamp.nanosecondsPerDay)
        _ = try await client.answer(question(), purpose: "test")
    }

    @Test("an unknown price and a budget do not go together")
    func unknownPrice() async throws {
        let environment = ["ALMANAC_MODEL": "openai/unheard-of", "OPENAI_API_KEY": "k"]
        let model = ScriptedModel([ScriptedModel.response(500, [:])])
        let limited = try client(
            model.transport, limit: Money(microdollars: 9), environment: environment)
        let error = await #expect(throws: AlmanacError.self) {
            try await limited.answer(question(), purpose: "test")
        }
        #expect(error?.kind == .budgetExceeded)
        #expect(error?.message.contains("not known") == true)
        #expect(model.sent.isEmpty)
    }

    @Test("no order of calls and failures spends more than the limit", arguments: [1, 2, 3, 4])
    func neverOverrun(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let answers = (0..<40).map { _ in
            Bool.random(using: &generator)
                ? ScriptedModel.says("ok", output: Int.random(in: 0...1_000, using: &generator))
                : ScriptedModel.response(
                    [429, 500, 200].randomElement(using: &generator) ?? 200, [:])
        }
        let model = ScriptedModel(answers + [ScriptedModel.says("ok")])
        let limit = Money(microdollars: 300_000)
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            let clock = StillClock()
            let ledger = try await ModelLedger.database(
                database, limit: limit, now: clock.clock.now())
            let client = try client(model.transport, clock: clock, ledger: ledger)
            for _ in 0..<30 {
                _ = try? await client.answer(question(), purpose: "test")
            }
            let sums = try await database.read { transaction in
                try ModelCalls.sums(
                    from: Timestamp(nanoseconds: 0), to: clock.clock.now(), in: transaction)
            }
            #expect(sums.allSatisfy { $0.cost <= limit }, "seed \(seed)")
            #expect(sums.reduce(0) { $0 + $1.calls } == model.sent.count)
        }
    }

    @Test("calls are summed by purpose", arguments: DatabaseUnderTest.available)
    func sums(_ under: DatabaseUnderTest) async throws {
        try await under.withDatabase { database in
            let clock = StillClock()
            let start = clock.clock.now()
            let ledger = try await ModelLedger.database(
                database, limit: Money(microdollars: 1_000_000), correlation: "cmd-1", now: start)
            let model = ScriptedModel([
                ScriptedModel.response(429, [:], headers: ["Retry-After": "1"]),
                ScriptedModel.says("ok"), ScriptedModel.response(200, ["type": "odd"]),
                ScriptedModel.says("ok"),
            ])
            let client = try client(model.transport, clock: clock, ledger: ledger)
            _ = try await client.answer(question(), purpose: "plan", prompt: "planner@1")
            _ = try await client.answer(question(), purpose: "strategy")
            clock.advance(1)
            let end = clock.clock.now()
            let sums = try await database.read { transaction in
                try ModelCalls.sums(from: start, to: end, in: transaction)
            }
            #expect(sums.map(\.purpose) == ["plan", "strategy"])
            #expect(sums.map(\.calls) == [2, 2])
            let caused = try await database.read { transaction in
                try ["cmd-1", "cmd-2"].map {
                    try ModelCalls.sums(correlation: $0, in: transaction)
                }
            }
            #expect(caused == [sums, []])
            #expect(sums[0].usage == TokenUsage(input: 100, output: 10))
            #expect(sums[0].cost == Money(microdollars: 750))
            // What came garbled may have cost all that it may cost.
            #expect(sums[1].cost > Money(microdollars: 25_000))
            #expect(sums.allSatisfy { $0.unpriced == 0 })
            let budget = try await database.read { transaction in
                try JobQueue(under.dialect).ledger.budget(
                    "source:language-model", day: Budget.day(of: start), in: transaction)
            }
            #expect(budget.spent.microdollars == sums.reduce(0) { $0 + $1.cost.microdollars })
            #expect(budget.reserved == .zero)
        }
    }
}
