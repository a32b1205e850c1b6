import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import Study
import TimeSeries

/// Small sweeps over bundled prices.
enum SweepSample {
    /// A symbol's bundled prices from 2005 on for the first slot, and for every other one.
    static func backtest(
        _ definition: StrategyDefinition, _ symbol: String, from: Int = 2015
    ) throws -> Backtest {
        var data: [SlotData] = []
        for (index, slot) in definition.slots.enumerated() {
            let name = index == 0 ? symbol : "KO"
            let resolved = try BundledPrices.resolve(name)
            var frame = try CSVReader.read(
                bytes: try BundledPrices.csv(for: resolved.symbol), name: name
            ).frame
            // Columns that prices do not have stand on the closes.
            for column in slot.columns where frame[column] == nil {
                frame.columns.append(
                    Frame.NamedColumn(
                        name: column, values: (frame["close"] ?? []).map { $0 / 17 }))
            }
            data.append(
                SlotData(
                    slot: slot.name, symbol: name, frame: frame, calendar: .newYork,
                    isAdjusted: resolved.isAdjusted, source: resolved.provenance))
        }
        var backtest = Backtest(
            definition: definition, parameters: try BoundParameters(definition.parameters),
            data: data)
        backtest.from = CivilDate(year: from, month: 1, day: 1).map { .day($0.daysSinceEpoch) }
        backtest.settings.fees = 0.0005
        return backtest
    }

    static func definition(_ example: String) throws -> StrategyDefinition {
        guard let found = ExampleStrategies.named(example) else {
            throw AlmanacError(.notFound, "there is no example \(example)")
        }
        return try StrategyDefinition(json: found.document, name: example)
    }

    /// Two or three values of each of a strategy's parameters, around the default.
    static func ranges(_ definition: StrategyDefinition, most: Int = 3) -> [ParameterRange] {
        var ranges: [ParameterRange] = []
        for parameter in definition.parameters where ranges.count < most {
            guard let value = parameter.defaultValue, !parameter.name.hasPrefix("execution_")
            else { continue }
            let values: [ParameterValue]
            switch (parameter.type, value) {
            case (.int, .int(let number)):
                values = [number, number + 3, number + number / 2 + 1].map { .int($0) }
            case (.float, .float(let number)): values = [.float(number), .float(number * 1.25)]
            case (.choice, _): values = parameter.values
            case (.bool, _): values = [.bool(false), .bool(true)]
            default: values = [value]
            }
            let allowed = values.filter { (try? parameter.checked($0)) != nil }
            ranges.append(ParameterRange(name: parameter.name, values: allowed))
        }
        return ranges
    }

    static func crossover(
        _ symbols: [String] = ["SPX"], fast: String = "5..20:5", slow: String = "10..60:10",
        where condition: String? = nil, search: SweepSearch = .grid,
        metric: Metric.Name = .sharpe, reversed: Bool = false
    ) throws -> Sweep {
        let definition = try definition("ma_crossover")
        var ranges = [
            try range(definition, "fast", fast), try range(definition, "slow", slow),
        ]
        if reversed { ranges.reverse() }
        return try Sweep(
            try symbols.map { try backtest(definition, $0) },
            grid: try SweepGrid(definition, ranges: ranges, constraint: condition),
            search: search, metric: SweepMetric(metric))
    }

    static func range(
        _ definition: StrategyDefinition, _ name: String, _ text: String
    ) throws -> ParameterRange {
        guard let specification = definition.parameters.first(where: { $0.name == name }) else {
            throw AlmanacError(.notFound, "there is no parameter \(name)")
        }
        return try ParameterRange(specification, text: text)
    }
}
