/// A position, or a part of one that was closed on its own, from its entry to its exit.
public struct Trade: Sendable, Equatable {
    /// Which way the position was.
    public var direction: Direction
    /// Whether it has been closed; an open trade is valued at the last known price.
    public var status: Status
    /// The bar of the first fill.
    public var entryBar: Int
    /// The bar of the closing fill; the last bar for an open trade.
    public var exitBar: Int
    /// The quantity, above zero.
    public var size: Double
    /// The mean price of the entry, weighted by quantity, slippage included.
    public var entryPrice: Double
    /// The price of the exit, slippage included; the last known price for an open trade.
    public var exitPrice: Double
    /// The profit after the fees of entry and exit, in quote currency.
    public var pnl: Double
    /// The profit after fees as a fraction of the entry's value.
    public var returnFraction: Double
    /// The fees of entry and exit.
    ///
    /// An order that reverses a position shares its fees between the trade it ends and the one it
    /// begins in proportion to their quantities.
    public var fees: Double
    /// Why the position was opened.
    public var entryReason: Order.Reason
    /// Why it was closed; `nil` while it is open.
    public var exitReason: Order.Reason?
    /// The maximum adverse excursion: how far the price went against the position while it was
    /// held, as a fraction of the entry price; 0 or more.
    public var maximumAdverseExcursion: Double
    /// The maximum favourable excursion: how far the price went its way; 0 or more.
    public var maximumFavourableExcursion: Double

    /// Which way a position was.
    public enum Direction: String, Sendable {
        case long
        case short
    }

    /// Whether a position has been closed.
    public enum Status: String, Sendable {
        case open
        case closed
    }

    /// Makes a trade; excursions start at zero.
    public init(
        direction: Direction, status: Status, entryBar: Int, exitBar: Int, size: Double,
        entryPrice: Double, exitPrice: Double, pnl: Double, returnFraction: Double, fees: Double,
        entryReason: Order.Reason = .signal, exitReason: Order.Reason? = nil,
        maximumAdverseExcursion: Double = 0, maximumFavourableExcursion: Double = 0
    ) {
        self.direction = direction
        self.status = status
        self.entryBar = entryBar
        self.exitBar = exitBar
        self.size = size
        self.entryPrice = entryPrice
        self.exitPrice = exitPrice
        self.pnl = pnl
        self.returnFraction = returnFraction
        self.fees = fees
        self.entryReason = entryReason
        self.exitReason = exitReason
        self.maximumAdverseExcursion = maximumAdverseExcursion
        self.maximumFavourableExcursion = maximumFavourableExcursion
    }
}
