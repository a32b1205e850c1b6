/// One named figure of a run, or the reason why it does not exist.
public struct Metric: Sendable, Equatable {
    /// Which figure.
    public var name: Name
    /// The figure; `nil` where it is undefined, never 0, infinity or NaN instead.
    public var value: Double?
    /// Why there is no figure, as a sentence; `nil` where there is one.
    public var reason: String?

    /// Makes a figure; one that is not finite is undefined.
    public init(_ name: Name, _ value: Double?, unless reason: String? = nil) {
        self.name = name
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.reason = self.value == nil ? (reason ?? "The figure is not finite.") : nil
    }

    /// Every figure; the raw value is its key in JSON.
    public enum Name: String, Sendable, CaseIterable {
        case finalEquity = "final_equity"
        case totalReturn = "total_return"
        case cagr
        case maxDrawdown = "max_drawdown"
        case longestDrawdownBars = "longest_drawdown_bars"
        case sharpe
        case sortino
        case calmar
        case omega
        case annualVolatility = "annual_volatility"
        case skew
        case kurtosis
        case valueAtRisk95 = "value_at_risk_95"
        case conditionalValueAtRisk95 = "conditional_value_at_risk_95"
        case bestDay = "best_day"
        case worstDay = "worst_day"
        case exposure
        case turnover
        case trades
        case closedTrades = "closed_trades"
        case winRate = "win_rate"
        case profitFactor = "profit_factor"
        case expectancy
        case averageWin = "average_win"
        case averageLoss = "average_loss"
        case kelly
        case averageHoldingBars = "average_holding_bars"
        case averageAdverseExcursion = "average_mae"
        case averageFavourableExcursion = "average_mfe"
        case totalFees = "total_fees"
        case benchmarkFinalEquity = "benchmark_final_equity"
        case benchmarkReturn = "benchmark_return"
        case benchmarkSharpe = "benchmark_sharpe"
        case benchmarkMaxDrawdown = "benchmark_max_drawdown"
        case excessReturn = "excess_return"
    }
}
