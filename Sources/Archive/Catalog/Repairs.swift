package import AlmanacCore
package import Database
package import TimeSeries

/// A repair of a recipe as it is stored: what was before and after, what was seen, what became.
package struct StoredRepair: Sendable, Equatable {
    /// Its number.
    package var id: Int64
    /// The recipe.
    package var recipe: String
    /// The version that was repaired.
    package var fromVersion: Int
    /// The version that the repair became; nil where it became none.
    package var toVersion: Int?
    /// What was seen, with the documents before and after.
    package var evidence: JSONObject
    /// What was decided.
    package var verdict: String
    /// When it was tried.
    package var at: Timestamp
}

/// Repairs of recipes: each keeps what was seen; only its verdict moves on.
package enum Repairs {
    private static let columns =
        "id, recipe, from_version, to_version, evidence, verdict, created_at"

    /// Stores a repair.
    /// - Returns: Its number.
    @discardableResult
    package static func add(
        _ transaction: Transaction, recipe: String, from version: Int, to next: Int? = nil,
        evidence: JSONObject, verdict: String, at now: Timestamp
    ) throws(AlmanacError) -> Int64 {
        let row = try transaction.first(
            """
            INSERT INTO repairs (recipe, from_version, to_version, evidence, verdict, created_at)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
            """,
            [
                SQLValue(recipe), SQLValue(version), SQLValue(next),
                SQLValue(JSON.object(evidence).text()), SQLValue(verdict),
                SQLValue(now.nanoseconds),
            ])
        guard let row else { throw AlmanacError(.internalError, "a repair got no number") }
        return try row.integer(0)
    }

    /// States what became of a repair.
    package static func settle(
        _ transaction: Transaction, _ id: Int64, verdict: String, to version: Int? = nil
    ) throws(AlmanacError) {
        try transaction.execute(
            "UPDATE repairs SET verdict = $2, to_version = $3 WHERE id = $1",
            [SQLValue(id), SQLValue(verdict), SQLValue(version)])
    }

    /// A repair by its number, or nil where there is none.
    package static func find(
        _ transaction: Transaction, _ id: Int64
    ) throws(AlmanacError) -> StoredRepair? {
        try transaction.first("SELECT \(columns) FROM repairs WHERE id = $1", [SQLValue(id)])
            .map { (row) throws(AlmanacError) in try repair(row) }
    }

    /// The repairs of a recipe, or of all, oldest first.
    package static func list(
        _ transaction: Transaction, recipe: String? = nil
    ) throws(AlmanacError) -> [StoredRepair] {
        try transaction.query("SELECT \(columns) FROM repairs ORDER BY id")
            .map { (row) throws(AlmanacError) in try repair(row) }
            .filter { recipe == nil || $0.recipe == recipe }
    }

    /// The last repairs that were put in force, those of one recipe first, else the newest first.
    package static func promoted(
        _ transaction: Transaction, recipe: String, limit: Int
    ) throws(AlmanacError) -> [StoredRepair] {
        try transaction.query(
            """
            SELECT \(columns) FROM repairs WHERE verdict = 'promoted'
            ORDER BY CASE WHEN recipe = $1 THEN 0 ELSE 1 END, id DESC LIMIT $2
            """, [SQLValue(recipe), SQLValue(limit)]
        ).map { (row) throws(AlmanacError) in try repair(row) }
    }

    private static func repair(_ row: Row) throws(AlmanacError) -> StoredRepair {
        StoredRepair(
            id: try row.integer(0), recipe: try row.text(1), fromVersion: Int(try row.integer(2)),
            toVersion: try row.optionalInteger(3).map { Int($0) },
            evidence: try StoredJSON.object(row, 4), verdict: try row.text(5),
            at: Timestamp(nanoseconds: try row.integer(6)))
    }
}
