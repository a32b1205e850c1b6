import AlmanacCore
import Archive
import Database
import Jobs
import Networking
import TimeSeries

/// Stores the answers of a pull, and accounts for those that never came.
///
/// Everything about one answer is one transaction, which a job's lease fences.
struct AnswerStore: Sendable {
    let services: PullServices
    let source: SourceDescription
    let tier: SourceTier

    /// An answer that was read.
    struct Answer: Sendable {
        var call: SourceCall
        var fetched: Fetcher.Fetched
        var batch: DataBatch
        /// The cookies that were sent.
        var cookies: CookieJar
        var slip: SourceGate.Slip
        var started: Timestamp
    }

    /// Counts what a call that failed took and cost.
    func account(
        failed slip: SourceGate.Slip, _ call: SourceCall, _ error: AlmanacError?, isUnknown: Bool,
        _ intent: Int64?, _ request: DataRequest, _ state: PullState,
        _ outcome: inout PullOutcome
    ) async throws {
        // A run that failed may say what it cost all the same.
        let stated = error?.details["microdollars"]?.intValue.map(Int64.init)
        let isOver = error?.details["reason"] == "run_failed"
        try await account(&outcome, slip, call) { [services, source, tier] transaction, now in
            if isOver {
                // Another try begins another run.
                var ended = state
                ended.unfinished = nil
                try ended.save(transaction, source: source.name, request, at: now)
            }
            if let paid = slip.intent?.id {
                // One that went out and was not answered is found out about by the next delivery.
                if slip.calls > 0, isUnknown { return 0 }
                let fate = slip.calls == 0 ? CallFate.neverMade : .made(microdollars: stated)
                return try services.gate.settle(intent: paid, fate, in: transaction, at: now) ?? 0
            }
            if isOver, let intent,
                let spent = try services.gate.settle(
                    intent: intent, .made(microdollars: stated), in: transaction, at: now)
            {
                return spent
            }
            return try services.gate.settle(
                slip, of: source, tier: tier, stated: stated, isUnknown: isUnknown,
                in: transaction, at: now)
        }
    }

    /// Adds to the source's account what calls took that brought nothing, and what they cost.
    func account(
        _ outcome: inout PullOutcome, _ slip: SourceGate.Slip? = nil, _ call: SourceCall? = nil,
        _ settle: @escaping @Sendable (Transaction, Timestamp) throws -> Int64
    ) async throws {
        let now = services.clock.now()
        // A task of its own: what was spent is written down also where the pull was called off, as
        // one that another tier overtook.
        let usage = try await Task { [services, source, tier] in
            try await services.write { transaction in
                var usage = SourceUsage()
                if let slip, let call {
                    usage.calls = slip.calls
                    usage.failures = 1
                    usage.units = Double(slip.calls) * call.units
                }
                usage.microdollars = try settle(transaction, now)
                try usage.add(transaction, source: source.name, tier: tier, at: now)
                return usage
            }
        }.value
        outcome.usage = outcome.usage + usage
    }

    /// Stores an answer's bytes, what it held, what it cost and where to go on, all or nothing.
    ///
    /// - Parameters:
    ///   - intent: the call that cost money and that this answer is of or goes on from.
    ///   - isLast: whether nothing comes after it, so that it is stored with the end of the job.
    func store(
        _ answer: Answer, _ intent: Int64?, _ request: DataRequest, _ state: PullState,
        isLast: Bool, _ outcome: inout PullOutcome
    ) async throws {
        let prepared = try await services.bronze.preparing(
            answer.batch.rest ?? answer.fetched.response.body)
        let sealed = try await services.bronze.sealing(
            answer.batch.writings.map { ($0.author, $0.bytes) }, of: source.name,
            services.database, at: services.clock.now())
        let fetch = record(answer)
        let start = outcome.receipt
        let write = {
            @Sendable [services, source, tier] (transaction: Transaction) throws
                -> (BatchStore.Receipt, SourceUsage) in
            let now = services.clock.now()
            let raw = try services.bronze.store(transaction, prepared, fetch, at: now)
            var receipt = start
            let writings = try sealed.map { part in
                try part.map {
                    BatchStore.Raw(
                        id: try services.bronze.storeOnce(transaction, $0, fetch, at: now),
                        hash: $0.hash, author: $0.author, job: fetch.job)
                }
            }
            try BatchStore(source, tier: tier).store(
                transaction, answer.batch,
                raw: .init(id: raw, hash: prepared.hash, job: fetch.job), writings,
                into: &receipt, now: services.clock.now)
            var usage = Self.usage(answer)
            usage.microdollars = try settle(answer, intent, in: transaction, at: now)
            try usage.add(transaction, source: source.name, tier: tier, at: now)
            try state.save(transaction, source: source.name, request, at: now)
            try SourceCookies.note(
                transaction, answer.fetched, sent: answer.cookies, source: source.name, at: now)
            return (receipt, usage)
        }
        if isLast, services.closing != nil {
            try await services.writeLast { _ = try write($0) }
            outcome.left += answer.batch.count
            outcome.usage = outcome.usage + Self.usage(answer)
        } else {
            let (receipt, usage) = try await services.write(write)
            outcome.receipt = receipt
            outcome.usage = outcome.usage + usage
        }
        for note in answer.batch.notes where !outcome.notes.contains(note) {
            outcome.notes.append(note)
        }
        if case .stale(let reason) = answer.fetched.origin {
            outcome.stale = PullOutcome.Stale(reason: reason, since: answer.fetched.received)
        }
    }

    /// Settles what an answer says about the money of its call, or of that which it goes on from.
    private func settle(
        _ answer: Answer, _ intent: Int64?, in transaction: Transaction, at now: Timestamp
    ) throws -> Int64 {
        let (slip, stated) = (answer.slip, answer.batch.microdollars)
        if let intent {
            switch answer.batch.charge {
            case .later: return 0
            case .none:
                return try services.gate.settle(
                    intent: intent, .neverMade, in: transaction, at: now) ?? 0
            case .known where slip.intent != nil || stated != nil:
                let spent = try services.gate.settle(
                    intent: intent, .made(microdollars: stated), in: transaction, at: now)
                if let spent { return spent }
            case .known: break
            }
        }
        return try services.gate.settle(
            slip, of: source, tier: tier, stated: stated, in: transaction, at: now)
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
