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
        "unlike", "moved", "repairRatio",
    ]

    /// Whether something about a repair forbids to give a field, however alike its values are.
    func isRefused(_ field: Int) -> Bool {
        guard let choice = hypothesis.choices[field], common[5] == 0 else {
            return hypothesis.choices[field] == nil
        }
        let isSpread = common[1] == 1
        let isOtherSize = common[0] > 0.7
        let isGuess = choice.margin < 0.02 && choice.rank == nil
        return isSpread || isOtherSize || isGuess || choice.likeness < 0.45
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
        ] + common + [
            choice.likeness < 0.6 ? 1 : 0, choice.markup == 0 ? 1 : 0,
            common[0] * (1 - common[5]),
        ]
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
