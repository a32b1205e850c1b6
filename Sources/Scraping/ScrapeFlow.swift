import AlmanacCore
package import Archive
import Database
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
        @Sendable (ScrapedSource, WaitingClock) async throws -> ScrapeAnswer

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
            do {
                answer = try await asking(known.source, context.clock)
            } catch {
                let now = context.clock.now()
                let reason = (error as? AlmanacError)?.message ?? "\(error)"
                return .after(error, at: now) {
                    try note(unreachable: reason, known, $0, at: now)
                }
            }
            let run = try await prepare(known, answer, context.database, now: context.clock.now())
            let job = context.job
            return .success(items: run.decision.published) { (transaction: Transaction) throws in
                try self.keep(run, transaction, job: job)
            }
        }
    }

    // MARK: - What is known

    private static let pageLimit = 5
    private static let runLimit = 200

    /// What is known of a source.
    ///
    /// - Throws: `notFound` for a source or a recipe that there is not.
    func known(_ transaction: Transaction, _ name: String) throws -> ScrapeDecision.Known {
        guard let source = try Sources.find(transaction, name).flatMap(ScrapedSource.init),
            let stored = try Recipes.versions(transaction, name: name).last
        else {
            throw AlmanacError(
                .notFound, "there is no scraped source '\(name)'",
                details: ["source": .string(name)],
                suggestion: "`almanac source add` makes one")
        }
        var known = ScrapeDecision.Known(
            source: source, condition: try ScrapeCondition.load(transaction, name),
            recipe: try Extraction.Recipe(stored.document), version: stored.version)
        let runs = try ScrapeRun.last(transaction, source: name, limit: Self.runLimit)
        let good = runs.filter { $0.verdict == .healthy && $0.version == stored.version }
        let since = runs.prefix { $0.verdict != .healthy }.filter { $0.verdict != .unreachable }
        known.good = try pages(transaction, good)
        known.changed = try pages(transaction, Array(since))
        known.firstScrape = since.last?.id
        return known
    }

    /// The last few pages of runs that bronze still has, the newest last.
    private func pages(_ transaction: Transaction, _ runs: [ScrapeRun]) throws -> [StoredPage] {
        var found: [StoredPage] = []
        for run in runs.prefix(Self.pageLimit) {
            guard let fetch = try bronze.fetch(transaction, run.raw),
                let bytes = try? bronze.bytes(transaction, fetch.hash)
            else { continue }
            found.append(StoredPage(fetch, bytes: bytes))
        }
        return found.reversed()
    }

    // MARK: - One run

    /// A run that is decided and not kept yet.
    package struct Prepared: Sendable {
        let known: ScrapeDecision.Known
        let answer: ScrapeAnswer
        let bytes: Bronze.Prepared
        /// What was decided.
        let decision: ScrapeDecision
        let at: Timestamp
    }

    /// Decides about an answer, and makes its bytes ready.
    func prepare(
        _ known: ScrapeDecision.Known, _ answer: ScrapeAnswer, _ database: Database, now: Timestamp
    ) async throws -> Prepared {
        let bytes = try await bronze.preparing(
            answer.bytes, of: known.source.name, database, at: now)
        let decision = try await runOnThread { ScrapeDecision(known, answer, at: now) }
        return Prepared(known: known, answer: answer, bytes: bytes, decision: decision, at: now)
    }

    /// Keeps a run: its bytes, its records or why they are withheld, and how the source fares.
    func keep(_ run: Prepared, _ transaction: Transaction, job: JobRecord?) throws {
        let source = run.known.source
        var fetch = run.answer.fetch(source)
        fetch.job = job?.id
        fetch.plan = job?.plan
        fetch.correlation = job?.correlationID
        let raw = try bronze.store(transaction, run.bytes, fetch, at: run.at)
        let decision = run.decision
        var scrape = ScrapeRun(
            raw: raw, hash: run.bytes.hash, pageClass: decision.pageClass.rawValue,
            verdict: decision.verdict, at: run.at)
        scrape.reasons = decision.reasons
        if let result = decision.result {
            scrape.records = result.records.count
            scrape.badRows = result.badRows.count
            scrape.withheld = result.withheld.count
        }
        if decision.verdict == .healthy || decision.verdict == .sick,
            run.known.condition.trial == nil
        {
            scrape.version = run.known.version
        }
        let id = try scrape.store(transaction, source: source.name)
        if decision.verdict == .healthy, let result = decision.result {
            var store = RecordStore(
                source: source, recipe: run.known.recipe, version: run.known.version)
            store.job = job?.id
            try store.store(
                transaction, result, raw: (raw, run.bytes.hash), of: fetch, now: run.at)
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
        try condition.save(transaction, known.source.name)
        let health: SourceHealth = condition.state.state == .quarantined ? .quarantined : .down
        try Sources.save(transaction, known.source.stored(health), at: now)
        let metric = Journal.QualityMetric(
            source: known.source.name, metric: "unreachable", value: 1,
            details: ["reason": .string(reason)])
        try Journal.add(transaction, metric, at: now)
    }
}

extension ScrapeDecision {
    /// How many records are given on.
    var published: Int { verdict == .healthy ? result?.records.count ?? 0 : 0 }
}
