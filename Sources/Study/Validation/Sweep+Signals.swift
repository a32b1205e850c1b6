import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

extension Sweep {
    /// What a combination says on every traded bar of the first symbol.
    func signals(of combination: Int) throws(AlmanacError) -> Signals {
        let parameters = try grid.parameters(of: combination)
        guard let prepared = markets[0][parameters.executionFrequency.rawValue] else {
            throw AlmanacError(.internalError, "a frequency of the grid was not prepared")
        }
        return try prepared.signals(of: grid.definition.compile(parameters))
    }
}
