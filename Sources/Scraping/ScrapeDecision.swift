import AlmanacCore
import Archive
import Extraction
import TimeSeries

/// What a run of a scraped source comes to, before anything of it is kept.
struct ScrapeDecision: Sendable {
    /// What is known of a source when a page comes.
    struct Known: Sendable {
        var source: ScrapedSource
        var condition: ScrapeCondition
        /// The recipe in force, and its version in the archive.
        var recipe: Extraction.Recipe
        var version: Int
        /// The last pages that the recipe in force was right on, the newest last.
        var good: [StoredPage] = []
        /// The pages since the source became sick, the newest last, and the first one's run.
        var changed: [StoredPage] = []
        var firstScrape: Int64?
        /// The fields without which a repair is none.
        var required: [String] = []
        /// What was learned from repairs of this source and of others.
        var lessons: [RecipeLesson] = []
    }

    /// A repair that was tried.
    struct Tried: Sendable {
        var outcome: RecipeRepair.Outcome
        var replayed: JSONObject
    }

    var condition: ScrapeCondition
    var pageClass: PageClass
    var verdict: ScrapeRun.Verdict
    var reasons: [String] = []
    /// The fields whose values nothing on the changed page confirms, which are left out.
    var unconfirmed: [String] = []
    /// What ended the way to further and linked pages; nothing of it is the recipe's fault.
    var notes: [String] = []
    /// What the run gave, where it could be read.
    var result: RecipeResult?
    var actions: [SourceCondition.Action] = []
    var tried: Tried?

    /// Decides about a page that came.
    ///
    /// - Complexity: A run of the recipe on the page and on the last good ones; where the page
    ///   changed or a repair is due, a search by the Doctor too.
    init(_ known: Known, _ answer: ScrapeAnswer, at now: Timestamp) {
        condition = known.condition
        verdict = .unreachable
        let stored = answer.page
        let page: SourcePage
        do {
            page = try answer.readablePage()
        } catch {
            pageClass = .error
            reasons = [(error as? AlmanacError)?.message ?? "\(error)"]
            actions = condition.state.handle(.unreachable, now: now)
            return
        }
        pageClass = PageClass(status: answer.status, page)
        guard pageClass == .content else {
            reasons = [answer.refusal(pageClass).message]
            actions = condition.state.handle(.unreachable, now: now)
            return
        }
        if let lacking = answer.lacking {
            reasons = [lacking]
            actions = condition.state.handle(.unreachable, now: now)
            return
        }
        let recipe = known.condition.trial?.recipe ?? known.recipe
        // A recipe on trial is measured by the pages that it was made for.
        let good = known.condition.trial == nil ? known.good : known.changed
        let run = JudgedRun(recipe, on: stored, page, good: good) { read in
            // With fields of linked pages to come a record is not whole yet.
            if recipe.detailLinks.isEmpty { try RecordSchema(known.source)?.apply(to: &read) }
        }
        let judged = run.verdict
        result = run.result
        reasons = judged.reasons
        guard judged.isSick else {
            actions = condition.state.handle(.heldUp, now: now)
            unconfirmed = judged.unconfirmed
            verdict =
                known.condition.trial != nil ? .held : unconfirmed.isEmpty ? .healthy : .partial
            reasons = Self.reasons(unconfirmed)
            if !actions.contains(.publish) {
                verdict = .sick
                reasons = ["the source is " + condition.text]
            }
            return
        }
        verdict = .sick
        actions = condition.state.handle(
            .sick(structureChanged: judged.structureChanged), now: now)
        if actions.contains(.repair) { repair(known, stored, at: now) }
    }

    /// Why the values of fields are left out.
    static func reasons(_ unconfirmed: [String]) -> [String] {
        unconfirmed.map {
            "the page changed, and nothing else on it confirms the values of '\($0)'"
        }
    }

    /// Notes where the way to further pages is gone that there was before.
    mutating func noteWay(_ following: ScrapeFollowing) {
        if following.pages.count > 1 {
            condition.hadFurtherPages = true
        } else if condition.hadFurtherPages, following.isWayGone {
            notes.append("the link to the next page is gone")
        }
    }

    private mutating func repair(_ known: Known, _ stored: StoredPage, at now: Timestamp) {
        var outcome = RecipeRepair.Outcome(
            reason: "there is no page left that the recipe was right on")
        if let good = known.good.last {
            var repair = RecipeRepair(known.recipe)
            repair.required = Set(known.required)
            repair.lessons = known.lessons
            do {
                outcome = try repair.attempt(good: good, changed: known.changed + [stored])
            } catch {
                outcome.reason = "the repair failed: \(error)"
            }
        }
        let replayed = Self.replay(known, outcome.recipe, stored)
        tried = Tried(outcome: outcome, replayed: replayed)
        actions += condition.state.handle(
            .repairEnded(accepted: outcome.recipe != nil), now: now)
    }

    /// How many pages the recipes read of those at hand: old ones by the old, new ones by the new.
    private static func replay(
        _ known: Known, _ repaired: Extraction.Recipe?, _ stored: StoredPage
    ) -> JSONObject {
        func records(_ recipe: Extraction.Recipe, _ pages: [StoredPage]) -> JSON {
            .array(
                pages.map { page in
                    let result = try? CompiledRecipe(recipe).run(
                        on: page.page(), context: .awaitingDetails)
                    return .integer(result?.records.count ?? 0)
                })
        }
        var object: JSONObject = ["old_pages_by_old": records(known.recipe, known.good)]
        if let repaired {
            object["new_pages_by_new"] = records(repaired, known.changed + [stored])
        }
        return object
    }
}
