import AlmanacCore
import Backtesting
import TimeSeries

/// The numbers that a page's charts and its table of trades are drawn from, as compact JSON.
///
/// Times are milliseconds since the epoch, written as a start, a step and whole numbers of steps.
/// Values have as many significant digits as the page can show of them, seven for most.
struct ReportData {
    /// How many points, candles and trades one run may have.
    struct Limits {
        var points = 12_000
        var candles = 12_000
        var trades = 50_000
        /// Points of each of the smaller charts.
        var details = 3_000

        /// The share of one of several runs on a page.
        init(runs: Int) {
            points = max(points / runs, 1_000)
            candles = max(candles / runs, 1_000)
            trades = max(trades / runs, 1_000)
            details = max(details / runs, 500)
        }
    }

    let run: BacktestRun
    let limits: Limits
    let curve: PlotBars
    /// The numbers of the tear sheet's charts.
    let sheet: SheetData
    let returns: Histogram
    /// How many returns the histogram counts, and how many bars there are with no change at all.
    let returnCounts: (changed: Int, unchanged: Int)
    private let drawdown: [Double]
    private let changes: [Double]

    init(_ run: BacktestRun, _ sheet: TearSheet, limits: Limits) {
        self.run = run
        self.limits = limits
        let equity = run.simulation.equity
        drawdown = EquitySeries.drawdown(equity)
        changes = EquitySeries.returns(equity, initialCash: run.simulation.settings.initialCash)
        curve = PlotBars(
            limit: limits.points, of: [equity, run.metrics.benchmarkEquity, drawdown])
        let moved = changes.filter { $0 != 0 && $0.isFinite }
        returnCounts = (moved.count, changes.reduce(0) { $0 + ($1 == 0 ? 1 : 0) })
        returns = EquitySeries.histogram(moved, bins: min(81, max(11, moved.count / 12)))
        self.sheet = SheetData(run, sheet, limits: limits, curve: curve, drawdown: drawdown)
    }

    /// Whether the market has the prices of a candle.
    var hasCandles: Bool {
        run.prices.open != nil && run.prices.high != nil && run.prices.low != nil
    }

    /// Whether trades are left out of the page.
    var omittedTrades: Int { max(0, run.simulation.trades.count - limits.trades) }

    /// The run's part of the page's data.
    var json: JSON {
        [
            "name": .string(RunWording(run).title), "cash": number(cash),
            "dates": .bool(RunWording(run).hasDates),
            "equity": equityJSON, "price": priceJSON,
            "returns": returnsJSON, "trades": tradesJSON, "sheet": sheet.json,
        ]
    }

    private var cash: Double { run.simulation.settings.initialCash }

    private var equityJSON: JSON {
        [
            "time": times(curve.bars), "own": numbers(curve.bars, of: run.simulation.equity),
            "held": numbers(curve.bars, of: run.metrics.benchmarkEquity),
            "drawdown": numbers(curve.bars, of: drawdown.map { -$0 }, digits: 5),
        ]
    }

    private var priceJSON: JSON {
        let market = run.prices
        if let open = market.open, let high = market.high, let low = market.low {
            let candles = PlotCandles(
                limit: limits.candles, open: open, high: high, low: low, close: market.close)
            return [
                "time": times(candles.bars), "bars": .integer(candles.barsInCandle),
                "open": numbers(candles.open), "high": numbers(candles.high),
                "low": numbers(candles.low), "close": numbers(candles.close),
            ]
        }
        let shown = PlotBars(limit: limits.candles, of: [market.close])
        return [
            "time": times(shown.bars), "bars": 1, "close": numbers(shown.bars, of: market.close),
        ]
    }

    private var returnsJSON: JSON {
        [
            "lowest": number(returns.lowest), "width": number(returns.binWidth),
            "counts": .array(returns.counts.map(JSON.integer)),
            "tail": .optional(run.metrics.value(.valueAtRisk95).map { -$0 }),
        ]
    }

    private var tradesJSON: JSON {
        let trades = run.simulation.trades.prefix(limits.trades)
        func column(_ digits: Int, _ value: (Trade) -> Double) -> JSON {
            .array(trades.map { number(value($0), digits: digits) })
        }
        func reason(_ value: Order.Reason?) -> Int {
            value.flatMap { Order.Reason.allCases.firstIndex(of: $0) } ?? -1
        }
        var object: JSONObject = [
            "short": .array(trades.map { .integer($0.direction == .short ? 1 : 0) }),
            "entry": times(trades.map(\.entryBar)), "exit": times(trades.map(\.exitBar)),
            "bars": .array(trades.map { .integer($0.exitBar - $0.entryBar) }),
            "entryPrice": column(9, \.entryPrice), "exitPrice": column(9, \.exitPrice),
            "size": column(8, \.size), "pnl": column(10, \.pnl),
            "return": column(6, \.returnFraction),
            "fees": column(7, \.fees), "mae": column(5, \.maximumAdverseExcursion),
            "mfe": column(5, \.maximumFavourableExcursion),
            "reason": .array(trades.map { .integer(reason($0.exitReason)) }),
            "reasons": .array(
                Order.Reason.allCases.map {
                    .string($0.rawValue.split(separator: "_").joined(separator: " "))
                }),
        ]
        if let portfolio = run.portfolio {
            // Trades of other slots have no place in the first slot's chart.
            let first = portfolio.lines.firstIndex { $0.name == run.backtest.data.first?.slot }
            object["elsewhere"] = .array(
                portfolio.combined.tradeLines.prefix(limits.trades).map {
                    .integer($0 == first ? 0 : 1)
                })
        }
        return .object(object)
    }

    private func times(_ bars: [Int]) -> JSON {
        PackedNumbers.times(bars, of: run.market.times)
    }

    private func numbers(_ bars: [Int], of values: [Double], digits: Int = 7) -> JSON {
        PackedNumbers.values(bars, of: values, digits: digits)
    }

    private func numbers(_ values: [Double]) -> JSON { PackedNumbers.values(values) }

    private func number(_ value: Double, digits: Int = 7) -> JSON {
        PackedNumbers.number(value, digits: digits)
    }
}
