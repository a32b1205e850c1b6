import AlmanacCore
package import Archive
package import Database

/// What recipes carry of people: the values of pages that they were learned from.
package enum KnownPeople {
    /// What was taken, and what is left.
    package struct Forgotten: Sendable, Equatable {
        /// How many known records went, one of each document that had it.
        package var records = 0
        /// The recipes that still name the person, in their places or as all that they know.
        package var recipes: [String] = []

        /// Makes what comes of a person whom no recipe names.
        package init() {}
    }

    /// The columns that hold recipes: all versions, those before and after repairs, and those on
    /// trial.
    private static let columns = [
        (table: "recipes", recipe: "name", number: "version", document: "document"),
        (table: "repairs", recipe: "recipe", number: "id", document: "evidence"),
        (table: "source_conditions", recipe: "source", number: "changes", document: "condition"),
    ]

    /// Takes the known records that name a person out of stored recipes, wherever others are left.
    ///
    /// - Parameter source: Whose recipe alone; nil for every one.
    package static func forget(
        _ transaction: Transaction, _ name: PersonName, source: String?
    ) throws -> Forgotten {
        var forgotten = Forgotten()
        var naming: Set<String> = []
        for column in columns {
            let rows = try transaction.query(
                """
                SELECT \(column.recipe), \(column.number), \(column.document) FROM \(column.table)
                WHERE (CAST($1 AS TEXT) IS NULL OR \(column.recipe) = $1)
                """, [SQLValue(source)])
            for row in rows {
                let (recipe, text) = (try row.text(0), try row.text(2))
                let document = try JSON.parse(text)
                guard names(name, document) else { continue }
                var count = 0
                let left = without(name, document, &count)
                if names(name, left) { naming.insert(recipe) }
                guard count > 0 else { continue }
                forgotten.records += count
                try transaction.execute(
                    """
                    UPDATE \(column.table) SET \(column.document) = $3
                    WHERE \(column.recipe) = $1 AND \(column.number) = $2
                    """, [SQLValue(recipe), SQLValue(try row.integer(1)), SQLValue(left.text())])
            }
        }
        forgotten.recipes = naming.sorted()
        return forgotten
    }

    /// Whether a text in a document names a person, however JSON writes it.
    private static func names(_ name: PersonName, _ json: JSON) -> Bool {
        switch json {
        case .string(let text): name.isNamed(in: text)
        case .array(let elements): elements.contains { names(name, $0) }
        case .object(let object):
            object.members.contains { name.isNamed(in: $0.key) || names(name, $0.value) }
        default: false
        }
    }

    /// A document without the known records of recipes in it that name a person.
    private static func without(_ name: PersonName, _ json: JSON, _ count: inout Int) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map { without(name, $0, &count) })
        case .object(let object):
            var result = JSONObject()
            for (key, value) in object.members {
                guard key == "learned", var learned = value.objectValue,
                    let known = learned["known"]?.arrayValue
                else {
                    result[key] = without(name, value, &count)
                    continue
                }
                let left = known.filter { !names(name, $0) }
                // A recipe that knows no record at all cannot be read.
                if !left.isEmpty {
                    count += known.count - left.count
                    learned["known"] = .array(left)
                }
                result[key] = .object(learned)
            }
            return .object(result)
        default: return json
        }
    }
}
