import Glibc

/// The figures that a run's metrics have too, by the same definitions.
struct BasicFigures {
    let curve: CurveFigures
    let barsPerYear: Double
    let total: Double
    /// The yearly growth; `nil` where nothing is left or there are no bars.
    let growth: Double?
    /// Why figures over returns do not exist; `nil` where they may.
    let obstacle: String?

    init(_ curve: CurveFigures, initialCash: Double, barsPerYear: Double) {
        self.curve = curve
        self.barsPerYear = barsPerYear
        let statistics = curve.statistics
        total = statistics.finalEquity / initialCash - 1
        let years = Double(statistics.count) / barsPerYear
        let rate = total > -1 && years > 0 ? pow(1 + total, 1 / years) - 1 : .nan
        growth = rate.isFinite ? rate : nil
        obstacle =
            !statistics.mean.isFinite
            ? "The equity was nothing on some bar, and returns on nothing have no meaning."
            : statistics.count < 2 ? "There are fewer than two bars." : nil
    }

    /// The yearly volatility, where the returns vary.
    var volatility: Double? {
        guard obstacle == nil, let deviation = curve.statistics.deviation, deviation > 0 else {
            return nil
        }
        return deviation * barsPerYear.squareRoot()
    }

    /// A figure over returns.
    func figure(_ name: SheetFigure.Name, _ value: Double?, _ reason: String) -> SheetFigure {
        SheetFigure(name, obstacle == nil ? value : nil, unless: obstacle ?? reason)
    }

    var figures: [SheetFigure] {
        let (statistics, shape) = (curve.statistics, curve.shape)
        let flat = "The returns do not vary."
        let noLoss = "No bar has a negative return."
        let fall = statistics.maxDrawdown
        return [
            SheetFigure(.totalReturn, total),
            SheetFigure(
                .cagr, growth,
                unless: total <= -1
                    ? "Nothing is left to grow." : "The run is too short for a yearly figure."),
            figure(.annualVolatility, volatility, flat),
            figure(.sharpe, statistics.sharpe(barsPerYear: barsPerYear), flat),
            figure(.sortino, statistics.sortino(barsPerYear: barsPerYear), noLoss),
            figure(
                .omega, statistics.losses > 0 ? statistics.gains / statistics.losses : nil, noLoss),
            figure(
                .calmar, fall > 0 ? growth.map { $0 / fall } : nil,
                growth == nil ? "There is no yearly growth." : "The equity never fell below a peak."
            ),
            SheetFigure(.maxDrawdown, fall),
            figure(.skew, shape.skew, "The returns do not vary, or are fewer than three."),
            figure(.kurtosis, shape.kurtosis, "The returns do not vary, or are fewer than four."),
            figure(.valueAtRisk95, shape.valueAtRisk, flat),
            figure(.conditionalValueAtRisk95, shape.conditionalValueAtRisk, flat),
        ]
    }
}

/// Return for risk, by measures other than the main ones.
struct RatioFigures {
    private(set) var figures: [SheetFigure] = []

    init(
        _ basics: BasicFigures, returns: [Double], falls: DrawdownFigures, exposure: Double?,
        months: PeriodReturns
    ) {
        let statistics = basics.curve.statistics
        let shape = basics.curve.shape
        let (growth, year) = (basics.growth, basics.barsPerYear)
        let flat = "The returns do not vary."
        let noLoss = "No bar has a negative return."
        let noFall = "The equity never fell below a peak."
        let sharpe = statistics.sharpe(barsPerYear: 1)
        let sortino = statistics.sortino(barsPerYear: year)
        let penalty = basics.obstacle == nil ? Self.penalty(returns) : .nan
        let monthly = Self.gainToPain(months.defined)
        figures = [
            basics.figure(
                .probabilisticSharpe,
                sharpe.flatMap { Self.probabilistic($0, shape, count: statistics.count) },
                "The returns do not vary, or are fewer than four."),
            basics.figure(
                .smartSharpe, sharpe.map { $0 * year.squareRoot() / penalty }, flat),
            basics.figure(.smartSortino, sortino.map { $0 / penalty }, noLoss),
            basics.figure(.adjustedSortino, sortino.map { $0 / 2.0.squareRoot() }, noLoss),
            basics.figure(.riskReturnRatio, sharpe, flat),
            SheetFigure(
                .riskAdjustedReturn,
                growth.flatMap { growth in exposure.flatMap { $0 > 0 ? growth / $0 : nil } },
                unless: growth == nil ? "There is no yearly growth." : "No bar saw a position."),
            SheetFigure(
                .ulcerPerformance, falls.ulcer > 0 ? growth.map { $0 / falls.ulcer } : nil,
                unless: growth == nil ? "There is no yearly growth." : noFall),
            SheetFigure(
                .serenity, Self.serenity(basics, falls),
                unless: growth == nil ? "There is no yearly growth." : noFall),
            SheetFigure(
                .recoveryFactor,
                statistics.maxDrawdown > 0 ? basics.total / statistics.maxDrawdown : nil,
                unless: noFall),
            basics.figure(
                .gainToPain,
                statistics.losses > 0
                    ? (statistics.gains - statistics.losses) / statistics.losses : nil, noLoss),
            SheetFigure(.gainToPainMonthly, monthly, unless: "No month has a negative return."),
        ]
    }

    /// The chance that the true Sharpe ratio of a bar is above 0.
    ///
    /// - Source: Bailey and Lopez de Prado, "The Sharpe ratio efficient frontier" (2012), equation
    ///   for PSR(0), with the adjusted estimates of skew and kurtosis.
    static func probabilistic(_ sharpe: Double, _ shape: ReturnDistribution, count: Int) -> Double?
    {
        guard let skew = shape.skew, let kurtosis = shape.kurtosis, count > 1 else { return nil }
        let spread = 1 - skew * sharpe + (kurtosis + 2) / 4 * sharpe * sharpe
        guard spread > 0 else { return nil }
        let score = sharpe * Double(count - 1).squareRoot() / spread.squareRoot()
        return 0.5 * erfc(-score / 2.0.squareRoot())
    }

    /// How much the correlation of neighbouring returns understates their risk; 1 for none.
    static func penalty(_ returns: [Double]) -> Double {
        let count = returns.count
        guard count > 2 else { return 1 }
        let pairs = Regression(of: Array(returns.dropFirst()), on: Array(returns.dropLast()))
        guard let coefficient = pairs.correlation?.magnitude else { return 1 }
        var (power, sum) = (1.0, 0.0)
        for lag in 1..<count {
            power *= coefficient
            // Later terms are below what the sum can hold.
            if power < 1e-18 { break }
            sum += Double(count - lag) / Double(count) * power
        }
        return (1 + 2 * sum).squareRoot()
    }

    private static func serenity(_ basics: BasicFigures, _ falls: DrawdownFigures) -> Double? {
        guard let growth = basics.growth, let volatility = basics.volatility, falls.ulcer > 0,
            falls.deepMean > 0
        else { return nil }
        return growth / (falls.ulcer * falls.deepMean / volatility)
    }

    private static func gainToPain(_ values: [Double]) -> Double? {
        let pain = values.reduce(0) { $0 - min($1, 0) }
        return pain > 0 ? values.reduce(0, +) / pain : nil
    }
}
