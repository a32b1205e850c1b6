import AlmanacCore
package import Database
package import Extraction
import TimeSeries

/// How a scraped source fares, as it is kept between runs.
package struct ScrapeCondition: Sendable, Equatable {
    /// The state machine's state and the day's repairs.
    package var state = SourceCondition()
    /// The repaired recipe that is on trial.
    package var trial: Trial?
    /// How often it was changed, so that two runs at once cannot both build on one state.
    package var changes: Int64 = 0

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

    /// The state in a word, with its count.
    package var text: String {
        switch state.state {
        case .healthy: "healthy"
        case .suspect(let runs): "suspect for \(runs) runs"
        case .staged(let held): "a repair is on trial, held for \(held) fetches"
        case .quarantined: "quarantined"
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
    }
}
