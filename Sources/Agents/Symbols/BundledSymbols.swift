extension SymbolCatalogue {
    /// The symbols of the bundled daily prices: two indices with all columns, 20 US stocks with
    /// adjusted closes only.
    public static let bundled = SymbolCatalogue(indices + stocks)

    private static let indices = [
        Entry(
            symbol: "SPX",
            names: [
                "S&P 500", "S&P", "S and P 500", "S and P", "SP500", "SP 500", "S&P500",
                "S&P 500 index", "S&P index", "^GSPC", "^SPX", "GSPC",
            ],
            columns: ["open", "high", "low", "close", "volume"]),
        Entry(
            symbol: "IXIC",
            names: [
                "Nasdaq", "Nasdaq Composite", "Nasdaq index", "Nasdaq Composite index", "^IXIC",
                "COMP",
            ],
            columns: ["open", "high", "low", "close", "volume"]),
    ]

    private static let stockNames: [(symbol: String, names: [String])] = [
        ("AAPL", ["Apple", "Apple Inc"]),
        ("AMD", ["Advanced Micro Devices", "Advanced Micro"]),
        ("BAC", ["Bank of America", "BofA"]),
        ("BBY", ["Best Buy"]),
        ("CVX", ["Chevron"]),
        ("GE", ["General Electric"]),
        ("HD", ["Home Depot"]),
        ("JNJ", ["Johnson & Johnson", "Johnson and Johnson", "J&J"]),
        ("JPM", ["JPMorgan", "JP Morgan", "J.P. Morgan", "JPMorgan Chase", "JP Morgan Chase"]),
        ("KO", ["Coca-Cola", "Coca Cola", "Coke"]),
        ("LLY", ["Eli Lilly", "Lilly"]),
        ("MRK", ["Merck"]),
        ("MSFT", ["Microsoft"]),
        ("PEP", ["Pepsi", "PepsiCo"]),
        ("PFE", ["Pfizer"]),
        ("PG", ["Procter & Gamble", "Procter and Gamble", "P&G"]),
        ("RRC", ["Range Resources"]),
        ("UNH", ["UnitedHealth", "United Health"]),
        ("WMT", ["Walmart", "Wal-Mart"]),
        ("XOM", ["Exxon", "ExxonMobil", "Exxon Mobil"]),
    ]

    private static let stocks = stockNames.map {
        Entry(symbol: $0.symbol, names: $0.names, columns: ["close"])
    }
}
