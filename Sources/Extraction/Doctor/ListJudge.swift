/// Decides between the hypotheses about a list, and how sure each field is.
struct ListJudge {
    let recipe: LearnedRecipe
    let set: LearnedRecords
    let columns: PageColumns

    func reading() -> PageReading {
        let old = ListReader(recipe, set, columns, everywhere: false).hypotheses()
        if let first = old.first, isWhole(first) { return reading(first, old, .healthy) }
        let all = ListReader(recipe, set, columns, everywhere: true).hypotheses()
        guard let best = all.first else {
            return PageReading(state: .withheld, records: [], withheld: recipe.fields.map(\.name))
        }
        return reading(best, all, .repaired)
    }

    private func isWhole(_ hypothesis: ListHypothesis) -> Bool {
        guard set.isExplained else { return false }
        for (field, choice) in zip(recipe.fields, hypothesis.choices)
        where !field.sources.isEmpty {
            guard let choice, choice.rank != nil, choice.likeness > 0.6, choice.markup >= 0.6,
                choice.coverage > 0.9 || !field.isRequired
            else { return false }
        }
        return true
    }

    private func reading(
        _ hypothesis: ListHypothesis, _ all: [ListHypothesis], _ state: PageReading.State
    ) -> PageReading {
        let evidence = Evidence(hypothesis, all, recipe, set, columns.tree, state)
        var withheld: [String] = []
        var reading = PageReading(state: state, records: [], withheld: [])
        for (index, field) in recipe.fields.enumerated() {
            let found = evidence.values(index)
            reading.evidence[field.name] = found
            let sure =
                field.sources.isEmpty || !set.isExplained || evidence.isRefused(index)
                ? 0 : Calibration.list(found)
            reading.confidence[field.name] = sure
            if sure < Doctor.threshold { withheld.append(field.name) }
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

/// What speaks for and against each field of a hypothesis, as numbers from 0 to 1.
struct Evidence {
    let hypothesis: ListHypothesis
    let recipe: LearnedRecipe
    private var common: [Double] = []

    init(
        _ hypothesis: ListHypothesis, _ all: [ListHypothesis], _ recipe: LearnedRecipe,
        _ set: LearnedRecords, _ tree: PageTree, _ state: PageReading.State
    ) {
        self.hypothesis = hypothesis
        self.recipe = recipe
        let kept = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
        let ratio = Double(kept.count) / Double(max(1, recipe.recordCount))
        let headings = PageHeadings(tree).count(
            kept.map { hypothesis.regions.regions[$0].anchor })
        let found = zip(recipe.fields, hypothesis.choices).filter { $0.1 != nil }
        let likeness = found.reduce(0.0) { $0 + ($1.1?.likeness ?? 0) }
        let rival = all.dropFirst().first { other in
            other.kept.filter { $0 }.count != kept.count
                || other.regions.regions.first?.anchor != hypothesis.regions.regions.first?.anchor
        }
        common = [
            min(1, abs(_log(ratio)) / 4),
            headings > set.headingCount ? 1 : 0,
            set.filter == nil ? 0 : hypothesis.isFiltered ? 0.5 : 1,
            Double(found.count) / Double(recipe.fields.count),
            likeness / Double(max(1, found.count)),
            state == .healthy ? 1 : 0,
            min(1, max(0, hypothesis.score - (rival?.score ?? 0)) / 0.3),
            min(1, _log(Double(recipe.recordCount) + 1) / 4),
            Double(kept.count) / Double(hypothesis.kept.count),
        ]
    }

    static let names = [
        "likeness", "markup", "coverage", "agreeing", "margin", "tied", "learned", "elsewhere",
        "relation", "spill", "whole", "known", "crowded", "date", "url", "anchor", "sameDerivation",
        "ratio", "headings", "filter", "found", "meanLikeness", "healthy", "lead", "size", "kept",
    ]

    /// Whether something about a repair forbids to give a field, however alike its values are.
    func isRefused(_ field: Int) -> Bool {
        guard let choice = hypothesis.choices[field], common[5] == 0 else {
            return hypothesis.choices[field] == nil
        }
        let isSpread = common[1] == 1
        let isOtherSize = common[0] > 0.7
        let isGuess = choice.margin < 0.02 && choice.rank == nil
        return isSpread || isOtherSize || isGuess
    }

    func values(_ field: Int) -> [Double] {
        guard let choice = hypothesis.choices[field] else { return [] }
        let learned = recipe.fields[field]
        let read = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
            .compactMap { choice.values[$0] }
        let known = read.filter { learned.profile.known.contains($0.key) }.count
        return [
            choice.likeness, choice.markup, choice.coverage,
            min(1, Double(choice.agreeing) / 8), min(1, choice.margin / 0.3),
            choice.margin < 0.02 ? 1 : 0, choice.rank == nil ? 0 : 1,
            choice.source.scope == learned.sources.first?.scope ? 0 : 1, choice.relation,
            spill(read, learned), choice.source.derivation == .whole ? 1 : 0,
            Double(known) / Double(max(1, read.count)), choice.crowd > 1.5 ? 1 : 0,
            learned.kind.base == .date ? 1 : 0, learned.kind.base == .url ? 1 : 0,
            field == hypothesis.anchor ? 1 : 0,
            learned.sources.first?.derivation == choice.source.derivation ? 1 : 0,
        ] + common
    }

    /// The share of values that do not fill the string they are cut from as the known ones did.
    private func spill(_ read: [ReadValue], _ field: LearnedField) -> Double {
        guard field.kind.base == .text, !read.isEmpty else { return 0 }
        let odd = read.filter { value in
            guard let shape = TextShape(value.key) else { return !field.profile.shapes.isEmpty }
            return field.profile.shapes[shape] == nil && !field.profile.shapes.isEmpty
        }
        return Double(odd.count) / Double(read.count)
    }

    /// The natural logarithm by the series of atanh, good to 1e-6 on the range in use.
    private func _log(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var exponent = 0.0
        var rest = value
        while rest > 1.5 {
            rest /= 2
            exponent += 1
        }
        while rest < 0.75 {
            rest *= 2
            exponent -= 1
        }
        let z = (rest - 1) / (rest + 1)
        var term = z
        var sum = 0.0
        for index in 0..<12 {
            sum += term / Double(2 * index + 1)
            term *= z * z
        }
        return 2 * sum + exponent * 0.693_147_180_559_945_3
    }
}
