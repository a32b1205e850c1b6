import AlmanacCore

/// A recipe learned from a page and the records wanted from it, with what repair needs to know.
///
/// A ``Recipe`` is what is published, versioned and run; its places are selectors and paths that a
/// person can read, or, where those do not reach, what is learned here: ``LearnedPlaces`` keeps of
/// it what reading a page by the known ways needs. The whole, with all that searching a changed
/// page needs, lives for one repair, and ``RecipeRepair`` learns it anew from the last good page.
package struct LearnedRecipe: Sendable {
    /// What one record is.
    enum Shape: Sendable {
        /// The page is one record.
        case page
        /// Records stand around the values of one field.
        case list(LearnedRecords)
    }

    var fields: [LearnedField]
    var shape: Shape
    var recordCount: Int
    /// Pairs of fields of which the first's value is part of the second's string.
    var relations: [FieldRelation] = []
    /// What the fields' values of each known record are compared by, in the fields' order.
    var known: [[String?]] = []
    /// The names of the page's elements, with and without their classes.
    var labels: Set<String> = []
}

/// Where records are: around the values of an anchor field.
struct LearnedRecords: Sendable {
    var anchor: Int
    var sources: [FieldSource]
    var filter: RecordFilter?
    /// How many places the anchor column had that were no record, after other rules.
    var isExplained = true
    /// How many headings without a date the records stood under.
    var headingCount = 1
    /// Whether a value of the anchor that was met before is no further record.
    var isDistinct = false
    /// Whether a place without one of the required fields is no record; else it may lack one.
    var isStrict = false
    /// Whether places beside the records, without an anchor, had all other required fields.
    var hasLookalikes = false
    /// The share of the anchor column's places that were records.
    var share = 1.0
    /// The share of the strings of the anchor's column that gave a value.
    var yield = 1.0
    /// What the page said of the kind of all its records.
    var kind = RecordKind()
}

/// What tells records from other places that look alike.
struct RecordFilter: Sendable, Hashable {
    /// Words of which every record holds one and nothing else does.
    var words: Set<String>
    /// Whether records are those without the words.
    var isExcluding = false
    /// Whether records are those with all of the words.
    var isWhole = false

    func keeps(_ found: Set<String>) -> Bool {
        isWhole ? words.isSubset(of: found) : found.isDisjoint(with: words) == isExcluding
    }
}

/// A field of a learned recipe.
struct LearnedField: Sendable {
    var name: String
    var kind: ReadKind
    /// Ways to read it, best first; each gave exactly the wanted values.
    var sources: [FieldSource]
    /// Ways to read it of just the records that the first source lacks.
    var complements: [FieldSource] = []
    var profile: FieldProfile
    var reading: Reading
    /// Whether its sources give it for every record.
    var isRequired: Bool
    /// Whether every known record had it, whatever its sources give.
    var isEverywhere: Bool
    /// The share of the wanted values that its sources gave; 1 where they gave all.
    var fit = 1.0
}

/// That one field's value is found again in another's.
struct FieldRelation: Sendable, Hashable {
    var inner: Int
    var outer: Int
}

/// A record wanted from a page: the values of each field as written, none where it is blank.
package struct ExampleRecord: Sendable {
    package var values: [String: [String]]

    package init(values: [String: [String]]) { self.values = values }
}

extension LearnedRecipe {
    /// One line that says what was learned, for reading.
    package var summary: String {
        var parts: [String] = []
        if case .list(let set) = shape {
            parts.append(
                "list by \(fields[set.anchor].name)\(set.isExplained ? "" : " unexplained")"
                    + (set.filter.map {
                        " filter \($0.isExcluding ? "not " : "")\($0.words.sorted())"
                    } ?? ""))
        } else {
            parts.append("page")
        }
        for field in fields {
            let first = field.sources.first.map { "\($0.origin) \($0.scope) \($0.derivation)" }
            parts.append("\(field.name): \(field.sources.count) \(first ?? "-")")
        }
        return parts.joined(separator: "; ")
    }
}
