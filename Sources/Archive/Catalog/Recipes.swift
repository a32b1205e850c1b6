package import AlmanacCore
package import Database
package import TimeSeries

/// A version of a recipe: how fields are read from a source's bytes, as a document.
package struct Recipe: Sendable, Equatable {
    /// Its name.
    package var name: String
    /// Its version, from 1.
    package var version: Int
    /// The version of the schema that the document is written in.
    package var schemaVersion: Int
    /// The document.
    package var document: JSON
    /// From when on pages look as it expects.
    package var validFrom: Timestamp
    /// From when on they no longer do; nil while they still do.
    package var validUntil: Timestamp?

    /// Makes a version as it is stored or handed over.
    package init(
        name: String, version: Int, schemaVersion: Int, document: JSON, validFrom: Timestamp,
        validUntil: Timestamp? = nil
    ) {
        (self.name, self.version, self.schemaVersion) = (name, version, schemaVersion)
        (self.document, self.validFrom, self.validUntil) = (document, validFrom, validUntil)
    }
}

/// Recipes: versions are added, never changed.
package enum Recipes {
    private static let columns = """
        name, version, schema_version, document, valid_from, valid_until
        """

    /// Adds the next version of a recipe, which is in force from a moment on.
    package static func add(
        _ transaction: Transaction, name: String, schemaVersion: Int, document: JSON,
        validFrom: Timestamp, at now: Timestamp
    ) throws(AlmanacError) -> Recipe {
        try transaction.execute(
            """
            UPDATE recipes SET valid_until = $2
            WHERE name = $1 AND valid_until IS NULL AND valid_from <= $2
            """, [SQLValue(name), SQLValue(validFrom.nanoseconds)])
        let last = try transaction.first(
            "SELECT COALESCE(MAX(version), 0) FROM recipes WHERE name = $1", [SQLValue(name)])
        let recipe = Recipe(
            name: name, version: Int(try last?.integer(0) ?? 0) + 1,
            schemaVersion: schemaVersion, document: document, validFrom: validFrom)
        try transaction.execute(
            """
            INSERT INTO recipes (name, version, schema_version, document, valid_from, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                SQLValue(name), SQLValue(recipe.version), SQLValue(schemaVersion),
                SQLValue(document.text()), SQLValue(validFrom.nanoseconds),
                SQLValue(now.nanoseconds),
            ])
        return recipe
    }

    /// The version of a recipe whose document is this one, or nil where there is none.
    package static func find(
        _ transaction: Transaction, name: String, document: JSON
    ) throws(AlmanacError) -> Recipe? {
        let text = document.text()
        return try versions(transaction, name: name).last { $0.document.text() == text }
    }

    /// A version, or nil where there is none.
    package static func find(
        _ transaction: Transaction, name: String, version: Int
    ) throws(AlmanacError) -> Recipe? {
        try transaction.first(
            "SELECT \(columns) FROM recipes WHERE name = $1 AND version = $2",
            [SQLValue(name), SQLValue(version)]
        ).map { (row) throws(AlmanacError) in try recipe(row) }
    }

    /// The version that is right for pages of a moment, or nil where there is none.
    package static func inForce(
        _ transaction: Transaction, name: String, at moment: Timestamp
    ) throws(AlmanacError) -> Recipe? {
        try transaction.first(
            """
            SELECT \(columns) FROM recipes
            WHERE name = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
            ORDER BY version DESC LIMIT 1
            """, [SQLValue(name), SQLValue(moment.nanoseconds)]
        ).map { (row) throws(AlmanacError) in try recipe(row) }
    }

    /// The versions of a recipe, oldest first.
    package static func versions(
        _ transaction: Transaction, name: String
    ) throws(AlmanacError) -> [Recipe] {
        try transaction.query(
            "SELECT \(columns) FROM recipes WHERE name = $1 ORDER BY version", [SQLValue(name)]
        ).map { (row) throws(AlmanacError) in try recipe(row) }
    }

    private static func recipe(_ row: Row) throws(AlmanacError) -> Recipe {
        Recipe(
            name: try row.text(0), version: Int(try row.integer(1)),
            schemaVersion: Int(try row.integer(2)), document: try StoredJSON.value(row, 3),
            validFrom: Timestamp(nanoseconds: try row.integer(4)),
            validUntil: try row.optionalInteger(5).map(Timestamp.init(nanoseconds:)))
    }
}
