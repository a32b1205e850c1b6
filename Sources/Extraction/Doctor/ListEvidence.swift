/// What speaks for and against each field of a hypothesis, as numbers from 0 to 1.
struct ListEvidence {
    let hypothesis: ListHypothesis
    let recipe: LearnedRecipe
    private var common: [Double] = []
    private let isRepaired: Bool
    private var isThinned = false
    private var hasGrown = false
    private let isSparse: Bool
    private var isLone = false
    private var isRepeating = false
    private var isBackward = false
    private var isCutShort = false
    private var isHalved = false
    private var opinions: [NamedRecords.Opinion] = []
    private let named: NamedRecords
    private let instead: Set<Int>

    /// More than so many times as many records as before may well be of more than one kind, and
    /// fewer records than these show no usual number.
    static let growthLimit = 5
    static let leastCount = 3

    init(
        _ hypothesis: ListHypothesis, _ all: [ListHypothesis], _ recipe: LearnedRecipe,
        _ set: LearnedRecords, _ tree: PageTree, _ state: PageReading.State, isDisputed: Bool,
        named: NamedRecords, instead: Set<Int>
    ) {
        (self.named, self.instead) = (named, instead)
        self.hypothesis = hypothesis
        self.recipe = recipe
        let kept = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
        let share = Double(kept.count) / Double(hypothesis.kept.count)
        isRepaired = state != .healthy
        isSparse =
            2 * hypothesis.choices.filter { $0 != nil }.count
            < recipe.fields.filter { !$0.sources.isEmpty }.count
        let ratio = Double(kept.count) / Double(max(1, recipe.recordCount))
        let headings = PageHeadings(tree).count(
            kept.map { hypothesis.regions.regions[$0].top })
        let found = zip(recipe.fields, hypothesis.choices).filter { $0.1 != nil }
        let likeness = found.reduce(0.0) { $0 + ($1.1?.likeness ?? 0) }
        let least = found.map { $0.1?.likeness ?? 0 }.min() ?? 0
        let rival = all.dropFirst().first { other in
            other.kept.filter { $0 }.count != kept.count
                || other.regions.regions.first?.anchor != hypothesis.regions.regions.first?.anchor
        }
        common = [
            min(1, abs(_log(ratio)) / 4),
            headings > set.headingCount ? 1 : 0,
            Double(found.count) / Double(recipe.fields.count),
            likeness / Double(max(1, found.count)),
            state == .healthy ? 1 : 0,
            min(1, max(0, hypothesis.score - (rival?.score ?? 0)) / 0.3),
            min(1, _log(Double(recipe.recordCount) + 1) / 4),
            share, isDisputed ? 1 : 0, set.isExplained ? 0 : 1,
        ]
        let learned = recipe.fields.filter { !$0.sources.isEmpty }.count
        let known = found.filter { $0.1?.rank != nil }.count
        common.append(least)
        common.append(Double(learned) / Double(recipe.fields.count))
        common.append(Double(known) / Double(max(1, found.count)))
        common.append(hypothesis.score)
        common += together(kept)
        let (alike, full) = hypothesis.regions.regularity(hypothesis.kept, in: tree)
        common += [
            alike, full, hypothesis.isLost ? 1 : 0, persistence(kept),
        ]
        let shared = found.map { pair -> Double in
            let values = kept.compactMap { pair.1?.values[$0] }
            return pair.0.profile.mixture(values)
        }
        let mixture = shared.max() ?? 0
        let isNew = isRepaired ? 1.0 : 0
        let kind = min(1, abs(_log(ratio)) / 4)
        common += [
            mixture, mixture > 0.3 ? 1 : 0, max(0, kind - 0.3) * isNew, max(0, 0.7 - full) * isNew,
            least < 0.35 ? 1 : 0, abs(share - set.share), Self.overlap(recipe.labels, tree),
        ]
        opinions = recipe.fields.indices.map(opinion)
        findRefusals(
            set, kept, share: share, fit: (alike: alike, full: full, mixture: mixture, least: least)
        )
    }

