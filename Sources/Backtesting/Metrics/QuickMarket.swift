public import AlmanacCore

/// A market and the settings of runs in it, checked and looked through once for any number of
/// quick runs.
///
/// An object, so that runs on several threads do not count references to its parts.
///
/// - Complexity: O(n) to make; memory for one column.
public final class QuickMarket: Sendable {
    /// The prices.
    public let market: Market
    /// How orders fill.
    public let settings: ExecutionSettings
    /// The closes with a group of lanes of ones at each end, so that whole groups can be read
    /// anywhere; empty where runs have to look at each bar.
    let paddedCloses: [Double]
    /// The account of a run without sizes and stops, before its first bar.
    let account: StandardAccount

    /// Checks a market and settings.
    ///
    /// - Throws: as ``Simulation/run(_:signals:settings:)`` for what does not depend on signals.
    public init(_ market: Market, settings: ExecutionSettings) throws(AlmanacError) {
        try Simulation.check(market, settings)
        self.market = market
        self.settings = settings
        let columns = [market.open, market.high, market.low, market.close]
        let isPlain =
            market.count > 0 && settings.fillRules == .standard
            && !settings.needsCostedFills(in: market)
            && columns.allSatisfy { $0?.allSatisfy(isPrice) ?? true }
        let padding = [Double](repeating: 1, count: Lanes.count)
        paddedCloses = isPlain ? padding + market.close + padding : []
        account = StandardAccount(
            settings, Signals(entries: [], exits: []), orders: [], keepsOrders: false)
    }
}
