public import AlmanacCore
import CBundledPrices

/// Real daily prices inside the binary: two indices and twenty US stocks, usable without a network.
public enum BundledPrices {
    /// Every series, indices first, then stocks, each in order of the ticker.
    public static let symbols: [BundledSymbol] = [
        .index("IXIC", "NASDAQ Composite", aliases: ["^IXIC", "NASDAQ", "COMP"]),
        .index("SPX", "S&P 500", aliases: ["^GSPC", "^SPX", "GSPC", "SP500", "S&P500"]),
        .stock("AAPL", "Apple"),
        .stock("AMD", "Advanced Micro Devices"),
        .stock("BAC", "Bank of America"),
        .stock("BBY", "Best Buy"),
        .stock("CVX", "Chevron"),
        .stock("GE", "General Electric"),
        .stock("HD", "Home Depot"),
        .stock("JNJ", "Johnson & Johnson"),
        .stock("JPM", "JPMorgan Chase"),
        .stock("KO", "Coca-Cola"),
        .stock("LLY", "Eli Lilly"),
        .stock("MRK", "Merck"),
        .stock("MSFT", "Microsoft"),
        .stock("PEP", "PepsiCo"),
        .stock("PFE", "Pfizer"),
        .stock("PG", "Procter & Gamble"),
        .stock("RRC", "Range Resources"),
        .stock("UNH", "UnitedHealth"),
        .stock("WMT", "Walmart"),
        .stock("XOM", "Exxon Mobil"),
    ]

    /// Finds a series by its ticker or one of its aliases, in capitals or not.
    ///
    /// - Throws: `invalid_symbol_error` whose details list the nearest and all known tickers.
    public static func resolve(_ text: String) throws(AlmanacError) -> BundledSymbol {
        let wanted = text.uppercased()
        let found = symbols.first { $0.symbol == wanted || $0.aliases.contains(wanted) }
        guard let found else { throw unknownSymbol(text) }
        return found
    }

    /// The prices of a series as CSV text: `timestamp` (the session's day), then its columns.
    ///
    /// - Parameter text: A ticker or an alias, in capitals or not.
    /// - Throws: `invalid_symbol_error` where no series has that name.
    /// - Complexity: O(size); decompressed anew on each call, in about a millisecond.
    public static func csv(for text: String) throws(AlmanacError) -> [UInt8] {
        let symbol = try resolve(text).symbol
        guard let compressed = compressedFile(of: symbol) else {
            throw AlmanacError(.internalError, "the prices of \(symbol) are not in this binary")
        }
        do {
            return try Gzip.decompress(compressed, limit: sizeLimit)
        } catch {
            throw AlmanacError(
                .internalError, "the bundled prices of \(symbol) cannot be read: \(error)")
        }
    }

    /// Several times the largest file; the bound matters only if the binary is damaged.
    private static let sizeLimit = 4 << 20

    private static func compressedFile(of symbol: String) -> UnsafeRawBufferPointer? {
        var index = 0
        while true {
            let file = almanac_price_file_at(index)
            guard let name = file.symbol, let start = file.start, let end = file.end else {
                return nil
            }
            if String(cString: name) == symbol {
                return UnsafeRawBufferPointer(start: start, count: end - start)
            }
            index += 1
        }
    }

    private static func unknownSymbol(_ text: String) -> AlmanacError {
        let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
        let near = nearest(to: text)
        let all = symbols.map(\.symbol)
        let suggestion =
            near.isEmpty
            ? "known without a network: \(all.joined(separator: ", "))"
            : "did you mean \(near.joined(separator: " or "))?"
        return AlmanacError(
            .invalidSymbol, "there is no symbol \"\(shown)\" among the bundled prices",
            details: [
                "symbol": .string(String(shown)),
                "nearest": .array(near.map(JSON.string)),
                "known": .array(all.map(JSON.string)),
            ],
            suggestion: suggestion)
    }
}