    /// Notes what forbids to give any field.
    private mutating func findRefusals(
        _ set: LearnedRecords, _ kept: [Int], share: Double,
        fit: (alike: Double, full: Double, mixture: Double, least: Double)
    ) {
        guard isRepaired else { return }
        let (alike, full, mixture, least) = fit
        let isElsewhere = hypothesis.choices.contains { $0 != nil && $0?.rank == nil }
        let found = zip(recipe.fields, hypothesis.choices).filter { $0.1 != nil }
        // Records that fill their list and look like those known have lost nothing and gained
        // nothing of another kind.
        let isRegular = alike >= 0.95 && full >= 0.85
        isThinned =
            set.filter == nil && !hypothesis.isLost && !hypothesis.isOfKind
            && abs(share - set.share) > 0.05
            && !(isRegular && mixture < 0.3 && least >= 0.55
                && kept.count <= Self.growthLimit * recipe.recordCount)
        hasGrown =
            isElsewhere
            && kept.count > Self.growthLimit * max(Self.leastCount, recipe.recordCount)
            && !(isRegular && full >= 0.95 && least >= 0.95 && found.count >= 2)
            && !(hypothesis.isOfKind && isRegular && mixture < 0.3)
        isLone =
            recipe.recordCount == 1 && (kept.count < 2 || least < 0.9)
            || kept.count == 1 && least < 0.4
        isHalved = mixture > 0.95
        isCutShort =
            isElsewhere && set.filter == nil && hypothesis.anchor == set.anchor
            && set.yield >= 0.97 && hypothesis.yield < 0.95
        isBackward =
            isElsewhere
            && found.contains { field, choice in
                let dates = kept.compactMap { choice?.values[$0]?.key }
                return field.kind.base == .date && !dates.isEmpty
                    && dates.allSatisfy { $0 < field.profile.earliest }
            }
        let repeats = Self.repeats(
            kept.map { index in hypothesis.choices.map { $0?.values[index]?.key } })
        isRepeating =
            found.count >= 2 && repeats > 2 * Self.repeats(recipe.known) + 0.05
    }

    /// The share of names and classes of either page that both have.
    private static func overlap(_ known: Set<String>, _ tree: PageTree) -> Double {
        let names = Set(tree.names)
        let common = names.count { known.contains($0) }
        return Double(common) / Double(max(1, names.count + known.count - common))
    }

    /// The share of records that are the same as one before in every field.
    private static func repeats(_ records: [[String?]]) -> Double {
        records.isEmpty ? 0 : 1 - Double(Set(records).count) / Double(records.count)
    }

    /// How far records known before have the fields that they had: 1 where all have, 0 where none
    /// has, a half where no known record is met.
    private func persistence(_ kept: [Int]) -> Double {
        var same = 0.0
        var other = 0.0
        for field in recipe.fields.indices {
            let profile = recipe.fields[field].profile
            guard profile.distinct == 1, let choice = hypothesis.choices[field] else { continue }
            let rows = Dictionary(
                recipe.known.compactMap { row in row[field].map { ($0, row) } },
                uniquingKeysWith: { first, _ in first })
            for index in kept {
                guard let key = choice.values[index]?.key, let row = rows[key] else { continue }
                for (place, choice) in hypothesis.choices.enumerated() where place != field {
                    guard let read = choice?.values[index]?.key, let old = row[place] else {
                        continue
                    }
                    if read == old { same += 1 } else { other += 1 }
                }
            }
        }
        return same + other == 0 ? 0.5 : same / (same + other)
    }

