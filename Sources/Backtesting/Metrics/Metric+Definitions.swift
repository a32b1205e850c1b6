extension Metric {
    /// How a figure is to be read.
    public enum Unit: String, Sendable {
        /// Quote currency.
        case money
        /// A fraction; 0.1 is ten percent.
        case fraction
        /// A number without a unit.
        case ratio
        /// A whole number.
        case count
        /// A number of bars.
        case bars
    }
}

extension Metric.Name {
    /// What the figure is called in a table.
    public var title: String { definition.title }

    /// How the figure is to be read.
    public var unit: Metric.Unit { definition.unit }

    /// What the figure is, as a sentence.
    public var explanation: String { definition.text }

    /// The row of the table below.
    private var definition: (title: String, unit: Metric.Unit, text: String) {
        Self.definitions[self] ?? (rawValue, .ratio, "")
    }

    private static let definitions: [Self: (title: String, unit: Metric.Unit, text: String)] = [
        .finalEquity: ("Final equity", .money, "Cash and position at the last close."),
        .totalReturn: ("Total return", .fraction, "Final equity over the initial cash, less one."),
        .cagr: (
            "Annual growth (CAGR)", .fraction,
            "The yearly growth that compounds to the total return: (1 + total return) to the "
                + "power of bars in a year over bars, less one."
        ),
        .maxDrawdown: (
            "Maximum drawdown", .fraction,
            "The deepest fall of the equity below its running peak, which starts at the first "
                + "bar, as a positive fraction of the peak."
        ),
        .longestDrawdownBars: (
            "Longest drawdown", .bars,
            "The most bars from a peak to its recovery, or to the end."
        ),
        .sharpe: (
            "Sharpe ratio", .ratio,
            "Mean over standard deviation (n - 1) of the bars' returns, times the root of the "
                + "bars in a year; no risk-free rate (Sharpe 1994)."
        ),
        .sortino: (
            "Sortino ratio", .ratio,
            "Mean return over the root of the mean squared negative return, all bars counted, "
                + "times the root of the bars in a year (Sortino and Price 1994, target 0)."
        ),
        .calmar: ("Calmar ratio", .ratio, "Annual growth over the maximum drawdown (Young 1991)."),
        .omega: (
            "Omega ratio", .ratio,
            "Sum of the positive over sum of the negative returns (Keating and Shadwick 2002, "
                + "threshold 0)."
        ),
        .annualVolatility: (
            "Annual volatility", .fraction,
            "Standard deviation (n - 1) of the returns times the root of the bars in a year."
        ),
        .skew: (
            "Skew", .ratio,
            "The adjusted Fisher-Pearson skewness of the returns (G1, as pandas)."
        ),
        .kurtosis: (
            "Excess kurtosis", .ratio,
            "The adjusted excess kurtosis of the returns (G2, as pandas); 0 for a normal "
                + "distribution."
        ),
        .valueAtRisk95: (
            "Value at risk, 95 %", .fraction,
            "The loss that 5 % of the bars reach or exceed: the negated 0.05 quantile of the "
                + "returns, interpolated linearly."
        ),
        .conditionalValueAtRisk95: (
            "Conditional value at risk, 95 %", .fraction,
            "The mean loss of the bars whose return is at or below the 0.05 quantile "
                + "(Rockafellar and Uryasev 2000)."
        ),
        .bestDay: ("Best day", .fraction, "The highest return of a calendar day (UTC)."),
        .worstDay: ("Worst day", .fraction, "The lowest return of a calendar day (UTC)."),
        .exposure: ("Exposure", .fraction, "The part of the bars whose close saw a position."),
        .turnover: (
            "Yearly turnover", .ratio,
            "The value of all orders, buys and sells, in a year over the mean equity."
        ),
        .trades: ("Trades", .count, "The trades, with one that is still open."),
        .closedTrades: ("Closed trades", .count, "The trades that have ended."),
        .winRate: (
            "Win rate", .fraction, "The part of the closed trades with a profit after fees."
        ),
        .profitFactor: (
            "Profit factor", .ratio,
            "The profits of the winning over the losses of the losing closed trades, after fees."
        ),
        .expectancy: (
            "Expectancy", .money,
            "Win rate times mean win less (1 - win rate) times mean loss, of closed trades."
        ),
        .averageWin: ("Average win", .money, "The mean profit of the winning closed trades."),
        .averageLoss: ("Average loss", .money, "The mean loss of the losing closed trades."),
        .kelly: (
            "Kelly fraction", .fraction,
            "Win rate less (1 - win rate) over the ratio of mean win to mean loss (Kelly 1956, "
                + "two outcomes)."
        ),
        .averageHoldingBars: (
            "Average holding time", .bars, "The mean bars from entry to exit of closed trades."
        ),
        .averageAdverseExcursion: (
            "Average adverse excursion", .fraction,
            "How far prices went against closed trades while they were held, on average, as a "
                + "fraction of the entry price (Sweeney 1996)."
        ),
        .averageFavourableExcursion: (
            "Average favourable excursion", .fraction,
            "How far prices went the way of closed trades while they were held, on average."
        ),
        .totalFees: ("Total fees", .money, "The fees of all orders."),
        .benchmarkFinalEquity: (
            "Benchmark: final equity", .money,
            "The traded instrument bought with all cash at the first fill the run's settings "
                + "allow, with the same costs, and held."
        ),
        .benchmarkReturn: (
            "Benchmark: total return", .fraction, "The benchmark's equity over the initial cash."
        ),
        .benchmarkSharpe: ("Benchmark: Sharpe ratio", .ratio, "The benchmark's Sharpe ratio."),
        .benchmarkMaxDrawdown: (
            "Benchmark: maximum drawdown", .fraction, "The benchmark's maximum drawdown."
        ),
        .excessReturn: (
            "Excess return", .fraction, "The total return less the benchmark's."
        ),
    ]
}
