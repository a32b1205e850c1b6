import AlmanacCore
import Archive
import DataSources
import Database
import Foundation
import Jobs
import Networking
import TestSupport
import Testing
import TimeSeries

/// Twenty strategies that live on fifty sources which fail, block and change.
///
/// `ALMANAC_SOURCE_DAYS=1000 swift test -c release --filter SourceSimulation` runs the length that
/// the documentation states.
@Suite struct SourceSimulationTests {
    static let environment = ProcessInfo.processInfo.environment
    static let days = environment["ALMANAC_SOURCE_DAYS"].flatMap(Int.init) ?? 4
    static let seed = environment["ALMANAC_SOURCE_SEED"].flatMap(UInt64.init) ?? 20_261_122

    /// What became of deliveries.
    struct Tally {
        var fresh = 0
        var stale = 0
        var missing = 0
        var wrong = 0
        var all: Int { fresh + stale + missing + wrong }
    }

    @Test("deliveries are fresh or say that they are not, and limits and budgets hold")
    func lives() async throws {
        try await withTemporaryFolder { folder in
            var options = Database.Options()
            options.isDurable = false
            let database = try Database(.sqlite(path: folder + "/sources.db"), options)
            defer { database.close() }
            let life = try SimulatedLife(database, seed: Self.seed, days: Self.days)
            let tally = try await life.run()
            let books = life.web.account
            let naive = tally.all
            let share = Double(tally.fresh + tally.stale) / Double(max(1, tally.all))
            print(
                """
                \(Self.days) days, \(tally.all) deliveries: \(tally.fresh) fresh, \
                \(tally.stale) stale and said so, \(tally.missing) missing, \(tally.wrong) wrong
                \(books.calls) calls instead of \(naive) \
                (\(100 - books.calls * 100 / max(1, naive)) % fewer), \
                \(books.notModified) not modified, \
                \(books.bytes / 1_000) kB sent, \(books.bytesSaved / 1_000) kB saved by 304
                """)
            #expect(tally.wrong == 0, "seed \(Self.seed)")
            #expect(share >= 0.99, "seed \(Self.seed)")
            #expect(Double(books.calls) <= 0.4 * Double(naive))
            #expect(try life.wrongRows() == 0, "seed \(Self.seed)")
            #expect(life.limitFaults() == 0)
            #expect(try life.budgetFaults() == 0)
        }
    }
}

/// The strategies, their archive, and the judge of what they are given.
final class SimulatedLife {
    let web: SimulatedWeb
    private let database: Database
    private let time: MovedClock
    private let services: PullServices
    private let days: Int
    private var generator: SeededGenerator
    private var lastTime: [Int: Timestamp] = [:]

    static let start = Timestamp(nanoseconds: 20_000 * SimulatedWeb.day)
    static let limit = 20
    static let price: Int64 = 10_000
    static let budget: Int64 = 100_000

    init(_ database: Database, seed: UInt64, days: Int) throws {
        for migrator in [JobsSchema.migrator, ArchiveSchema.migrator, SourcesSchema.migrator] {
            try migrator.applyNow(to: database, atNanoseconds: Self.start.nanoseconds)
        }
        (self.database, self.days) = (database, days)
        time = MovedClock(Self.start)
        web = SimulatedWeb(seed: seed, days: days, time)
        generator = SeededGenerator(seed: seed &+ 1)
        let bronze = Bronze()
        let clock = time.clock
        let fetcher = Fetcher(
            sending: { [web] request, beforeHop in
                try await beforeHop(request.url)
                return try await web.answer(request)
            }, clock: clock, chance: { 0.5 },
            store: ResponseArchive(database, bronze, now: { [time] in time.now }))
        var services = PullServices(
            database, bronze, fetcher, SourceGate(database, JobQueue(database.dialect), clock),
            clock)
        // Here pauses pass at once, so that a second start would always come before an answer.
        services.startsBeside = false
        self.services = services
    }

    /// A source: days or entries, one tier or two, free or at a price.
    private func source(_ number: Int) throws -> SourceDescription {
        var source = try SourceRegistry.require("yahoo")
        source.name = "s\(number)"
        source.tiers = number % 3 == 0 ? [.api, .static] : [.api]
        source.gives = number % 2 == 0 ? [.bars] : [.entries]
        source.schedule = number % 2 == 0 ? .daily : .hours6
        source.limits = [SourceLimit(Self.limit, perSeconds: 3_600)]
        if number % 10 == 1 {
            source.costs = [SourceCost(microdollars: Self.price, per: "call", "a cent")]
        }
        return source
    }

    /// Five sources of a strategy: three that many use, two that few do.
    private func sources(of strategy: Int) -> [Int] {
        let popular = (0..<3).map { (strategy * 3 + $0) % 8 }
        let others = (0..<2).map { 8 + (strategy * 2 + $0) % 42 }
        return popular + others
    }

