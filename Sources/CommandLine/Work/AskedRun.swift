import Agents
import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

/// Runs what a sentence asks.
enum AskedRun {
    /// The backtest of a reading with the flags of the command line.
    static func run(
        _ reading: SentenceReading, _ data: AskedData, _ arguments: Arguments
    ) throws(AlmanacError) -> BacktestRun {
        let definition = try StrategyDefinition(json: reading.definition, name: "ask")
        var given: [(name: String, value: String)] = []
        for (name, value) in arguments.pairs("--param") {
            guard let name else {
                throw arguments.usage("--param takes NAME=VALUE, not '\(value)'")
            }
            given.append((name, value))
        }
        let parameters = try BoundParameters(definition.parameters, text: given)
        let slots = try data.slots(reading, definition)
        var backtest = Backtest(definition: definition, parameters: parameters, data: slots)
        try apply(reading, to: &backtest)
        let span = AskedData.span(ofSignals: definition, slots)
        if backtest.from == nil, let first = span.first {
            backtest.from = .day(first.date.daysSinceEpoch)
            backtest.warmup = .bars(warmupBars)
        }
        if backtest.to == nil, let last = span.last {
            backtest.to = .day(last.date.daysSinceEpoch)
        }
        try BacktestOptions.configure(&backtest, arguments)
        return try backtest.run()
    }

    /// Bars before a span of signals, which fill the windows of conditions on prices.
    private static let warmupBars = 400

    private static func apply(
        _ reading: SentenceReading, to backtest: inout Backtest
    ) throws(AlmanacError) {
        backtest.from = reading.period.from.flatMap(BacktestOptions.edge)
        backtest.to = reading.period.to.flatMap(BacktestOptions.edge)
        if let last = reading.period.last, let end = backtest.data.first?.frame.times.last {
            backtest.from = .day(last.firstDay(endingOn: end.date).daysSinceEpoch)
        }
        if let cash = reading.cash { backtest.settings.initialCash = cash }
        if let fees = reading.fees { backtest.settings.fees = fees }
        if let fees = reading.fixedFees { backtest.settings.fixedFees = fees }
        if let slippage = reading.slippage { backtest.settings.slippage = slippage }
        if let size = reading.tradeSize { backtest.settings.sizing = try Sizing(size.option) }
        if let leverage = reading.leverage { backtest.settings.leverage = leverage }
    }

    /// What a talk needs to know of a run.
    static func summary(of run: BacktestRun, _ reasons: StrategyReasons) -> RunSummary {
        let why = TradeReasons(run, reasons)
        let times = run.market.times
        func day(_ bar: Int) -> String {
            times.indices.contains(bar) ? String(times[bar].iso8601.prefix(10)) : ""
        }
        let lines = run.portfolio?.combined.tradeLines
        func symbol(_ slot: String) -> String {
            run.backtest.data.first { $0.slot == slot }?.symbol ?? slot
        }
        let trades = run.simulation.trades.enumerated().map { index, trade in
            RunSummary.Trade(
                symbol: lines.flatMap { run.portfolio?.lines[$0[index]].name }.map(symbol)
                    ?? run.symbol,
                entry: day(trade.entryBar),
                exit: trade.status == .open ? nil : day(trade.exitBar),
                entryPrice: trade.entryPrice,
                exitPrice: trade.status == .open ? nil : trade.exitPrice,
                gain: trade.returnFraction, isLong: trade.direction == .long,
                reason: trade.exitReason?.rawValue,
                why: why.entry(of: trade), whyEnded: why.exit(of: trade))
        }
        let figures = (run.json()["metrics"]?.objectValue?.members ?? []).compactMap { key, value in
            value.doubleValue.map { (name: key, value: $0) }
        }
        return RunSummary(
            figures: figures, span: (day(0), day(times.count - 1)), trades: trades,
            months: run.metrics.monthlyReturns.compactMap { part in
                part.month.map {
                    RunSummary.Month(year: part.year, month: $0, gain: part.returnFraction)
                }
            })
    }
}
