import AlmanacCore

/// Where the values of a page stand, as it was learned from a page and its values.
///
/// It says what selectors cannot: values that are parts of strings, that stand after their records
/// or in the last heading before them, columns that only together are one, and records told from
/// others by the words that they hold. For each field there are several ways, each of which gave
/// the known values. Some of these are kept, since what is read later must look like them.
public struct LearnedPlaces: Sendable, Equatable {
    /// The place among the fields of the one around whose values records stand; nil where the page
    /// is one record.
    var anchor: Int?
    var fields: [Field]
    /// What tells records from other places that look alike.
    var filter: RecordFilter?
    /// Whether a value of the anchor that was met before is no further record.
    var isDistinct = false
    /// Whether a place without one of the required fields is no record; else it may lack one.
    var isStrict = false
    /// Known values as texts, by record and field.
    var known: [[[String]]]

    /// A field with the ways to read it, best first.
    struct Field: Sendable, Equatable {
        var name: String
        var kind: ReadKind
        var ways: [FieldSource]
        /// Ways to read it of just the records that the first way lacks.
        var complements: [FieldSource] = []
        var dayFirst = false
        /// Whether a match of the known values' shapes that another follows closely is none.
        var isAlone = true
        /// A first word, with its space, that the values never have where the page has it.
        var dropped = ""
        var isRequired = false
    }

    /// Most ways of a field that are kept.
    static let wayLimit = 12
    /// Most records of which the values are kept, and about how many bytes of text.
    static let knownLimit = 300
    private static let knownBytes = 64 << 10

    /// Whether the page is one record.
    var isPage: Bool { anchor == nil }

    /// Takes what was learned; nil where records cannot be told from what looks like them.
    ///
    /// - Parameters:
    ///   - texts: The values that it was learned from, by record and field.
    ///   - isComplete: Whether what looks like the records is none; else it is one, too.
    init?(_ learned: LearnedRecipe, _ texts: [[[String]]], isComplete: Bool) {
        let places = learned.fields.indices.filter { !learned.fields[$0].sources.isEmpty }
        guard !places.isEmpty, !texts.isEmpty else { return nil }
        fields = places.map { Field(learned.fields[$0]) }
        if case .list(let set) = learned.shape {
            guard set.isExplained || !isComplete,
                let anchor = places.firstIndex(of: set.anchor)
            else { return nil }
            self.anchor = anchor
            isStrict = set.isStrict
            if isComplete { (filter, isDistinct) = (set.filter, set.isDistinct) }
        }
        known = Self.sample(texts).map { record in places.map { record[$0] } }
    }

    /// Some of the records, evenly spread, where there are many.
    private static func sample(_ texts: [[[String]]]) -> [[[String]]] {
        let bytes = texts.reduce(0) { sum, record in
            sum + record.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } }
        }
        let most = min(knownLimit, max(10, texts.count * knownBytes / max(1, bytes)))
        guard texts.count > most else { return texts }
        return (0..<most).map { texts[$0 * texts.count / most] }
    }

    /// The same without the fields that are not named; nil where the anchor is not.
    func only(_ names: Set<String>) -> LearnedPlaces? {
        let kept = fields.indices.filter { names.contains(fields[$0].name) }
        guard !kept.isEmpty else { return nil }
        var result = self
        if let anchor {
            guard let place = kept.firstIndex(of: anchor) else { return nil }
            result.anchor = place
        }
        result.fields = kept.map { fields[$0] }
        result.known = known.map { record in kept.map { record[$0] } }
        return result
    }

    /// The same with no field required but the one that records stand around.
    var lenient: LearnedPlaces {
        var result = self
        for index in fields.indices where index != anchor {
            result.fields[index].isRequired = false
        }
        return result
    }

    /// What pages are read by.
    var recipe: LearnedRecipe {
        let wanted = fields.indices.map { field in
            known.map { record in
                record[field].compactMap {
                    RecipeInducer.example($0, fields[field].kind.base)
                }
            }
        }
        let learned = zip(fields, wanted).map { field, values in
            let all = values.flatMap { $0 }
            return LearnedField(
                name: field.name, kind: field.kind, sources: field.ways,
                complements: field.complements,
                profile: FieldProfile(field.kind, all),
                reading: Reading(
                    dayFirst: field.dayFirst, patterns: RecipeInducer.patterns(all),
                    isAlone: field.isAlone, dropped: field.dropped),
                isRequired: field.isRequired, isEverywhere: values.allSatisfy { !$0.isEmpty })
        }
        guard let anchor else {
            return LearnedRecipe(fields: learned, shape: .page, recordCount: 1)
        }
        let set = LearnedRecords(
            anchor: anchor, sources: fields[anchor].ways, filter: filter, isDistinct: isDistinct,
            isStrict: isStrict)
        var recipe = LearnedRecipe(fields: learned, shape: .list(set), recordCount: known.count)
        recipe.relations = FieldRelation.all(fields.map(\.kind), wanted)
        return recipe
    }
}

extension FieldSource {
    fileprivate var withoutProperty: FieldSource {
        var source = self
        source.property = nil
        return source
    }
}

extension LearnedPlaces.Field {
    fileprivate init(_ learned: LearnedField) {
        name = learned.name
        kind = learned.kind
        ways = learned.sources.prefix(LearnedPlaces.wayLimit).map(\.withoutProperty)
        complements = learned.complements.map(\.withoutProperty)
        dayFirst = learned.reading.dayFirst
        isAlone = learned.reading.isAlone
        dropped = learned.reading.dropped
        isRequired = learned.isRequired
    }
}
