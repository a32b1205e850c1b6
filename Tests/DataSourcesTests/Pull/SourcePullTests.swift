import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pulls against a real server and both databases, by a clock that tests move.
@Suite struct SourcePullTests {
    static let databases = DatabaseUnderTest.available
    static let start = Timestamp(nanoseconds: 20_000 * Timestamp.nanosecondsPerDay)

    @Test(
        "what is there is not fetched again, and what is new is, with an overlap",
        arguments: databases)
    func incremental(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, _ in
                [.answer(body: PulledSource.lines(request.target))]
            }
            let first = try await setting.pull(from: 19_900, until: nil)
            #expect((first.receipt.added, first.usage.calls) == (100, 10))
            let second = try await setting.pull(from: 19_900, until: nil)
            #expect(second.wasThere && setting.server.requests.count == 10)
            setting.time.advance(seconds: 30 * 86_400)
            let third = try await setting.pull(from: 19_900, until: nil)
            #expect((third.receipt.added, third.receipt.repeated) == (30, 7))
            // Older days come too, up to where those that are there begin.
            let older = try await setting.pull(from: 19_850, until: nil)
            #expect((older.receipt.added, older.receipt.repeated) == (50, 7))
            #expect(try setting.stored().map(\.day) == Array(19_850..<20_030))
            let all = try await setting.pull(from: 19_860, until: 20_010)
            #expect(all.wasThere)
        }
    }

    @Test("a pull that breaks off goes on where it stopped", arguments: databases)
    func resumes(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, count in
                count == 6 ? [.answer(404)] : [.answer(body: PulledSource.lines(request.target))]
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await setting.pull(from: 19_900, until: nil)
            }
            #expect(error?.details["stored"] == .integer(50))
            #expect(try setting.stored().count == 50)
            let rest = try await setting.pull(from: 19_900, until: nil)
            #expect(rest.resumed && rest.receipt.added == 50 && rest.receipt.repeated == 0)
            #expect(setting.server.requests.count == 11)
            #expect(try setting.stored().map(\.day) == Array(19_900..<20_000))
            #expect(try await setting.pull(from: 19_900, until: nil).wasThere)
        }
    }

    @Test(
        "a correction in the overlap is a version of its own, known from now", arguments: databases)
    func corrections(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, count in
                var lines = PulledSource.lines(request.target)
                if count > 1 {
                    lines = Array(
                        String(decoding: lines, as: UTF8.self)
                            .split(separator: "\n").map {
                                $0.hasPrefix("19998,") ? "19998,1000\n" : $0 + "\n"
                            }.joined().utf8)
                }
                return [.answer(body: lines)]
            }
            _ = try await setting.pull(from: 19_990, until: nil)
            setting.time.advance(seconds: 2 * 86_400)
            let outcome = try await setting.pull(from: 19_990, until: nil)
            #expect((outcome.receipt.added, outcome.receipt.corrected) == (2, 1))
            #expect(try setting.stored().first { $0.day == 19_998 }?.value == 1_000)
            let before = try database.readNow { transaction in
                let store = SeriesStore()
                let series = try #require(
                    try store.find(transaction, source: "numbers", slot: "prices", symbol: "a"))
                return try store.read(
                    transaction, series, SeriesStore.Window(asOf: Self.start))["close"] ?? []
            }
            #expect(!before.contains(1_000))
        }
    }

    @Test(
        "an answer of another form is refused whole, and asked for anew the next time",
        arguments: databases)
    func changed(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, count in
                count == 2
                    ? [.answer(body: Array("<html>maintenance</html>".utf8))]
                    : [.answer(body: PulledSource.lines(request.target))]
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await setting.pull(from: 19_980, until: nil)
            }
            #expect(error?.kind == .schemaMismatch)
            #expect(try setting.stored().count == 10)
            #expect(try await setting.pull(from: 19_980, until: nil).receipt.added == 10)
            let failures = try database.readNow {
                try SourceUsage.since($0, Self.start).map(\.usage.failures)
            }
            #expect(failures == [1])
        }
    }

    @Test("while the source fails, what was kept serves and is called stale", arguments: databases)
    func stale(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let isDown = Mutex(false)
            let setting = try PulledSource(database, at: Self.start) { request, _ in
                isDown.withLock { $0 }
                    ? [.answer(503)] : [.answer(body: PulledSource.lines(request.target))]
            }
            _ = try await setting.pull(from: 19_995, until: 20_000)
            isDown.withLock { $0 = true }
            setting.time.advance(seconds: 2 * 86_400)
            let outcome = try await setting.pull(from: 19_995, until: 20_000, refresh: true)
            #expect(outcome.stale?.reason == "status 503")
            #expect((outcome.stale?.since ?? Self.start) < setting.time.now)
            #expect(outcome.usage.stale == 1 && outcome.receipt.added == 0)
        }
    }

    @Test("limits hold whoever asks, and a wait that is too long is refused", arguments: databases)
    func limits(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            var setting = try PulledSource(database, at: Self.start) { request, _ in
                [.answer(body: PulledSource.lines(request.target))]
            }
            setting.source.limits = [SourceLimit(3, perSeconds: 60)]
            let shared = setting
            try await withThrowingTaskGroup { group in
                for target in ["a", "b", "c"] {
                    group.addTask { _ = try await shared.pull(target, from: 19_900, until: 19_950) }
                }
                try await group.waitForAll()
            }
            // Fifteen calls, of which three may go in any minute.
            #expect(setting.server.requests.count == 15)
            let seconds = (setting.time.now.nanoseconds - Self.start.nanoseconds) / 1_000_000_000
            #expect(seconds >= 4 * 60)
            setting.source.name = "others"
            setting.source.limits = [SourceLimit(2, perSeconds: 86_400)]
            let narrow = setting
            let error = await #expect(throws: AlmanacError.self) {
                try await narrow.pull("d", from: 19_900, until: 19_950)
            }
            #expect(error?.kind == .rateLimited && error?.details["again_at"] != nil)
        }
    }

    @Test(
        "money is spent within a budget that was set, and never without one", arguments: databases)
    func budgets(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            var setting = try PulledSource(database, at: Self.start) { request, _ in
                [.answer(body: PulledSource.lines(request.target))]
            }
            setting.source.costs = [SourceCost(microdollars: 100_000, per: "call", "ten cents")]
            let paid = setting
            let refusal = await #expect(throws: AlmanacError.self) {
                try await paid.pull(from: 19_900, until: nil)
            }
            #expect(refusal?.kind == .budgetExceeded && setting.server.requests.isEmpty)
            let queue = JobQueue(database.dialect)
            try database.writeNow {
                try queue.ledger.setLimit(
                    Money(microdollars: 450_000), scope: "source:numbers", in: $0)
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await paid.pull(from: 19_900, until: nil)
            }
            #expect(error?.kind == .budgetExceeded && setting.server.requests.count == 4)
            let spent = try database.readNow {
                try queue.ledger.budget(
                    "source:numbers", day: Budget.day(of: Self.start), in: $0
                ).spent
            }
            #expect(spent == Money(microdollars: 400_000))
            // What was paid for is kept, and the next day goes on.
            setting.time.advance(seconds: 86_400)
            let rest = await #expect(throws: AlmanacError.self) {
                try await paid.pull(from: 19_900, until: nil)
            }
            #expect(rest?.kind == .budgetExceeded && setting.server.requests.count == 8)
            #expect(try setting.stored().count == 80)
        }
    }

    @Test("a source that is disabled is not asked", arguments: databases)
    func disabled(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { _, _ in [.answer(200)] }
            let queue = JobQueue(database.dialect)
            try database.writeNow {
                try queue.pause(.source("numbers"), by: "ada", in: $0, at: Self.start)
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await setting.pull(from: 19_900, until: nil)
            }
            #expect(error?.kind == .forbidden && setting.server.requests.isEmpty)
        }
    }

    @Test("what a source sets is sent to it again, and to no other", arguments: databases)
    func cookies(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, call in
                let fields = call == 1 ? ["Set-Cookie: pass=hush; Path=/; Max-Age=999999999"] : []
                return [.answer(200, fields, body: PulledSource.lines(request.target))]
            }
            _ = try await setting.pull(from: 19_900, until: 19_930)
            let asked = setting.server.requests
            #expect(asked.map { $0["Cookie"] } == [nil, "pass=hush", "pass=hush"])
            // Another program with the same database sends it too, another source does not.
            _ = try await setting.pull(from: 19_930, until: 19_935)
            #expect(setting.server.requests.last?["Cookie"] == "pass=hush")
            var other = setting
            other.source.name = "others"
            _ = try await other.pull("b", from: 19_900, until: 19_905)
            #expect(setting.server.requests.last?["Cookie"] == nil)
            let stored = try database.readNow { transaction in
                try transaction.first("SELECT count(*) FROM raw_data WHERE headers LIKE '%hush%'")
            }
            #expect(try #require(stored).integer(0) == 0)
        }
    }
}
