import AlmanacCore
import Backtesting
import TimeSeries

/// The numbers that the tear sheet's charts of one run are drawn from, as compact JSON.
struct SheetData {
    let run: BacktestRun
    let sheet: TearSheet
    let limits: ReportData.Limits
    let curve: PlotBars
    let windows: [RollingWindow]
    /// The strategy's growth were it as volatile as the benchmark; `nil` where it cannot be.
    let matched: [Double]?
    /// What trading and holding cost.
    let costs: CostBreakdown
    private let drawdown: [Double]
    private let changes: (own: [Double], held: [Double])

    init(
        _ run: BacktestRun, _ sheet: TearSheet, limits: ReportData.Limits, curve: PlotBars,
        drawdown: [Double]
    ) {
        self.run = run
        self.sheet = sheet
        self.limits = limits
        self.curve = curve
        self.drawdown = drawdown
        let cash = run.simulation.settings.initialCash
        changes = (
            EquitySeries.returns(run.simulation.equity, initialCash: cash),
            EquitySeries.returns(run.metrics.benchmarkEquity, initialCash: cash)
        )
        costs = CostBreakdown(of: run.simulation, in: run.market)
        windows = RollingWindow.of(run)
        matched = Self.matched(changes.own, sheet)
    }

    /// Compounds the returns times the ratio of volatilities.
    private static func matched(_ returns: [Double], _ sheet: TearSheet) -> [Double]? {
        guard let own = sheet.strategy.value(.annualVolatility),
            let held = sheet.benchmark.value(.annualVolatility), own > 0
        else { return nil }
        var value = 1.0
        let growth = returns.map { change in
            value *= 1 + change * held / own
            return value
        }
        return growth.allSatisfy { $0 > 0 && $0.isFinite } ? growth : nil
    }

    var json: JSON {
        [
            "matched": matched.map { PackedNumbers.values(curve.bars, of: $0) } ?? .null,
            "heldFall": fallJSON, "falls": bandsJSON, "years": yearsJSON, "months": monthsJSON,
            "boxes": .array(spreads.map(Self.box)), "days": daysJSON, "pairs": pairsJSON,
            "costs": Self.json(of: costs), "rolling": .array(windows.map(rollingJSON)),
        ]
    }

    /// The spread of returns by each length of the calendar that has at least two.
    var spreads: [ReturnSpread] {
        sheet.strategy.periods.compactMap(ReturnSpread.init).filter { $0.count > 1 }
    }

    private var fallJSON: JSON {
        let held = EquitySeries.drawdown(run.metrics.benchmarkEquity)
        return PackedNumbers.values(curve.bars, of: held.map { -$0 }, digits: 5)
    }

    /// The worst five drawdowns, from peak to recovery or to the end, and the mean of all bars.
    private var bandsJSON: JSON {
        let times = run.market.times
        func milliseconds(_ bar: Int) -> JSON {
            .integer(Int(times[bar].nanoseconds / 1_000_000))
        }
        let mean = drawdown.reduce(0, +) / Double(max(drawdown.count, 1))
        return [
            "mean": PackedNumbers.number(-mean, digits: 5),
            "bands": .array(
                run.metrics.drawdowns.prefix(5).map { fall in
                    [
                        "from": milliseconds(fall.peakBar),
                        "to": milliseconds(fall.recoveryBar ?? run.count - 1),
                        "depth": PackedNumbers.number(fall.depth, digits: 5),
                    ]
                }),
        ]
    }

    private var yearsJSON: JSON {
        func returns(_ value: (TearSheet.YearReturns) -> Double?) -> JSON {
            PackedNumbers.values(sheet.years.map { value($0) ?? .nan }, digits: 5)
        }
        return [
            "year": .array(sheet.years.map { .integer($0.year) }), "own": returns(\.strategy),
            "held": returns(\.benchmark),
        ]
    }

    /// Months of both in the same bins.
    private var monthsJSON: JSON {
        let own = sheet.strategy.returns(of: .month).defined
        let held = sheet.benchmark.returns(of: .month).defined
        let bins = EquitySeries.histogram(own + held, bins: min(31, max(7, own.count / 5)))
        func counts(_ values: [Double]) -> JSON {
            var counts = [Int](repeating: 0, count: bins.counts.count)
            for value in values {
                let width = bins.binWidth
                let place = width > 0 ? Int((value - bins.lowest) / width) : 0
                counts[min(max(place, 0), counts.count - 1)] += 1
            }
            return .array(counts.map(JSON.integer))
        }
        return [
            "lowest": PackedNumbers.number(bins.lowest),
            "width": PackedNumbers.number(bins.binWidth), "own": counts(own), "held": counts(held),
            "mean": PackedNumbers.number(own.reduce(0, +) / Double(max(own.count, 1)), digits: 5),
        ]
    }

