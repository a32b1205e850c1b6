/// What a reader that goes by the fields' names alone reads on a page, as a second opinion on a
/// list: it owes nothing to where values stood.
struct NamedRecords {
    /// One entry for each record: the texts of the fields which it read rightly on the old page.
    let records: [[String: [String]]]

    /// How its values of a field compare with those found by place.
    enum Opinion {
        case none, alike, partly, other
    }

    /// Less than this share of values in common means another thing.
    private static let otherShare = 0.5
    /// Values less like the known ones than this are not taken on a name's word.
    private static let leastLikeness = 0.3
    /// Fewer records than these do not show that both readers are at one about them.
    private static let leastCount = 3

    /// How its values of a field compare with those of a choice, in any order.
    func opinion(_ field: LearnedField, _ found: [ReadValue]) -> Opinion {
        let read = records.flatMap { values($0, field) }
        guard !read.isEmpty, !found.isEmpty else { return .none }
        var counts: [String: Int] = [:]
        for value in read { counts[Self.key(value, field), default: 0] += 1 }
        var same = 0
        for value in found {
            let key = Self.key(value, field)
            guard let count = counts[key], count > 0 else { continue }
            counts[key] = count - 1
            same += 1
        }
        let larger = max(read.count, found.count)
        if same == larger { return .alike }
        return Double(same) < Self.otherShare * Double(larger) ? .other : .partly
    }

    /// A hypothesis with values that are missing, from records that say the same wherever both say
    /// something, and, where it was searched for, with the values of a field of which both readers
    /// say different things but are at one about the records; and for which fields that was so.
    func applied(
        to hypothesis: ListHypothesis, _ recipe: LearnedRecipe, isSearched: Bool
    ) -> (hypothesis: ListHypothesis, instead: Set<Int>) {
        let kept = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
        guard !kept.isEmpty, kept.count == records.count else { return (hypothesis, []) }
        var result = hypothesis
        var instead: Set<Int> = []
        let rows = recipe.fields.map { field in records.map { values($0, field) } }
        let isWitness = recipe.fields.indices.map { index in
            guard let choice = hypothesis.choices[index] else { return false }
            return zip(kept, rows[index]).allSatisfy { place, row in
                choice.values[place].map { Self.isSame([$0], row, recipe.fields[index]) } ?? true
            } && kept.contains { choice.values[$0] != nil }
        }
        for (index, field) in recipe.fields.enumerated() where !field.kind.isList {
            guard var choice = hypothesis.choices[index] else { continue }
            if isWitness[index] {
                // Where most are known to be alike, the others are taken to be.
                let open = kept.filter { choice.values[$0] == nil }.count
                guard field.isRequired, open > 0, 2 * open < kept.count else { continue }
                for (place, row) in zip(kept, rows[index]) where choice.values[place] == nil {
                    choice.values[place] = row.first
                    choice.ids[place] = row.isEmpty ? -1 : 0
                }
                result.choices[index] = choice
                continue
            }
            let found = kept.compactMap { choice.values[$0] }
            guard isSearched, kept.count >= Self.leastCount, opinion(field, found) == .other,
                recipe.fields.indices.contains(where: { $0 != index && isWitness[$0] }),
                rows[index].allSatisfy({ $0.count == 1 })
            else { continue }
            let likeness = field.profile.likeness(rows[index].flatMap { $0 })
            guard likeness >= Self.leastLikeness else { continue }
            for (place, row) in zip(kept, rows[index]) {
                choice.values[place] = row.first
                choice.ids[place] = 0
            }
            choice.likeness = likeness
            choice.markup = 0
            choice.rank = nil
            choice.coverage = 1
            result.choices[index] = choice
            instead.insert(index)
        }
        return (result, instead)
    }

    private func values(_ record: [String: [String]], _ field: LearnedField) -> [ReadValue] {
        (record[field.name] ?? []).compactMap { RecipeInducer.example($0, field.kind.base) }
    }

    private static func isSame(
        _ left: [ReadValue], _ right: [ReadValue], _ field: LearnedField
    ) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy {
                RecipeInducer.matches($0.key, $1.key, field.kind.base)
            }
    }

    /// Addresses count by what follows their last slash, since either may lack a folder.
    private static func key(_ value: ReadValue, _ field: LearnedField) -> String {
        guard field.kind.base == .url, let slash = value.key.lastIndex(of: "/") else {
            return value.key
        }
        return String(value.key[slash...].dropFirst())
    }
}
