extension QuickResult {
    /// A result whose figures were kept elsewhere.
    package static func recorded(
        finalEquity: Double, totalReturn: Double, sharpe: Double?, maxDrawdown: Double,
        orders: Int, closedTrades: Int, marginCallBar: Int?
    ) -> QuickResult {
        QuickResult(
            finalEquity: finalEquity, totalReturn: totalReturn, sharpe: sharpe,
            maxDrawdown: maxDrawdown, orders: orders, closedTrades: closedTrades,
            marginCallBar: marginCallBar)
    }
}
