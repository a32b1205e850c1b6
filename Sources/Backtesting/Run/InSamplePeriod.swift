import AlmanacCore
import StrategyLanguage
public import TimeSeries

/// Bars of a run on which a default in use was fitted, so that their result was known beforehand.
public struct InSamplePeriod: Sendable, Equatable {
    /// The parameters whose defaults were fitted on them.
    public var parameters: [String]
    /// The first of these bars.
    public var first: Timestamp
    /// The last of these bars.
    public var last: Timestamp
    /// How many there are.
    public var bars: Int
    /// The symbols that were fitted on; empty where the definition does not say.
    public var symbols: [String]

    /// What it means, as a sentence.
    var sentence: String {
        let names = parameters.map { "'\($0)'" }.joined(separator: ", ")
        let verb = parameters.count == 1 ? "was" : "were"
        let place = symbols.isEmpty ? "" : " on \(symbols.joined(separator: ", "))"
        return "In-sample: the default of \(names) \(verb) fitted\(place) on a period that holds "
            + "\(bars) of the bars (\(first.dateText) to \(last.dateText)), so their result says "
            + "nothing about the future."
    }

    var json: JSON {
        [
            "parameters": .array(parameters.map(JSON.string)), "first": .string(first.iso8601),
            "last": .string(last.iso8601), "bars": .integer(bars),
            "symbols": .array(symbols.map(JSON.string)),
        ]
    }
}

extension InSamplePeriod {
    /// The overlaps of a run's bars with what its defaults were fitted on; parameters that were
    /// fitted on the same data share one.
    static func of(_ backtest: Backtest, times: [Timestamp]) -> [InSamplePeriod] {
        var found: [InSamplePeriod] = []
        for entry in backtest.definition.provenance {
            let schema = backtest.definition.parameters.first { $0.name == entry.parameter }
            guard let fitted = entry.fitted?.range, let value = schema?.defaultValue,
                backtest.parameters[entry.parameter] == value,
                let first = times.first(where: { fitted.contains($0) }),
                let last = times.last(where: { fitted.contains($0) })
            else { continue }
            let same = found.firstIndex {
                $0.first == first && $0.last == last && $0.symbols == entry.symbols
            }
            if let same {
                found[same].parameters.append(entry.parameter)
            } else {
                found.append(
                    InSamplePeriod(
                        parameters: [entry.parameter], first: first, last: last,
                        bars: times.count { fitted.contains($0) }, symbols: entry.symbols))
            }
        }
        return found
    }
}
