import AlmanacCore

/// Builds a recipe with learned places for values that selectors cannot be written for.
struct LearnedExample {
    let examples: ExampleValues
    let page: SourcePage
    let isPage: Bool
    /// Whether the known records are all that the page has.
    let isComplete: Bool

    /// The recipe with most fields that a run gives just as they are known; nil where there is
    /// none.
    func recipe(name: String) -> Recipe? {
        guard let found = found(name) else { return nil }
        guard !isComplete, let result = run(found) else { return found }
        // What all records of the page look like tells more than a few of them.
        let all = ExampleValues(
            examples.fields, documents: result.records.map { result.object(of: $0) })
        let whole = LearnedExample(examples: all, page: page, isPage: isPage, isComplete: true)
            .found(name)
        return whole.flatMap { $0.fields.count < found.fields.count ? nil : $0 } ?? found
    }

    private func found(_ name: String) -> Recipe? {
        let kinds = examples.fields.map { (name: $0.name, kind: ReadKind($0.type)) }
        let records = examples.texts.map { record in
            ExampleRecord(
                values: Dictionary(uniqueKeysWithValues: zip(kinds.map(\.name), record)))
        }
        guard
            let learned = RecipeInducer.recipe(
                from: PageTree(page), fields: kinds, records: records, isPage: isPage),
            let places = LearnedPlaces(learned, examples.texts, isComplete: isComplete)
        else { return nil }
        var best: Recipe?
        for places in [places, places.lenient] {
            guard let found = verified(name, places) else { continue }
            if found.fields.count > best?.fields.count ?? 0 { best = found }
            if found.fields.count == places.fields.count { break }
        }
        return best
    }

    /// The recipe with the fields that a run gives as they are known.
    private func verified(_ name: String, _ places: LearnedPlaces) -> Recipe? {
        let recipe = recipe(name, places)
        guard let result = run(recipe) else { return nil }
        if examples.agree(with: result, allowingMore: !isComplete) { return recipe }
        let anchor = places.anchor.map { places.fields[$0].name }
        let right = places.fields.map(\.name).filter { name in
            examples.agree(
                with: result.only([name] + [anchor].compactMap { $0 }), allowingMore: !isComplete)
        }
        guard right.count < places.fields.count, let fewer = places.only(Set(right)) else {
            return nil
        }
        let rest = self.recipe(name, fewer)
        guard let again = run(rest), examples.agree(with: again, allowingMore: !isComplete) else {
            return nil
        }
        return rest
    }

    private func recipe(_ name: String, _ places: LearnedPlaces) -> Recipe {
        let fields = places.fields.compactMap { learned -> RecipeField? in
            guard let wanted = examples.fields.first(where: { $0.name == learned.name }) else {
                return nil
            }
            var field = RecipeField(
                wanted.name, wanted.type, places: [FieldPlace(.learned(learned.name))])
            field.isRequired = wanted.isRequired || !isPage && learned.isRequired
            switch wanted.type.base {
            // What was learned gives numbers with a point, whatever the page is written in.
            case .number, .integer, .minutes: field.locale = "en"
            // A string that says more than a quantity has at least its number.
            case .quantity:
                field.places.append(
                    FieldPlace(
                        .learned(learned.name), transforms: [.capture("[0-9]+([.,][0-9]+)?")]))
            default: break
            }
            return field
        }
        return Recipe(name: name, records: .learned(places), fields: fields)
    }

    private func run(_ recipe: Recipe) -> RecipeResult? {
        (try? CompiledRecipe(recipe)).flatMap { try? $0.run(on: page) }
    }
}

extension RecipeResult {
    /// The same records with some of their fields.
    fileprivate func only(_ names: [String]) -> RecipeResult {
        let kept = fieldNames.indices.filter { names.contains(fieldNames[$0]) }
        var result = RecipeResult(fieldNames: kept.map { fieldNames[$0] })
        result.records = records.map { record in
            var record = record
            record.values = kept.map { record.values[$0] }
            return record
        }
        return result
    }
}
