public import TimeSeries

/// The figures that a tear sheet shows beyond a run's metrics, for a strategy and its benchmark.
///
/// - Shape: two equity curves over the same bars.
/// - Look-ahead: none; the figures describe a run that has ended.
/// - Missing: a figure without a meaning has a reason instead of a value.
/// - Determinism: sums run in the order of time.
/// - Source: with each figure; `Documentation/TearSheet.md` compares them with QuantStats 0.0.86.
/// - Complexity: O(n log n) time, for the quantiles.
public struct TearSheet: Sendable {
    /// The strategy's figures.
    public var strategy: TearSheetColumn
    /// The benchmark's, by the same definitions.
    public var benchmark: TearSheetColumn
    /// The strategy measured against the benchmark.
    public var against: [SheetFigure]
    /// The return of each calendar year of both, oldest first.
    public var years: [YearReturns]

    /// A calendar year's returns.
    public struct YearReturns: Sendable, Equatable {
        /// The year.
        public var year: Int
        /// The strategy's return; `nil` where nothing was left before.
        public var strategy: Double?
        /// The benchmark's return.
        public var benchmark: Double?
    }

    /// Measures two curves.
    ///
    /// - Parameters:
    ///   - equity: The strategy's equity at each bar's close.
    ///   - benchmark: The benchmark's, over the same bars.
    ///   - times: The starts of the bars, ascending.
    ///   - initialCash: What both began with.
    ///   - barsPerYear: How many bars a year has.
    ///   - exposure: The part of the bars that saw a position, where it is known.
    public init(
        equity: [Double], benchmark: [Double], times: [Timestamp], initialCash: Double,
        barsPerYear: Double, exposure: Double? = nil
    ) {
        precondition(
            equity.count == benchmark.count && equity.count == times.count,
            "Both curves have a value for each bar.")
        let calendar = CalendarPeriods(times)
        func column(_ curve: [Double], _ exposure: Double?) -> TearSheetColumn {
            TearSheetColumn(
                curve, times: times, calendar: calendar, initialCash: initialCash,
                barsPerYear: barsPerYear, exposure: exposure)
        }
        strategy = column(equity, exposure)
        self.benchmark = column(benchmark, 1)
        against = Regression(
            of: EquitySeries.returns(equity, initialCash: initialCash),
            on: EquitySeries.returns(benchmark, initialCash: initialCash)
        ).figures(barsPerYear: barsPerYear)
        let own = strategy.returns(of: .year)
        let other = self.benchmark.returns(of: .year)
        years = own.bars.indices.map { index in
            YearReturns(
                year: times[own.bars[index]].date.year,
                strategy: own.values[index].isFinite ? own.values[index] : nil,
                benchmark: other.values[index].isFinite ? other.values[index] : nil)
        }
    }

    /// Measures a run beside buying and holding what it trades.
    public init(_ run: BacktestRun) {
        self.init(
            equity: run.simulation.equity, benchmark: run.metrics.benchmarkEquity,
            times: run.market.times, initialCash: run.simulation.settings.initialCash,
            barsPerYear: run.simulation.settings.barsPerYear,
            exposure: run.metrics.value(.exposure))
    }

    /// The figure of a name that compares with the benchmark.
    public subscript(name: SheetFigure.Name) -> SheetFigure? {
        against.first { $0.name == name }
    }
}

/// The figures of one equity curve.
public struct TearSheetColumn: Sendable {
    /// The figures, in the order in which they are shown.
    public private(set) var figures: [SheetFigure] = []
    /// The returns by each length of the calendar.
    public private(set) var periods: [PeriodReturns] = []

    init(
        _ equity: [Double], times: [Timestamp], calendar: CalendarPeriods, initialCash: Double,
        barsPerYear: Double, exposure: Double?
    ) {
        let curve = CurveFigures(equity, initialCash: initialCash, drawdownCount: 0)
        let returns = EquitySeries.returns(equity, initialCash: initialCash)
        let falls = DrawdownFigures(equity, times: times)
        let basics = BasicFigures(
            curve, initialCash: initialCash, barsPerYear: barsPerYear)
        periods = ReturnPeriod.allCases.map {
            calendar.returns($0, of: equity, initialCash: initialCash)
        }
        figures = basics.figures
        figures +=
            RatioFigures(
                basics, returns: returns, falls: falls, exposure: exposure,
                months: self.returns(of: .month)
            ).figures
        figures += BarFigures(returns).figures
        figures += PeriodFigures(periods).figures
        figures += TrailingReturns(equity, times: times, calendar: calendar, initialCash).figures
        figures += falls.figures
    }

    /// The figure of a name.
    public subscript(name: SheetFigure.Name) -> SheetFigure? {
        figures.first { $0.name == name }
    }

    /// The value of a figure, where it is defined.
    public func value(_ name: SheetFigure.Name) -> Double? { self[name]?.value }

    /// The returns by a length of the calendar.
    public func returns(of period: ReturnPeriod) -> PeriodReturns {
        periods.first { $0.period == period }
            ?? PeriodReturns(period: period, bars: [], values: [])
    }
}
