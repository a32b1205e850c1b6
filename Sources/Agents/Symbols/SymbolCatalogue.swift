/// The symbols that a reader of sentences may use, with the names that people call them by.
///
/// A reader never guesses: a name that is not in the catalogue is refused.
public struct SymbolCatalogue: Sendable {
    /// One symbol.
    public struct Entry: Sendable, Equatable {
        /// The ticker, in capital letters.
        public var symbol: String
        /// Other names, in any case: "Apple", "S&P 500".
        public var names: [String]
        /// The columns that its series has.
        public var columns: [String]

        /// Makes an entry.
        public init(symbol: String, names: [String], columns: [String]) {
            self.symbol = symbol
            self.names = names
            self.columns = columns
        }
    }

    /// The entries in the order given.
    public let entries: [Entry]
    /// The numbers of the archive that sentences may name beside symbols.
    public let archived: [ArchivedField]
    let archivedNames: ArchivedNames

    private struct Name: Sendable {
        var keys: [String]
        var entry: Int
        var isTicker: Bool
    }

    /// Names by their first key, longest first.
    private let names: [String: [Name]]
    private let bySymbol: [String: Int]
    /// The names of each entry in lower case, with their lengths.
    private let spoken: [[(name: String, count: Int)]]

    /// Makes a catalogue; where two entries claim a name, the first has it.
    public init(_ entries: [Entry], archived: [ArchivedField] = []) {
        self.entries = entries
        self.archived = archived
        archivedNames = ArchivedNames(archived)
        bySymbol = Dictionary(
            entries.enumerated().map { ($1.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        spoken = entries.map { entry in
            ([entry.symbol] + entry.names).map { ($0.lowercased(), $0.lowercased().count) }
        }
        var names: [String: [Name]] = [:]
        for (index, entry) in entries.enumerated() {
            for (position, text) in ([entry.symbol] + entry.names).enumerated() {
                let keys = Tokenizer.tokens(of: text).map(\.key)
                guard let first = keys.first else { continue }
                names[first, default: []].append(
                    Name(keys: keys, entry: index, isTicker: position == 0))
            }
        }
        self.names = names.mapValues { list in
            // A stable order: longer names first, then as given.
            list.enumerated().sorted {
                ($1.element.keys.count, $0.offset) < ($0.element.keys.count, $1.offset)
            }.map(\.element)
        }
    }

    /// The entry of a ticker.
    public func entry(_ symbol: String) -> Entry? { bySymbol[symbol].map { entries[$0] } }

    /// The symbol whose ticker or name starts at a token, and how many tokens it takes.
    ///
    /// A ticker that is also a word of the grammar counts only in capitals or as a cashtag.
    func match(_ tokens: ArraySlice<Token>) -> (symbol: String, count: Int)? {
        guard let first = tokens.first else { return nil }
        if case .cashtag(let ticker) = first.kind {
            if let found = entry(ticker) { return (found.symbol, 1) }
            // "$BTC" is a name of what trades as BTC-USD.
            return names[ticker.lowercased()]?.first { $0.keys.count == 1 }
                .map { (entries[$0.entry].symbol, 1) }
        }
        for name in names[first.key] ?? [] {
            guard tokens.count >= name.keys.count,
                zip(tokens, name.keys).allSatisfy({ $0.key == $1 })
            else { continue }
            if name.isTicker, Vocabulary.indicators.contains(first.key) { continue }
            // "Its 3m high" is of three months, "3M" is the company.
            if name.keys == ["3", "m"], tokens.dropFirst().first?.isUppercase != true { continue }
            if name.isTicker, name.keys.count == 1, !first.isUppercase,
                Vocabulary.contains(first.key) || Vocabulary.everyday.contains(first.key)
            {
                continue
            }
            return (entries[name.entry].symbol, name.keys.count)
        }
        return nil
    }

    /// The symbols whose ticker or name is nearest to a word, best first, at most three.
    func nearest(to word: String) -> [String] {
        let word = word.lowercased()
        let length = word.count
        let limit = max(1, length / 3)
        var found: [(distance: Int, order: Int, symbol: String)] = []
        for (order, names) in spoken.enumerated() {
            // A length that differs by more makes more changes than that.
            let distances = names.filter { abs($0.count - length) <= limit }.map {
                editDistance(word, $0.name)
            }
            guard let distance = distances.min(), distance <= limit else { continue }
            found.append((distance, order, entries[order].symbol))
        }
        return found.sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }.prefix(3)
            .map(\.symbol)
    }
}

/// The number of insertions, deletions and replacements that turn one text into another.
///
/// - Complexity: O(n·m).
func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let replaced = diagonal + (character == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
        }
    }
    return row[right.count]
}
