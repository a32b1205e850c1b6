extension ListReader {
    /// A hypothesis with the records that its anchor missed, and with values where another way
    /// that says the same elsewhere has one.
    func completed(_ hypothesis: ListHypothesis) -> ListHypothesis {
        inForm(inOrder(distinct(filled(withSiblings(hypothesis)))))
    }

    /// A record that is the same as one before in every field is no further one, where no known
    /// records were the same.
    private func distinct(_ hypothesis: ListHypothesis) -> ListHypothesis {
        guard recipe.known.count > 1, Set(recipe.known).count == recipe.known.count,
            hypothesis.choices.compactMap({ $0 }).count > 1
        else { return hypothesis }
        var result = hypothesis
        var seen: Set<[String?]> = []
        for index in result.kept.indices where result.kept[index] {
            let record = result.choices.map { $0?.values[index]?.key }
            if !seen.insert(record).inserted { result.kept[index] = false }
        }
        return result
    }

    /// Records beside the others that lack the anchor but have every other required field.
    private func withSiblings(_ hypothesis: ListHypothesis) -> ListHypothesis {
        let tree = columns.tree
        let regions = hypothesis.regions.withSiblings(in: tree)
        guard regions.regions.count > hypothesis.regions.regions.count, set.filter == nil,
            !set.hasLookalikes, !hypothesis.kept.contains(false)
        else { return hypothesis }
        let known = Dictionary(
            uniqueKeysWithValues: hypothesis.regions.regions.enumerated().map { ($1.top, $0) })
        let places = regions.regions.map { known[$0.top] }
        var result = hypothesis
        result.regions = regions
        result.kept = [Bool](repeating: true, count: places.count)
        var present = [Int](repeating: 0, count: places.count)
        var required = 0
        for field in recipe.fields.indices {
            guard let choice = hypothesis.choices[field],
                let candidate = candidate(of: choice, field)
            else { continue }
            let isNeeded =
                field != hypothesis.anchor && recipe.fields[field].isRequired
                && choice.coverage == 1 && choice.source.scope == .record
            required += isNeeded ? 1 : 0
            let rows = regions.rows(
                candidate.values, scope: choice.source.scope, occurrence: choice.source.occurrence)
            var all = choice
            all.values = []
            all.ids = []
            for (index, place) in places.enumerated() {
                let row = rows[index]
                if let place {
                    all.values.append(choice.values[place])
                    all.ids.append(choice.ids[place])
                } else {
                    all.values.append(row < 0 ? nil : candidate.values[Int(row)].value)
                    all.ids.append(row < 0 ? -1 : candidate.values[Int(row)].id)
                }
                if isNeeded, row >= 0 { present[index] += 1 }
            }
            result.choices[field] = all
        }
        guard required >= 2 else { return hypothesis }
        for (index, place) in places.enumerated() {
            result.kept[index] = place.map { hypothesis.kept[$0] } ?? (present[index] == required)
        }
        let added = places.indices.filter { places[$0] == nil && result.kept[$0] }.count
        return added > 0 ? result : hypothesis
    }

    /// Values that are missing, from another way to read the field.
    private func filled(_ hypothesis: ListHypothesis) -> ListHypothesis {
        var result = hypothesis
        for field in recipe.fields.indices {
            guard let choice = hypothesis.choices[field] else { continue }
            let missing = missing(choice, field, hypothesis)
            for (index, value) in missing.sorted(by: { $0.key < $1.key }) {
                result.choices[field]?.values[index] = value.value
                result.choices[field]?.ids[index] = 0
            }
        }
        return result
    }

    /// The values that a choice lacks of a field that every known record had, by record: from
    /// another way to read the field that gives the same wherever both give something, or from
    /// another place read alike of just those records.
    func missing(
        _ choice: FieldChoice, _ field: Int, _ hypothesis: ListHypothesis
    ) -> [Int: PlacedValue] {
        guard recipe.fields[field].isEverywhere else { return [:] }
        let kept = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
        let open = kept.filter { choice.ids[$0] < 0 }
        let held = kept.filter { choice.ids[$0] >= 0 }
        guard !open.isEmpty, held.count >= 4, open.count < held.count else { return [:] }
        return filling(choice, field, hypothesis.regions, open, held)
    }

    private func filling(
        _ choice: FieldChoice, _ field: Int, _ regions: RecordRegions, _ open: [Int], _ held: [Int]
    ) -> [Int: PlacedValue] {
        let source = choice.source
        var beside: [Int: PlacedValue] = [:]
        let others = candidates.fields[field] + candidates.complements[field]
        for candidate in others where candidate.likeness > 0.5 {
            switch candidate.derivation {
            case .whole, .pattern, .date, .link: break
            // A part of a text may agree by chance where it is not cut.
            default: if candidate.derivation != source.derivation { continue }
            }
            let rows = regions.rows(
                candidate.values, scope: source.scope, occurrence: source.occurrence)
            let same = held.allSatisfy {
                rows[$0] >= 0 && candidate.values[Int(rows[$0])].id == choice.ids[$0]
            }
            var values: [Int: PlacedValue] = [:]
            for index in open where rows[index] >= 0 {
                values[index] = candidate.values[Int(rows[index])]
            }
            if same, !values.isEmpty { return values }
            guard candidate.derivation == source.derivation, values.count == open.count,
                held.allSatisfy({ rows[$0] < 0 })
            else { continue }
            // Of two such places that differ neither is known to be right.
            if !beside.isEmpty,
                open.contains(where: { beside[$0]?.value.key != values[$0]?.value.key })
            {
                return [:]
            }
            beside = values
        }
        return beside
    }

    /// Dates that break an order which all known ones kept are left out where they are few.
    private func inOrder(_ hypothesis: ListHypothesis) -> ListHypothesis {
        var result = hypothesis
        for (field, learned) in recipe.fields.enumerated() where learned.kind.base == .date {
            let profile = learned.profile
            guard profile.count >= 8, profile.known.count >= 3, profile.order == 1,
                let choice = hypothesis.choices[field]
            else { continue }
            let kept = hypothesis.kept.indices.filter {
                hypothesis.kept[$0] && choice.values[$0] != nil
            }
            let keys = kept.map { choice.values[$0]?.key ?? "" }
            let falling = Self.longestFalling(keys)
            guard falling.count < keys.count, 10 * (keys.count - falling.count) <= keys.count else {
                continue
            }
            for (index, place) in kept.enumerated() where !falling.contains(index) {
                result.choices[field]?.values[place] = nil
                result.choices[field]?.ids[place] = -1
            }
        }
        return result
    }

    /// Texts whose first number has other digits than that of all known ones and nearly all found
    /// ones, as a year of two digits has, are left out.
    private func inForm(_ hypothesis: ListHypothesis) -> ListHypothesis {
        var result = hypothesis
        for (field, learned) in recipe.fields.enumerated() where learned.kind.base == .text {
            guard let count = learned.profile.firstDigits, let choice = hypothesis.choices[field]
            else { continue }
            let held = hypothesis.kept.indices.filter {
                hypothesis.kept[$0] && choice.values[$0] != nil
            }
            let odd = held.filter {
                FieldProfile.firstDigits(choice.values[$0]?.key ?? "") != count
            }
            guard 5 * odd.count <= held.count else { continue }
            for place in odd {
                result.choices[field]?.values[place] = nil
                result.choices[field]?.ids[place] = -1
            }
        }
        return result
    }

    /// The places of a longest part in which no text is greater than the one before.
    ///
    /// - Complexity: O(n log n).
    static func longestFalling(_ keys: [String]) -> Set<Int> {
        var ends: [Int] = []
        var before = [Int](repeating: -1, count: keys.count)
        for (index, key) in keys.enumerated() {
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if keys[ends[middle]] >= key { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? ends[low - 1] : -1
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var found: Set<Int> = []
        var at = ends.last ?? -1
        while at >= 0 {
            found.insert(at)
            at = before[at]
        }
        return found
    }
}
