import Glibc

extension Metrics {
    /// Computes every figure of a run.
    ///
    /// - Parameters:
    ///   - simulation: The run.
    ///   - market: The market that it ran in, for dates and the benchmark.
    ///   - benchmark: The benchmark of the market and the settings, where it is known already.
    ///   - drawdownCount: How many drawdowns to list.
    /// - Determinism: sums over bars run in the order that ``ReturnStatistics`` names, sums over
    ///   trades and orders in theirs.
    /// - Complexity: O(n) time on average.
    public init(
        of simulation: Simulation, in market: Market, benchmark: Benchmark? = nil,
        drawdownCount: Int = 10
    ) {
        self.init()
        let settings = simulation.settings
        let cash = settings.initialCash
        let benchmark = benchmark ?? Benchmark(market, settings)
        benchmarkEquity = benchmark.equity
        let curve = CurveFigures(
            simulation.equity, initialCash: cash, drawdownCount: drawdownCount)
        let statistics = curve.statistics
        let calendar = CalendarReturns(
            simulation.equity, times: market.times, initialCash: cash)
        drawdowns = curve.drawdowns
        monthlyReturns = calendar.months
        yearlyReturns = calendar.years

        let total = statistics.finalEquity / cash - 1
        all = [
            Metric(.finalEquity, statistics.finalEquity), Metric(.totalReturn, total),
            Self.growth(total, statistics, settings),
            Metric(.maxDrawdown, statistics.maxDrawdown),
            Metric(.longestDrawdownBars, Double(curve.longestDrawdownBars)),
        ]
        all += Self.ratios(curve, settings, growth: value(.cagr))
        all += [
            Metric(.bestDay, calendar.bestDay, unless: "There are no bars."),
            Metric(.worstDay, calendar.worstDay, unless: "There are no bars."),
        ]
        all += Self.activity(of: simulation, meanEquity: curve.meanEquity)
        all += TradeStatistics(simulation.trades).metrics
        all.append(Metric(.totalFees, simulation.orders.reduce(0) { $0 + $1.fees }))
        let bought = benchmark.statistics
        let held = bought.finalEquity / cash - 1
        all += [
            Metric(.benchmarkFinalEquity, bought.finalEquity),
            Metric(.benchmarkReturn, held),
            Metric(
                .benchmarkSharpe, bought.sharpe(barsPerYear: settings.barsPerYear),
                unless: "The benchmark's returns do not vary."),
            Metric(.benchmarkMaxDrawdown, bought.maxDrawdown),
            Metric(.excessReturn, total - held),
        ]
    }

    private static func growth(
        _ total: Double, _ statistics: ReturnStatistics, _ settings: ExecutionSettings
    ) -> Metric {
        if statistics.count == 0 { return Metric(.cagr, nil, unless: "There are no bars.") }
        if total <= -1 { return Metric(.cagr, nil, unless: "Nothing is left to grow.") }
        let years = Double(statistics.count) / settings.barsPerYear
        return Metric(
            .cagr, pow(1 + total, 1 / years) - 1,
            unless: "The run is too short for a yearly figure.")
    }

    /// The figures over the returns of the bars.
    private static func ratios(
        _ curve: CurveFigures, _ settings: ExecutionSettings, growth: Double?
    ) -> [Metric] {
        let (statistics, shape) = (curve.statistics, curve.shape)
        let year = settings.barsPerYear
        let broke =
            statistics.mean.isFinite
            ? nil : "The equity was nothing on some bar, and returns on nothing have no meaning."
        let tooFew = broke ?? (statistics.count < 2 ? "There are fewer than two bars." : nil)
        let flat = tooFew ?? "The returns do not vary."
        let noLoss = tooFew ?? "No bar has a negative return."
        func metric(_ name: Metric.Name, _ value: Double?, _ reason: String) -> Metric {
            Metric(name, tooFew == nil ? value : nil, unless: tooFew ?? reason)
        }
        return [
            metric(.sharpe, statistics.sharpe(barsPerYear: year), flat),
            metric(.sortino, statistics.sortino(barsPerYear: year), noLoss),
            Metric(
                .calmar,
                statistics.maxDrawdown > 0 ? growth.map { $0 / statistics.maxDrawdown } : nil,
                unless: growth == nil
                    ? "There is no yearly growth." : "The equity never fell below a peak."),
            metric(
                .omega,
                statistics.losses > 0 ? statistics.gains / statistics.losses : nil, noLoss),
            metric(.annualVolatility, statistics.deviation.map { $0 * year.squareRoot() }, flat),
            metric(.skew, shape.skew, "The returns do not vary, or are fewer than three."),
            metric(.kurtosis, shape.kurtosis, "The returns do not vary, or are fewer than four."),
            metric(.valueAtRisk95, shape.valueAtRisk, flat),
            metric(.conditionalValueAtRisk95, shape.conditionalValueAtRisk, flat),
        ]
    }

    /// The figures over bars and orders.
    private static func activity(of simulation: Simulation, meanEquity mean: Double) -> [Metric] {
        let count = Double(simulation.count)
        let traded = simulation.orders.reduce(0) { $0 + $1.size * $1.price }
        let years = count / simulation.settings.barsPerYear
        let closed = simulation.trades.reduce(0) { $0 + ($1.status == .closed ? 1 : 0) }
        return [
            Metric(
                .exposure, Double(simulation.barsInPosition) / count, unless: "There are no bars."),
            Metric(
                .turnover, mean > 0 ? traded / mean / years : nil,
                unless: "The mean equity is not above zero."),
            Metric(.trades, Double(simulation.trades.count)),
            Metric(.closedTrades, Double(closed)),
        ]
    }
}
