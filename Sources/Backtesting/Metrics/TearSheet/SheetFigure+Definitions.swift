extension SheetFigure.Name {
    /// What the figure is called in a table.
    public var title: String { definition.title }

    /// How the figure is to be read.
    public var unit: Metric.Unit { definition.unit }

    /// What the figure is about.
    public var group: SheetFigure.Group { definition.group }

    /// What the figure is, as one or more sentences.
    public var explanation: String { definition.text }

    private typealias Row = (
        group: SheetFigure.Group, title: String, unit: Metric.Unit, text: String
    )

    /// The row of the tables below; a figure that is a metric too takes the metric's words.
    private var definition: Row {
        if let row = Self.definitions[self] { return row }
        let metric = Metric.Name(rawValue: rawValue)
        let group: SheetFigure.Group =
            self == .bestDay || self == .worstDay ? .periods : .basics
        return (
            group, metric?.title ?? rawValue, metric?.unit ?? .ratio, metric?.explanation ?? ""
        )
    }

    private static let definitions: [Self: Row] = ratios.merging(bars) { $1 }
        .merging(periods) { $1 }.merging(trailing) { $1 }.merging(drawdowns) { $1 }
        .merging(against) { $1 }

    private static let ratios: [Self: Row] = [
        .probabilisticSharpe: (
            .ratios, "Probabilistic Sharpe ratio", .fraction,
            "The chance that the true Sharpe ratio is above 0, given length, skew and kurtosis of "
                + "the returns (Bailey and Lopez de Prado 2012). It knows nothing of how many "
                + "variants were tried."
        ),
        .smartSharpe: (
            .ratios, "Smart Sharpe ratio", .ratio,
            "The Sharpe ratio over a penalty for returns that follow on each other: the root of "
                + "1 + 2 sum((1 - k/n) rho^k) over lags k, rho the size of the correlation of "
                + "neighbouring returns (after Lo 2002, with decay rho^k as QuantStats)."
        ),
        .smartSortino: (
            .ratios, "Smart Sortino ratio", .ratio,
            "The Sortino ratio over the same penalty."
        ),
        .adjustedSortino: (
            .ratios, "Sortino ratio over root 2", .ratio,
            "The Sortino ratio over the root of 2, to be comparable with a Sharpe ratio "
                + "(Schwager 2012)."
        ),
        .riskReturnRatio: (
            .ratios, "Return over risk, a bar", .ratio,
            "Mean over standard deviation (n - 1) of the bars' returns, not made yearly."
        ),
        .riskAdjustedReturn: (
            .ratios, "Growth over exposure", .fraction,
            "Annual growth over the part of the bars whose close saw a position."
        ),
        .ulcerPerformance: (
            .ratios, "Ulcer performance index", .ratio,
            "Annual growth over the ulcer index (Martin and McCann 1989)."
        ),
        .serenity: (
            .ratios, "Serenity index", .ratio,
            "Annual growth over ulcer index times pitfall, where the pitfall is the mean of the "
                + "deepest 5 % of the drawdowns of all bars over the annual volatility (KeyQuant)."
        ),
        .recoveryFactor: (
            .ratios, "Recovery factor", .ratio, "Total return over the maximum drawdown."
        ),
        .gainToPain: (
            .ratios, "Gain to pain, bars", .ratio,
            "The sum of all returns over the sum of the negative ones (Schwager 2012)."
        ),
        .gainToPainMonthly: (
            .ratios, "Gain to pain, months", .ratio,
            "The same over the compounded returns of calendar months, as Schwager uses it."
        ),
    ]

    private static let bars: [Self: Row] = [
        .averageReturn: (
            .bars, "Average return", .fraction, "The mean of the returns that are not zero."
        ),
        .averageGain: (.bars, "Average gain", .fraction, "The mean of the positive returns."),
        .averageDecline: (.bars, "Average decline", .fraction, "The mean of the negative returns."),
        .barWinRate: (
            .bars, "Share of positive bars", .fraction,
            "Positive returns over the returns that are not zero."
        ),
        .payoffRatio: (
            .bars, "Payoff ratio", .ratio, "The average gain over the size of the average decline."
        ),
        .returnProfitFactor: (
            .bars, "Profit factor of returns", .ratio,
            "The sum of the positive over the sum of the negative returns of bars; the profit "
                + "factor of trades is another figure."
        ),
        .commonSenseRatio: (
            .bars, "Common sense ratio", .ratio,
            "Profit factor of returns times tail ratio (Tharp)."
        ),
        .cpcIndex: (
            .bars, "CPC index", .ratio,
            "Profit factor of returns times share of positive bars times payoff ratio."
        ),
        .tailRatio: (
            .bars, "Tail ratio", .ratio,
            "The 0.95 quantile of the returns over the size of the 0.05 quantile."
        ),
        .outlierWinRatio: (
            .bars, "Outlier win ratio", .ratio,
            "The 0.99 quantile of the returns over the average gain."
        ),
        .outlierLossRatio: (
            .bars, "Outlier loss ratio", .ratio,
            "The 0.01 quantile of the returns over the average decline."
        ),
        .returnKelly: (
            .bars, "Kelly fraction of returns", .fraction,
            "Share of positive bars less the share of others over the payoff ratio (Kelly 1956, "
                + "two outcomes)."
        ),
        .riskOfRuin: (
            .bars, "Chance of ever losing half", .fraction,
            "The chance that the equity ever falls to half its start: exp(-2 m ln 2 / s²) with "
                + "mean m and variance s² of the logarithmic returns, taken as independent (Cox "
                + "and Miller 1965, 5.7: a Brownian motion's first passage); 1 without growth."
        ),
        .normalValueAtRisk95: (
            .bars, "Value at risk, 95 %, normal", .fraction,
            "The loss of a bar that a normal distribution of the same mean and deviation exceeds "
                + "in 5 % of cases (RiskMetrics 1996)."
        ),
        .normalExpectedShortfall95: (
            .bars, "Expected shortfall, 95 %, normal", .fraction,
            "The mean loss beyond it in that distribution."
        ),
    ]

    private static let periods: [Self: Row] = [
        .expectedDaily: (
            .periods, "Expected day", .fraction,
            "The return that, on every day with bars, compounds to the total return."
        ),
        .expectedMonthly: (.periods, "Expected month", .fraction, "The same for calendar months."),
        .expectedYearly: (.periods, "Expected year", .fraction, "The same for calendar years."),
        .bestMonth: (.periods, "Best month", .fraction, "The highest return of a calendar month."),
        .worstMonth: (.periods, "Worst month", .fraction, "The lowest return of a calendar month."),
        .bestQuarter: (.periods, "Best quarter", .fraction, "The highest return of a quarter."),
        .worstQuarter: (.periods, "Worst quarter", .fraction, "The lowest return of a quarter."),
        .bestYear: (.periods, "Best year", .fraction, "The highest return of a calendar year."),
        .worstYear: (.periods, "Worst year", .fraction, "The lowest return of a calendar year."),
        .averageUpMonth: (
            .periods, "Average up month", .fraction, "The mean of the months that gained."
        ),
        .averageDownMonth: (
            .periods, "Average down month", .fraction, "The mean of the months that lost."
        ),
        .winDays: (
            .periods, "Win days", .fraction,
            "Days with a gain over days on which the equity changed."
        ),
        .winWeeks: (.periods, "Win weeks", .fraction, "The same for weeks from Monday."),
        .winMonths: (.periods, "Win months", .fraction, "The same for calendar months."),
        .winQuarters: (.periods, "Win quarters", .fraction, "The same for quarters."),
        .winYears: (.periods, "Win years", .fraction, "The same for calendar years."),
        .maxConsecutiveWins: (
            .periods, "Most days won in a row", .count, "The longest row of days with a gain."
        ),
        .maxConsecutiveLosses: (
            .periods, "Most days lost in a row", .count, "The longest row of days with a loss."
        ),
    ]

    private static let trailing: [Self: Row] = [
        .monthToDate: (
            .trailing, "Month to date", .fraction,
            "The return since the last close of a month before."
        ),
        .threeMonths: (
            .trailing, "3 months", .fraction,
            "The return since the last close on or before the day 3 months before the last bar."
        ),
        .sixMonths: (.trailing, "6 months", .fraction, "The same for 6 months."),
        .yearToDate: (
            .trailing, "Year to date", .fraction,
            "The return since the last close of a year before."
        ),
        .oneYear: (.trailing, "1 year", .fraction, "The return since the close a year before."),
        .threeYears: (
            .trailing, "3 years, a year", .fraction,
            "The growth a year since the close 3 years before."
        ),
        .fiveYears: (
            .trailing, "5 years, a year", .fraction, "The growth a year since 5 years before."
        ),
        .tenYears: (
            .trailing, "10 years, a year", .fraction, "The growth a year since 10 years before."
        ),
    ]

    private static let drawdowns: [Self: Row] = [
        .drawdownCount: (
            .drawdowns, "Drawdowns", .count, "How often the equity fell below a peak."
        ),
        .averageDrawdown: (
            .drawdowns, "Average drawdown", .fraction, "The mean depth of all drawdowns."
        ),
        .averageDrawdownDays: (
            .drawdowns, "Average drawdown, days", .count,
            "The mean number of calendar days from a peak to its recovery, or to the end."
        ),
        .longestDrawdownDays: (
            .drawdowns, "Longest drawdown, days", .count,
            "The most calendar days from a peak to its recovery, or to the end."
        ),
        .ulcerIndex: (
            .drawdowns, "Ulcer index", .fraction,
            "The root of the mean squared drawdown of all bars (Martin and McCann 1989)."
        ),
    ]

    private static let against: [Self: Row] = [
        .beta: (
            .against, "Beta", .ratio,
            "The slope of a regression of the strategy's returns on the benchmark's, bar by bar "
                + "(ordinary least squares)."
        ),
        .betaError: (
            .against, "Beta, standard error", .ratio,
            "The standard error of the slope, for independent errors of equal size."
        ),
        .alpha: (
            .against, "Alpha a year", .fraction,
            "The regression's intercept times the bars in a year; no risk-free rate (Jensen 1968)."
        ),
        .alphaT: (
            .against, "Alpha, t-statistic", .ratio,
            "The intercept over its standard error; below about 2 it cannot be told from 0."
        ),
        .correlation: (
            .against, "Correlation", .ratio, "Pearson's correlation of the returns of bars."
        ),
        .rSquared: (
            .against, "R²", .ratio,
            "The part of the returns' variance that the benchmark's returns explain."
        ),
        .treynor: (
            .against, "Treynor ratio", .ratio,
            "The mean return a year over beta; no risk-free rate (Treynor 1965)."
        ),
        .trackingError: (
            .against, "Tracking error", .fraction,
            "The standard deviation (n - 1) of the differences of returns, made yearly."
        ),
        .informationRatio: (
            .against, "Information ratio", .ratio,
            "The mean difference of returns over its standard deviation, made yearly (Grinold and "
                + "Kahn 1999)."
        ),
    ]
}
