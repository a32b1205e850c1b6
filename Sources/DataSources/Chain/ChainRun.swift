package import AlmanacCore
import Synchronization
package import TimeSeries

/// Carries out what a ``TierChain`` decides.
package enum ChainRun {
    /// What a chain brought.
    package struct Delivery<Value: Sendable>: Sendable {
        /// The answer.
        package var value: Value
        /// The tier that brought it.
        package var tier: SourceTier
        /// The chain, with what it learned.
        package var chain: TierChain
    }

    /// A chain's end without an answer.
    package struct Failure: Error {
        /// Why.
        package var error: AlmanacError
        /// The chain, with what it learned.
        package var chain: TierChain
    }

    /// Where an attempt says that it has begun to bring something.
    package final class Pulse: Sendable {
        private let isThere = Atomic<Bool>(false)

        /// Whether any attempt has said so.
        var hasBeat: Bool { isThere.load(ordering: .relaxed) }

        /// Says so.
        package func beat() { isThere.store(true, ordering: .relaxed) }
    }

    private enum Event<Value: Sendable>: Sendable {
        case ended(SourceTier, Result<Value, any Error>)
        case passed
    }

    /// Runs attempts until one is good or none is left.
    ///
    /// Attempts that are no longer wanted are cancelled and waited for, so that what they cost is
    /// on the books when this returns.
    /// - Parameter startsBeside: whether the next tier starts beside one that is late.
    /// - Throws: ``Failure``; `CancellationError` where the task is cancelled.
    package static func run<Value: Sendable>(
        _ chain: TierChain, _ clock: WaitingClock, startsBeside: Bool = true,
        attempt: @escaping @Sendable (SourceTier, Pulse) async throws -> Value
    ) async throws -> Delivery<Value> {
        var chain = chain
        let pulse = Pulse()
        return try await withThrowingTaskGroup(of: Event<Value>.self) { group in
            var values: [SourceTier: Value] = [:]
            var delivered: SourceTier?
            var failure: AlmanacError?
            var actions = chain.start(at: clock.now())
            var watched: Timestamp?
            while true {
                for action in actions {
                    switch action {
                    case .begin(let tier):
                        group.addTask {
                            do {
                                return .ended(tier, .success(try await attempt(tier, pulse)))
                            } catch {
                                return .ended(tier, .failure(error))
                            }
                        }
                    case .cancel: group.cancelAll()
                    case .deliver(let tier): delivered = tier
                    case .fail(let error): failure = error
                    }
                }
                if delivered != nil || failure != nil { group.cancelAll() }
                if startsBeside, let late = chain.lateAt, late != watched {
                    watched = late
                    let wait = max(1, late.nanoseconds - clock.now().nanoseconds)
                    group.addTask {
                        try? await clock.sleep(wait)
                        return .passed
                    }
                }
                guard let event = try await group.next() else { break }
                try Task.checkCancellation()
                if pulse.hasBeat { chain.progressed() }
                actions = take(event, &chain, &values, clock.now())
            }
            if let delivered, let value = values[delivered] {
                return Delivery(value: value, tier: delivered, chain: chain)
            }
            throw Failure(
                error: failure
                    ?? AlmanacError(.internalError, "a chain ended without an answer"),
                chain: chain)
        }
    }

    private static func take<Value>(
        _ event: Event<Value>, _ chain: inout TierChain, _ values: inout [SourceTier: Value],
        _ now: Timestamp
    ) -> [TierChain.Action] {
        switch event {
        case .passed: return chain.passed(at: now)
        case .ended(let tier, .success(let value)):
            values[tier] = value
            return chain.succeeded(tier, at: now)
        case .ended(let tier, .failure(let error)):
            if error is CancellationError { return [] }
            let known = error as? AlmanacError
            return chain.failed(
                tier, known ?? AlmanacError(.internalError, "\(error)"), at: now)
        }
    }
}
