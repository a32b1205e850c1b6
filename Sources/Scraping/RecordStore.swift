package import AlmanacCore
package import Archive
package import Database
import Extraction
import TimeSeries

/// Puts what a recipe read of a page into the archive, tied to the bytes that it was read from.
package struct RecordStore {
    /// The source.
    let source: ScrapedSource
    /// The recipe and its version in the archive.
    let recipe: Extraction.Recipe
    let version: Int
    /// The repair that the version comes from.
    var repair: Int64?
    var job: Int64?
    /// The fetches of the pages that records lead to, by their addresses.
    var linked: [String: Int64] = [:]

    /// Stores the records of a page that are new or changed, and its bad rows.
    ///
    /// - Returns: How many versions of records were added.
    @discardableResult
    func store(
        _ transaction: Transaction, _ result: RecipeResult, raw: (id: Int64, hash: String),
        of fetch: Fetch, now: Timestamp
    ) throws -> Int {
        var added = 0
        for record in result.records {
            let fields = result.object(of: record)
            var draft = RecordDraft(
                source: source.name, kind: ScrapedSource.recordKind,
                identity: record.identity ?? Self.hash(JSON.object(fields).text()),
                time: time(recipe.time?.field, fields) ?? fetch.fetchedAt,
                knownAt: knownAt(fields, fetch), fields: fields, recipe: source.name,
                recipeVersion: version, raw: raw.id, rawHash: raw.hash)
            draft.job = job
            for (name, value) in zip(result.fieldNames, record.values) {
                guard let value else { continue }
                var origin: JSONObject = ["place": .integer(value.place)]
                if let repair { origin["repair"] = .integer(Int(repair)) }
                if let link = recipe.field(name)?.detailLink,
                    let raw = fields[link]?.stringValue.flatMap({ linked[$0] })
                {
                    origin["raw"] = .integer(Int(raw))
                }
                draft.provenance[name] = .object(origin)
            }
            switch try Records.store(transaction, draft, now: { now }) {
            case .new, .version: added += 1
            case .repeated: break
            }
        }
        for row in result.badRows {
            try transaction.execute(
                """
                INSERT INTO bad_rows (source, raw, row_number, field, rule, reason, fields, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    SQLValue(source.name), SQLValue(raw.id), SQLValue(row.row),
                    SQLValue(row.field), SQLValue(row.rule), SQLValue(row.reason),
                    SQLValue(JSON.object(row.values).text()), SQLValue(now.nanoseconds),
                ])
        }
        return added
    }

    /// Takes the rows that were refused of a page, whose bytes are to be erased.
    package static func eraseBadRows(
        _ transaction: Transaction, hash: String
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            DELETE FROM bad_rows WHERE raw IN (
            SELECT id FROM raw_data WHERE hash = $1 UNION SELECT raw FROM scrapes WHERE hash = $1)
            """, [SQLValue(hash)])
    }

    /// Takes the rows that were refused and name a person.
    ///
    /// - Parameter source: Where; nil for every source.
    /// - Returns: How many there were.
    package static func forgetBadRows(
        _ transaction: Transaction, _ name: PersonName, source: String?
    ) throws(AlmanacError) -> Int {
        let rows = try transaction.query(
            """
            SELECT id, fields, reason FROM bad_rows
            WHERE (CAST($2 AS TEXT) IS NULL OR source = $2)
            AND (lower(fields) LIKE $1 ESCAPE '\\' OR lower(reason) LIKE $1 ESCAPE '\\')
            """, [SQLValue(name.pattern), SQLValue(source)])
        var count = 0
        for row in rows {
            let texts = [try row.text(1), try row.text(2)]
            guard texts.contains(where: name.isNamed) else { continue }
            count += try transaction.execute(
                "DELETE FROM bad_rows WHERE id = $1", [SQLValue(try row.integer(0))])
        }
        return count
    }

    private func knownAt(_ fields: JSONObject, _ fetch: Fetch) -> Timestamp {
        if case .field(let name)? = recipe.time?.knownAt, let moment = time(name, fields) {
            return moment
        }
        return fetch.completedAt
    }

    private func time(_ name: String?, _ fields: JSONObject) -> Timestamp? {
        name.flatMap { fields[$0]?.stringValue }.flatMap { Timestamp(iso8601: $0) }
    }

    private static func hash(_ text: String) -> String {
        let digest = SHA256()
        digest.update(text)
        return digest.finish()
    }
}
