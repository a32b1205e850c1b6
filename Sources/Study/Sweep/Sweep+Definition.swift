import Backtesting
public import StrategyLanguage
import TimeSeries

extension Sweep {
    /// The strategy with a row's values as its defaults, and where they came from.
    ///
    /// The period lasts from the first bar of any symbol to the last: a choice among several
    /// symbols was made on all of them. What was known of parameters that did not vary stays.
    /// - Parameters:
    ///   - row: The row whose values become defaults.
    ///   - trials: How many variants it was chosen among.
    public func definition(fittedTo row: SweepRow, trials: Int) -> StrategyDefinition {
        var definition = grid.definition
        var period: DefaultProvenance.Period?
        let bars = symbols.indices.map { times(symbol: $0) }
        if let first = bars.compactMap(\.first).min(), let last = bars.compactMap(\.last).max() {
            period = DefaultProvenance.Period(from: first.dateText, to: last.dateText)
        }
        for (range, value) in zip(grid.ranges, grid.values(of: row.combination)) {
            guard let place = definition.parameters.firstIndex(where: { $0.name == range.name })
            else { continue }
            definition.parameters[place].defaultValue = value
            definition.provenance.removeAll { $0.parameter == range.name }
            definition.provenance.append(
                DefaultProvenance(
                    parameter: range.name, source: "a sweep ranked by \(metric.name.rawValue)",
                    symbols: symbols, trials: trials, fitted: period))
        }
        return definition
    }
}
