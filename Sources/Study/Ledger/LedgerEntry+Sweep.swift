import Backtesting
import StrategyLanguage
public import TimeSeries

extension LedgerEntry {
    /// Makes the entry of a sweep over one of its symbols; nil where none of its combinations ran.
    ///
    /// An interrupted sweep counts the combinations that ran, under a name of its own.
    /// - Parameters:
    ///   - sweep: The sweep.
    ///   - symbol: The number of the symbol.
    ///   - rows: The rows of the sweep, of all symbols.
    ///   - time: The current time.
    ///   - includes: Hashes of single runs among the combinations, such as that of the best one.
    public init?(
        _ sweep: Sweep, symbol: Int, rows: [SweepRow], time: Timestamp, includes: [String] = []
    ) {
        let rows = rows.filter { $0.symbol == symbol }
        guard !rows.isEmpty else { return nil }
        var sharpes = PooledMoments()
        for sharpe in rows.compactMap(\.figures?.sharpe) where sharpe.isFinite {
            sharpes.add(sharpe)
        }
        let times = sweep.times(symbol: symbol)
        let isWhole = rows.count == sweep.combinations.count
        self.init(
            question: StudyQuestion(sweep.grid.definition, symbol: sweep.symbols[symbol]),
            kind: "sweep", strategy: sweep.grid.definition.name, time: time,
            firstBar: times.first ?? Timestamp(nanoseconds: 0),
            lastBar: times.last ?? Timestamp(nanoseconds: 0), bars: times.count,
            trials: rows.count, annualSharpes: sharpes,
            hash: "\(sweep.hash)/\(sweep.symbols[symbol])" + (isWhole ? "" : "/\(rows.count)"),
            includes: includes)
    }
}

extension Sweep {
    /// The bars that one symbol is traded on, at the first of the grid's frequencies.
    func times(symbol: Int) -> [Timestamp] {
        markets[symbol].sorted { $0.key < $1.key }.first?.value.closeMarket.times ?? []
    }

    /// The bars in a year of one symbol, at the first of the grid's frequencies.
    public func barsPerYear(symbol: Int = 0) -> Double {
        markets[symbol].sorted { $0.key < $1.key }.first?.value.settings.barsPerYear ?? 252
    }
}
