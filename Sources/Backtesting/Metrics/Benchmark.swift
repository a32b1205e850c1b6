/// The traded instrument bought with all cash and held, with the run's costs.
enum Benchmark {
    /// The equity at each bar's close; the cash until the purchase.
    ///
    /// It buys at the first price that a signal on the first bar could fill at under the run's
    /// settings, pays slippage, fees and lots as the run does, and never sells; leverage and
    /// position caps do not apply.
    ///
    /// - Complexity: O(n) time, one allocation.
    static func equity(_ market: Market, _ settings: ExecutionSettings) -> [Double] {
        let atOpen = settings.executionPrice == .open
        let prices = atOpen ? (market.open ?? market.close) : market.close
        var equity = [Double](repeating: settings.initialCash, count: market.count)
        let first = prices.indices.dropFirst(atOpen ? 1 : 0).first { isPrice(prices[$0]) }
        guard let first else { return equity }
        let price = prices[first] * (1 + settings.slippage)
        var quantity =
            (settings.initialCash - settings.fixedFees) / (price * (1 + settings.fees))
        if let lot = settings.lotSize {
            quantity = (quantity / lot * (1 + 1e-12)).rounded(.down) * lot
        }
        guard quantity > 0 else { return equity }
        let cash =
            settings.initialCash - quantity * price * (1 + settings.fees) - settings.fixedFees
        var mark = prices[first]
        for bar in first..<market.count {
            if isPrice(market.close[bar]) { mark = market.close[bar] }
            equity[bar] = cash + quantity * mark
        }
        return equity
    }
}
