/// What one filled order cost, part by part.
///
/// - Units: quote currency; positive is against the run.
public struct OrderCosts: Sendable, Equatable {
    /// The price at which the decision was made: the signal's close, a stop's or target's level.
    public var decisionPrice: Double
    /// The price at which the order met the market, before anything it cost.
    public var referencePrice: Double
    /// What the price moved between the decision and the market, times the quantity.
    public var delay: Double
    /// Half the spread.
    public var spread: Double
    /// The slippage.
    public var slippage: Double
    /// The market impact.
    public var impact: Double
    /// The commission and the fees.
    public var commission: Double

    /// Everything that the order cost.
    public var total: Double { delay + spread + slippage + impact + commission }
}

/// What holding a position or cash cost and earned, in quote currency.
public struct HoldingCosts: Sendable, Equatable {
    /// What borrowed shares cost.
    public var borrow = 0.0
    /// What borrowed cash cost.
    public var marginInterest = 0.0
    /// What cash earned.
    public var interest = 0.0
    /// The dividends received, less those paid on short positions.
    public var dividends = 0.0

    /// What was earned less what was paid.
    public var net: Double { interest + dividends - borrow - marginInterest }

    /// Counts what cash earns or costs for some time, and gives it back.
    ///
    /// - Parameter free: The cash without the proceeds of short sales; below zero it is borrowed.
    mutating func accrue(on free: Double, _ costs: CostModel, years: Double) -> Double {
        if free > 0 {
            let earned = free * costs.interestRate * years
            interest += earned
            return earned
        }
        guard free < 0 else { return 0 }
        let paid = -free * (costs.marginRate ?? costs.interestRate) * years
        marginInterest += paid
        return -paid
    }
}
