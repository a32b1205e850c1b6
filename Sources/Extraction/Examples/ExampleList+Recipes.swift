import AlmanacCore

extension ExampleList {
    /// The recipe of a plan, with rows told from records by what they lack, else by a selector.
    func recipes(_ plan: Plan, _ name: String) -> [Recipe] {
        var fields: [RecipeField] = []
        for (index, wanted) in examples.fields.enumerated() {
            guard let best = plan.columns[index].first else { continue }
            var places = [best.place]
            if best.missing > 0 {
                places += plan.columns[index].dropFirst().prefix(2)
                    .filter { $0.locale == best.locale }.map(\.place)
            }
            var field = RecipeField(wanted.name, wanted.type, places: places)
            field.locale = best.locale
            field.isRequired =
                wanted.isRequired || index == plan.key
                || best.missing == 0 && examples.keys.allSatisfy { !$0[index].isEmpty }
                    && (isComplete || isUsual(best, plan))
            fields.append(field)
        }
        guard !fields.isEmpty else { return [] }
        var sources = [plan.set.source]
        if isComplete, let document = page.document, plan.records.contains(where: { $0 == nil }) {
            sources += telling(plan, document)
        }
        return sources.map { Recipe(name: name, records: $0, fields: fields) }
    }

    /// The set of a plan without the rows that are no records: by what all records are and hold,
    /// else by where they stand.
    private func telling(_ plan: Plan, _ document: Document) -> [RecordSource] {
        guard case .elements(let rule) = plan.set.source else { return [] }
        let nodes = zip(plan.rows, plan.records).compactMap { $1 == nil ? nil : $0.node }
        let others = zip(plan.rows, plan.records).compactMap { $1 == nil ? $0.node : nil }
        var selectors = SelectorWriter(document).selector(for: nodes).map { [$0] } ?? []
        if !rule.spansSiblings, !rule.select.contains(",") {
            let ends = RowTeller(document).ends(records: nodes, others: others)
                .map { rule.select + $0 }
            let isByPlace = selectors.first?.contains(":nth-of-type") ?? true
            selectors = isByPlace ? ends + selectors : selectors + ends
        }
        return selectors.map { .elements(.init($0, spansSiblings: rule.spansSiblings)) }
    }

    /// Whether nearly every row that has the telling field has this one too.
    private func isUsual(_ column: FoundColumn, _ plan: Plan) -> Bool {
        guard let key = plan.columns[plan.key].first else { return true }
        let rows = plan.rows.indices.filter { key.isFilled[$0] }
        return rows.count { column.isFilled[$0] } * 10 >= rows.count * 9
    }
}
