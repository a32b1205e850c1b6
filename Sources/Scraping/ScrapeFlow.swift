import AlmanacCore
package import Archive
package import Database
import Extraction
package import Jobs
package import TimeSeries

/// The live flow of a scraped source: a page comes, is told apart, read, judged, and given on or
/// withheld; a sick recipe is repaired, tried and put in force, or the source is quarantined.
///
/// All that a run changes is one transaction with its job's completion.
package struct ScrapeFlow: Sendable {
    /// The name of the jobs.
    package static let handler = "scrape"

    /// Asks for a source's page.
    package typealias Asking =
        @Sendable (ScrapeRequest, WaitingClock) async throws -> ScrapeAnswer

    let bronze: Bronze
    let asking: Asking

    /// Makes a flow.
    package init(_ bronze: Bronze, asking: @escaping Asking) {
        (self.bronze, self.asking) = (bronze, asking)
    }

    /// A job that looks at a source once, unless one is about to.
    package static func job(_ source: ScrapedSource) -> NewJob {
        var job = NewJob(
            handler, ["source": .string(source.name)], source: source.name, tier: source.tier)
        // Many pages at the pace of their site take their time.
        job.deadlineNanoseconds = Timestamp.nanosecondsPerHour
        job.uniqueKey = NewJob.UniqueKey("\(handler) \(source.name)")
        return job
    }

    /// What a worker does for such jobs.
    package var jobHandler: JobHandler {
        { context in
            guard let name = try context.job.parameters()["source"]?.stringValue else {
                throw AlmanacError(.validation, "the job names no source")
            }
            let known = try await context.database.read {
                (transaction: Transaction) throws -> ScrapeDecision.Known in
                try self.known(transaction, name)
            }
            let answer: ScrapeAnswer
            let request = ScrapeRequest(
                known.source, recipe: known.condition.trial?.recipe ?? known.recipe,
                job: context.claimed)
            do {
                answer = try await asking(request, context.clock)
            } catch let error as AlmanacError where error.againAt != nil {
                return .snooze(
                    until: error.againAt ?? context.clock.now(), reason: error.message)
            } catch {
                let now = context.clock.now()
                let reason = (error as? AlmanacError)?.message ?? "\(error)"
                return .after(error, at: now) {
                    try note(unreachable: reason, known, $0, at: now)
                }
            }
            var run = try await prepare(known, answer, context.database, now: context.clock.now())
            if run.decision.verdict.gives, ScrapeFollowing.hasWay(known.recipe) {
                try await follow(&run, request, context)
            }
            let job = context.job
            let items = run.published.reduce(0) { $0 + $1.result.records.count }
            return .success(items: items) { [run] (transaction: Transaction) throws in
                try self.keep(run, transaction, job: job)
            }
        }
    }

    // MARK: - What is known

    static let pageLimit = 5
    private static let runLimit = 200
    private static let lessonLimit = 20

    /// What is known of a source.
    ///
    /// - Throws: `notFound` for a source or a recipe that there is not.
    func known(_ transaction: Transaction, _ name: String) throws -> ScrapeDecision.Known {
        guard let source = try Sources.find(transaction, name).flatMap(ScrapedSource.init),
            case let versions = try Recipes.versions(transaction, name: name),
            let stored = versions.last
        else {
            throw AlmanacError(
                .notFound, "there is no scraped source '\(name)'",
                details: ["source": .string(name)],
                suggestion: "`almanac source add` makes one")
        }
        var known = ScrapeDecision.Known(
            source: source, condition: try ScrapeCondition.load(transaction, name),
            recipe: try Extraction.Recipe(stored.document), version: stored.version)
        let runs = try Self.runs(transaction, name, version: stored.version)
        known.good = try pages(transaction, runs.good)
        known.changed = try pages(transaction, runs.changed)
        known.firstScrape = runs.changed.last?.id
        known.required = try source.required + RecipeOrigin.required(transaction, versions)
        known.lessons = try Repairs.promoted(
            transaction, recipe: name, limit: Self.lessonLimit
        ).compactMap { repair in
            guard let before = repair.evidence["before"], let after = repair.evidence["after"],
                let old = try? Extraction.Recipe(before), let new = try? Extraction.Recipe(after)
            else { return nil }
            return RecipeLesson(repair: repair.id, before: old, after: new)
        }
        return known
    }

    /// The runs of whose pages later ones are judged and repaired, the newest first: those that a
    /// recipe's version was right on, and those since it was last.
    private static func runs(
        _ transaction: Transaction, _ source: String, version: Int
    ) throws -> (good: [ScrapeRun], changed: [ScrapeRun]) {
        // However many looks were only partly right since, what is right is known by the last good
        // ones.
        let good = try ScrapeRun.healthy(
            transaction, source: source, version: version, limit: runLimit)
        let last = try ScrapeRun.last(transaction, source: source, limit: runLimit)
        let changed = last.prefix { !$0.verdict.gives }.filter { $0.verdict != .unreachable }
        return (good, changed)
    }

    /// The fetches of a source that later looks are judged by, which its retention leaves.
    package static func keptFetches(
        _ transaction: Transaction, of source: String
    ) throws -> [Int64] {
        guard let version = try Recipes.versions(transaction, name: source).last?.version else {
            return []
        }
        let runs = try runs(transaction, source, version: version)
        return (runs.good.prefix(pageLimit) + runs.changed.prefix(pageLimit)).map(\.raw)
    }

    /// The last few pages of runs that bronze still has, the newest last.
    private func pages(_ transaction: Transaction, _ runs: [ScrapeRun]) throws -> [StoredPage] {
        var found: [StoredPage] = []
        for run in runs {
            guard found.count < Self.pageLimit else { break }
            guard let page = try page(transaction, run) else { continue }
            found.append(page)
        }
        return found.reversed()
    }

    /// The page of a run, where bronze still has it.
    func page(_ transaction: Transaction, _ run: ScrapeRun) throws -> StoredPage? {
        guard let fetch = try bronze.fetch(transaction, run.raw),
            let bytes = try? bronze.bytes(transaction, fetch.hash)
        else { return nil }
        return StoredPage(fetch, bytes: bytes)
    }

    // MARK: - One run

    /// A run that is decided and not kept yet.
    package struct Prepared: Sendable {
        let known: ScrapeDecision.Known
        let answer: ScrapeAnswer
        /// What was decided.
        var decision: ScrapeDecision
        let at: Timestamp
        /// The pages whose records are given on; none where the first page was not right.
        var published: [ScrapeFollowing.ReadPage] = []
    }

    /// Decides about an answer, and makes its bytes ready.
    func prepare(
        _ known: ScrapeDecision.Known, _ answer: ScrapeAnswer, _ database: Database, now: Timestamp
    ) async throws -> Prepared {
        let decision = try await runOnThread { ScrapeDecision(known, answer, at: now) }
        let answer = try await ready(answer, known.source, database, now)
        var run = Prepared(known: known, answer: answer, decision: decision, at: now)
        if decision.verdict.gives, let result = decision.result {
            run.published = [.init(answer: answer, result: result)]
        }
        return run
    }

    /// An answer with its bytes ready for the archive, where it does not have them.
    private func ready(
        _ answer: ScrapeAnswer, _ source: ScrapedSource, _ database: Database, _ now: Timestamp
    ) async throws -> ScrapeAnswer {
        guard answer.kept == nil, answer.prepared == nil else { return answer }
        var answer = answer
        answer.prepared = try await bronze.preparing(
            answer.bytes, of: source.name, database, at: now)
        return answer
    }

    /// Reads the further pages of a healthy page's listing, and those that its records lead to.
    private func follow(
        _ run: inout Prepared, _ request: ScrapeRequest, _ context: JobContext
    ) async throws {
        let name = run.known.source.name
        let identities = try await context.database.read {
            try Records.identities($0, source: name, kind: ScrapedSource.recordKind)
        }
        var following = ScrapeFollowing(
            asking, context.clock, request, try CompiledRecipe(run.known.recipe),
            known: identities)
        try await following.run(from: run.answer)
        run.decision.notes = following.notes
        run.decision.noteWay(following)
        run.published = []
        for (index, page) in following.pages.enumerated() {
            var page = page
            if index == 0 { page.result.withhold(unconfirmed: run.decision.unconfirmed) }
            try RecordSchema(run.known.source)?.apply(to: &page.result)
            page.answer = try await ready(
                page.answer, run.known.source, context.database, run.at)
            for (address, answer) in page.linked {
                page.linked[address] = try await ready(
                    answer, run.known.source, context.database, run.at)
            }
            run.published.append(page)
        }
    }

    /// Keeps a run: its bytes, its records or why they are withheld, and how the source fares.
    func keep(_ run: Prepared, _ transaction: Transaction, job: JobRecord?) throws {
        let source = run.known.source
        let keeping = AnswerKeeping(bronze, source, job, at: run.at)
        let raw = try keeping.store(transaction, run.answer)
        let decision = run.decision
        var scrape = ScrapeRun(
            raw: raw.id, hash: raw.hash, pageClass: decision.pageClass.rawValue,
            verdict: decision.verdict, at: run.at)
        scrape.reasons = decision.reasons + decision.notes
        let results = run.published.isEmpty ? decision.result.map { [$0] } ?? [] : run.results
        for result in results {
            scrape.records += result.records.count
            scrape.badRows += result.badRows.count
            scrape.withheld += result.withheld.count
        }
        if decision.verdict.gives || decision.verdict == .sick,
            run.known.condition.trial == nil
        {
            scrape.version = run.known.version
        }
        let id = try scrape.store(transaction, source: source.name)
        var store = RecordStore(
            source: source, recipe: run.known.recipe, version: run.known.version)
        store.job = job?.id
        for (index, page) in run.published.enumerated() {
            let kept = index == 0 ? raw : try keeping.store(transaction, page.answer)
            store.linked = try page.linked.sorted { $0.key < $1.key }.reduce(into: [:]) {
                $0[$1.key] = try keeping.store(transaction, $1.value).id
            }
            try store.store(
                transaction, page.result, raw: kept, of: keeping.fetch(page.answer), now: run.at)
        }
        var acting = ScrapeActing(self, run, transaction, scrape: id)
        try acting.perform(decision.actions, job: job?.id)
    }

    /// Notes that a source could not be asked.
    private func note(
        unreachable reason: String, _ known: ScrapeDecision.Known, _ transaction: Transaction,
        at now: Timestamp
    ) throws {
        var condition = known.condition
        _ = condition.state.handle(.unreachable, now: now)
        condition.last = .init(.unreachable, [reason], at: now)
        try condition.save(transaction, known.source.name)
        let health: SourceHealth = condition.state.state == .quarantined ? .quarantined : .down
        try Sources.save(transaction, known.source.stored(health), at: now)
        let metric = Journal.QualityMetric(
            source: known.source.name, metric: "unreachable", value: 1,
            details: ["reason": .string(reason)])
        try Journal.add(transaction, metric, at: now)
    }
}

extension ScrapeFlow.Prepared {
    /// What is given on, page by page.
    var results: [RecipeResult] { published.map(\.result) }
}

extension AlmanacError {
    /// When a limit leaves room again; nil for any other error.
    fileprivate var againAt: Timestamp? {
        guard kind == .rateLimited else { return nil }
        return details["again_at"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
    }
}
