import AlmanacCore
import Archive
import Database
import Jobs
import Networking
import TimeSeries

/// Fetches what is missing of a source's data into the archive.
///
/// Every answer is stored together with the cursor after it, so that a pull that is broken off goes
/// on where it stopped. What is there whole is not fetched again, apart from an overlap in which
/// corrections are found.
package struct SourcePull: Sendable {
    let services: PullServices
    let source: SourceDescription
    let tier: SourceTier
    private let hasKeys: Bool
    private let makeClient: @Sendable (DataRequest) throws -> any SourceClient
    private let report: @Sendable (PullEvent) -> Void

    /// Makes a pull of a source by a tier.
    ///
    /// - Parameters:
    ///   - makeClient: makes the source's client for a request.
    ///   - report: told what happens, from any thread.
    package init(
        _ services: PullServices, _ source: SourceDescription, tier: SourceTier, hasKeys: Bool,
        client makeClient:
            @escaping @Sendable (DataRequest) throws ->
            any SourceClient,
        report: @escaping @Sendable (PullEvent) -> Void = { _ in }
    ) {
        (self.services, self.source, self.tier) = (services, source, tier)
        (self.hasKeys, self.makeClient, self.report) = (hasKeys, makeClient, report)
    }

    /// Fetches what is missing.
    ///
    /// - Parameter refresh: whether what is there is fetched anew.
    /// - Throws: What ``SourceGate`` and ``SourceRun`` throw. What was stored before stays, and
    ///   `details.stored` says how much it was.
    package func run(_ request: DataRequest, refresh: Bool = false) async throws -> PullOutcome {
        try await services.gate.open(source, hasKeys: hasKeys)
        var outcome = PullOutcome(source: source.name, tier: tier, request: request)
        do {
            var state = try await load(request)
            if let unfinished = state.unfinished,
                refresh || !isWorthResuming(unfinished, request)
            {
                try await abort(unfinished, request, &outcome)
                state.unfinished = nil
            }
            outcome.resumed = state.unfinished != nil
            var steps = steps(request, state, refresh: refresh)
            while !steps.isEmpty {
                let step = steps.removeFirst()
                try await fetch(request, step, before: &steps, &state, &outcome)
            }
            outcome.covered = state.covered
            return outcome
        } catch var error as AlmanacError {
            error.details["source"] = .string(source.name)
            error.details["stored"] = .integer(outcome.receipt.total)
            throw error
        }
    }

    /// A stretch to be fetched, from its beginning or from where it was broken off.
    private struct Step {
        var stretch: PullPlan.Stretch
        var unfinished: PullState.Unfinished?
    }

    /// What is to be fetched: first what was broken off, else all that is missing.
    private func steps(_ request: DataRequest, _ state: PullState, refresh: Bool) -> [Step] {
        if let unfinished = state.unfinished {
            let stretch = PullPlan.Stretch(from: unfinished.from, until: stop(unfinished.until))
            return [Step(stretch: stretch, unfinished: unfinished)]
        }
        return stretches(request, state, refresh: refresh).map { Step(stretch: $0) }
    }

    private var answers: AnswerStore { AnswerStore(services: services, source: source, tier: tier) }

    private func load(_ request: DataRequest) async throws -> PullState {
        try await services.database.read { [source] in
            try PullState.load($0, source: source.name, request)
        }
    }

    /// A cursor into a list that changes is good for an hour, one into a stretch of time for good.
    private func isWorthResuming(
        _ unfinished: PullState.Unfinished, _ request: DataRequest
    ) -> Bool {
        if PullPlan.isRanged(request.kind) { return true }
        let age = services.clock.now().nanoseconds - unfinished.at.nanoseconds
        return age < Timestamp.nanosecondsPerHour && unfinished.from == request.from
            && unfinished.until == request.until
    }

    /// Ends what goes on elsewhere for a fetch that nobody will go on with, such as an actor's run.
    ///
    /// What cannot be ended ends by itself, within what it may cost, which counts as spent.
    private func abort(
        _ unfinished: PullState.Unfinished, _ request: DataRequest, _ outcome: inout PullOutcome
    ) async throws {
        if let intent = unfinished.intent {
            try await answers.account(&outcome) { [services] transaction, now in
                try services.gate.settle(intent: intent, .neverKnown, in: transaction, at: now)
                    ?? 0
            }
        }
        guard let client = try? makeClient(request),
            let call = try? client.abort(at: unfinished.cursor),
            let directed = try? services.directed(call.request)
        else { return }
        var policy = services.policy(source, tier)
        policy.usesCache = false
        _ = try? await services.fetcher.fetch(directed, policy)
    }

    private func stop(_ until: Timestamp?) -> Timestamp {
        let now = services.clock.now()
        return until.map { min($0, now) } ?? now
    }

    private func stretches(
        _ request: DataRequest, _ state: PullState, refresh: Bool
    ) -> [PullPlan.Stretch] {
        let wanted = PullPlan.Stretch(from: request.from, until: stop(request.until))
        guard PullPlan.isRanged(request.kind), !refresh else { return [wanted] }
        let missing = PullPlan.missing(
            of: wanted, covered: state.covered,
            overlap: PullPlan.overlap(request.kind, request.frequency),
            tolerance: Int64(source.schedule.lifetimeSeconds) * Timestamp.nanosecondsPerSecond)
        // New rows and old ones are adjusted alike only where they come together.
        guard source.adjusts(request), !missing.isEmpty, let covered = state.covered else {
            return missing
        }
        return [covered.joined(wanted)]
    }

    /// Fetches one stretch to its end.
    ///
    /// - Parameter rest: the steps after it; those behind a stretch that was broken off are found
    ///   at its end.
    private func fetch(
        _ request: DataRequest, _ step: Step, before rest: inout [Step],
        _ state: inout PullState, _ outcome: inout PullOutcome
    ) async throws {
        let stretch = step.stretch
        var wanted = request
        wanted.from = stretch.from
        // What has no stretch of its own keeps the range that the person gave.
        wanted.until =
            PullPlan.isRanged(request.kind) || request.until != nil ? stretch.until : nil
        var run = Self.makeRun(try makeClient(wanted), step.unfinished?.cursor)
        var intent = step.unfinished?.intent
        var oldest = services.clock.now()
        while var call = try run.next() {
            try Task.checkCancellation()
            if let unsettled = try await unsettled(call, run.cursor) {
                guard run.inquire(sentAt: unsettled.createdAt) else {
                    try await answers.account(&outcome) { [services] transaction, now in
                        try services.gate.settle(
                            intent: unsettled.id, .neverKnown, in: transaction, at: now) ?? 0
                    }
                    continue
                }
                intent = unsettled.id
                guard let inquiry = try run.next() else { break }
                call = inquiry
            }
            let answer = try await exchange(call, intent, &run, request, state, &outcome)
            intent = answer.slip.intent?.id ?? intent
            oldest = min(oldest, answer.fetched.received)
            let stays = answer.batch.charge == .later
            state.unfinished = run.cursor.map {
                PullState.Unfinished(
                    cursor: $0, from: wanted.from, until: wanted.until,
                    at: services.clock.now(), intent: stays ? intent : nil)
            }
            if run.cursor == nil {
                if PullPlan.isRanged(request.kind), request.maximumRecords == nil {
                    let done = PullPlan.Stretch(
                        from: stretch.from, until: min(stretch.until, oldest))
                    state.covered =
                        state.covered.map { $0.touches(done) ? $0.joined(done) : $0 } ?? done
                }
                if step.unfinished != nil, PullPlan.isRanged(request.kind) {
                    rest = steps(request, state, refresh: false)
                }
            }
            let isLast = run.cursor == nil && rest.isEmpty
            try await answers.store(answer, intent, request, state, isLast: isLast, &outcome)
            if !stays { intent = nil }
            report(.stored(rows: outcome.receipt.total, last: outcome.receipt.last, stretch))
        }
        // An update may bring nothing; a first fetch that does is worth a word.
        if outcome.receipt.total == 0, state.unfinished == nil, let empty = run.emptyRange {
            outcome.emptiness = empty
            outcome.notes.append(empty.message)
        }
    }

    /// What an earlier delivery of the job left unsettled of a call that costs money.
    private func unsettled(_ call: SourceCall, _ cursor: String?) async throws -> Intent? {
        guard let cursor, call.units > 0, services.gate.job != nil, !source.costs.isEmpty else {
            return nil
        }
        return try await services.database.read { [services, tier] in
            try services.gate.unsettled(at: cursor, by: tier, in: $0)
        }
    }

    private static func makeRun(_ client: some SourceClient, _ cursor: String?) -> SourceRun {
        SourceRun(client, resumingAt: cursor)
    }

    /// Sends a call within limits and budget, and reads its answer.
    ///
    /// - Parameter intent: the call that cost money and that this one goes on from.
    private func exchange(
        _ call: SourceCall, _ intent: Int64?, _ run: inout SourceRun, _ wanted: DataRequest,
        _ state: PullState, _ outcome: inout PullOutcome
    ) async throws -> AnswerStore.Answer {
        if call.waitSeconds > 0 {
            try await services.clock.sleep(Int64(call.waitSeconds) * 1_000_000_000)
        }
        let slip = try await services.gate.slip(
            for: call, at: run.cursor ?? "", of: source, by: tier)
        let started = services.clock.now()
        var policy = services.policy(source, tier)
        // What names people is not kept as it came, nor read so where there is a mask.
        let isMasked = try await PersonalMask.isSet(for: source.name, in: services.database)
        policy.usesCache = call.mayBeCached && !isMasked && !source.isPersonal
        policy.beforeRequest = { [services, source, tier] _ in
            try await services.gate.admit(
                source, tier: tier, units: call.units, priceFactor: call.priceFactor, slip)
        }
        var request = try services.directed(call.request)
        request.cookies = try await services.cookies(of: source.name)
        if let key = slip.intent?.idempotencyKey { request.headers["Idempotency-Key"] = key }
        var fetched: Fetcher.Fetched?
        do {
            var answer = try await services.fetcher.fetch(request, policy)
            if isMasked {
                answer.response.body = try await services.bronze.masking(
                    answer.response.body, of: source.name, services.database, at: answer.received)
            }
            fetched = answer
            let batch = try run.receive(answer.response, at: answer.received)
            return AnswerStore.Answer(
                call: call, fetched: answer, batch: batch, cookies: request.cookies, slip: slip,
                started: started)
        } catch {
            // An answer that could not be read must not be read again from what was kept.
            if fetched?.response.isSuccess == true { try? await services.fetcher.forget(request) }
            try await answers.account(
                failed: slip, call, error as? AlmanacError, isUnknown: fetched == nil, intent,
                wanted, state, &outcome)
            throw error
        }
    }
}
