/// One filled order.
public struct Order: Sendable, Equatable {
    /// The bar on which the order filled, counted from 0.
    public var bar: Int
    /// Whether it bought or sold.
    public var side: Side
    /// Why it was sent.
    public var reason: Reason
    /// The quantity, above zero.
    public var size: Double
    /// The price of the fill, slippage included.
    public var price: Double
    /// What the order cost in fees, fractional and fixed.
    public var fees: Double
    /// The signed quantity held after the order; negative is short.
    public var positionAfter: Double

    /// Whether an order bought or sold.
    public enum Side: String, Sendable {
        case buy
        case sell
    }

    /// Why an order was sent, or why a trade began or ended.
    public enum Reason: String, Sendable, CaseIterable {
        case signal
        case stopLoss = "stop_loss"
        case takeProfit = "take_profit"
        case trailingStop = "trailing_stop"
        case marginCall = "margin_call"
        /// A position brought back to its share of a portfolio.
        case rebalance
    }

    /// Makes an order.
    public init(
        bar: Int, side: Side, reason: Reason, size: Double, price: Double, fees: Double,
        positionAfter: Double
    ) {
        self.bar = bar
        self.side = side
        self.reason = reason
        self.size = size
        self.price = price
        self.fees = fees
        self.positionAfter = positionAfter
    }
}
