import AlmanacCore
import Database
import Networking
import Synchronization
import TimeSeries

/// A source by whichever of its tiers serves best: the chain, the pulls it starts, and its memory.
package struct SourceChain: Sendable {
    private let services: PullServices
    private let source: SourceDescription
    private let keys: SourceKeys
    private let makeClient: @Sendable (DataRequest, SourceTier) throws -> any SourceClient
    private let report: @Sendable (PullEvent) -> Void

    /// Makes a chain over all tiers of a source.
    ///
    /// - Parameters:
    ///   - keys: the source's own keys, as far as they are there.
    ///   - makeClient: makes the client of a request by a tier; the source's own where none is
    ///     given.
    package init(
        _ services: PullServices, _ source: SourceDescription, keys: SourceKeys,
        report: @escaping @Sendable (PullEvent) -> Void = { _ in },
        client makeClient: (@Sendable (DataRequest, SourceTier) throws -> any SourceClient)? = nil
    ) {
        (self.services, self.source, self.keys) = (services, source, keys)
        self.report = report
        let clock = services.clock
        self.makeClient =
            makeClient ?? { request, tier in
                // A tier for which no key is needed is given none.
                let own = Self.isOpen(source, tier) ? SourceKeys() : keys
                return try SourceClients.make(source, request, keys: own, now: clock.now())
            }
    }

    private static func isOpen(_ source: SourceDescription, _ tier: SourceTier) -> Bool {
        tier != source.tiers.first && !source.keys.contains(where: \.isRequired)
    }

    private var hasKeys: Bool { source.keys.contains { keys[$0.name] != nil } }

    /// The ways that there are, with why one cannot be tried.
    package func ways(_ records: [SourceTier: TierRecord] = [:]) -> [TierChain.Way] {
        source.tiers.map { tier in
            TierChain.Way(
                tier, microdollars: source.microdollarsPerCall(by: tier),
                obstacle: obstacle(tier), record: records[tier] ?? TierRecord())
        }
    }

    private func obstacle(_ tier: SourceTier) -> AlmanacError? {
        if tier == .browser, services.visit == nil { return services.browserObstacle }
        // Where there is a way without a key, the key is for the first tier.
        let needsKey = source.keys.contains(where: \.isRequired) || tier == .api
        guard needsKey, let missing = source.keys.first(where: { keys[$0.name] == nil }) else {
            return nil
        }
        return AlmanacError(
            .unauthorized, "\(source.title) needs the key \(missing.name), which is not there",
            details: ["source": .string(source.name), "key": .string(missing.name)],
            suggestion: "set \(missing.name); keys are given out at \(missing.obtainedFrom)")
    }

    /// Fetches what is missing by the best way, and by the next where that fails or is late.
    ///
    /// - Throws: The first fault, with those of the other ways in `details.tiers`.
    package func run(_ request: DataRequest, refresh: Bool = false) async throws -> PullOutcome {
        let records = try await services.database.read { [source] transaction in
            var records: [SourceTier: TierRecord] = [:]
            for tier in source.tiers {
                records[tier] = try TierRecord.load(transaction, source: source.name, tier: tier)
            }
            return records
        }
        let chain = TierChain(ways(records))
        let lastResort = LastResort()
        do {
            let delivery = try await ChainRun.run(
                chain, services.clock, startsBeside: services.startsBeside
            ) { tier, pulse in
                let outcome = try await pull(by: tier, pulse).run(request, refresh: refresh)
                guard let stale = outcome.stale else { return outcome }
                // What another tier has now is better than what this one had.
                lastResort.keep(outcome)
                throw AlmanacError(
                    .sourceUnavailable, "\(source.title) fails (\(stale.reason))",
                    details: ["source": .string(source.name), "reason": .string(stale.reason)],
                    suggestion: "try again later")
            }
            let first = delivery.chain.begun.first
            try await remember(
                delivery.chain, records, PullVerdict(delivery.value, first: first))
            return delivery.value
        } catch let failure as ChainRun.Failure {
            let first = failure.chain.begun.first
            try await remember(
                failure.chain, records, PullVerdict(failure.error, first: first))
            if let outcome = lastResort.outcome { return outcome }
            throw failure.error
        }
    }

    /// The first outcome that was kept rather than fetched.
    private final class LastResort: Sendable {
        private let kept = Mutex<PullOutcome?>(nil)

        var outcome: PullOutcome? { kept.withLock { $0 } }

        func keep(_ outcome: PullOutcome) { kept.withLock { $0 = $0 ?? outcome } }
    }

    private func pull(by tier: SourceTier, _ pulse: ChainRun.Pulse) -> SourcePull {
        SourcePull(
            services, source, tier: tier, hasKeys: hasKeys && !Self.isOpen(source, tier),
            client: { [makeClient] in try makeClient($0, tier) },
            report: { [report] event in
                pulse.beat()
                report(event)
            })
    }

    private func remember(
        _ chain: TierChain, _ before: [SourceTier: TierRecord], _ verdict: PullVerdict?
    ) async throws {
        let changed = chain.ways.filter { $0.record != before[$0.tier] }
        guard !changed.isEmpty || verdict != nil else { return }
        let now = services.clock.now()
        try await services.writeLast { [source] transaction in
            for way in changed {
                try way.record.save(transaction, source: source.name, tier: way.tier, at: now)
            }
            try verdict?.note(transaction, of: source, at: now)
        }
    }
}