    /// A box, with the outliers furthest from it where there are many.
    private static func box(_ spread: ReturnSpread) -> JSON {
        let limit = 60
        let low = spread.outliers.filter { $0 < spread.whiskers.lowerBound }.prefix(limit)
        let high = spread.outliers.filter { $0 > spread.whiskers.upperBound }.suffix(limit)
        return [
            "period": .string(spread.period.rawValue),
            "box": PackedNumbers.values(Array(spread.quantiles[2...4]), digits: 5),
            "whiskers": PackedNumbers.values(
                [spread.whiskers.lowerBound, spread.whiskers.upperBound], digits: 5),
            "mean": PackedNumbers.number(spread.mean, digits: 5),
            "outliers": PackedNumbers.values(Array(low) + Array(high), digits: 4),
        ]
    }

    private var daysJSON: JSON {
        let days = sheet.strategy.returns(of: .day)
        let shown = PlotBars(limit: limits.details, of: [days.values])
        return [
            "time": PackedNumbers.times(shown.bars.map { days.bars[$0] }, of: run.market.times),
            "own": PackedNumbers.values(shown.bars, of: days.values, digits: 4),
        ]
    }

    /// Days of both, an even choice where there are many, and the line through all bars.
    private var pairsJSON: JSON {
        let own = sheet.strategy.returns(of: .day).values
        let held = sheet.benchmark.returns(of: .day).values
        let step = max(1, (own.count + 799) / 800)
        let chosen = stride(from: 0, to: own.count, by: step).filter {
            own[$0].isFinite && held[$0].isFinite
        }
        return [
            "own": PackedNumbers.values(chosen, of: own, digits: 4),
            "held": PackedNumbers.values(chosen, of: held, digits: 4),
            "slope": .optional(dayLine?.slope), "level": .optional(dayLine?.level),
        ]
    }

    /// The regression's line for a whole day.
    private var dayLine: (slope: Double, level: Double)? {
        guard let slope = sheet[.beta]?.value, let alpha = sheet[.alpha]?.value else { return nil }
        let days = Double(max(sheet.strategy.returns(of: .day).values.count, 1))
        let bars = run.simulation.settings.barsPerYear
        return (slope, alpha / bars * Double(run.count) / days)
    }

    private func rollingJSON(_ window: RollingWindow) -> JSON {
        let (own, held) = changes
        let (bars, year) = (window.bars, run.simulation.settings.barsPerYear)
        let lines: [(name: String, values: [Double])] = [
            ("sharpe", EquitySeries.rollingSharpe(own, window: bars, barsPerYear: year)),
            ("heldSharpe", EquitySeries.rollingSharpe(held, window: bars, barsPerYear: year)),
            ("sortino", RollingSeries.sortino(own, window: bars, barsPerYear: year)),
            ("heldSortino", RollingSeries.sortino(held, window: bars, barsPerYear: year)),
            ("volatility", RollingSeries.volatility(own, window: bars, barsPerYear: year)),
            ("heldVolatility", RollingSeries.volatility(held, window: bars, barsPerYear: year)),
            ("beta", RollingSeries.beta(own, on: held, window: bars)),
        ]
        let shown = PlotBars(limit: limits.details, of: lines.map(\.values))
        var object: JSONObject = [
            "name": .string(window.name),
            "time": PackedNumbers.times(shown.bars, of: run.market.times),
        ]
        for (name, values) in lines {
            object[name] = PackedNumbers.values(shown.bars, of: values, digits: 4)
        }
        return .object(object)
    }
}

/// A number of bars over which figures are taken for a chart.
struct RollingWindow: Equatable {
    var bars: Int
    /// What a reader calls it, such as `12 months`.
    var name: String

    /// Half a year and a year of bars, or an eighth and a quarter of a shorter run; none below 20.
    static func of(_ run: BacktestRun) -> [RollingWindow] {
        let year = run.simulation.settings.barsPerYear
        let windows = [(2.0, "6 months"), (1.0, "12 months")].map { part, name in
            let whole = year.isFinite && year < 1e9 ? Int(year / part) : .max
            let most = run.count / (part == 1 ? 4 : 8)
            return whole <= most
                ? RollingWindow(bars: whole, name: name)
                : RollingWindow(bars: most, name: NumberText.count(most, "bar"))
        }
        return windows.filter { $0.bars >= 20 }
    }
}
