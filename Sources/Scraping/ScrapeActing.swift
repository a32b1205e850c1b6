import AlmanacCore
import Archive
import Database
import Extraction
import TimeSeries

/// Does what was decided about a source, inside the run's transaction.
struct ScrapeActing {
    let flow: ScrapeFlow
    let run: ScrapeFlow.Prepared
    let transaction: Transaction
    /// The run's number.
    let scrape: Int64
    private var condition: ScrapeCondition

    private var source: ScrapedSource { run.known.source }

    init(_ flow: ScrapeFlow, _ run: ScrapeFlow.Prepared, _ transaction: Transaction, scrape: Int64)
    {
        (self.flow, self.run, self.transaction, self.scrape) = (flow, run, transaction, scrape)
        condition = run.decision.condition
        condition.last = .init(
            run.decision.verdict, run.decision.reasons + run.decision.notes, at: run.at)
    }

    mutating func perform(_ actions: [SourceCondition.Action], job: Int64?) throws {
        for action in actions {
            switch action {
            case .publish, .withhold, .repair, .reportHealth: break
            case .stage: try stage()
            case .promote: try promote(job: job)
            case .rollBack: try rollBack()
            case .quarantine: try quarantine()
            }
        }
        try condition.save(transaction, source.name)
        try Sources.save(transaction, source.stored(health(actions)), at: run.at)
        for (name, value) in [
            ("records", run.results.reduce(0) { $0 + $1.records.count }),
            ("withheld", run.decision.result?.withheld.count),
            ("bad_rows", run.decision.result?.badRows.count),
        ] {
            guard let value else { continue }
            try Journal.add(
                transaction,
                Journal.QualityMetric(source: source.name, metric: name, value: Double(value)),
                at: run.at)
        }
    }

    private func health(_ actions: [SourceCondition.Action]) -> SourceHealth {
        if condition.state.state == .quarantined { return .quarantined }
        if actions.contains(.reportHealth) || !run.decision.notes.isEmpty { return .degraded }
        return condition.state.state == .healthy ? .healthy : .degraded
    }

    private func evidence(_ tried: ScrapeDecision.Tried) -> JSONObject {
        var evidence = tried.outcome.evidence
        evidence["reason"] = .string(tried.outcome.reason)
        evidence["sick_because"] = .array(run.decision.reasons.map(JSON.string))
        evidence["replayed"] = .object(tried.replayed)
        evidence["before"] = run.known.recipe.json
        evidence["after"] = tried.outcome.recipe?.json ?? .null
        return evidence
    }

    private mutating func stage() throws {
        guard let tried = run.decision.tried, let recipe = tried.outcome.recipe else { return }
        let repair = try Repairs.add(
            transaction, recipe: source.name, from: run.known.version,
            evidence: evidence(tried), verdict: "staged", at: run.at)
        condition.trial = .init(
            recipe: recipe, repair: repair, firstScrape: run.known.firstScrape ?? scrape)
    }

    /// Puts the recipe on trial in force, and reads and judges again what came since the page
    /// changed.
    private mutating func promote(job: Int64?) throws {
        guard let trial = condition.trial else { return }
        let since = try ScrapeRun.last(transaction, source: source.name, limit: 1_000)
            .filter { $0.id >= trial.firstScrape && $0.verdict != .unreachable }.reversed()
        guard let first = since.first else { return }
        let from = try flow.bronze.fetch(transaction, first.raw)?.fetch.fetchedAt ?? run.at
        let added = try Recipes.add(
            transaction, name: source.name, schemaVersion: Extraction.Recipe.formatVersion,
            document: trial.recipe.json, validFrom: from, at: run.at)
        try Repairs.settle(
            transaction, trial.repair, verdict: "promoted", to: added.version)
        try RecipeOrigin(.repaired, ["repair": .integer(Int(trial.repair))], at: run.at).save(
            transaction, recipe: source.name, version: added.version)
        var store = RecordStore(source: source, recipe: trial.recipe, version: added.version)
        (store.repair, store.job) = (trial.repair, job)
        var good: [StoredPage] = []
        for scrape in since {
            guard let stored = try flow.page(transaction, scrape), let page = try? stored.page()
            else { continue }
            // The repair was made for the pages before the trial, and the trial's are judged by
            // those that came before them.
            let judged = JudgedRun(
                trial.recipe, on: stored, page,
                good: scrape.verdict == .held ? good.suffix(ScrapeFlow.pageLimit) : []
            ) { read in
                // Records of which linked pages tell more come whole at the next look.
                if trial.recipe.detailLinks.isEmpty { try RecordSchema(source)?.apply(to: &read) }
            }
            guard !judged.verdict.isSick, let result = judged.result else { continue }
            if judged.verdict.unconfirmed.isEmpty { good.append(stored) }
            try give(result, of: scrape, judged.verdict, store)
        }
        condition.trial = nil
    }

    /// Gives on what a page of the trial has by the recipe that is in force now.
    private func give(
        _ result: RecipeResult, of scrape: ScrapeRun, _ verdict: RunCheck.Verdict,
        _ store: RecordStore
    ) throws {
        guard let fetch = try flow.bronze.fetch(transaction, scrape.raw) else { return }
        if store.recipe.detailLinks.isEmpty {
            try store.store(
                transaction, result, raw: (fetch.id, fetch.hash), of: fetch.fetch, now: run.at)
        }
        var scrape = scrape
        scrape.verdict = verdict.unconfirmed.isEmpty ? .healthy : .partial
        scrape.version = store.version
        (scrape.records, scrape.badRows) = (result.records.count, result.badRows.count)
        scrape.withheld = result.withheld.count
        scrape.reasons = ScrapeDecision.reasons(verdict.unconfirmed)
        try scrape.update(transaction)
    }

    private mutating func rollBack() throws {
        guard let trial = condition.trial else { return }
        try Repairs.settle(transaction, trial.repair, verdict: "rolled back")
        condition.trial = nil
        condition.quarantineReason =
            "repair \(trial.repair) did not hold: " + run.decision.reasons.joined(separator: "; ")
    }

    private mutating func quarantine() throws {
        guard let tried = run.decision.tried else { return }
        condition.quarantineReason = tried.outcome.reason
        try Repairs.add(
            transaction, recipe: source.name, from: run.known.version,
            evidence: evidence(tried), verdict: "abstained", at: run.at)
    }
}
