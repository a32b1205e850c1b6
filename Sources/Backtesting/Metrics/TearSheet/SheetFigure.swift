/// One named figure of a tear sheet, or the reason why it does not exist.
public struct SheetFigure: Sendable, Equatable {
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

    /// What figures are about, for tables.
    public enum Group: String, Sendable, CaseIterable {
        case basics = "Return and risk"
        case ratios = "Risk-adjusted"
        case bars = "Gains and losses of bars"
        case periods = "By the calendar"
        case trailing = "Recent returns"
        case drawdowns = "Drawdowns"
        case against = "Against the benchmark"
    }

    /// Every figure; the raw value is its key in JSON.
    ///
    /// A figure that the run's metrics have too bears the same key and the same value.
    public enum Name: String, Sendable, CaseIterable {
        case totalReturn = "total_return"
        case cagr
        case annualVolatility = "annual_volatility"
        case sharpe
        case sortino
        case omega
        case calmar
        case maxDrawdown = "max_drawdown"
        case skew
        case kurtosis
        case valueAtRisk95 = "value_at_risk_95"
        case conditionalValueAtRisk95 = "conditional_value_at_risk_95"

        case probabilisticSharpe = "probabilistic_sharpe"
        case smartSharpe = "smart_sharpe"
        case smartSortino = "smart_sortino"
        case adjustedSortino = "adjusted_sortino"
        case riskReturnRatio = "risk_return_ratio"
        case riskAdjustedReturn = "risk_adjusted_return"
        case ulcerPerformance = "ulcer_performance_index"
        case serenity = "serenity_index"
        case recoveryFactor = "recovery_factor"
        case gainToPain = "gain_to_pain"
        case gainToPainMonthly = "gain_to_pain_monthly"

        case averageReturn = "average_return"
        case averageGain = "average_gain"
        case averageDecline = "average_decline"
        case barWinRate = "bar_win_rate"
        case payoffRatio = "payoff_ratio"
        case returnProfitFactor = "profit_factor_of_returns"
        case commonSenseRatio = "common_sense_ratio"
        case cpcIndex = "cpc_index"
        case tailRatio = "tail_ratio"
        case outlierWinRatio = "outlier_win_ratio"
        case outlierLossRatio = "outlier_loss_ratio"
        case returnKelly = "kelly_of_returns"
        case riskOfRuin = "risk_of_ruin"
        case normalValueAtRisk95 = "normal_value_at_risk_95"
        case normalExpectedShortfall95 = "normal_expected_shortfall_95"

        case expectedDaily = "expected_daily"
        case expectedMonthly = "expected_monthly"
        case expectedYearly = "expected_yearly"
        case bestDay = "best_day"
        case worstDay = "worst_day"
        case bestMonth = "best_month"
        case worstMonth = "worst_month"
        case bestQuarter = "best_quarter"
        case worstQuarter = "worst_quarter"
        case bestYear = "best_year"
        case worstYear = "worst_year"
        case averageUpMonth = "average_up_month"
        case averageDownMonth = "average_down_month"
        case winDays = "win_days"
        case winWeeks = "win_weeks"
        case winMonths = "win_months"
        case winQuarters = "win_quarters"
        case winYears = "win_years"
        case maxConsecutiveWins = "max_consecutive_wins"
        case maxConsecutiveLosses = "max_consecutive_losses"

        case monthToDate = "month_to_date"
        case threeMonths = "three_months"
        case sixMonths = "six_months"
        case yearToDate = "year_to_date"
        case oneYear = "one_year"
        case threeYears = "three_years_annual"
        case fiveYears = "five_years_annual"
        case tenYears = "ten_years_annual"

        case drawdownCount = "drawdown_count"
        case averageDrawdown = "average_drawdown"
        case averageDrawdownDays = "average_drawdown_days"
        case longestDrawdownDays = "longest_drawdown_days"
        case ulcerIndex = "ulcer_index"

        case beta
        case betaError = "beta_standard_error"
        case alpha
        case alphaT = "alpha_t_statistic"
        case correlation
        case rSquared = "r_squared"
        case treynor = "treynor_ratio"
        case trackingError = "tracking_error"
        case informationRatio = "information_ratio"
    }
}