    static let names = [
        "likeness", "markup", "coverage", "margin", "tied", "learned", "elsewhere", "relation",
        "spill", "whole", "crowded", "sameDerivation",
        "ratio", "headings", "found", "meanLikeness", "healthy", "lead", "size", "kept",
        "disputed", "unexplained", "leastLikeness", "learnedShare", "knownShare", "score",
        "anyRecent", "anyLater", "worstOrder", "worstDistinct", "worstSize", "anyTied", "leastFit",
        "alike", "full", "lost", "persistence", "mixture",
        "isMixed", "farCount", "notFull", "veryUnlike", "shareChange", "overlap",
        "unlike", "moved", "repairRatio", "constant", "distinct", "order", "recent", "later",
        "sameSize", "fit", "ownMixture", "scope", "oneForAll", "ownUnlike",
        "namedAlike", "namedInstead",
    ]

    /// Whether a finding forbids to give a field, however sure the rest of its evidence is.
    ///
    /// These are more than five times as many records as before where a field stands elsewhere than
    /// it did and not all look like those known nor fill the list of the kind that the known ones
    /// named, dates all before those known where a field stands elsewhere, less than half of the
    /// fields, records that repeat as those known did not, strings beside the anchors that give no
    /// value where all did and a field has moved, what all known values of a field had in half of
    /// those found, and something else than the field's name leads to where another's leads to the
    /// same. Where the name does not lead to the same, these are too: two readings that are as
    /// good, one value known for all records that stands above them or is no date, one record that
    /// is unlike those known or the only one known, several unlike the only one known, and another
    /// share of the anchor's places that are records unless these fill their list.
    func isRefused(_ field: Int) -> Bool {
        guard let choice = hypothesis.choices[field] else { return true }
        if hasGrown || isRepeating || isBackward || isCutShort || isHalved { return true }
        if isRepaired, isSparse { return true }
        // Names that lead to none of the known values mean other records.
        if isRepaired, opinions[field] == .other, opinions.contains(.alike) { return true }
        if opinions[field] == .alike { return false }
        if choice.margin < 0.02 || isThinned || isLone { return true }
        let profile = recipe.fields[field].profile
        return profile.isConstant
            && (choice.source.scope >= .heading || profile.kind.base != .date)
    }

    private func opinion(_ field: Int) -> NamedRecords.Opinion {
        named.opinion(
            recipe.fields[field],
            hypothesis.kept.indices.compactMap {
                hypothesis.kept[$0] ? hypothesis.choices[field]?.values[$0] : nil
            })
    }

    func values(_ field: Int) -> [Double] {
        guard let choice = hypothesis.choices[field] else { return [] }
        let learned = recipe.fields[field]
        let read = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
            .compactMap { choice.values[$0] }
        return [
            choice.likeness, choice.markup, choice.coverage,
            min(1, choice.margin / 0.3),
            choice.margin < 0.02 ? 1 : 0, choice.rank == nil ? 0 : 1,
            choice.source.scope == learned.sources.first?.scope ? 0 : 1, choice.relation,
            spill(read, learned), choice.source.derivation == .whole ? 1 : 0,
            choice.crowd > 1.5 ? 1 : 0,
            learned.sources.first?.derivation == choice.source.derivation ? 1 : 0,
        ] + common + [
            choice.likeness < 0.6 ? 1 : 0, choice.markup == 0 ? 1 : 0,
            common[0] * (1 - common[5]),
        ] + profile(read, learned, choice) + [
            opinions[field] == .alike && !instead.contains(field) ? 1 : 0,
            instead.contains(field) ? 1 : 0,
        ]
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
        let isOne = known.isConstant
        return [
            isOne ? 1 : 0,
            abs(distinct - known.distinct), abs(FieldProfile.order(read) - known.order),
            isDate ? Double(read.filter { $0.key >= known.earliest }.count) / count : 1,
            isDate && latest < known.latest ? 1 : 0, min(1, size),
            field.fit,
            known.mixture(read), choice.source.scope < .heading ? 0 : 1,
            isOne && (choice.source.scope >= .heading || !isDate) ? 1 : 0,
            choice.likeness < 0.4 ? 1 : 0,
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
