import AlmanacCore
import Archive
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

/// Plans, and the way to them from what was fetched.
@Suite struct PlanTests {
    static let databases = DatabaseUnderTest.available

    private static func plan(_ schedule: String) -> ExtractionPlan {
        ExtractionPlan(
            name: "pull forum posts all", sources: [["source": "forum", "target": "all"]],
            schedule: schedule, zone: "Europe/Berlin", monthlyCost: Money(microdollars: 30_000))
    }

    @Test("a plan that says the same stays, and one that changes is another", arguments: databases)
    func versions(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let first = try Plans.keep(transaction, Self.plan("daily"), at: day(0))
                #expect(
                    try Plans.keep(
                        transaction, Self.plan("daily"), inPlaceOf: first, at: day(1)) == first)
                let second = try Plans.keep(
                    transaction, Self.plan("weekly"), inPlaceOf: first, at: day(2))
                #expect(second != first)
                let stored = try #require(try Plans.find(transaction, first))
                #expect(stored.content == Self.plan("daily") && stored.createdAt == day(0))
                #expect(try Plans.find(transaction, second)?.content.schedule == "weekly")
                #expect(try Plans.find(transaction, second + 1) == nil)
            }
        }
    }

    @Test(
        "a fetch leads to its job and plan, and to the plan when the job is gone",
        arguments: databases)
    func lineage(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let queue = JobQueue(database.dialect)
            let (plan, job, raw) = try database.writeNow { transaction in
                let plan = try Plans.keep(transaction, Self.plan("daily"), at: day(0))
                var work = NewJob("pull", source: "forum", correlationID: "c")
                work.plan = plan
                let job = try queue.enqueue(work, in: transaction, at: day(0)).id
                let prepared = try Bronze().prepare(Array("page".utf8))
                var fetch = Fetch(
                    source: "forum", url: "http://forum/", tier: "static", fetchedAt: day(0),
                    completedAt: day(0))
                (fetch.job, fetch.plan) = (job, plan)
                let raw = try Bronze().store(transaction, prepared, fetch, at: day(0))
                return (plan, job, raw)
            }
            try database.readNow { transaction throws in
                let way = try Lineage(transaction, .fetch(raw))
                #expect(way.job?.id == job && way.job?.handler == "pull")
                #expect(way.plan?.id == plan && way.plan?.content == Self.plan("daily"))
            }
            try database.writeNow { transaction throws in
                // The newest job is never taken away.
                try queue.enqueue(NewJob("pull"), in: transaction, at: day(1))
                #expect(try queue.cancel(job, by: "test", in: transaction, at: day(1)))
                #expect(try queue.prune(endedBefore: day(2), in: transaction) == 1)
            }
            try database.readNow { transaction throws in
                let way = try Lineage(transaction, .fetch(raw))
                #expect(way.jobNumber == job && way.job == nil && way.plan?.id == plan)
            }
        }
    }
}
