import Agents
import AlmanacCore
import DataSources
import Testing

/// What plans say of sources is what the registry says.
@Suite struct SourceWordsTests {
    static let sources: [Plan.Source] = GoldenSentences.rows("requests.txt").flatMap { row in
        (try? PlanGolden.planner.plan(row.sentence))?.plan.sources ?? []
    }

    @Test("each source that is not bundled is one of the registry, with its tier and its cost")
    func agrees() throws {
        let sources = Self.sources.filter { $0.tier != "bundled" }
        #expect(sources.count > 60)
        for source in sources {
            let description = try SourceRegistry.require(source.source)
            let cost = CostEstimate(description)
            #expect(source.tier == cost.tier.rawValue, "\(source.name)")
            #expect(source.monthlyCost == Double(cost.microdollarsPerMonth) / 1e6, "\(source.name)")
            guard let url = WebURL("https://" + source.url.split(separator: " ").joined()),
                !description.hosts.isEmpty
            else { continue }
            #expect(SourceRegistry.source(of: url)?.name == description.name, "\(source.url)")
        }
    }

    @Test("what is to be fetched is something that its source gives")
    func canBeFetched() throws {
        var fetched = 0
        for source in Self.sources {
            guard let fetch = source.fetch else { continue }
            fetched += 1
            let description = try SourceRegistry.require(source.source)
            #expect(description.gives.contains(fetch.request.kind), "\(source.name)")
            #expect(!fetch.request.target.contains("{") && !fetch.request.target.isEmpty)
        }
        #expect(fetched > 60)
    }

    @Test("an account of X costs what an hourly look costs, and needs its key until it is there")
    func account() throws {
        let sentence = "Trade Tesla on Elon's tweets"
        let plan = try Planner().plan(sentence).plan
        #expect(plan.estimatedMonthlyCost == 29.22)
        #expect(plan.missing.map(\.what).first?.contains("APIFY_TOKEN") == true)
        #expect(plan.missing.count == 1, "prices can be fetched: \(plan.missing)")
        var atHand = AtHand()
        atHand.hasKey = { $0 == "APIFY_TOKEN" }
        #expect(try Planner(atHand: atHand).plan(sentence).plan.missing.isEmpty)
    }

    @Test("what a file binds is at hand and not missing")
    func bound() throws {
        var atHand = AtHand()
        atHand.isBound = { slot, isFirst in slot == "elonmusk" || isFirst }
        let plan = try Planner(atHand: atHand).plan("Trade Tesla on Elon's tweets").plan
        #expect(plan.missing.isEmpty)
        #expect(plan.sources.map(\.isAtHand) == [true, true])
        #expect(plan.sources.map(\.tier) == ["file", "file"])
        #expect(plan.estimatedMonthlyCost == 0)
    }
}
