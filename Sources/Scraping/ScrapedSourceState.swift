package import AlmanacCore
package import Archive
package import Database

/// All that is known of how a scraped source fares.
package struct ScrapedSourceState: Sendable {
    /// The source.
    package let source: ScrapedSource
    /// How it is doing.
    package let health: SourceHealth
    /// How its recipe fares.
    package let condition: ScrapeCondition
    /// The newest version of its recipe.
    package let version: Int
    /// How many records were ever read.
    package let recordCount: Int
    /// The last few runs, the newest first.
    package let runs: [ScrapeRun]
    /// The last few rows that were no records, the newest first.
    package let badRows: [BadRow]

    /// A row that was no record.
    package struct BadRow: Sendable {
        /// The page that it stood on.
        package let page: String
        /// Its place among the page's rows, from 0.
        package let row: Int
        /// The field, and the rule that it broke.
        package let field: String
        /// The rule.
        package let rule: String
        /// Why, for a person.
        package let reason: String

        /// The row as an object of a command's output.
        package var json: JSON {
            [
                "page": .string(page), "row": .integer(row), "field": .string(field),
                "rule": .string(rule), "reason": .string(reason),
            ]
        }
    }

    private static let shownCount = 5

    /// Reads the state of a source; nil where there is no scraped source of that name.
    package init?(_ transaction: Transaction, _ name: String) throws {
        guard let stored = try Sources.find(transaction, name),
            let source = ScrapedSource(stored)
        else { return nil }
        self.source = source
        health = stored.health
        condition = try ScrapeCondition.load(transaction, name)
        version = try Recipes.versions(transaction, name: name).last?.version ?? 0
        let count = try transaction.first(
            "SELECT count(*) FROM record_keys WHERE source = $1 AND kind = $2",
            [SQLValue(name), SQLValue(ScrapedSource.recordKind)])
        recordCount = Int(try count?.integer(0) ?? 0)
        runs = try ScrapeRun.last(transaction, source: name, limit: Self.shownCount)
        badRows = try transaction.query(
            """
            SELECT raw_data.url, row_number, field, rule, reason
            FROM bad_rows LEFT JOIN raw_data ON raw_data.id = bad_rows.raw
            WHERE bad_rows.source = $1 ORDER BY bad_rows.id DESC LIMIT \(Self.shownCount)
            """, [SQLValue(name)]
        ).map { row in
            BadRow(
                page: try row.optionalText(0) ?? "a page that is gone",
                row: Int(try row.integer(1)), field: try row.text(2), rule: try row.text(3),
                reason: try row.text(4))
        }
    }

    /// The names of all scraped sources, in order.
    package static func names(_ transaction: Transaction) throws -> [String] {
        try Sources.list(transaction).compactMap { ScrapedSource($0)?.name }
    }

    /// The state as an object of a command's output.
    package var json: JSONObject {
        [
            "name": .string(source.name), "page": .string(source.shownAddress),
            "tier": .string(source.tier), "health": .string(health.rawValue),
            "recipe_version": .integer(version), "condition": .string(condition.text),
            "last": condition.last?.json ?? .null,
            "required": .array(source.required.map(JSON.string)),
            "schema": source.schema ?? .null, "records": .integer(recordCount),
            "runs": .array(runs.map(\.json)), "bad_rows": .array(badRows.map(\.json)),
        ]
    }
}
