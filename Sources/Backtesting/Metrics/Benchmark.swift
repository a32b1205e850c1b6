/// The traded instrument bought with all cash and held, with a run's costs.
///
/// It depends on the market and on the settings, not on the signals: runs over one market, such as
/// those of a sweep, can share it.
public struct Benchmark: Sendable {
    /// The equity at each bar's close; the cash until the purchase.
    public let equity: [Double]
    /// The figures of its returns.
    public let statistics: ReturnStatistics

    /// Buys at the first price that a signal on the first bar could fill at, and never sells.
    ///
    /// It pays slippage, fees and lots as a run with these settings does; leverage and position
    /// caps do not apply.
    ///
    /// - Complexity: O(n) time, one allocation.
    public init(_ market: Market, _ settings: ExecutionSettings) {
        let cash = settings.initialCash
        if let costed = settings.costedBenchmark(in: market) {
            equity = costed
            statistics = ReturnStatistics(costed, initialCash: cash)
            return
        }
        let atOpen = settings.executionPrice == .open
        let prices = atOpen ? (market.open ?? market.close) : market.close
        let first = prices.indices.dropFirst(atOpen ? 1 : 0).first { isPrice(prices[$0]) }
        var holding = Valuation(cash: cash, position: 0)
        var (start, mark) = (market.count, 1.0)
        if let first, let bought = Self.purchase(at: prices[first], settings) {
            (holding, start, mark) = (bought, first, prices[first])
        }
        var statistics = ReturnStatistics([], initialCash: cash)
        equity = LongColumn.written(count: market.count) { equity in
            market.close.withUnsafeBufferPointer { close in
                // Each block is measured while it is still in the nearest cache.
                statistics = ReturnStatistics(UnsafeBufferPointer(equity), initialCash: cash) {
                    bars in
                    let bought = max(bars.lowerBound, min(start, bars.upperBound))
                    equity[bars.lowerBound..<bought].update(repeating: cash)
                    var bar = holding.write(
                        at: close, bought..<bars.upperBound, into: equity)
                    if bar > bought { mark = close[bar - 1] }
                    while bar < bars.upperBound {
                        if isPrice(close[bar]) { mark = close[bar] }
                        equity[bar] = holding.cash + holding.position * mark
                        bar += 1
                    }
                }
            }
        }
        self.statistics = statistics
    }

    /// Takes an equity curve as a benchmark's.
    init(equity: [Double], initialCash: Double) {
        self.equity = equity
        statistics = ReturnStatistics(equity, initialCash: initialCash)
    }

    /// What all the cash buys at a price, and the cash that is left; nil where it buys nothing.
    private static func purchase(
        at price: Double, _ settings: ExecutionSettings
    ) -> Valuation? {
        let price = price * (1 + settings.slippage)
        var quantity =
            (settings.initialCash - settings.fixedFees) / (price * (1 + settings.fees))
        if let lot = settings.lotSize {
            quantity = (quantity / lot * (1 + 1e-12)).rounded(.down) * lot
        }
        guard quantity > 0 else { return nil }
        let cash =
            settings.initialCash - quantity * price * (1 + settings.fees) - settings.fixedFees
        return Valuation(cash: cash, position: quantity)
    }
}
