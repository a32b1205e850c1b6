extension BundledPrices {
    /// The tickers that a mistyped text may have meant, best first, at most three.
    ///
    /// A company's name leads to its ticker ("Apple" to AAPL); else tickers count that differ by
    /// few letters: one in a text of up to three, two in a longer one.
    static func nearest(to text: String) -> [String] {
        let wanted = Array(text.uppercased().utf8.prefix(24))
        guard !wanted.isEmpty else { return [] }
        let named = symbols.filter { words($0.name).starts(with: wanted) }
        if wanted.count >= 3, !named.isEmpty { return named.prefix(3).map(\.symbol) }
        let allowed = wanted.count <= 3 ? 1 : 2
        let ranked =
            symbols
            .map { (symbol: $0.symbol, distance: editDistance(wanted, Array($0.symbol.utf8))) }
            .filter { $0.distance <= allowed }
            .sorted { ($0.distance, $0.symbol) < ($1.distance, $1.symbol) }
        return ranked.prefix(3).map(\.symbol)
    }

    private static func words(_ name: String) -> [UInt8] { Array(name.uppercased().utf8) }

    /// How many insertions, removals, replacements and swaps of neighbours separate two words.
    ///
    /// - Complexity: O(n · m).
    /// - Source: the restricted Damerau-Levenshtein ("optimal string alignment") distance.
    static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var best = min(replaced, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    best = min(best, beforeLast[j - 2] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
