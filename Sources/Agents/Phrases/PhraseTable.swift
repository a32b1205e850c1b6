/// Phrases of one or more words, each with a value; the longest that fits is taken.
struct PhraseTable<Value> {
    fileprivate struct Row {
        var words: [String]
        var value: Value
    }

    /// The phrases by their first word, longest first.
    fileprivate let rows: [String: [Row]]
    /// Every word that occurs in a phrase.
    let words: Set<String>

    init(_ phrases: KeyValuePairs<String, Value>, and more: [(String, Value)] = []) {
        self.init(phrases.map { ($0.key, $0.value) } + more)
    }

    private init(_ phrases: [(String, Value)]) {
        var rows: [String: [Row]] = [:]
        for (phrase, value) in phrases {
            let words = phrase.split(separator: " ").map(String.init)
            rows[words[0], default: []].append(Row(words: words, value: value))
        }
        self.rows = rows.mapValues { $0.sorted { $0.words.count > $1.words.count } }
        words = Set(rows.values.joined().flatMap(\.words))
    }

    /// The value of the longest phrase that fits, and how many words it has.
    func match(_ word: (Int) -> String?) -> (value: Value, count: Int)? {
        guard let first = word(0), let rows = rows[first] else { return nil }
        for row in rows where row.words.indices.allSatisfy({ word($0) == row.words[$0] }) {
            return (row.value, row.words.count)
        }
        return nil
    }
}

extension PhraseTable: Sendable where Value: Sendable {}
extension PhraseTable.Row: Sendable where Value: Sendable {}

extension PhraseTable where Value == Bool {
    /// A table whose phrases all mean the same.
    init(phrases: [String]) {
        self.init(phrases.map { ($0, true) })
    }
}
