/// Finds what a misspelt word meant.
struct Spelling {
    /// The words that can be meant, in an order that does not depend on hashing.
    private let dictionary: [String]
    private let known: Set<String>

    init(catalogue: SymbolCatalogue) {
        var words = Vocabulary.all
        words.formUnion(Vocabulary.Calendar.months.keys)
        for entry in catalogue.entries {
            words.insert(entry.symbol.lowercased())
            for name in entry.names {
                for token in Tokenizer.tokens(of: name) {
                    if case .word(let word) = token.kind { words.insert(word) }
                }
            }
        }
        words.formUnion(SourceNames.people.words)
        words.formUnion(SourceNames.places.words)
        words.formUnion(SourceNames.values.words)
        words.formUnion(SourceNames.traders.words)
        words.formUnion(SourceNames.announcements.words)
        words.formUnion(catalogue.archivedNames.words)
        words.formUnion(Rewording.words)
        words.formUnion([
            "stochastic", "supertrend", "sentiment", "positive", "bullish", "bearish",
            "keltner", "strategy", "momentum", "reddit", "twitter", "insiders", "congress",
        ])
        words.formUnion(SmallTalk.words.filter { $0.count >= 6 })
        words.formUnion(WordClasses.all)
        words.formUnion(AnyOrder.needed.filter { $0.count >= 5 })
        dictionary = words.filter { $0.count >= 4 }.sorted()
        // Ordinary words that lie near a word of the grammar and mean something else.
        known = words.union(SmallTalk.words).union(SmallTalk.titles).union(AnyOrder.neutral).union(
            Rephrasing.words
        )
        .union([
            "city", "ride", "moon", "side", "decide", "inside", "whatever", "wherever", "whoever",
            "being", "either", "another", "other", "where", "there", "their", "these", "those",
            "which", "while", "whole", "would", "could", "about", "after", "again", "never",
            "house", "found", "sound", "round", "ground", "state", "later", "maker", "taken",
            "given", "doing", "seeing", "wave", "save", "safe", "same", "some", "come", "none",
        ])
    }

    /// The text with misspelt words replaced, and what was replaced; nothing where none was.
    func corrected(_ text: String) -> (text: String, changes: [(from: String, to: String)])? {
        var tokenizer = Tokenizer(text)
        let tokens = tokenizer.run()
        var changes: [(from: String, to: String)] = []
        var result = ""
        var end = 0
        for token in tokens {
            guard case .word(let word) = token.kind, let meant = correction(word) else { continue }
            result += tokenizer.text(end..<token.range.lowerBound) + meant
            end = token.range.upperBound
            changes.append((word, meant))
        }
        guard !changes.isEmpty else { return nil }
        return (result + tokenizer.text(end..<tokenizer.characters.count), changes)
    }

    /// The one known word that is nearest to an unknown one, if it is near and alone.
    private func correction(_ word: String) -> String? {
        guard word.count >= 4, !known.contains(word), !NumberWords.contains(word),
            word.allSatisfy(\.isLetter)
        else { return nil }
        let limit = word.count >= 8 ? 2 : 1
        var best: [(word: String, distance: Int)] = []
        for candidate in dictionary where abs(candidate.count - word.count) <= limit {
            guard candidate.first == word.first else { continue }
            let distance = distanceWithSwaps(word, candidate)
            if distance <= limit { best.append((candidate, distance)) }
        }
        guard let least = best.map(\.distance).min() else { return nil }
        var nearest = best.filter { $0.distance == least }.map(\.word)
        // A word of the grammar comes before what only a company is called: "the uper band".
        let said = nearest.filter(Vocabulary.contains)
        if !said.isEmpty { nearest = said }
        // A plural and its singular are one word here.
        let stems = Set(nearest.map { $0.hasSuffix("s") ? String($0.dropLast()) : $0 })
        return stems.count == 1 ? nearest[0] : nil
    }

    /// Insertions, deletions, replacements and exchanges of neighbours that make one of the other.
    private func distanceWithSwaps(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var rows = [[Int]](
            repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in 0...left.count { rows[i][0] = i }
        for j in 0...right.count { rows[0][j] = j }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        for i in 1...left.count {
            for j in 1...right.count {
                let cost = left[i - 1] == right[j - 1] ? 0 : 1
                var least = min(
                    rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    least = min(least, rows[i - 2][j - 2] + 1)
                }
                rows[i][j] = least
            }
        }
        return rows[left.count][right.count]
    }
}
