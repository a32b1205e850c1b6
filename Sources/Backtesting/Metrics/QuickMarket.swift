public import AlmanacCore
import CStretches

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
    /// Whether a run without sizes and stops buys with all cash, and with no more.
    let buysWithAll: Bool
    /// Whether this processor's wide vectors measure a run.
    let usesWideLanes: Bool

    /// Checks a market and settings.
    ///
    /// - Throws: as ``Simulation/run(_:signals:settings:)`` for what does not depend on signals.
    public convenience init(_ market: Market, settings: ExecutionSettings) throws(AlmanacError) {
        try self.init(market, settings: settings, usesWideLanes: true)
    }

    /// Checks a market and settings, and lets runs use wide vectors, where there are any, or not.
    ///
    /// The figures are the same to the bit.
    ///
    /// - Throws: as ``init(_:settings:)``.
    package init(
        _ market: Market, settings: ExecutionSettings, usesWideLanes: Bool
    ) throws(AlmanacError) {
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
        buysWithAll =
            settings.direction != .short && settings.sizing == nil && settings.leverage == 1
            && settings.lotSize == nil && settings.maxPosition ?? 1 >= 1
        self.usesWideLanes = usesWideLanes && almanac_has_wide_lanes()
        account = StandardAccount(
            settings, Signals(entries: [], exits: []), orders: [], keepsOrders: false)
    }
}
