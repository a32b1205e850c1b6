import AlmanacCore
import Archive
import DataSources
import Database
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// A source whose first tier is late: the next one starts beside it, against a real server.
@Suite struct LateTierTests {
    private static let day = Timestamp.nanosecondsPerDay

    private static func chain(
        _ setting: PulledSource, _ source: SourceDescription
    ) -> SourceChain {
        let (address, now) = (setting.server.address, setting.time.now)
        return SourceChain(
            setting.services, source, keys: SourceKeys(),
            client: { request, tier in
                NumberClient(
                    source: source, request: request, address: "\(address)/\(tier.rawValue)",
                    now: now)
            })
    }

    private static func source(_ setting: PulledSource) -> SourceDescription {
        var source = setting.source
        source.tiers = [.api, .static]
        source.limits = []
        return source
    }

    private static let request = DataRequest(
        .bars, "a", from: Timestamp(nanoseconds: 19_980 * day),
        until: Timestamp(nanoseconds: 19_990 * day))

    @Test("the next tier starts beside a late one, and its answer ends the other")
    func hedges() async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            // The clock of the test passes every wait at once, so that the first is late at once.
            let setting = try PulledSource(database, at: SourcePullTests.start) { request, _ in
                request.target.hasPrefix("/api")
                    ? [.pause(milliseconds: 20_000), .answer(503)]
                    : [.answer(body: PulledSource.lines(request.target))]
            }
            let source = Self.source(setting)
            let outcome = try await Self.chain(setting, source).run(Self.request)
            #expect(outcome.tier == .static && outcome.receipt.added == 10)
            #expect(outcome.stale == nil)
            #expect(try setting.stored().map(\.day) == Array(19_980..<19_990))
            let asked = Set(setting.server.requests.map { $0.target.split(separator: "/")[0] })
            #expect(asked.isSuperset(of: ["api", "static"]))
            let (api, kept, row, used) = try database.readNow { transaction in
                (
                    try TierRecord.load(transaction, source: "numbers", tier: .api),
                    try TierRecord.load(transaction, source: "numbers", tier: .static),
                    try Sources.find(transaction, "numbers"),
                    try SourceUsage.since(
                        transaction, Timestamp(nanoseconds: 0), source: "numbers"
                    ).reduce(0) { $0 + $1.usage.calls }
                )
            }
            // Being late taught nothing of the first; both calls are on the books.
            #expect(api == TierRecord())
            #expect(kept.success > TierRecord.prior)
            #expect(row?.health == .degraded)
            #expect(used == 2)
        }
    }
}
