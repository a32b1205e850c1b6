package import AlmanacCore
package import Database
package import TimeSeries

/// How one tier has done for one source lately: a value that is told verdicts and forgets them.
package struct TierRecord: Sendable, Equatable {
    /// The share of judged answers that were what they should be, as of `updated`.
    package private(set) var success: Double
    /// Milliseconds that good answers took, on average; nil before there was any.
    package private(set) var latency: Double?
    /// When it was last told something that it learns from.
    package private(set) var updated: Timestamp?
    /// Until when it is left alone, since the site refused.
    package private(set) var restsUntil: Timestamp?
    /// Refusals since a good answer.
    package private(set) var refusals: Int

    /// The success that is supposed where nothing is known.
    package static let prior = 0.9
    /// The weight of the latest verdict.
    private static let weight = 0.25
    /// Nanoseconds in which half of what was learned is forgotten.
    private static let halfLife = 6.0 * 3_600 * 1e9
    private static let firstRest: Int64 = 60 * 1_000_000_000
    private static let longestRest: Int64 = 3_600 * 1_000_000_000

    /// Makes the record of a tier that was never used.
    package init() { self.init(success: Self.prior, latency: nil) }

    /// Makes a record as it was stored.
    package init(
        success: Double, latency: Double?, updated: Timestamp? = nil,
        restsUntil: Timestamp? = nil, refusals: Int = 0
    ) {
        self.success = min(max(success, 0), 1)
        (self.latency, self.updated) = (latency, updated)
        (self.restsUntil, self.refusals) = (restsUntil, max(0, refusals))
    }

    /// The share at a moment: what was learned fades, so that a tier that failed is tried again.
    package func success(at now: Timestamp) -> Double {
        guard let updated else { return success }
        let age = Double(max(0, now.nanoseconds - updated.nanoseconds))
        // Halvings with straight lines between them: the same bits on every machine.
        var kept = 1.0
        var left = age / Self.halfLife
        while left >= 1, kept > 1e-6 {
            kept *= 0.5
            left -= 1
        }
        kept *= 1 - min(left, 1) / 2
        return Self.prior + (success - Self.prior) * kept
    }

    /// Whether it may be used.
    package func isUsable(at now: Timestamp) -> Bool { restsUntil.map { $0 <= now } ?? true }

    /// Learns from a verdict, or does not: time-outs and refusals say nothing about the tier.
    package mutating func note(_ verdict: TierVerdict, milliseconds: Double, at now: Timestamp) {
        switch verdict {
        case .content:
            move(to: 1, at: now)
            latency = (latency ?? milliseconds) * 0.75 + milliseconds * 0.25
            (restsUntil, refusals) = (nil, 0)
        case .broken, .unavailable: move(to: 0, at: now)
        case .refused:
            let rest = min(Self.firstRest << min(refusals, 20), Self.longestRest)
            refusals += 1
            restsUntil = now.advanced(byNanoseconds: rest)
        case .timedOut, .impossible, .final: break
        }
    }

    private mutating func move(to value: Double, at now: Timestamp) {
        let current = success(at: now)
        success = current + (value - current) * Self.weight
        updated = now
    }
}

/// What an attempt by a tier came to.
package enum TierVerdict: String, Sendable, CaseIterable {
    /// What was wanted.
    case content
    /// An answer that is not what it should be: another format, an error page, a login wall.
    case broken
    /// The source or the way to it is down.
    case unavailable
    /// The site does not let this be fetched, or not now.
    case refused
    /// No answer in time.
    case timedOut = "timed_out"
    /// It cannot be tried: no key, no money, nothing in this build.
    case impossible
    /// A certain answer that no other tier would better, such as that the target does not exist.
    case final

    /// The verdict on an error.
    package init(_ error: AlmanacError) {
        let isTimeout = error.details["reason"]?.stringValue == "timeout"
        switch error.kind {
        case .sourceUnavailable: self = isTimeout ? .timedOut : .unavailable
        case .forbidden, .rateLimited: self = .refused
        case .unauthorized, .budgetExceeded: self = .impossible
        case .invalidSymbol, .notFound, .validation, .conflict: self = .final
        default: self = .broken
        }
    }
}

extension TierRecord {
    /// The record of a source's tier.
    package static func load(
        _ transaction: Transaction, source: String, tier: SourceTier
    ) throws(AlmanacError) -> TierRecord {
        let row = try transaction.first(
            "SELECT state FROM tier_records WHERE source = $1 AND tier = $2",
            [SQLValue(source), SQLValue(tier.rawValue)])
        guard let row, let state = try? JSON.parse(try row.text(0)) else { return TierRecord() }
        func moment(_ name: String) -> Timestamp? {
            state[name]?.intValue.map { Timestamp(nanoseconds: Int64($0)) }
        }
        return TierRecord(
            success: state["success"]?.doubleValue ?? prior,
            latency: state["latency"]?.doubleValue, updated: moment("updated"),
            restsUntil: moment("rests_until"), refusals: state["refusals"]?.intValue ?? 0)
    }

    /// Stores the record in place of what was known.
    package func save(
        _ transaction: Transaction, source: String, tier: SourceTier, at now: Timestamp
    ) throws(AlmanacError) {
        func moment(_ moment: Timestamp?) -> JSON {
            moment.map { .integer(Int($0.nanoseconds)) } ?? .null
        }
        let state: JSONObject = [
            "success": .number(success), "latency": latency.map(JSON.number) ?? .null,
            "updated": moment(updated), "rests_until": moment(restsUntil),
            "refusals": .integer(refusals),
        ]
        try transaction.execute(
            """
            INSERT INTO tier_records (source, tier, state, changed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (source, tier) DO UPDATE SET state = excluded.state,
                changed_at = excluded.changed_at
            """,
            [
                SQLValue(source), SQLValue(tier.rawValue), SQLValue(JSON.object(state).text()),
                SQLValue(now.nanoseconds),
            ])
    }
}
