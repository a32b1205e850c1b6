package import AlmanacCore
package import Archive
package import Database
package import Extraction
package import TimeSeries

/// The versions of a recipe with where each came from and what it changed.
package struct RecipeHistory: Sendable {
    /// The recipe's name.
    package let name: String
    /// The versions, oldest first.
    package let entries: [Entry]

    /// One version.
    package struct Entry: Sendable {
        /// The version as the archive has it.
        package let stored: Archive.Recipe
        /// Where it came from; nil where nobody kept that.
        package let origin: RecipeOrigin?
        /// Where it differs from the version before.
        package let changes: [RecipeDifference]

        /// The version as an object of a command's output.
        package var json: JSON {
            [
                "version": .integer(stored.version),
                "valid_from": .string(stored.validFrom.iso8601),
                "valid_until": stored.validUntil.map { .string($0.iso8601) } ?? .null,
                "origin": origin?.json ?? .null,
                "digest": .string(RecipeBundle.digest(of: stored.document)),
                "changes": .array(changes.map(\.json)), "recipe": stored.document,
            ]
        }
    }

    /// Reads the history of a recipe.
    ///
    /// - Throws: `notFound` for a recipe that the archive does not have.
    package init(_ transaction: Transaction, name: String) throws {
        self.name = name
        let versions = try Recipes.versions(transaction, name: name)
        guard !versions.isEmpty else { throw Self.unknown(name) }
        let origins = try RecipeOrigin.all(transaction, recipe: name)
        var entries: [Entry] = []
        var before: Extraction.Recipe?
        for stored in versions {
            let recipe = try? Extraction.Recipe(stored.document)
            let changes = before.flatMap { before in recipe.map { before.differences(to: $0) } }
            entries.append(
                Entry(stored: stored, origin: origins[stored.version], changes: changes ?? []))
            before = recipe
        }
        self.entries = entries
    }

    /// That the archive has no recipe of a name.
    static func unknown(_ name: String) -> AlmanacError {
        AlmanacError(
            .notFound, "the archive has no recipe '\(name)'", details: ["recipe": .string(name)],
            suggestion: "`almanac source list` names the sources that recipes read")
    }
}

/// Where a version of a recipe came from.
package struct RecipeOrigin: Sendable, Equatable {
    /// How it came.
    package var how: How
    /// What else is known: the repair's number, the digest of what was imported.
    package var details = JSONObject()
    /// When.
    package var at: Timestamp

    /// The ways in which a version comes.
    package enum How: String, Sendable {
        /// It was built for a new source, or anew for a known one.
        case added
        /// A person gave it as a file.
        case given
        /// A repair of the version before was put in force.
        case repaired
        /// Another installation handed it over.
        case imported
    }

    /// Makes an origin.
    package init(_ how: How, _ details: JSONObject = JSONObject(), at: Timestamp) {
        (self.how, self.details, self.at) = (how, details, at)
    }

    /// The origin as an object of a command's output.
    package var json: JSON {
        ["how": .string(how.rawValue), "details": .object(details), "at": .string(at.iso8601)]
    }

    /// Keeps where a version came from.
    package func save(_ transaction: Transaction, recipe: String, version: Int) throws {
        try transaction.execute(
            """
            INSERT INTO recipe_origins (recipe, version, how, details, at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(recipe), SQLValue(version), SQLValue(how.rawValue),
                SQLValue(JSON.object(details).text()), SQLValue(at.nanoseconds),
            ])
    }

    /// The way in which it came first, wherever that was.
    private var first: How {
        let inner = details["origin"]?["how"]?.stringValue.flatMap(How.init)
        return how == .imported ? inner ?? how : how
    }

    /// The fields that a person requires: those of the recipe that they gave as a file, where the
    /// newest version is that one or comes from it by repairs alone.
    static func required(
        _ transaction: Transaction, _ versions: [Archive.Recipe]
    ) throws -> [String] {
        guard let name = versions.last?.name else { return [] }
        let origins = try all(transaction, recipe: name)
        guard let base = versions.last(where: { origins[$0.version]?.first != .repaired }),
            origins[base.version]?.first == .given
        else { return [] }
        return try Extraction.Recipe(base.document).fields.filter(\.isRequired).map(\.name)
    }

    static func all(_ transaction: Transaction, recipe: String) throws -> [Int: RecipeOrigin] {
        let rows = try transaction.query(
            "SELECT version, how, details, at FROM recipe_origins WHERE recipe = $1",
            [SQLValue(recipe)])
        return try rows.reduce(into: [:]) { origins, row in
            guard let how = How(rawValue: try row.text(1)) else { return }
            origins[Int(try row.integer(0))] = RecipeOrigin(
                how, try JSON.parse(try row.text(2)).objectValue ?? JSONObject(),
                at: Timestamp(nanoseconds: try row.integer(3)))
        }
    }
}
