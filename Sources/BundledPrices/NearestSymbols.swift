import AlmanacCore

extension BundledPrices {
    /// The tickers that an unknown text may have meant, best first, at most three.
    ///
    /// The start of a company's name leads to its ticker ("Apple" to AAPL); else the nearest one.
    static func nearest(to text: String) -> [String] {
        let wanted = text.lowercased()
        let named = symbols.filter { $0.name.lowercased().hasPrefix(wanted) }
        if text.count >= 3, !named.isEmpty { return named.prefix(3).map(\.symbol) }
        return nearestName(to: text, among: symbols.map(\.symbol)).map { [$0] } ?? []
    }
}
