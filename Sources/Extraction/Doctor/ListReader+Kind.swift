extension ListReader {
    private static let mostLabels = 12
    private static let labelLimit = 60
    private static let rounds = 3

    /// A hypothesis without the records of other kinds than the known ones were of.
    ///
    /// Kinds are told by the headings over the records, or by a string of few values that each
    /// record has.
    func ofKind(_ hypothesis: ListHypothesis) -> ListHypothesis {
        var result = hypothesis
        // A page that lists much more than before may well list more kinds.
        let count = hypothesis.kept.count { $0 }
        guard set.isExplained, set.filter == nil || hypothesis.isLost,
            count > ListEvidence.growthLimit * max(ListEvidence.leastCount, recipe.recordCount)
        else { return result }
        for _ in 0..<Self.rounds {
            guard let kept = oneKind(result) else { break }
            result = only(kept, of: result)
            result.isOfKind = true
        }
        return result
    }

    private func oneKind(_ hypothesis: ListHypothesis) -> [Int]? {
        let places = hypothesis.kept.indices.filter { hypothesis.kept[$0] }
        guard places.count > 2 else { return nil }
        for labels in labelings(hypothesis, places) {
            let distinct = Set(labels)
            guard distinct.count > 1, distinct.count <= Self.mostLabels,
                2 * distinct.count <= max(4, places.count), let names = set.kind.names(distinct)
            else { continue }
            return zip(places, labels).filter { names.contains($1) }.map(\.0)
        }
        return nil
    }

    /// Ways to name the kind of each record.
    private func labelings(_ hypothesis: ListHypothesis, _ places: [Int]) -> [[String]] {
        var found: [[String]] = []
        let regions = places.map { hypothesis.regions.regions[$0] }
        found.append(
            regions.map { region in
                headings.headings(over: region.anchor).last {
                    DateScanner.dates(in: $0).isEmpty
                } ?? ""
            })
        for column in columns.keys.indices {
            if let labels = labels(column, regions) { found.append(labels) }
        }
        return found
    }

    /// The strings of a column with few values of which each record has one.
    private func labels(_ column: Int, _ regions: [RecordRegions.Region]) -> [String]? {
        let members = columns.members[column]
        guard columns.keys[column].part == 0, members.count >= regions.count else { return nil }
        var seen: Set<Int32> = []
        for member in members {
            seen.insert(columns.texts[Int(member)])
            if seen.count > Self.mostLabels { return nil }
        }
        guard seen.count > 1 else { return nil }
        var at = 0
        var found: [String] = []
        for region in regions {
            while at < members.count, columns.tree.atoms[Int(members[at])].place < region.top {
                at += 1
            }
            guard at < members.count else { return nil }
            let atom = columns.tree.atoms[Int(members[at])]
            guard atom.place < region.end, atom.text.utf8.count <= Self.labelLimit else {
                return nil
            }
            found.append(atom.text)
        }
        return found
    }

    func only(_ kept: [Int], of hypothesis: ListHypothesis) -> ListHypothesis {
        var result = hypothesis
        result.regions = hypothesis.regions.only(kept)
        result.kept = [Bool](repeating: true, count: kept.count)
        result.choices = hypothesis.choices.map { choice in
            guard var choice else { return nil }
            choice.values = kept.map { choice.values[$0] }
            choice.ids = kept.map { choice.ids[$0] }
            return choice
        }
        return result
    }
}
