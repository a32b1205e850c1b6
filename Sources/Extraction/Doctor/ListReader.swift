/// Reads a page as a list of records, where the fields were or wherever they may be now.
struct ListReader {
    let recipe: LearnedRecipe
    let set: LearnedRecords
    var columns: PageColumns
    let candidates: FieldCandidates
    let everywhere: Bool
    private static let anchorLimit = 16

    init(_ recipe: LearnedRecipe, _ set: LearnedRecords, _ columns: PageColumns, everywhere: Bool) {
        self.recipe = recipe
        self.set = set
        self.everywhere = everywhere
        var columns = columns
        candidates = FieldCandidates(recipe, &columns, everywhere: everywhere)
        self.columns = columns
    }

    /// All hypotheses worth considering, best first.
    func hypotheses() -> [ListHypothesis] {
        var found: [ListHypothesis] = []
        for field in recipe.fields.indices {
            let kind = recipe.fields[field].kind
            guard !kind.isList, field == set.anchor || everywhere && kind.base != .date else {
                continue
            }
            for candidate in candidates.fields[field].prefix(Self.anchorLimit) {
                if let hypothesis = hypothesis(field, candidate) { found.append(hypothesis) }
            }
        }
        let order = found.enumerated().sorted {
            $0.element.score == $1.element.score
                ? $0.offset < $1.offset : $0.element.score > $1.element.score
        }
        return order.map(\.element)
    }

    private func hypothesis(_ anchor: Int, _ candidate: FieldCandidate) -> ListHypothesis? {
        let regions = RecordRegions(candidate.values.map(\.place), in: columns.tree)
        let count = regions.regions.count
        guard count == candidate.values.count, count > 0 else { return nil }
        var kept = [Bool](repeating: true, count: count)
        var isFiltered = false
        if let filter = set.filter {
            let words = RegionWords(regions, columns.tree, candidate.values.map(\.value))
            for index in 0..<count { kept[index] = filter.keeps(words.words[index]) }
            isFiltered = kept.contains(false)
        }
        if set.isDistinct {
            var seen: Set<String> = []
            for index in 0..<count where !seen.insert(candidate.values[index].value.key).inserted {
                kept[index] = false
            }
        }
        var choices = [FieldChoice?](repeating: nil, count: recipe.fields.count)
        choices[anchor] = FieldChoice(
            values: candidate.values.map { $0.value },
            source: FieldSource(
                key: columns.name(candidate.column), derivation: candidate.derivation,
                scope: .record, occurrence: 0, origin: columns.origin(candidate.column)),
            likeness: candidate.likeness, markup: candidate.markup, coverage: 1, agreeing: 0,
            score: score(candidate.likeness, candidate.markup, 1, 0, candidate.likeness), margin: 1,
            relation: 0.5, rank: candidate.markup > 0 ? 0 : nil)
        for field in recipe.fields.indices where field != anchor {
            choices[field] = choice(field, regions, kept, anchor, choices[anchor])
        }
        // A record has all fields that every record had.
        for field in recipe.fields.indices where recipe.fields[field].isRequired {
            guard let choice = choices[field], choice.coverage < 1 else { continue }
            for index in 0..<count where choice.values[index] == nil { kept[index] = false }
        }
        guard kept.contains(true) else { return nil }
        var total = 0.0
        for choice in choices { total += choice?.score ?? 0 }
        let share = Double(kept.filter { $0 }.count) / Double(count)
        total *= 0.7 + 0.3 * share
        let number = Double(kept.filter { $0 }.count)
        total *= 0.75 + 0.25 * min(1, number / Double(min(6, recipe.recordCount)))
        return ListHypothesis(
            anchor: anchor, candidate: candidate, regions: regions, kept: kept, choices: choices,
            score: total / Double(recipe.fields.count), isFiltered: isFiltered)
    }

    private func score(
        _ likeness: Double, _ markup: Double, _ coverage: Double, _ label: Double,
        _ relation: Double
    ) -> Double {
        (0.55 * likeness + 0.2 * markup + 0.1 * label + 0.15 * relation) * coverage
    }

    private static let scopes: [(FieldSource.Scope, Int)] = [
        (.record, 0), (.record, 1), (.record, -1), (.after, 0), (.heading, 0), (.page, 0),
    ]

