/// One way to read a field of a page at hand, and how well it fits what is known of the field.
struct FieldCandidate {
    var column: Int
    var derivation: Derivation
    var values: [PlacedValue]
    /// How alike the values are to those known, from 0 to 1.
    var likeness: Double
    /// How alike the place is to where the field was, from 0 to 1.
    var markup: Double
}

/// What a page offers for each field of a recipe.
struct FieldCandidates {
    private(set) var fields: [[FieldCandidate]] = []
    /// For each field what its complements give.
    private(set) var complements: [[FieldCandidate]] = []

    static let limit = 70

    /// - Parameter everywhere: Whether to look in all columns, or only where the fields were.
    init(_ recipe: LearnedRecipe, _ columns: inout PageColumns, everywhere: Bool) {
        var reader = ColumnReader(columns)
        let distinct = everywhere ? Self.distinctColumns(columns) : []
        for (index, field) in recipe.fields.enumerated() {
            var found: [FieldCandidate] = []
            var seen: Set<Place> = []
            for source in field.sources {
                guard let column = reader.columns.column(of: source),
                    seen.insert(Place(column: column, derivation: source.derivation)).inserted
                else { continue }
                found += Self.candidate(field, index, source, column, &reader)
            }
            complements.append(
                field.complements.flatMap { source in
                    reader.columns.column(of: source).map {
                        Self.candidate(field, index, source, $0, &reader)
                    } ?? []
                })
            if everywhere, !field.sources.isEmpty {
                search(field, index, columns, distinct, seen, &reader, &found)
            }
            let order = found.enumerated().sorted {
                let left = $0.element.likeness + 0.5 * $0.element.markup
                let right = $1.element.likeness + 0.5 * $1.element.markup
                return left == right ? $0.offset < $1.offset : left > right
            }
            fields.append(Array(order.prefix(Self.limit).map(\.element)))
        }
        columns = reader.columns
    }

    /// What a known way gives; none where that is nothing.
    private static func candidate(
        _ field: LearnedField, _ index: Int, _ source: FieldSource, _ column: Int,
        _ reader: inout ColumnReader
    ) -> [FieldCandidate] {
        let values = reader.values(
            column, source.derivation, field: index, field.kind.base, field.reading)
        guard !values.isEmpty else { return [] }
        return [
            FieldCandidate(
                column: column, derivation: source.derivation, values: values,
                likeness: field.profile.likeness(values.map(\.value)),
                markup: markup(source.key.level))
        ]
    }

    private struct Place: Hashable {
        var column: Int
        var derivation: Derivation
    }

    static func markup(_ level: ColumnKey.Level) -> Double {
        switch level {
        case .marked: 1
        case .near, .anywhere: 0.8
        case .bare: 0.6
        case .pair: 0.4
        case .union: 0.8
        }
    }

    /// One column for each set of strings.
    private static func distinctColumns(_ columns: PageColumns) -> [Int] {
        var seen: Set<UInt64> = []
        return columns.keys.indices.filter { column in
            let members = columns.members[column]
            var hash = UInt64(members.count)
            for member in members {
                hash = (hash ^ UInt64(UInt32(bitPattern: member))) &* 0x100_0000_01b3
            }
            return seen.insert(hash).inserted
        }
    }

    private static let unspoken = Set(
        ["id", "name", "onclick", "data-id", "value"].map(PageTree.part))
    private static let addresses = Set(
        ["href", "src", "content", "data-src", "data-href", "data-url", "onclick"].map(
            PageTree.part))

    private func search(
        _ field: LearnedField, _ index: Int, _ columns: PageColumns, _ distinct: [Int],
        _ seen: Set<Place>, _ reader: inout ColumnReader, _ found: inout [FieldCandidate]
    ) {
        let base = field.kind.base
        let derivations = derivations(field, Set(field.sources.map(\.derivation)))
        let known = Set(seen.map(\.column))
        for column in distinct {
            let part = columns.keys[column].part
            if base == .url, part != 0, !Self.addresses.contains(part) { continue }
            if base != .url, Self.unspoken.contains(part) || Self.addresses.contains(part),
                columns.origin(column) == .body
            {
                continue
            }
            let isKnown = known.contains(column)
            for derivation in derivations {
                // A column comes once, so that only what was known before may come again.
                guard !isKnown || !seen.contains(Place(column: column, derivation: derivation))
                else { continue }
                guard reader.mayGive(column, derivation, base) else { continue }
                let values = reader.values(column, derivation, field: index, base, field.reading)
                guard !values.isEmpty else { continue }
                if base == .url, part == 0, derivation == .whole, areSentences(values) { continue }
                let likeness = field.profile.likeness(values.map(\.value))
                // An address of another kind than before may still be the one, but no mere text.
                guard likeness > 0.3 || base == .url && part != 0 else { continue }
                found.append(
                    FieldCandidate(
                        column: column, derivation: derivation, values: values,
                        likeness: likeness, markup: 0))
            }
        }
    }

    /// Whether most values have spaces, as no address in a text has.
    private func areSentences(_ values: [PlacedValue]) -> Bool {
        2 * values.count { $0.value.text.utf8.contains(0x20) } > values.count
    }

    private func derivations(_ field: LearnedField, _ learned: Set<Derivation>) -> [Derivation] {
        let all = Derivation.all(field.kind.base)
        guard field.kind.base == .text else { return all }
        let hasPattern = !field.reading.patterns.isEmpty
        return all.filter { derivation in
            switch derivation {
            case .whole: true
            case .pattern: hasPattern
            case .segment(_, let index): learned.contains(derivation) || !hasPattern && index >= -1
            default: learned.contains(derivation) || !hasPattern
            }
        }
    }
}
