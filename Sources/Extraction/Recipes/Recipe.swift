public import AlmanacCore

/// How to get typed records from a source: a value that can be read, compared, stored and repaired.
///
/// A recipe is data and never a program. It says how pages are fetched, where the records of a page
/// are, where each field of a record is and what type it has, which values are valid, and what to
/// do with those that are not. ``init(_:)-(JSON)`` reads its JSON form strictly and ``json`` writes
/// it; ``CompiledRecipe`` runs it.
public struct Recipe: Sendable, Equatable {
    /// The version of the format that this library reads and writes.
    public static let formatVersion = 1

    /// What the recipe is called.
    public var name: String
    /// Which version of the recipe this is; each change counts one up from 1.
    public var revision = 1
    /// How the pages are fetched; nil for a recipe that only reads pages at hand.
    public var fetch: FetchRule?
    /// Where the records of a page are.
    public var records: RecordSource
    /// The fields of a record, in the order in which they are given out.
    public var fields: [RecipeField]
    /// The fields that together tell one record from all others; empty where nothing does.
    public var identity: [String] = []
    /// What a record's time is, and from when it could be known; nil where it has none.
    public var time: RecordTime?
    /// What happens to values, rows and pages that are not as they should be.
    public var contract = RecipeContract()
    /// What repair remembers of the pages that the recipe was right on; nobody else reads it.
    public var fingerprints = JSONObject()

    /// Makes a recipe.
    public init(name: String, records: RecordSource, fields: [RecipeField]) {
        self.name = name
        self.records = records
        self.fields = fields
    }

    /// The field of that name.
    public func field(_ name: String) -> RecipeField? { fields.first { $0.name == name } }

    /// The fields whose addresses lead to pages that other fields are read from, in order.
    public var detailLinks: [String] {
        fields.reduce(into: []) { links, field in
            if let link = field.detailLink, !links.contains(link) { links.append(link) }
        }
    }
}

/// What a record's time is, and from when it could be known.
public struct RecordTime: Sendable, Equatable {
    /// The field that says when the record is about.
    public var field: String
    /// From when the record could be known.
    public var knownAt: KnownAt = .fetched

    /// Makes a rule.
    public init(field: String, knownAt: KnownAt = .fetched) {
        self.field = field
        self.knownAt = knownAt
    }

    /// From when a record could be known.
    public enum KnownAt: Sendable, Equatable {
        /// When the page that holds it was fetched.
        case fetched
        /// When a field says that it was published.
        case field(String)
    }
}

/// What happens to values, rows and pages that are not as they should be.
public struct RecipeContract: Sendable, Equatable {
    /// What happens to a value that cannot be read as its type or is not valid.
    public var badValue: Action = .withhold
    /// What happens to a row that lacks a required field.
    public var missingField: Action = .reject
    /// The fewest records that a page may have; fewer stop the run.
    public var fewestRecords = 0
    /// The largest part of a page's rows that may be rejected before the run stops, from 0 to 1.
    public var rejectedShare = 1.0

    /// Makes the default contract: bad values are withheld, rows without a required field rejected.
    public init() {}

    /// What can happen.
    public enum Action: String, Sendable, CaseIterable {
        /// The value is left out and reported.
        case withhold
        /// The whole row goes to the bad rows with the rule it broke.
        case reject
        /// The run ends with an error.
        case stop
    }
}
