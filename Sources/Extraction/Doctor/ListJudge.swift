/// Decides between the hypotheses about a list, and how sure each field is.
struct ListJudge {
    let recipe: LearnedRecipe
    let set: LearnedRecords
    let columns: PageColumns
    /// What is read by the fields' names.
    let named: () -> [[String: [String]]]

    func reading() -> PageReading {
        let old = ListReader(recipe, set, columns, everywhere: false).hypotheses()
        if let first = old.first, isWhole(first) {
            let own = reading(first, old, .healthy, NamedRecords(records: []))
            // A second opinion is asked for only where the first leaves something open.
            return own.withheld.isEmpty && isComplete(first)
                ? own : reading(first, old, .healthy, NamedRecords(records: named()))
        }
        let reader = ListReader(recipe, set, columns, everywhere: true)
        let all = reader.hypotheses()
        guard let best = all.first.map({ reader.ofKind(reader.completed($0)) }) else {
            return PageReading(state: .withheld, records: [], withheld: recipe.fields.map(\.name))
        }
        return reading(best, all, .repaired, NamedRecords(records: named()))
    }

    /// Whether another way to find the records, as right before as the chosen one, finds others.
    private func isDisputed(_ chosen: ListHypothesis, _ all: [ListHypothesis]) -> Bool {
        guard chosen.anchor == set.anchor, chosen.candidate.markup > 0 else { return false }
        let count = chosen.kept.filter { $0 }.count
        return all.contains { other in
            guard other.anchor == set.anchor, other.candidate.markup > 0,
                other.score > chosen.score - 0.2
            else { return false }
            let found = other.kept.filter { $0 }.count
            return Double(found) > 1.02 * Double(count) + 0.5
        }
    }

    /// Whether every record has all fields that every one had.
    private func isComplete(_ hypothesis: ListHypothesis) -> Bool {
        zip(recipe.fields, hypothesis.choices).allSatisfy { field, choice in
            guard field.isRequired, let choice else { return true }
            return hypothesis.kept.indices.allSatisfy {
                !hypothesis.kept[$0] || choice.values[$0] != nil
            }
        }
    }

    private func isWhole(_ hypothesis: ListHypothesis) -> Bool {
        guard set.isExplained else { return false }
        // Four times as many or as few records as there were are no usual number.
        let count = hypothesis.kept.filter { $0 }.count
        guard count <= 4 * recipe.recordCount, recipe.recordCount <= 4 * count else {
            return false
        }
        for (field, choice) in zip(recipe.fields, hypothesis.choices)
        where !field.sources.isEmpty {
            guard let choice, choice.isWhole(field) else { return false }
        }
        return true
    }

    private func reading(
        _ hypothesis: ListHypothesis, _ all: [ListHypothesis], _ state: PageReading.State,
        _ named: NamedRecords
    ) -> PageReading {
        let isDisputed = isDisputed(hypothesis, all)
        let (hypothesis, instead) = named.applied(
            to: hypothesis, recipe, isSearched: state != .healthy)
        let evidence = ListEvidence(
            hypothesis, all, recipe, set, columns.tree, state, isDisputed: isDisputed,
            named: named, instead: instead)
        var withheld: [String] = []
        var reading = PageReading(state: state, records: [], withheld: [])
        for (index, field) in recipe.fields.enumerated() {
            let found = evidence.values(index)
            reading.evidence[field.name] = found
            let sure =
                field.sources.isEmpty || evidence.isRefused(index) ? 0 : Calibration.list(found)
            reading.confidence[field.name] = sure
            if sure < Calibration.listLimit { withheld.append(field.name) }
        }
        for index in hypothesis.kept.indices where hypothesis.kept[index] {
            var record: [String: [String]] = [:]
            for (field, choice) in hypothesis.choices.enumerated() {
                if let value = choice?.values[index] {
                    record[recipe.fields[field].name] = [value.text]
                }
            }
            reading.records.append(record)
        }
        reading.withheld = withheld
        if withheld.count == recipe.fields.count { reading.state = .withheld }
        for (index, choice) in hypothesis.choices.enumerated() {
            guard let choice else { continue }
            reading.notes.append(
                "\(recipe.fields[index].name) \(choice.source.derivation) \(choice.source.scope) "
                    + "\(choice.source.occurrence)")
        }
        return reading
    }
}
