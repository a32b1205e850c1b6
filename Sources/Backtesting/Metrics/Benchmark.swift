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
        equity = Self.equity(market, settings)
        statistics = ReturnStatistics(equity, initialCash: settings.initialCash)
    }

    /// Takes an equity curve as a benchmark's.
    init(equity: [Double], initialCash: Double) {
        self.equity = equity
        statistics = ReturnStatistics(equity, initialCash: initialCash)
    }

    private static func equity(_ market: Market, _ settings: ExecutionSettings) -> [Double] {
        if let equity = settings.costedBenchmark(in: market) { return equity }
        let atOpen = settings.executionPrice == .open
        let prices = atOpen ? (market.open ?? market.close) : market.close
        let first = prices.indices.dropFirst(atOpen ? 1 : 0).first { isPrice(prices[$0]) }
        let bought = first.flatMap { purchase(at: prices[$0], settings) }
        guard let first, let (quantity, cash) = bought else {
            return LongColumn.filled(settings.initialCash, count: market.count)
        }
        return LongColumn.written(count: market.count) { equity in
            market.close.withUnsafeBufferPointer { close in
                equity[..<first].update(repeating: settings.initialCash)
                var mark = prices[first]
                forEachRun(of: close, first..<close.count) { run, _ in
                    // Counted apart: taken together the two become a test of bits, which is slow
                    // on vectors.
                    var (low, high) = (0, 0)
                    for bar in run {
                        low |= close[bar] > 0 ? 0 : 1
                        high |= close[bar] < .infinity ? 0 : 1
                        equity[bar] = cash + quantity * close[bar]
                    }
                    if low | high != 0 {
                        for bar in run {
                            if isPrice(close[bar]) { mark = close[bar] }
                            equity[bar] = cash + quantity * mark
                        }
                    } else {
                        mark = close[run.upperBound &- 1]
                    }
                }
            }
        }
    }

    /// What all the cash buys at a price, and the cash that is left; nil where it buys nothing.
    private static func purchase(
        at price: Double, _ settings: ExecutionSettings
    ) -> (quantity: Double, cash: Double)? {
        let price = price * (1 + settings.slippage)
        var quantity =
            (settings.initialCash - settings.fixedFees) / (price * (1 + settings.fees))
        if let lot = settings.lotSize {
            quantity = (quantity / lot * (1 + 1e-12)).rounded(.down) * lot
        }
        guard quantity > 0 else { return nil }
        let cash =
            settings.initialCash - quantity * price * (1 + settings.fees) - settings.fixedFees
        return (quantity, cash)
    }
}
