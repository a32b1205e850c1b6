extension RecipeInducer {
    /// Words that separate the records from the other places.
    func filter(_ plan: Plan, _ extras: Set<Int>) -> RecordFilter? {
        let words = RegionWords(
            plan.regions, columns.tree, plan.values, PageHeadings(columns.tree)
        ).words
        let records = plan.records.indices.filter { plan.records[$0] != nil }
        guard records.count >= 2 else { return nil }
        let wanted = words.indices.filter { plan.records[$0] != nil }.map { words[$0] }
        let others = extras.sorted().map { words[$0] }
        if let found = Self.cover(wanted, outside: others, limit: 1) {
            return RecordFilter(words: found)
        }
        guard others.count >= 2 else { return nil }
        if let found = Self.cover(others, outside: wanted, limit: 3) {
            return RecordFilter(words: found, isExcluding: true)
        }
        guard wanted.count >= 6 else { return nil }
        if let found = Self.cover(wanted, outside: others, limit: 3) {
            return RecordFilter(words: found)
        }
        return Self.common(wanted, outside: others, limit: 3).map {
            RecordFilter(words: $0, isWhole: true)
        }
    }

    /// A few words that every set inside holds and no set outside holds all of.
    private static func common(
        _ inside: [Set<String>], outside: [Set<String>], limit: Int
    ) -> Set<String>? {
        guard let first = inside.first else { return nil }
        let shared = inside.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
        var open = outside
        var chosen: Set<String> = []
        while !open.isEmpty, chosen.count < limit {
            let counts = shared.map { word in open.count { !$0.contains(word) } }
            guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else {
                return nil
            }
            chosen.insert(shared[place])
            open = open.filter { $0.contains(shared[place]) }
        }
        return open.isEmpty ? chosen : nil
    }

    /// A few words of which every set inside holds one and no set outside does.
    private static func cover(
        _ inside: [Set<String>], outside: [Set<String>], limit: Int
    ) -> Set<String>? {
        var banned: Set<String> = []
        for set in outside { banned.formUnion(set) }
        var open = Array(inside.indices)
        var chosen: Set<String> = []
        while !open.isEmpty, chosen.count < limit {
            var counts: [String: Int] = [:]
            for index in open {
                for word in inside[index] where !banned.contains(word) {
                    counts[word, default: 0] += 1
                }
            }
            guard
                let best = counts.max(by: {
                    ($0.value, $1.key.count, $1.key) < ($1.value, $0.key.count, $0.key)
                }), best.value >= min(2, inside.count)
            else { return nil }
            chosen.insert(best.key)
            open = open.filter { !inside[$0].contains(best.key) }
        }
        return open.isEmpty ? chosen : nil
    }
}
