/// Reads a page as a list of records, where the fields were or wherever they may be now.
struct ListReader {
    let recipe: LearnedRecipe
    let set: LearnedRecords
    var columns: PageColumns
    let candidates: FieldCandidates
    let everywhere: Bool
    let headings: PageHeadings
    private let words = TreeWords()
    /// For each field those that were read from the same strings.
    private let neighbours: [[Int]]
    private static let anchorLimit = 16

    init(_ recipe: LearnedRecipe, _ set: LearnedRecords, _ columns: PageColumns, everywhere: Bool) {
        self.recipe = recipe
        self.set = set
        self.everywhere = everywhere
        var columns = columns
        candidates = FieldCandidates(recipe, &columns, everywhere: everywhere)
        self.columns = columns
        headings = PageHeadings(columns.tree)
        neighbours = Self.neighbours(recipe.fields)
    }

    private static func neighbours(_ fields: [LearnedField]) -> [[Int]] {
        let keys = fields.map { field in
            Set(field.sources.filter { $0.scope == .record }.map(\.key))
        }
        return fields.indices.map { field in
            fields.indices.filter { $0 != field && !keys[$0].isDisjoint(with: keys[field]) }
        }
    }

    /// All hypotheses worth considering, best first.
    func hypotheses() -> [ListHypothesis] {
        var found: [ListHypothesis] = []
        for field in recipe.fields.indices {
            let kind = recipe.fields[field].kind
            // A way that misses some values would miss their records.
            guard !kind.isList,
                field == set.anchor
                    || everywhere && kind.base != .date && recipe.fields[field].fit == 1
            else { continue }
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
        var isLost = false
        if let filter = set.filter {
            let words = RegionWords(
                regions, columns.tree, candidate.values.map(\.value), headings, self.words)
            for index in 0..<count { kept[index] = filter.keeps(words.words[index]) }
            isFiltered = kept.contains(false)
            // Where nothing is left the words are gone, as when one list became a page of its own.
            if !kept.contains(true) {
                isLost = true
                kept = [Bool](repeating: true, count: count)
            }
        }
        if set.isDistinct {
            var seen: Set<String> = []
            for index in 0..<count where !seen.insert(candidate.values[index].value.key).inserted {
                kept[index] = false
            }
        }
        var choices = [FieldChoice?](repeating: nil, count: recipe.fields.count)
        choices[anchor] = FieldChoice(
            values: candidate.values.map { $0.value }, ids: candidate.values.map(\.id),
            column: candidate.column,
            source: FieldSource(
                key: columns.name(candidate.column), derivation: candidate.derivation,
                scope: .record, occurrence: 0, origin: columns.origin(candidate.column)),
            likeness: candidate.likeness, markup: candidate.markup, coverage: 1,
            score: score(candidate.likeness, candidate.markup, 1, 0, candidate.likeness), margin: 1,
            relation: 0.5, rank: candidate.markup > 0 ? 0 : nil)
        for field in recipe.fields.indices where field != anchor {
            choices[field] = choice(field, regions, kept, anchor, choices[anchor])
        }
        // What stood in one string together is looked for in one string first.
        for field in recipe.fields.indices where field != anchor {
            guard let chosen = choices[field], chosen.rank == nil else { continue }
            let beside = neighbours[field].compactMap { choices[$0]?.column }
            guard !beside.isEmpty,
                !beside.contains(where: { columns.haveCommon($0, chosen.column) })
            else { continue }
            choices[field] = choice(field, regions, kept, anchor, choices[anchor], beside: beside)
        }
        // A record has all fields that every record had.
        var missing = [Int](repeating: 0, count: count)
        var required = 0
        for field in recipe.fields.indices where recipe.fields[field].isRequired {
            guard let choice = choices[field] else { continue }
            required += 1
            guard choice.coverage < 1 else { continue }
            for index in 0..<count where choice.values[index] == nil { missing[index] += 1 }
        }
        let allowed = set.isStrict || required < 3 ? 0 : 1
        for index in 0..<count where missing[index] > allowed { kept[index] = false }
        guard kept.contains(true) else { return nil }
        var total = 0.0
        for choice in choices { total += choice?.score ?? 0 }
        let share = Double(kept.filter { $0 }.count) / Double(count)
        total *= 0.7 + 0.3 * share
        let number = Double(kept.filter { $0 }.count)
        if isLost { total *= 0.9 }
        total *= 0.75 + 0.25 * min(1, number / Double(min(6, recipe.recordCount)))
        return ListHypothesis(
            anchor: anchor, candidate: candidate, regions: regions, kept: kept, choices: choices,
            score: total / Double(recipe.fields.count), isFiltered: isFiltered, isLost: isLost,
            yield: Double(count) / Double(max(count, columns.members[candidate.column].count)))
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
        _ anchorChoice: FieldChoice?, beside: [Int] = []
    ) -> FieldChoice? {
        let learned = recipe.fields[field]
        let relation = recipe.relations.first {
            $0.inner == field && $0.outer == anchor || $0.outer == field && $0.inner == anchor
        }
        var groups: [UInt64: Int] = [:]
        var found: [FieldChoice] = []
        for candidate in candidates.fields[field] {
            var place = source(candidate, .record, 0)
            let isBeside = beside.contains { columns.haveCommon($0, candidate.column) }
            for (scope, occurrence) in Self.scopes {
                if scope >= .heading, learned.kind.base != .date, !hadScope(learned, scope) {
                    continue
                }
                let rows = regions.rows(candidate.values, scope: scope, occurrence: occurrence)
                guard let coverage = coverage(rows, kept, learned) else { continue }
                let ids = rows.map { $0 < 0 ? -1 : candidate.values[Int($0)].id }
                let signature = Self.signature(ids)
                let known = groups[signature]
                var held = known.map { found[$0].relation }
                if known == nil, let relation, let other = anchorChoice?.values {
                    held = share(relation, field, candidate.values, rows, other)
                }
                let crowd = scope == .record ? crowd(regions, candidate.values) : 1
                place.scope = scope
                place.occurrence = occurrence
                var choice = rated(
                    candidate, learned, place, coverage: coverage,
                    held: relation == nil ? nil : held, crowd: crowd)
                // One value for all where each had its own belongs to the page, and a date that
                // each record holds itself tells more than one above it.
                if learned.profile.known.count > 1, ids.count > 3,
                    ids.allSatisfy({ $0 == ids[0] })
                {
                    choice.score -= 0.25
                }
                if learned.kind.base == .date, scope == .record, crowd <= 1.5 {
                    choice.score += 0.05
                }
                if isBeside, scope == .record { choice.score += 0.12 }
                if let known {
                    choice.ids = ids
                    found[known] = joined(found[known], choice)
                } else {
                    choice.ids = ids
                    groups[signature] = found.count
                    found.append(choice)
                }
            }
        }
        let sorted = found.enumerated().sorted {
            $0.element.score == $1.element.score
                ? $0.offset < $1.offset : $0.element.score > $1.element.score
        }.map(\.element)
        guard var best = sorted.first else { return nil }
        let rival = settle(&best, Array(sorted.dropFirst()))
        best.margin = rival.map { best.score - $0.score } ?? best.score
        best.values = values(of: best, field, regions)
        return best
    }

    /// One number for a list of values' numbers.
    private static func signature(_ ids: [Int32]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for id in ids {
            hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
        }
        return hash
    }

    /// The values of a choice as strings, none where its number was taken away.
    private func values(
        of choice: FieldChoice, _ field: Int, _ regions: RecordRegions
    ) -> [ReadValue?] {
        guard let candidate = candidate(of: choice, field) else { return [] }
        let read = regions.values(
            candidate.values, scope: choice.source.scope, occurrence: choice.source.occurrence)
        return zip(read, choice.ids).map { $1 < 0 ? nil : $0 }
    }

    func candidate(of choice: FieldChoice, _ field: Int) -> FieldCandidate? {
        candidates.fields[field].first {
            $0.column == choice.column && $0.derivation == choice.source.derivation
        }
    }

    /// The share of kept records with a value; nil where too few have one.
    private func coverage(
        _ rows: [Int32], _ kept: [Bool], _ field: LearnedField
    ) -> Double? {
        var present = 0
        var total = 0
        for (index, row) in rows.enumerated() where kept[index] {
            total += 1
            if row >= 0 { present += 1 }
        }
        guard present > 0 else { return nil }
        let coverage = Double(present) / Double(total)
        return coverage >= (field.isRequired ? 0.5 : 0.05) ? coverage : nil
    }

    private func source(
        _ candidate: FieldCandidate, _ scope: FieldSource.Scope, _ occurrence: Int
    ) -> FieldSource {
        FieldSource(
            key: columns.name(candidate.column), derivation: candidate.derivation, scope: scope,
            occurrence: occurrence, origin: columns.origin(candidate.column),
            others: columns.others(candidate.column),
            property: columns.property(candidate.column))
    }

    /// A way to read a field with its score.
    private func rated(
        _ candidate: FieldCandidate, _ field: LearnedField, _ source: FieldSource, coverage: Double,
        held: Double?, crowd: Double
    ) -> FieldChoice {
        let rank = field.sources.firstIndex { $0.isPlace(of: source) }
        let markup = rank != nil ? candidate.markup : candidate.markup * 0.5
        let loss = hadScope(field, source.scope) ? 1 : Self.trust(source.scope)
        var score = score(
            candidate.likeness, markup, field.isRequired ? coverage : max(coverage, 0.9), 0,
            held ?? candidate.likeness)
        score *= loss * (crowd > 1.5 && rank == nil ? 0.75 : 1)
        if let rank { score += 0.1 - 0.004 * Double(rank) }
        if candidate.derivation == .whole { score += 0.02 }
        if candidate.derivation == field.sources.first?.derivation { score += 0.06 }
        // Of several alike in a record, the one that was the second may still be.
        if rank == nil, source.occurrence != 0,
            field.sources.first?.occurrence == source.occurrence,
            hadScope(field, source.scope)
        {
            score += 0.03
        }
        return FieldChoice(
            column: candidate.column, source: source, likeness: candidate.likeness, markup: markup,
            coverage: coverage, score: score, margin: 1, relation: held ?? 0.5,
            crowd: crowd, rank: rank)
    }

    /// How far a scope is trusted in which the field was not before.
    private static func trust(_ scope: FieldSource.Scope) -> Double {
        switch scope {
        case .record: 1
        case .after: 0.95
        case .heading: 0.85
        case .page: 0.7
        }
    }

    /// Two ways that give the same values as one.
    private func joined(_ known: FieldChoice, _ found: FieldChoice) -> FieldChoice {
        var joined = found.score > known.score ? found : known
        joined.relation = known.relation
        joined.rank = [known.rank, found.rank].compactMap { $0 }.min()
        return joined
    }

    /// Leaves out the values on which ways known to be right before do not agree; gives the best
    /// way that says something else altogether.
    private func settle(_ best: inout FieldChoice, _ others: [FieldChoice]) -> FieldChoice? {
        let present = best.ids.filter { $0 >= 0 }.count
        for other in others {
            let differing = best.ids.indices.filter {
                best.ids[$0] >= 0 && best.ids[$0] != other.ids[$0]
            }
            guard best.rank != nil, other.rank != nil, best.score - other.score < 0.05,
                differing.count * 5 <= present
            else { return other }
            for index in differing where other.ids[index] >= 0 { best.ids[index] = -1 }
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
        _ relation: FieldRelation, _ field: Int, _ values: [PlacedValue], _ rows: [Int32],
        _ other: [ReadValue?]
    ) -> Double {
        var held = 0
        var total = 0
        for (row, right) in zip(rows, other) {
            guard row >= 0, let right else { continue }
            let left = values[Int(row)].value
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
