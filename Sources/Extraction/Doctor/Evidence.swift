/// What speaks for and against each field of a hypothesis, as numbers from 0 to 1.
struct Evidence {
    let hypothesis: ListHypothesis
    let recipe: LearnedRecipe
    private var common: [Double] = []

    init(
        _ hypothesis: ListHypothesis, _ all: [ListHypothesis], _ recipe: LearnedRecipe,
        _ set: LearnedRecords, _ tree: PageTree, _ state: PageReading.State, isDisputed: Bool
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
            isDisputed ? 1 : 0, set.isExplained ? 0 : 1,
        ]
        let learned = recipe.fields.filter { !$0.sources.isEmpty }.count
        let known = found.filter { $0.1?.rank != nil }.count
        let rivals = all.filter { $0.score > hypothesis.score - 0.03 }.count - 1
        common.append(found.map { $0.1?.likeness ?? 0 }.min() ?? 0)
        common.append(Double(learned) / Double(recipe.fields.count))
        common.append(Double(known) / Double(max(1, found.count)))
        common.append(hypothesis.score)
        common.append(ratio < 1 ? 1 : 0)
        common.append(min(1, Double(rivals) / 10))
        common += together(kept)
    }

    static let names = [
        "likeness", "markup", "coverage", "agreeing", "margin", "tied", "learned", "elsewhere",
        "relation", "spill", "whole", "known", "crowded", "date", "url", "anchor", "sameDerivation",
        "ratio", "headings", "filter", "found", "meanLikeness", "healthy", "lead", "size", "kept",
        "disputed", "unexplained", "leastLikeness", "learnedShare", "knownShare", "score", "fewer",
        "rivals", "anyRecent", "anyLater", "worstOrder", "worstDistinct", "worstSize", "anyTied",
        "leastFit",
        "unlike", "moved", "repairRatio", "constant", "distinct", "order", "recent", "later",
        "sameSize", "several", "fit",
    ]

    /// Whether a finding forbids to give a field, however sure the rest of its evidence is.
    func isRefused(_ field: Int) -> Bool {
        guard let choice = hypothesis.choices[field] else { return true }
        let evidence = Dictionary(uniqueKeysWithValues: zip(Self.names, values(field)))
        // Two readings are as good, or the values are unlike those known.
        if choice.margin < 0.02 || choice.likeness < 0.5 { return true }
        return Self.refusals.contains { evidence[$0] == 1 }
            || evidence["leastLikeness", default: 0] < 0.45
    }

    /// Findings that forbid to give a field: one value known for all records, a place elsewhere
    /// than before, more headings than before, records that look-alikes were not told from, and
    /// dates that are all older than those known.
    private static let refusals = ["constant", "elsewhere", "headings", "unexplained", "anyLater"]

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
        ] + profile(read, learned, choice)
    }

    /// The worst of all fields of the hypothesis, for each: a bad field casts doubt on the others.
    private func together(_ kept: [Int]) -> [Double] {
        var worst = [1.0, 0, 0, 0, 1, 0, 1]
        for (field, choice) in zip(recipe.fields, hypothesis.choices) {
            guard let choice, !field.sources.isEmpty else { continue }
            let one = profile(kept.compactMap { choice.values[$0] }, field, choice)
            worst[0] = min(worst[0], one[3])
            worst[1] = max(worst[1], one[4])
            worst[2] = max(worst[2], one[2])
            worst[3] = max(worst[3], one[1])
            worst[4] = min(worst[4], one[5])
            worst[5] = max(worst[5], choice.margin < 0.02 ? 1 : 0)
            worst[6] = min(worst[6], field.fit)
        }
        return worst
    }

    /// How the values as a whole compare with those known.
    private func profile(
        _ read: [ReadValue], _ field: LearnedField, _ choice: FieldChoice
    ) -> [Double] {
        let known = field.profile
        let count = Double(max(1, read.count))
        let distinct = Double(Set(read.map(\.key)).count) / count
        let isDate = field.kind.base == .date
        let latest = read.map(\.key).max() ?? ""
        let lengths = read.map { $0.text.utf8.count }.sorted()
        let middle = Double(lengths.isEmpty ? 0 : lengths[lengths.count / 2])
        let size =
            middle < Double(known.shortest)
            ? middle / Double(max(1, known.shortest)) : Double(known.longest) / max(1, middle)
        return [
            known.known.count == 1 && known.count >= 4 ? 1 : 0,
            abs(distinct - known.distinct), abs(FieldProfile.order(read) - known.order),
            isDate ? Double(read.filter { $0.key >= known.earliest }.count) / count : 1,
            isDate && latest < known.latest ? 1 : 0, min(1, size),
            field.sources.isEmpty ? 1 : min(1, Double(field.sources.count) / 12), field.fit,
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
