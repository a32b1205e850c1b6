import AlmanacCore

/// Finds the dates that cannot be told from known values, since all known records have the same
/// one while the page parts the records by others.
///
/// Whoever gave such values may have read the first heading alone, and a recipe would give the
/// first heading's date to all records of any later page.
struct SharedDates {
    let examples: ExampleValues
    let page: PageReader

    /// Fewer records than this have one date by chance.
    private static let leastCount = 3
    /// Longer texts that hold a date are no headings.
    private static let headingLength = 80

    /// The recipe without the fields of such dates; nil where nothing else is left.
    func leftOut(of recipe: Recipe) -> Recipe? {
        let shared = shared().filter { entry in
            recipe.field(entry.field).map { isAbove($0, recipe.records) } ?? false
        }
        guard !shared.isEmpty, let others = datesBetween(recipe) else { return recipe }
        let doubted = Set(
            shared.filter { entry in others.contains { !$0.contains(entry.date) } }.map(\.field)
        ).subtracting(varying(recipe))
        guard !doubted.isEmpty else { return recipe }
        var rest = recipe
        rest.fields = recipe.fields.filter { !doubted.contains($0.name) }
        if case .learned(let places) = recipe.records,
            let fewer = places.only(recipe.records.learnedNames.subtracting(doubted))
        {
            rest.records = .learned(fewer)
        }
        return rest.fields.isEmpty ? nil : rest
    }

    /// The fields in which all known records have the same date.
    private func shared() -> [(field: String, date: String)] {
        guard examples.count >= Self.leastCount else { return [] }
        return examples.fields.indices.compactMap { field in
            let wanted = examples.fields[field]
            guard wanted.type.base == .date || wanted.type.base == .datetime, !wanted.type.isList,
                let first = examples.keys[0][field].first,
                examples.keys.allSatisfy({ $0[field] == [first] })
            else { return nil }
            return (wanted.name, String(first.prefix(10)))
        }
    }

    /// The fields that the recipe gives several values of, as where only some of the page's records
    /// are known.
    private func varying(_ recipe: Recipe) -> Set<String> {
        guard let compiled = try? CompiledRecipe(recipe),
            let result = try? compiled.run(on: page.page)
        else { return [] }
        let varying = result.fieldNames.indices.filter { field in
            Set(result.records.compactMap { $0.values[field]?.value.text() }).count > 1
        }
        return Set(varying.map { result.fieldNames[$0] })
    }

    /// Whether a field is read from what stands outside of its record.
    private func isAbove(_ field: RecipeField, _ records: RecordSource) -> Bool {
        field.places.contains { place in
            guard case .learned(let name) = place.find, case .learned(let places) = records else {
                return place.scope != .record
            }
            let learned = places.fields.first { $0.name == name }
            return learned?.ways.first.map { $0.scope != .record } ?? false
        }
    }

    /// What each short text between the records may be as a date, under either order; nil where
    /// the records are no elements.
    private func datesBetween(_ recipe: Recipe) -> [[String]]? {
        guard let document = page.document,
            let source = (try? CompiledRecipe(recipe))?.source,
            let rows = try? page.rows(of: source),
            let first = rows.first?.nodes.lowerBound
        else { return nil }
        var found: [[String]] = []
        var at = first
        for row in rows where row.node != nil {
            for node in at..<max(at, row.nodes.lowerBound) {
                let record = document.nodes[node]
                guard record.isText, record.count <= Self.headingLength else { continue }
                let text = document.text(record.start, record.count)
                let dates = DateScanner.dates(in: text)
                guard !dates.isEmpty else { continue }
                found.append(dates + DateScanner.dates(in: text, dayFirst: true))
            }
            at = max(at, row.nodes.upperBound)
        }
        return found
    }
}
