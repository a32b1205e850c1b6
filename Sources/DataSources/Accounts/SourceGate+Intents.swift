import AlmanacCore
import Database
import Jobs
import Networking
import TimeSeries

/// Calls of jobs that cost money: each is stated, with its money, before it is made, and settled in
/// the transaction that stores its answer.
///
/// A worker that dies in between leaves it unknown: its money counts as spent, and the next
/// delivery finds out what became of it before it makes such a call again.
extension SourceGate {
    /// Refuses who works for a job that is not its own any more; holds the job's row otherwise.
    func requireHeld(_ transaction: Transaction) throws {
        if let job { try queue.requireHeld(job, in: transaction) }
    }

    /// Makes the slip of a call, with the intent committed where a job is to pay for it.
    ///
    /// - Parameter cursor: where in its run the call stands, which tells it from the job's others.
    /// - Throws: `budgetExceeded`, and an error that `isLeaseLost`.
    func slip(
        for call: SourceCall, at cursor: String, of source: SourceDescription, by tier: SourceTier
    ) async throws -> Slip {
        let price = source.price(by: tier, units: call.units, factor: call.priceFactor)
        guard let job, price > .zero else { return Slip() }
        let (queue, now, name) = (queue, clock.now(), Self.name(tier, cursor))
        let request = "\(call.request.method) \(call.request.url.withoutKeys)"
        let intent = try await database.write { transaction in
            let over = try queue.intents(of: job.job.id, in: transaction).filter {
                $0.name.hasPrefix(name) && ($0.state == .happened || $0.state == .neverKnown)
            }.count
            return try queue.intend(
                name + String(over + 1), request: request, cost: price, for: job,
                in: transaction, at: now)
        }
        return Slip(intent)
    }

    /// What an earlier delivery of the job left unsettled of a call at a cursor; nil for nothing.
    func unsettled(
        at cursor: String, by tier: SourceTier, in transaction: Transaction
    ) throws -> Intent? {
        guard let job else { return nil }
        let name = Self.name(tier, cursor)
        return try queue.intents(of: job.job.id, in: transaction).last {
            $0.name.hasPrefix(name) && $0.state.isUnsettled
        }
    }

    private static func name(_ tier: SourceTier, _ cursor: String) -> String {
        "\(tier.rawValue) \(cursor) #"
    }

    /// Notes what became of a call that was stated, unless that is known already.
    ///
    /// - Parameter stated: what the source says it charged, in millionths of a dollar; nil for the
    ///   price.
    /// - Returns: What is spent for it, in millionths of a dollar; nil where there is no such call.
    func settle(
        intent id: Int64, _ fate: CallFate, in transaction: Transaction, at now: Timestamp
    ) throws -> Int64? {
        guard let intent = try queue.intent(id, in: transaction), intent.state.isUnsettled else {
            return nil
        }
        let outcome: JobQueue.IntentOutcome =
            switch fate {
            case .made(let stated):
                .happened(
                    cost: stated.map { Money(microdollars: $0) } ?? intent.cost, result: "")
            case .neverMade: .notHappened
            case .neverKnown: .neverKnown
            }
        // The transaction holds the job's row already, or ends the job.
        try queue.settle(intent, outcome, for: nil, in: transaction, at: now)
        return switch outcome {
        case .happened(let cost, _): cost.microdollars
        case .notHappened: 0
        case .neverKnown: intent.cost.microdollars
        }
    }
}

/// What became of a call that costs money.
enum CallFate: Sendable {
    /// It was made, and the source says what it charged; nil for its price.
    case made(microdollars: Int64?)
    /// It never arrived.
    case neverMade
    /// Nobody can say.
    case neverKnown
}

extension SourceDescription {
    /// What a call may cost by a tier.
    func price(by tier: SourceTier, units: Double, factor: Double) -> Money {
        guard units > 0 else { return .zero }
        let price = Double(microdollarsPerCall(by: tier)) * factor
        return Money(microdollars: Int64(price.rounded(.up)))
    }
}
