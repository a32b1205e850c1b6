import AlmanacCore
import Archive
import Database
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
                await abort(unfinished, request)
                state.unfinished = nil
            }
            if let unfinished = state.unfinished {
                outcome.resumed = true
                try await fetch(
                    request, PullPlan.Stretch(from: unfinished.from, until: stop(unfinished.until)),
                    at: unfinished.cursor, &state, &outcome)
            }
            for stretch in stretches(request, state, refresh: refresh) {
                try await fetch(request, stretch, at: nil, &state, &outcome)
            }
            outcome.covered = state.covered
            return outcome
        } catch var error as AlmanacError {
            error.details["source"] = .string(source.name)
            error.details["stored"] = .integer(outcome.receipt.total)
            throw error
        }
    }

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
    /// What cannot be ended ends by itself, within what it may cost.
    private func abort(_ unfinished: PullState.Unfinished, _ request: DataRequest) async {
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
    private func fetch(
        _ request: DataRequest, _ stretch: PullPlan.Stretch, at cursor: String?,
        _ state: inout PullState, _ outcome: inout PullOutcome
    ) async throws {
        var wanted = request
        wanted.from = stretch.from
        // What has no stretch of its own keeps the range that the person gave.
        wanted.until =
            PullPlan.isRanged(request.kind) || request.until != nil ? stretch.until : nil
        var run = Self.makeRun(try makeClient(wanted), cursor)
        var oldest = services.clock.now()
        while let call = try run.next() {
            try Task.checkCancellation()
            let answer = try await exchange(call, &run, &outcome)
            oldest = min(oldest, answer.fetched.received)
            state.unfinished = run.cursor.map {
                PullState.Unfinished(
                    cursor: $0, from: wanted.from, until: wanted.until,
                    at: services.clock.now())
            }
            if run.cursor == nil, PullPlan.isRanged(request.kind), request.maximumRecords == nil {
                let done = PullPlan.Stretch(
                    from: stretch.from, until: min(stretch.until, oldest))
                state.covered =
                    state.covered.map { $0.touches(done) ? $0.joined(done) : $0 } ?? done
            }
            try await store(answer, request, state, &outcome)
            report(.stored(rows: outcome.receipt.total, last: outcome.receipt.last, stretch))
        }
        // An update may bring nothing; a first fetch that does is worth a word.
        if outcome.receipt.total == 0, state.unfinished == nil, let empty = run.emptyRange {
            outcome.notes.append(empty.message)
        }
    }

    private static func makeRun(_ client: some SourceClient, _ cursor: String?) -> SourceRun {
        SourceRun(client, resumingAt: cursor)
    }

    /// An answer that was read.
    private struct Answer: Sendable {
        var call: SourceCall
        var fetched: Fetcher.Fetched
        var batch: DataBatch
        /// The cookies that were sent.
        var cookies: CookieJar
        var slip: SourceGate.Slip
        var started: Timestamp
    }

    /// Sends a call within limits and budget, and reads its answer.
    private func exchange(
        _ call: SourceCall, _ run: inout SourceRun, _ outcome: inout PullOutcome
    ) async throws -> Answer {
        if call.waitSeconds > 0 {
            try await services.clock.sleep(Int64(call.waitSeconds) * 1_000_000_000)
        }
        let slip = SourceGate.Slip()
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
        var fetched: Fetcher.Fetched?
        do {
            var answer = try await services.fetcher.fetch(request, policy)
            if isMasked {
                answer.response.body = try await services.bronze.masking(
                    answer.response.body, of: source.name, services.database, at: answer.received)
            }
            fetched = answer
            let batch = try run.receive(answer.response, at: answer.received)
            return Answer(
                call: call, fetched: answer, batch: batch, cookies: request.cookies, slip: slip,
                started: started)
        } catch {
            // An answer that could not be read must not be read again from what was kept.
            if fetched?.response.isSuccess == true { try? await services.fetcher.forget(request) }
            // A run that failed may say what it cost all the same.
            let stated = (error as? AlmanacError)?.details["microdollars"]?.intValue.map(Int64.init)
            try await account(failed: slip, call, stated, isUnknown: fetched == nil, &outcome)
            throw error
        }
    }

    private func account(
        failed slip: SourceGate.Slip, _ call: SourceCall, _ stated: Int64?, isUnknown: Bool,
        _ outcome: inout PullOutcome
    ) async throws {
        let now = services.clock.now()
        let usage = try await services.database.write { [services, source, tier] transaction in
            var usage = SourceUsage()
            usage.calls = slip.calls
            usage.failures = 1
            usage.units = Double(slip.calls) * call.units
            usage.microdollars = try services.gate.settle(
                slip, of: source, tier: tier, stated: stated, isUnknown: isUnknown, in: transaction,
                at: now)
            try usage.add(transaction, source: source.name, tier: tier, at: now)
            return usage
        }
        outcome.usage = outcome.usage + usage
    }

    /// Stores an answer's bytes, what it held, what it cost and where to go on, all or nothing.
    private func store(
        _ answer: Answer, _ request: DataRequest, _ state: PullState,
        _ outcome: inout PullOutcome
    ) async throws {
        let prepared = try await services.bronze.preparing(
            answer.batch.rest ?? answer.fetched.response.body)
        let sealed = try await services.bronze.sealing(
            answer.batch.writings.map { ($0.author, $0.bytes) }, of: source.name,
            services.database, at: services.clock.now())
        let fetch = record(answer)
        let start = outcome.receipt
        let (receipt, usage) = try await services.database.write {
            [services, source, tier] transaction in
            let now = services.clock.now()
            let raw = try services.bronze.store(transaction, prepared, fetch, at: now)
            var receipt = start
            let writings = try sealed.map { part in
                try part.map {
                    BatchStore.Raw(
                        id: try services.bronze.storeOnce(transaction, $0, fetch, at: now),
                        hash: $0.hash, author: $0.author)
                }
            }
            try BatchStore(source, tier: tier).store(
                transaction, answer.batch, raw: .init(id: raw, hash: prepared.hash), writings,
                into: &receipt, now: services.clock.now)
            var usage = Self.usage(answer)
            usage.microdollars = try services.gate.settle(
                answer.slip, of: source, tier: tier, stated: answer.batch.microdollars,
                in: transaction, at: now)
            try usage.add(transaction, source: source.name, tier: tier, at: now)
            try state.save(transaction, source: source.name, request, at: now)
            try SourceCookies.note(
                transaction, answer.fetched, sent: answer.cookies, source: source.name, at: now)
            return (receipt, usage)
        }
        outcome.receipt = receipt
        outcome.usage = outcome.usage + usage
        for note in answer.batch.notes where !outcome.notes.contains(note) {
            outcome.notes.append(note)
        }
        if case .stale(let reason) = answer.fetched.origin {
            outcome.stale = PullOutcome.Stale(reason: reason, since: answer.fetched.received)
        }
    }

    private func record(_ answer: Answer) -> Fetch {
        let fetched = answer.fetched
        let isFresh = fetched.received >= answer.started
        var fetch = Fetch(
            source: source.name, url: answer.call.request.url.withoutKeys.description,
            tier: tier.rawValue, fetchedAt: isFresh ? answer.started : fetched.received,
            completedAt: fetched.received)
        fetch.status = fetched.response.status
        for field in fetched.response.headers.fields
        where field.name.lowercased() != "set-cookie" {
            fetch.headers[field.name.lowercased()] = .string(field.value)
        }
        services.sign(&fetch)
        return fetch
    }

    private static func usage(_ answer: Answer) -> SourceUsage {
        let fetched = answer.fetched
        var usage = SourceUsage(fetched.origin, bytes: fetched.response.bytesReceived)
        usage.calls = answer.slip.calls
        usage.units = Double(answer.slip.calls) * answer.call.units
        return usage
    }
}