    func run() async throws -> SourceSimulationTests.Tally {
        let queue = JobQueue(database.dialect)
        try database.writeNow { transaction in
            for number in 0..<SimulatedWeb.sources where number % 10 == 1 {
                try queue.ledger.setLimit(
                    Money(microdollars: Self.budget), scope: "source:s\(number)", in: transaction)
            }
        }
        var tally = SourceSimulationTests.Tally()
        // Each strategy looks four times a day, a few minutes after the one before it.
        for look in 0..<(days * 4) {
            let moment = Self.start.nanoseconds + Int64(look) * 6 * SimulatedWeb.hour
            for strategy in 0..<20 {
                let at = moment + Int64(strategy) * 7 * 60 * 1_000_000_000
                let wait = at - time.now.nanoseconds
                if wait > 0 { time.advance(seconds: wait / 1_000_000_000) }
                for number in sources(of: strategy) { try await deliver(number, &tally) }
            }
        }
        return tally
    }

    private func deliver(
        _ number: Int, _ tally: inout SourceSimulationTests.Tally
    ) async throws {
        let source = try source(number)
        let isDays = number % 2 == 0
        let request = DataRequest(
            isDays ? .bars : .entries, "t",
            from: isDays
                ? Self.start.advanced(byNanoseconds: -30 * SimulatedWeb.day) : nil)
        let time = time
        let chain = SourceChain(
            services, source, keys: SourceKeys(),
            client: {
                SimulatedClient(
                    source: source, request: $0, number: number, tier: $1, now: time.now)
            })
        do {
            let outcome = try await chain.run(request)
            if let last = outcome.receipt.last {
                lastTime[number] = max(last, lastTime[number] ?? last)
            }
            if let stale = outcome.stale {
                if stale.since < time.now { tally.stale += 1 } else { tally.wrong += 1 }
            } else if isCurrent(number, source, outcome) {
                tally.fresh += 1
            } else {
                tally.wrong += 1
            }
        } catch let error as AlmanacError {
            // What the archive has serves, and whoever asked is told that it is not current.
            let isKnown = [
                .sourceUnavailable, .rateLimited, .budgetExceeded, .schemaMismatch, .forbidden,
            ].contains(error.kind)
            if !isKnown { throw error }
            if lastTime[number] == nil { tally.missing += 1 } else { tally.stale += 1 }
        }
    }

    /// Whether everything is there that the source had when its answer was fresh.
    private func isCurrent(
        _ number: Int, _ source: SourceDescription, _ outcome: PullOutcome
    ) -> Bool {
        let lifetime = Int64(source.schedule.lifetimeSeconds) * 1_000_000_000
        let oldest = time.now.advanced(byNanoseconds: -lifetime)
        guard let last = lastTime[number] else { return false }
        if number % 2 == 0 {
            guard let until = outcome.covered?.until, until >= oldest else { return false }
            return last.nanoseconds / SimulatedWeb.day == until.nanoseconds / SimulatedWeb.day - 1
        }
        let entry = last.nanoseconds / SimulatedWeb.hour / SimulatedWeb.spacing(number)
        return entry >= SimulatedWeb.lastEntry(number, oldest)
            && entry <= SimulatedWeb.lastEntry(number, time.now)
    }

    /// Rows and records in the archive that say what was never true.
    func wrongRows() throws -> Int {
        try database.readNow { transaction in
            var wrong = 0
            let store = SeriesStore()
            for number in 0..<SimulatedWeb.sources {
                let name = "s\(number)"
                if let series = try store.find(
                    transaction, source: name, slot: "prices", symbol: "t")
                {
                    let frame = try store.versions(transaction, series)
                    for (time, value) in zip(frame.times, frame["close"] ?? []) {
                        let day = time.nanoseconds / SimulatedWeb.day
                        if value != SimulatedWeb.value(number, day) { wrong += 1 }
                    }
                }
                for record in try Records.asOf(
                    transaction, source: name, kind: "entry", self.time.now)
                {
                    let entry = record.content.fields["number"]?.intValue ?? -1
                    let hour = Int64(entry) * SimulatedWeb.spacing(number)
                    if record.content.time.nanoseconds != hour * SimulatedWeb.hour { wrong += 1 }
                }
            }
            return wrong
        }
    }

    /// Windows of an hour in which a source was asked more often than its limit.
    func limitFaults() -> Int {
        var faults = 0
        for moments in web.account.moments where moments.count > Self.limit {
            for index in Self.limit..<moments.count
            where moments[index] - moments[index - Self.limit] < SimulatedWeb.hour - 1_000 {
                faults += 1
            }
        }
        return faults
    }

    /// Days on which a source cost more than its budget.
    func budgetFaults() throws -> Int {
        var faults = 0
        for number in 0..<SimulatedWeb.sources where number % 10 == 1 {
            var perDay: [Int64: Int64] = [:]
            for moment in web.account.moments[number] {
                perDay[moment / SimulatedWeb.day, default: 0] += Self.price
            }
            faults += perDay.values.filter { $0 > Self.budget }.count
        }
        return faults
    }
}
