package import AlmanacCore
package import TimeSeries

/// Which of a source's tiers is tried, when the next one starts, and which answer counts.
///
/// A value that takes events and answers with actions; it sends nothing. Ways are ranked by what a
/// good answer is expected to take: (price + effort) / success, with the effort of
/// ``effort(_:)`` in millionths of a dollar. One that rests or cannot be tried is passed over. When
/// a way fails, the next starts; when it is late, the next starts beside it, and the first good
/// answer ends the other.
package struct TierChain: Sendable {
    /// A way to the data.
    package struct Way: Sendable {
        /// The tier.
        package var tier: SourceTier
        /// What an attempt costs, in millionths of a dollar.
        package var microdollars: Int64
        /// Why it cannot be tried; nil where it can.
        package var obstacle: AlmanacError?
        /// How it has done lately.
        package var record: TierRecord

        /// Makes a way that can be tried.
        package init(
            _ tier: SourceTier, microdollars: Int64 = 0, obstacle: AlmanacError? = nil,
            record: TierRecord = TierRecord()
        ) {
            (self.tier, self.microdollars) = (tier, microdollars)
            (self.obstacle, self.record) = (obstacle, record)
        }
    }

    /// What the owner does.
    package enum Action: Sendable, Equatable {
        /// Starts an attempt.
        case begin(SourceTier)
        /// Ends an attempt that is no longer wanted.
        case cancel(SourceTier)
        /// Gives the answer of an attempt to whoever asked.
        case deliver(SourceTier)
        /// Tells whoever asked that there is none, and why.
        case fail(AlmanacError)
    }

    /// The ways, with what was learned.
    package private(set) var ways: [Way]
    /// The tiers that were begun, in order.
    package private(set) var begun: [SourceTier] = []
    /// When the attempt begun last counts as late; nil where nothing may start beside it.
    package private(set) var lateAt: Timestamp?
    private var running: [SourceTier: Timestamp] = [:]
    private var faults: [(tier: SourceTier, error: AlmanacError)] = []
    private var isOver = false
    /// What a start beside a late attempt may cost more.
    private let hedgeMicrodollars: Int64

    /// Milliseconds after which an attempt of unknown speed is late.
    package static let usualPatience = 8_000.0

    /// Makes a chain over a source's ways.
    ///
    /// - Parameter hedgeMicrodollars: what may be spent to have an answer sooner; zero starts only
    ///   free tiers beside a late one.
    package init(_ ways: [Way], hedgeMicrodollars: Int64 = 0) {
        (self.ways, self.hedgeMicrodollars) = (ways, hedgeMicrodollars)
    }

    /// What an attempt takes of this machine and of the site, as if it were money.
    package static func effort(_ tier: SourceTier) -> Double {
        switch tier {
        case .api: 10
        case .actor: 20
        case .static: 40
        case .browser: 2_000
        }
    }

    /// What a good answer of a way is expected to take.
    package static func expectedCost(_ way: Way, at now: Timestamp) -> Double {
        (Double(way.microdollars) + effort(way.tier)) / max(way.record.success(at: now), 0.05)
    }

    /// Begins with the best way.
    package mutating func start(at now: Timestamp) -> [Action] {
        precondition(begun.isEmpty, "a chain starts once")
        return next(at: now)
    }

    /// Notes that time has passed.
    package mutating func passed(at now: Timestamp) -> [Action] {
        guard !isOver, let late = lateAt, now >= late else { return [] }
        lateAt = nil
        guard let way = best(at: now), way.microdollars <= hedgeMicrodollars else { return [] }
        return begin(way, at: now)
    }

    /// Notes that an attempt has begun to bring something, so that it is not late any more.
    package mutating func progressed() { lateAt = nil }

    /// Notes that an attempt ended with content.
    package mutating func succeeded(_ tier: SourceTier, at now: Timestamp) -> [Action] {
        note(tier, .content, at: now)
        guard !isOver else { return [] }
        isOver = true
        lateAt = nil
        let others = ways.map(\.tier).filter { running[$0] != nil }
        return [.deliver(tier)] + others.map(Action.cancel)
    }

    /// Notes that an attempt failed.
    package mutating func failed(
        _ tier: SourceTier, _ error: AlmanacError, at now: Timestamp
    ) -> [Action] {
        // What was called off says nothing.
        guard !isOver else { return [] }
        let verdict = TierVerdict(error)
        note(tier, verdict, at: now)
        faults.append((tier, error))
        if verdict == .final {
            isOver = true
            let others = ways.map(\.tier).filter { running[$0] != nil }
            return [.fail(error)] + others.map(Action.cancel)
        }
        return running.isEmpty ? next(at: now) : []
    }

    private mutating func note(_ tier: SourceTier, _ verdict: TierVerdict, at now: Timestamp) {
        guard let start = running.removeValue(forKey: tier),
            let index = ways.firstIndex(where: { $0.tier == tier })
        else { return }
        let milliseconds = Double(max(0, now.nanoseconds - start.nanoseconds)) / 1e6
        ways[index].record.note(verdict, milliseconds: milliseconds, at: now)
    }

    /// The best way that was not tried, may be tried and does not rest.
    ///
    /// - Parameter resting: whether one that rests will do.
    private func best(at now: Timestamp, resting: Bool = false) -> Way? {
        let open = ways.filter {
            $0.obstacle == nil && (resting || $0.record.isUsable(at: now))
                && !begun.contains($0.tier)
        }
        var best: (way: Way, cost: Double)?
        for way in open {
            let cost = Self.expectedCost(way, at: now)
            if best.map({ cost < $0.cost }) ?? true { best = (way, cost) }
        }
        return best?.way
    }

    private mutating func next(at now: Timestamp) -> [Action] {
        if let way = best(at: now) { return begin(way, at: now) }
        // Where every way rests, whoever asks decides that it is time to try again.
        if let way = best(at: now, resting: begun.isEmpty) { return begin(way, at: now) }
        isOver = true
        lateAt = nil
        return [.fail(failure(at: now))]
    }

    private mutating func begin(_ way: Way, at now: Timestamp) -> [Action] {
        begun.append(way.tier)
        running[way.tier] = now
        let patience = way.record.latency.map { min(max(3 * $0, 1_000), 60_000) }
        lateAt =
            best(at: now) == nil
            ? nil
            : now.advanced(byNanoseconds: Int64((patience ?? Self.usualPatience) * 1e6))
        return [.begin(way.tier)]
    }

    /// The first fault of what was tried, with those of all other ways in its details.
    private func failure(at now: Timestamp) -> AlmanacError {
        var all = faults
        for way in ways where !begun.contains(way.tier) {
            if let obstacle = way.obstacle {
                all.append((way.tier, obstacle))
            } else if let until = way.record.restsUntil, until > now {
                all.append(
                    (
                        way.tier,
                        AlmanacError(
                            .sourceUnavailable, "it was refused, and rests until \(until)",
                            details: ["again_at": .string(until.iso8601)],
                            suggestion: "try again then")
                    ))
            }
        }
        guard var error = all.first?.error else {
            return AlmanacError(.sourceUnavailable, "there is no way to this source")
        }
        // What refuses programs without a key has a way for those with one.
        let missing = all.first { $0.error.kind == .unauthorized }?.error.suggestion
        if TierVerdict(error) == .refused, let missing { error.suggestion = missing }
        if all.count > 1 {
            error.details["tiers"] = .array(
                all.map {
                    [
                        "tier": .string($0.tier.rawValue), "type": .string($0.error.kind.rawValue),
                        "message": .string($0.error.message),
                    ]
                })
        }
        return error
    }
}
