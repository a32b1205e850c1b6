public import Backtesting
import StrategyLanguage
public import TimeSeries

extension LedgerEntry {
    /// Makes the entries of a portfolio or a book: one for each strategy and symbol in it.
    ///
    /// Each has the Sharpe ratio of what its lines added to the returns.
    /// - Parameters:
    ///   - run: The portfolio's run.
    ///   - time: The current time.
    public static func entries(of run: PortfolioRun, time: Timestamp) -> [LedgerEntry] {
        let simulation = run.simulation
        let times = simulation.axis.times
        return run.portfolio.members.sorted { $0.name < $1.name }.flatMap { member in
            member.backtests.map { backtest in
                let symbol = backtest.data.first?.symbol ?? ""
                let own = simulation.lines(of: member.name)
                let lines = own.filter { $0.symbol == symbol }
                var sharpes = PooledMoments()
                let returns = simulation.contributions(of: lines.isEmpty ? own : lines)
                if let estimate = SharpeEstimate(returns: returns) {
                    sharpes.add(estimate.annual(barsPerYear: simulation.settings.barsPerYear))
                }
                return LedgerEntry(
                    question: StudyQuestion(backtest.definition, symbol: symbol),
                    kind: run.portfolio.isBook ? "book" : "portfolio",
                    strategy: backtest.definition.name, time: time,
                    firstBar: times.first ?? Timestamp(nanoseconds: 0),
                    lastBar: times.last ?? Timestamp(nanoseconds: 0), bars: simulation.count,
                    trials: 1, annualSharpes: sharpes,
                    hash: "\(run.hash)/\(member.name)/\(symbol)")
            }
        }
    }

    /// Makes the entry of a validation, which tries every combination of its sweep.
    ///
    /// It has the name of the sweep, so that sweeping and validating the same grid counts once.
    /// - Parameters:
    ///   - result: The validation's result.
    ///   - time: The current time.
    public init(_ result: ValidationResult, time: Timestamp) {
        let sweep = result.validation.sweep
        var sharpes = PooledMoments()
        for sharpe in result.paths.prefix(sweep.combinations.count).compactMap({
            $0.metrics.value(.sharpe)
        }) where sharpe.isFinite {
            sharpes.add(sharpe)
        }
        let times = result.market.times
        self.init(
            question: StudyQuestion(sweep.grid.definition, symbol: sweep.symbols[0]),
            kind: "validate", strategy: sweep.grid.definition.name, time: time,
            firstBar: times.first ?? Timestamp(nanoseconds: 0),
            lastBar: times.last ?? Timestamp(nanoseconds: 0), bars: times.count,
            trials: sweep.combinations.count, annualSharpes: sharpes,
            hash: "\(sweep.hash)/\(sweep.symbols[0])")
    }
}
