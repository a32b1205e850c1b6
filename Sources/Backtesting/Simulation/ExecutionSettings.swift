/// How signals become orders, and what an order costs.
public struct ExecutionSettings: Sendable, Equatable {
    /// The cash before the first bar, in quote currency; above zero.
    public var initialCash: Double = 10_000
    /// The fee of an order as a fraction of its traded value; 0 or more.
    public var fees: Double = 0
    /// The fee of an order in quote currency, on top of ``fees``; 0 or more.
    public var fixedFees: Double = 0
    /// The fraction of the price by which a market order fills worse; 0 or more and below 1.
    public var slippage: Double = 0
    /// Which signals may open positions.
    public var direction: Direction = .both
    /// When a signal fills.
    public var executionPrice: ExecutionPrice = .close
    /// Whose rules decide on fills.
    public var fillRules: FillRules = .standard
    /// The smallest tradable quantity and its multiples; `nil` for fractional quantities.
    public var lotSize: Double?
    /// How many times the equity a position may be worth at its entry.
    ///
    /// A default-sized entry uses all of it. Interest on what is borrowed is not charged. Only the
    /// standard rules have leverage.
    public var leverage: Double = 1
    /// The largest fraction of equity that an entry may commit, or `nil` for no cap.
    ///
    /// It holds whatever the entry's size and the leverage say. Only the standard rules have it.
    public var maxPosition: Double?
    /// What trading and holding cost beyond ``fees``, ``fixedFees`` and ``slippage``.
    ///
    /// Only the standard rules have it.
    public var costs: CostModel?
    /// How much an entry commits, in place of the strategy's own size.
    public var sizing: Sizing?
    /// The number of bars in a year, for annual figures.
    public var barsPerYear: Double = 252

    /// Which signals may open positions.
    public enum Direction: String, Sendable, CaseIterable {
        /// Only long entries act; short entries are listed as not allowed.
        case long
        /// Only short entries act. A strategy without short signals has its entries and exits read
        /// as short ones.
        case short
        /// Long and short signals act as they are given.
        case both
    }

    /// When a signal fills.
    public enum ExecutionPrice: String, Sendable, CaseIterable {
        /// At the open of the next bar.
        case open
        /// At the close of the bar that made the signal.
        case close
    }

    /// Whose rules decide on fills.
    public enum FillRules: String, Sendable, CaseIterable {
        /// The rules of this package.
        case standard
        /// The rules of vectorbt 1.2, order for order.
        case vectorbt
    }

    /// Makes the default settings: 10,000 in cash, no costs, fills at the signal's close.
    public init() {}
}
