/// What is known of one series of prices that the binary carries.
public struct BundledSymbol: Sendable, Equatable {
    /// What the prices are prices of.
    public enum Kind: String, Sendable, CaseIterable {
        /// The level of an index, which cannot be traded itself.
        case index
        /// A share of one company.
        case stock
    }

    /// The ticker, in capitals.
    public var symbol: String
    /// The name of the index or the company.
    public var name: String
    /// What the prices are prices of.
    public var kind: Kind
    /// Other ways in which people write the ticker, in capitals.
    public var aliases: [String]
    /// The first session, as `YYYY-MM-DD`.
    public var firstDay: String
    /// The last session, as `YYYY-MM-DD`.
    public var lastDay: String
    /// The columns, in the file's order, without the time.
    public var columns: [String]
    /// Whether past prices are scaled by later splits and dividends.
    public var isAdjusted: Bool
    /// Where the figures come from and what to mind, in sentences for a person.
    public var provenance: String

    static func index(_ symbol: String, _ name: String, aliases: [String]) -> BundledSymbol {
        BundledSymbol(
            symbol: symbol, name: name, kind: .index, aliases: aliases, firstDay: "1999-01-04",
            lastDay: "2018-12-31", columns: ["open", "high", "low", "close", "volume"],
            isAdjusted: false,
            provenance: """
                Daily index levels 1999-2018 as packaged in arch 8.0.0 on PyPI (NCSA). An index \
                cannot be traded itself, and its level leaves dividends out.
                """)
    }

    static func stock(_ symbol: String, _ name: String) -> BundledSymbol {
        BundledSymbol(
            symbol: symbol, name: name, kind: .stock, aliases: [], firstDay: "1990-01-02",
            lastDay: "2022-12-28", columns: ["close"], isAdjusted: true,
            provenance: """
                Daily adjusted closes 1990-2022 as packaged in skfolio 1.12.0 on PyPI \
                (BSD-3-Clause). Past prices are scaled by later splits and dividends and rounded \
                to 0.001; the companies were chosen with hindsight, so results over them flatter \
                (survivorship).
                """)
    }
}
