package import AlmanacCore
package import Database
package import Extraction
package import TimeSeries

/// How a scraped source fares, as it is kept between runs.
package struct ScrapeCondition: Sendable, Equatable {
    /// The state machine's state and the day's repairs.
    package var state = SourceCondition()
    /// The repaired recipe that is on trial.
    package var trial: Trial?
    /// What the last run came to; nil before the first.
    package var last: Outcome?
    /// Whether further pages of the listing were ever read.
    var hadFurtherPages = false
    /// Why the source is in quarantine; nil where it is not.
    package var quarantineReason: String?
    /// How often it was changed, so that two runs at once cannot both build on one state.
    package var changes: Int64 = 0

    /// What a run came to.
    package struct Outcome: Sendable, Equatable {
        /// What was decided.
        package var verdict: ScrapeRun.Verdict
        /// Why, for a person; empty where the recipe held.
        package var reasons: [String]
        /// When.
        package var at: Timestamp

        /// Makes an outcome.
        package init(_ verdict: ScrapeRun.Verdict, _ reasons: [String], at: Timestamp) {
            (self.verdict, self.reasons, self.at) = (verdict, reasons, at)
        }

        /// The outcome as an object of a command's output.
        package var json: JSON {
            [
                "verdict": .string(verdict.rawValue),
                "reasons": .array(reasons.map(JSON.string)), "at": .string(at.iso8601),
            ]
        }
    }

    /// A repaired recipe on trial.
    package struct Trial: Sendable, Equatable {
        /// The recipe.
        package var recipe: Extraction.Recipe
        /// The repair's number.
        package var repair: Int64
        /// The first run that was sick; what came from there on is read again where it holds.
        package var firstScrape: Int64
    }

    /// Makes the condition of a new source.
    package init() {}

    /// The condition of a source; that of a new one where nothing is kept.
    package static func load(
        _ transaction: Transaction, _ source: String
    ) throws -> ScrapeCondition {
        guard
            let row = try transaction.first(
                "SELECT condition, changes FROM source_conditions WHERE source = $1",
                [SQLValue(source)])
        else { return ScrapeCondition() }
        var condition = try ScrapeCondition(json: try JSON.parse(try row.text(0)))
        condition.changes = try row.integer(1)
        return condition
    }

    /// Keeps the condition in place of the one that it was made of.
    ///
    /// - Throws: `conflict` where another run changed it meanwhile.
    package func save(_ transaction: Transaction, _ source: String) throws {
        let values = [
            SQLValue(source), SQLValue(json.text()), SQLValue(changes + 1), SQLValue(changes),
        ]
        let count =
            changes == 0
            ? try transaction.execute(
                """
                INSERT INTO source_conditions (source, condition, changes) VALUES ($1, $2, $3)
                ON CONFLICT (source) DO NOTHING
                """, Array(values.prefix(3)))
            : try transaction.execute(
                """
                UPDATE source_conditions SET condition = $2, changes = $3
                WHERE source = $1 AND changes = $4
                """, values)
        guard count == 1 else {
            throw AlmanacError(
                .conflict, "another run of '\(source)' changed its condition meanwhile",
                details: ["source": .string(source)])
        }
    }

    /// Notes that a new recipe was put in force by hand.
    package mutating func replace(at now: Timestamp) {
        _ = state.handle(.replaced, now: now)
        (trial, quarantineReason, hadFurtherPages) = (nil, nil, false)
    }

    /// The state in words, with its count.
    package var text: String {
        switch state.state {
        case .healthy: "in force"
        case .suspect(let runs): "suspect for \(runs) \(runs == 1 ? "run" : "runs")"
        case .staged(let held): "a repair is on trial, held for \(held) of 3 fetches"
        case .quarantined: "quarantined" + (quarantineReason.map { ": " + $0 } ?? "")
        }
    }

    var json: JSON {
        let (name, count): (String, Int) =
            switch state.state {
            case .healthy: ("healthy", 0)
            case .suspect(let runs): ("suspect", runs)
            case .staged(let held): ("staged", held)
            case .quarantined: ("quarantined", 0)
            }
        var object: JSONObject = [
            "state": .string(name), "count": .integer(count),
            "repairs": .array(state.repairs.map { .integer(Int($0.nanoseconds)) }),
        ]
        if let trial {
            object["trial"] = [
                "recipe": trial.recipe.json, "repair": .integer(Int(trial.repair)),
                "first_scrape": .integer(Int(trial.firstScrape)),
            ]
        }
        object["last"] = last?.json
        if hadFurtherPages { object["had_further_pages"] = true }
        object["quarantine_reason"] = quarantineReason.map(JSON.string)
        return .object(object)
    }

    init(json: JSON) throws {
        let count = json["count"]?.intValue ?? 0
        let kept: SourceCondition.State =
            switch json["state"]?.stringValue {
            case "healthy": .healthy
            case "suspect": .suspect(runs: count)
            case "staged": .staged(held: count)
            default: .quarantined
            }
        let repairs = json["repairs"]?.arrayValue ?? []
        state = SourceCondition(
            state: kept,
            repairs: repairs.compactMap { $0.intValue.map { Timestamp(nanoseconds: Int64($0)) } })
        if let trial = json["trial"], let recipe = trial["recipe"],
            let repair = trial["repair"]?.intValue, let first = trial["first_scrape"]?.intValue
        {
            self.trial = Trial(
                recipe: try Extraction.Recipe(recipe), repair: Int64(repair),
                firstScrape: Int64(first))
        }
        hadFurtherPages = json["had_further_pages"]?.boolValue ?? false
        quarantineReason = json["quarantine_reason"]?.stringValue
        if let last = json["last"],
            let verdict = last["verdict"]?.stringValue.flatMap(ScrapeRun.Verdict.init),
            let at = last["at"]?.stringValue.flatMap({ Timestamp(iso8601: $0) })
        {
            let reasons = last["reasons"]?.arrayValue ?? []
            self.last = Outcome(verdict, reasons.compactMap(\.stringValue), at: at)
        }
    }
}
