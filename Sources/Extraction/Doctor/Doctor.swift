/// Judges what a recipe gives for a page, and repairs or withholds it.
package enum Doctor {
    /// How sure a field must be to be given.
    package static let threshold = 0.5

    /// Reads a page by a recipe: as it is where that holds, else repaired, else withheld.
    package static func read(_ tree: PageTree, with recipe: LearnedRecipe) -> PageReading {
        let columns = PageColumns(tree)
        switch recipe.shape {
        case .page: return PageRecordReader(recipe: recipe, columns: columns).reading()
        case .list(let set):
            return ListJudge(recipe: recipe, set: set, columns: columns).reading()
        }
    }
}

/// Decides between the hypotheses about a list.
struct ListJudge {
    let recipe: LearnedRecipe
    let set: LearnedRecords
    let columns: PageColumns

    func reading() -> PageReading {
        let old = ListReader(recipe, set, columns, everywhere: false).hypotheses().first
        if let old, isWhole(old) { return reading(old, .healthy) }
        let all = ListReader(recipe, set, columns, everywhere: true).hypotheses()
        guard let best = all.first else {
            return PageReading(state: .withheld, records: [], withheld: recipe.fields.map(\.name))
        }
        return reading(best, .repaired)
    }

    private func isWhole(_ hypothesis: ListHypothesis) -> Bool {
        set.isExplained
            && hypothesis.choices.allSatisfy {
                $0.map { $0.likeness > 0.6 && $0.markup >= 0.6 } ?? false
            }
    }

    private func reading(_ hypothesis: ListHypothesis, _ state: PageReading.State) -> PageReading {
        var withheld: [String] = []
        var confidence: [String: Double] = [:]
        for (index, field) in recipe.fields.enumerated() {
            let sure = self.confidence(hypothesis, index, state)
            confidence[field.name] = sure
            if sure < Doctor.threshold { withheld.append(field.name) }
        }
        var records: [[String: [String]]] = []
        for index in hypothesis.kept.indices where hypothesis.kept[index] {
            var record: [String: [String]] = [:]
            for (field, choice) in hypothesis.choices.enumerated() {
                if let value = choice?.values[index] {
                    record[recipe.fields[field].name] = [value.text]
                }
            }
            records.append(record)
        }
        var reading = PageReading(
            state: withheld.count == recipe.fields.count ? .withheld : state, records: records,
            withheld: withheld)
        reading.confidence = confidence
        for (index, choice) in hypothesis.choices.enumerated() {
            guard let choice else { continue }
            reading.notes.append(
                "\(recipe.fields[index].name) like \(choice.likeness) markup \(choice.markup) "
                    + "cover \(choice.coverage) agree \(choice.agreeing) margin \(choice.margin) "
                    + "score \(choice.score) rel \(choice.relation) \(choice.source.derivation) \(choice.source.scope) \(choice.source.occurrence)"
            )
        }
        return reading
    }

    private func confidence(
        _ hypothesis: ListHypothesis, _ field: Int, _ state: PageReading.State
    ) -> Double {
        guard let choice = hypothesis.choices[field] else { return 0 }
        return choice.score
    }
}
