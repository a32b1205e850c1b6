/// What one line, or one group of lines, did for a portfolio.
public struct PortfolioContribution: Sendable, Equatable {
    /// The line's or group's name.
    public var name: String
    /// The profit after fees, open positions at the last known price, in quote currency.
    public var profit: Double
    /// The profit as a fraction of the initial cash; all lines' sum to the total return.
    public var returnFraction: Double
    /// The part of the variance of the portfolio's returns; `nil` where nothing varies.
    ///
    /// It is the covariance of the contribution with the return over the return's variance, so that
    /// all lines' sum to 1.
    ///
    /// - Source: the Euler decomposition of variance, Litterman, "Hot Spots and Hedges" (1996).
    public var riskFraction: Double?
    /// The mean part of the equity that was held, without regard to sign.
    public var averageWeight: Double
    /// The fees of its orders.
    public var fees: Double
    /// What it lost against trading at decision prices for nothing, in quote currency.
    public var costs: Double
    /// The number of its orders.
    public var orders: Int
    /// The number of its trades that have ended.
    public var closedTrades: Int
}

extension PortfolioSimulation {
    /// What each line did, in the order of the lines.
    public var lineContributions: [PortfolioContribution] {
        let returns = EquitySeries.returns(equity, initialCash: settings.initialCash)
        return lines.map { contribution(of: [$0], named: $0.name, returns) }
    }

    /// What each group did, in the order of the groups.
    public var groupContributions: [PortfolioContribution] {
        let returns = EquitySeries.returns(equity, initialCash: settings.initialCash)
        return groups.map { contribution(of: lines(of: $0), named: $0, returns) }
    }

    /// What cash earned, less what borrowed cash cost, as a part of its own.
    ///
    /// It has neither a weight nor orders; the lines' profits and this are the portfolio's.
    public var cashContribution: PortfolioContribution {
        let returns = EquitySeries.returns(equity, initialCash: settings.initialCash)
        let whole = Moments(returns, returns)
        let own = Moments(contributions(of: cashProfit), returns)
        let profit = cashProfit.last ?? 0
        return PortfolioContribution(
            name: "cash", profit: profit, returnFraction: profit / settings.initialCash,
            riskFraction: whole.products > 0 && whole.products.isFinite
                ? own.products / whole.products : nil,
            averageWeight: 0, fees: 0, costs: -profit, orders: 0, closedTrades: 0)
    }

    private func contribution(
        of lines: [Line], named name: String, _ returns: [Double]
    ) -> PortfolioContribution {
        let profit = lines.reduce(0) { $0 + ($1.profit.last ?? 0) }
        var held = 0.0
        for line in lines {
            for bar in 0..<count where equity[bar] > 0 {
                held += abs(line.value[bar]) / equity[bar]
            }
        }
        let own = Moments(contributions(of: lines), returns)
        let whole = Moments(returns, returns)
        return PortfolioContribution(
            name: name, profit: profit, returnFraction: profit / settings.initialCash,
            riskFraction: whole.products > 0 && whole.products.isFinite
                ? own.products / whole.products : nil,
            averageWeight: count > 0 ? held / Double(count) : 0,
            fees: lines.reduce(0) { $0 + $1.fees },
            costs: lines.reduce(0) { $0 + $1.costs.total },
            orders: lines.reduce(0) { $0 + $1.orders.count },
            closedTrades: lines.reduce(0) { sum, line in
                sum + line.trades.count { $0.status == .closed }
            })
    }
}

/// The correlation of several series with each other.
public struct CorrelationTable: Sendable, Equatable {
    /// What the series are called.
    public var names: [String]
    /// A row for each series; `nil` where a series does not vary or two have fewer than three bars
    /// in common.
    public var values: [[Double?]]

    /// The Pearson correlation of each pair over the bars on which both have a value.
    ///
    /// - Shape: one array for each name, all of one length.
    /// - Missing: NaN, passed over pair by pair.
    /// - Complexity: O(series² × bars).
    public init(names: [String], _ series: [[Double]]) {
        self.names = names
        values = series.map { _ in [Double?](repeating: nil, count: series.count) }
        for row in series.indices {
            for column in 0...row {
                let both = series[row].indices.filter {
                    series[row][$0].isFinite && series[column][$0].isFinite
                }
                guard both.count >= 3 else { continue }
                let (x, y) = (both.map { series[row][$0] }, both.map { series[column][$0] })
                let scale = (Moments(x, x).products * Moments(y, y).products).squareRoot()
                guard scale > 0, scale.isFinite else { continue }
                let value =
                    row == column ? 1 : min(max(Moments(x, y).products / scale, -1), 1)
                values[row][column] = value
                values[column][row] = value
            }
        }
    }

    /// The mean of the correlations of different series, where there are any.
    public var average: Double? {
        var (sum, count) = (0.0, 0)
        for row in values.indices {
            for case let value? in values[row][..<row] {
                sum += value
                count += 1
            }
        }
        return count > 0 ? sum / Double(count) : nil
    }
}

/// The sum of the products of two series' deviations from their means.
private struct Moments {
    var products = 0.0

    init(_ x: [Double], _ y: [Double]) {
        guard !x.isEmpty else { return }
        let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        for index in x.indices { products += (x[index] - meanX) * (y[index] - meanY) }
    }
}

extension Benchmark {
    /// Puts an equal part of the cash into each of several instruments at its first price, and
    /// never sells.
    ///
    /// Each part pays costs as a run of its own would; until an instrument's first price its part
    /// stays in cash.
    ///
    /// - Complexity: O(instruments × bars).
    public init(_ markets: [Market], _ settings: ExecutionSettings) {
        var part = settings
        part.initialCash = settings.initialCash / Double(max(markets.count, 1))
        var sum = [Double](repeating: 0, count: markets.first?.count ?? 0)
        for market in markets {
            let equity = Benchmark(market, part).equity
            for bar in sum.indices { sum[bar] += equity[bar] }
        }
        self.init(equity: sum, initialCash: settings.initialCash)
    }
}

extension Metrics {
    /// Computes every figure of a portfolio.
    ///
    /// - Parameter markets: The instruments that the benchmark buys in equal parts and holds.
    public init(of portfolio: PortfolioSimulation, benchmark markets: [Market]) {
        let market = Market(times: portfolio.axis.times, close: portfolio.equity)
        self.init(
            of: portfolio.combined.simulation, in: market,
            benchmark: Benchmark(markets, portfolio.settings))
    }
}
