extension RecipeInducer {
    /// Learns the recipe of a page that is one record.
    mutating func pageRecipe() -> LearnedRecipe? {
        var learned: [LearnedField] = []
        for field in fields.indices {
            learned.append(
                LearnedField(
                    name: fields[field].name, kind: fields[field].kind,
                    sources: pageSources(field), profile: profile(field),
                    reading: readings[field],
                    isRequired: wanted[field].allSatisfy { !$0.isEmpty },
                    isEverywhere: wanted[field].allSatisfy { !$0.isEmpty }))
        }
        guard learned.contains(where: { !$0.sources.isEmpty }) else { return nil }
        return LearnedRecipe(fields: learned, shape: .page, recordCount: 1)
    }

    /// Columns that give exactly the field's value, or exactly its list in order.
    private mutating func pageSources(_ field: Int) -> [FieldSource] {
        let kind = fields[field].kind
        let want = wanted[field].first?.map(\.key) ?? []
        guard let first = want.first else { return [] }
        var found: [FieldSource] = []
        for lead in leads[field] {
            let values = reader.values(
                lead.column, lead.derivation, field: field, kind.base, readings[field])
            if kind.isList {
                let keys = values.map(\.value.key)
                guard keys.count == want.count,
                    zip(keys, want).allSatisfy({
                        Self.matches($0, $1, kind.base)
                    })
                else { continue }
                found.append(source(lead, .page, 0))
            } else if let read = values.first,
                Self.matches(read.value.key, first, kind.base)
            {
                found.append(source(lead, .page, 0))
            }
        }
        if found.isEmpty, kind.base == .text, !kind.isList { found = joined(first) }
        return ranked(found)
    }

    private static let mostJoined = 20

    /// Columns of data for machines of which all strings together are the value.
    private func joined(_ want: String) -> [FieldSource] {
        var found: [FieldSource] = []
        for column in columns.keys.indices {
            let members = columns.members[column]
            guard members.count > 1, members.count <= Self.mostJoined,
                columns.origin(column) < .state
            else { continue }
            let texts = members.map { columns.tree.atoms[Int($0)].text }
            for (number, separator) in Derivation.separators.enumerated()
            where PlainText.plain(texts.joined(separator: separator)) == want {
                let lead = Lead(
                    column: column, derivation: .joined(separator: number), hits: 1, values: 1)
                found.append(source(lead, .page, 0))
                break
            }
        }
        return found
    }
}