    private func choice(
        _ field: Int, _ regions: RecordRegions, _ kept: [Bool], _ anchor: Int,
        _ anchorChoice: FieldChoice?
    ) -> FieldChoice? {
        let learned = recipe.fields[field]
        let relation = recipe.relations.first {
            $0.inner == field && $0.outer == anchor || $0.outer == field && $0.inner == anchor
        }
        var groups: [[String?]: FieldChoice] = [:]
        var order: [[String?]] = []
        for candidate in candidates.fields[field] {
            for (scope, occurrence) in Self.scopes {
                if scope >= .heading, learned.kind.base != .date, !hadScope(learned, scope) {
                    continue
                }
                let values = regions.values(candidate.values, scope: scope, occurrence: occurrence)
                var present = 0
                var total = 0
                for (index, value) in values.enumerated() where kept[index] {
                    total += 1
                    if value != nil { present += 1 }
                }
                guard present > 0, total > 0 else { continue }
                let coverage = Double(present) / Double(total)
                guard coverage >= (learned.isRequired ? 0.5 : 0.05) else { continue }
                var held = 0.0
                if let relation, let other = anchorChoice?.values {
                    held = share(relation, field, values, other)
                }
                let scopeLoss =
                    hadScope(learned, scope)
                    ? 1 : scope == .record ? 1 : scope == .after ? 0.95 : scope == .heading ? 0.85 : 0.7
                let source = FieldSource(
                    key: columns.name(candidate.column), derivation: candidate.derivation,
                    scope: scope, occurrence: occurrence,
                    origin: columns.origin(candidate.column),
                    others: columns.others(candidate.column))
                let rank = learned.sources.firstIndex(of: source)
                let markup = rank != nil ? candidate.markup : candidate.markup * 0.5
                let inside = scope == .record ? crowd(regions, candidate.values) : 1
                let score =
                    score(
                        candidate.likeness, markup, learned.isRequired ? coverage : max(coverage, 0.9),
                        0, relation == nil ? candidate.likeness : held) * scopeLoss
                    * (inside > 1.5 && rank == nil ? 0.75 : 1)
                    + (rank.map { 0.1 - 0.004 * Double($0) } ?? 0)
                    + (candidate.derivation == .whole ? 0.02 : 0)
                    + (candidate.derivation == learned.sources.first?.derivation ? 0.06 : 0)
                let signature = values.map { $0?.key }
                if var known = groups[signature] {
                    known.agreeing += 1
                    if score > known.score {
                        known.score = score
                        known.source = source
                        known.likeness = candidate.likeness
                        known.markup = markup
                        known.crowd = inside
                    }
                    if let rank { known.rank = min(rank, known.rank ?? rank) }
                    groups[signature] = known
                } else {
                    order.append(signature)
                    groups[signature] = FieldChoice(
                        values: values, source: source, likeness: candidate.likeness,
                        markup: markup, coverage: coverage, agreeing: 0, score: score, margin: 1,
                        relation: relation == nil ? 0.5 : held, crowd: inside, rank: rank)
                }
            }
        }
        let sorted = order.compactMap { groups[$0] }.enumerated().sorted {
            $0.element.score == $1.element.score
                ? $0.offset < $1.offset : $0.element.score > $1.element.score
        }.map(\.element)
        guard var best = sorted.first else { return nil }
        let rival = settle(&best, Array(sorted.dropFirst()))
        best.margin = rival.map { best.score - $0.score } ?? best.score
        return best
    }

    /// Leaves out the values on which ways known to be right before do not agree; gives the best way
    /// that says something else altogether.
    private func settle(_ best: inout FieldChoice, _ others: [FieldChoice]) -> FieldChoice? {
        let present = best.values.filter { $0 != nil }.count
        for other in others {
            let differing = best.values.indices.filter {
                best.values[$0] != nil && best.values[$0]?.key != other.values[$0]?.key
            }
            guard best.rank != nil, other.rank != nil, best.score - other.score < 0.05,
                differing.count * 5 <= present
            else { return other }
            for index in differing where other.values[index] != nil { best.values[index] = nil }
        }
        return nil
    }

    /// How many values of a column stand in a record, as a mean.
    private func crowd(_ regions: RecordRegions, _ values: [PlacedValue]) -> Double {
        var at = 0
        var inside = 0
        var held = 0
        for region in regions.regions {
            while at < values.count, values[at].place < region.top { at += 1 }
            let first = at
            while at < values.count, values[at].place < region.end { at += 1 }
            inside += at - first
            held += at > first ? 1 : 0
        }
        return held == 0 ? 0 : Double(inside) / Double(held)
    }

    private func hadScope(_ field: LearnedField, _ scope: FieldSource.Scope) -> Bool {
        field.sources.first.map { $0.scope == scope } ?? false
    }

    private func share(
        _ relation: FieldRelation, _ field: Int, _ values: [ReadValue?], _ other: [ReadValue?]
    ) -> Double {
        var held = 0
        var total = 0
        for (left, right) in zip(values, other) {
            guard let left, let right else { continue }
            total += 1
            if relation.inner == field
                ? FieldRelation.holds(left.key, right.key)
                : FieldRelation.holds(right.key, left.key)
            {
                held += 1
            }
        }
        return total == 0 ? 0 : Double(held) / Double(total)
    }
}
